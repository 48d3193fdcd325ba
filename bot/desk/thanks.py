"""Thanks: once a week each reporting group hears in one line what was done about its reports."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.desk import rounds
from bot.desk.closings import groups_with_closings
from bot.desk.office import Office
from bot.desk.reach import reporting_seats
from bot.desk.rounds import Message, Round
from bot.domain.notices import NoticeKind
from bot.notices.thanks import thanks_text
from storage import closings
from storage.closings import Span
from storage.rounds import Waiting
from storage.transaction import Tx

NAME = "thanks"


def has_thanks(tx: Tx, office: Office, at: datetime) -> bool:
    """Whether there would be anything to thank for at that moment."""
    return office.thanks is not None and bool(groups_with_closings(tx, office, rounds.last_began(ROUND, tx, at), at))


def _write(tx: Tx, office: Office, group: Waiting, now: datetime) -> Sequence[Message]:
    seat = reporting_seats(tx).get(int(group.reader))
    if seat is None:  # no reporting group any more
        return ()
    began = rounds.last_began(ROUND, tx, now)
    closed = closings.kinds(tx, seat.chat_id, Span(group.since, began))
    if not closed:
        return ()
    text = thanks_text(office.texts, office.area, closed, group.since, began, office.zone)
    waiting = f"thanks:{seat.chat_id}"
    return [Message(seat, f"{waiting}:{now.astimezone(office.zone).date()}", text, coalesce=waiting)]


ROUND = Round(
    NAME,
    NoticeKind.THANKS,
    usual=timedelta(days=7),
    when=lambda office: office.thanks,
    readers=groups_with_closings,
    write=_write,
)
