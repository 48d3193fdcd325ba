"""Boards: once a day each reporting group reads what of its reports was closed (办结公示), also on a weekend."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from bot.desk import rounds
from bot.desk.closings import groups_with_closings
from bot.desk.office import Office
from bot.desk.reach import reporting_seats
from bot.desk.rounds import Message, Round
from bot.domain.notices import NoticeKind
from bot.notices.boards import MOST, board_text
from storage import closings
from storage.closings import Span
from storage.rounds import Waiting
from storage.transaction import Tx

NAME = "board"
HOUR = time(8, 30)
"""When the board is posted where there is no digest."""


def has_board(tx: Tx, office: Office, at: datetime) -> bool:
    """Whether a board of that moment has anything to tell."""
    return office.board and bool(groups_with_closings(tx, office, rounds.last_began(ROUND, tx, at), at))


def _write(tx: Tx, office: Office, group: Waiting, now: datetime) -> Sequence[Message]:
    seat = reporting_seats(tx).get(int(group.reader))
    if seat is None:  # no reporting group any more
        return ()
    when = Span(group.since, rounds.last_began(ROUND, tx, now))
    shown = closings.of_chat(tx, seat.chat_id, when, MOST)
    if not shown:
        return ()
    count = closings.kinds(tx, seat.chat_id, when).total()
    text = board_text(office.texts, office.area, shown, count, now, office.zone)
    return [Message(seat, f"board:{seat.chat_id}:{now.astimezone(office.zone).date()}", text)]


ROUND = Round(
    NAME,
    NoticeKind.BOARD,
    usual=timedelta(days=1),
    when=lambda office: (office.digest or HOUR) if office.board else None,
    readers=groups_with_closings,
    write=_write,
)
