"""Thanks: once a week each reporting group hears in one line what was done about its reports."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial

from bot.desk import rounds
from bot.desk.messages import say
from bot.desk.office import Office
from bot.desk.reach import reporting_seats
from bot.desk.rounds import Round
from bot.domain.notices import NoticeKind
from bot.notices.thanks import thanks_text
from storage import closings
from storage.closings import Span
from storage.rounds import Waiting
from storage.transaction import Tx

NAME = "thanks"
_ROUND = Round(NAME, usual=timedelta(days=7))


def thank_when_due(tx: Tx, office: Office, now: datetime) -> int:
    """Thank when the moment has come, as the digests are sent: a few groups each time."""
    readers, tell = partial(_groups, tx, now), partial(_tell, tx, office, now)
    return rounds.go_on(tx, office, _ROUND, office.thanks, now, readers, tell)


def has_thanks(tx: Tx, office: Office, at: datetime) -> bool:
    """Whether there would be anything to thank for at that moment."""
    return office.thanks is not None and bool(_groups(tx, at, rounds.last_began(tx, _ROUND, at)))


def _groups(tx: Tx, now: datetime, since: datetime) -> Mapping[str, int]:
    closed = closings.chats_with(tx, Span(since, now))
    return {str(chat): 0 for chat in reporting_seats(tx) if chat in closed}


def _tell(tx: Tx, office: Office, now: datetime, group: Waiting) -> bool:
    seat = reporting_seats(tx).get(int(group.reader))
    if seat is None:  # no reporting group any more
        return False
    began = rounds.last_began(tx, _ROUND, now)
    if closed := closings.kinds(tx, seat.chat_id, Span(group.since, began)):
        text = thanks_text(office.texts, office.area, closed, group.since, began, office.zone)
        key = f"thanks:{seat.chat_id}:{now.astimezone(office.zone).date()}"
        say(tx, seat, NoticeKind.DIGEST, key, text, now, coalesce=f"thanks:{seat.chat_id}")
    return True
