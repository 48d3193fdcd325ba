"""The calendar: coordinators are told of a year whose holidays nobody knows, a month ahead and again when it begins."""

from __future__ import annotations

from datetime import datetime, time

from bot.desk import reach, repeating
from bot.desk.messages import say
from bot.desk.office import Office
from bot.domain.notices import NoticeKind
from bot.domain.workdays import first_unknown_year
from storage.transaction import Tx

NAME = "calendar"
_AT = time(9)


def announce_when_due(tx: Tx, office: Office, now: datetime) -> bool:
    """Look once a day, and say it once to each seat for each year and stage. True when anything was queued."""
    matters = any(days.working or days.hours for days in office.day_counts)
    if repeating.comes_due(tx, office, NAME, _AT if matters else None, now) is None:
        return False
    year = first_unknown_year(office.day_counts, now)
    if year is None:
        return False
    local = now.astimezone(office.zone)
    key = "calendar.begun" if year <= local.year else "calendar.ahead"
    text = office.texts.say(key, year=year)
    later = office.quiet.awake(local) if office.quiet.covers(local) else None
    queued = [
        say(
            tx,
            seat,
            NoticeKind.ALERT,
            f"{key}:{year}:{seat.chat_id}:{seat.topic or 0}",
            text,
            now,
            not_before=later,
            coalesce=f"calendar:{seat.chat_id}:{seat.topic or 0}",
        )
        for seat in reach.coordinator_seats(tx)
    ]
    return any(queued)
