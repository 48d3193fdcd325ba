"""Boards: once a day each reporting group reads what of its reports was closed (办结公示), also on a weekend."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from functools import partial

from bot.desk import rounds
from bot.desk.messages import say
from bot.desk.office import Office
from bot.desk.reach import reporting_seats
from bot.desk.rounds import Round
from bot.domain.notices import NoticeKind
from bot.notices.boards import MOST, board_text
from storage import closings
from storage.closings import Span
from storage.rounds import Waiting
from storage.transaction import Tx

NAME = "board"
HOUR = time(8, 30)
"""When the board is posted where there is no digest."""
_ROUND = Round(NAME, usual=timedelta(days=1))


def post_when_due(tx: Tx, office: Office, now: datetime) -> int:
    """Post the day's boards when their moment has come, as the digests are sent: a few groups each time."""
    when = (office.digest or HOUR) if office.board else None
    readers, tell = partial(_groups, tx, now), partial(_tell, tx, office, now)
    return rounds.go_on(tx, office, _ROUND, when, now, readers, tell)


def has_board(tx: Tx, office: Office, at: datetime) -> bool:
    """Whether a board of that moment has anything to tell."""
    return office.board and bool(_groups(tx, at, rounds.last_began(tx, _ROUND, at)))


def _groups(tx: Tx, now: datetime, since: datetime) -> Mapping[str, int]:
    closed = closings.chats_with(tx, Span(since, now))
    return {str(chat): 0 for chat in reporting_seats(tx) if chat in closed}


def _tell(tx: Tx, office: Office, now: datetime, group: Waiting) -> bool:
    seat = reporting_seats(tx).get(int(group.reader))
    if seat is None:  # no reporting group any more
        return False
    when = Span(group.since, rounds.last_began(tx, _ROUND, now))
    shown = closings.of_chat(tx, seat.chat_id, when, MOST)
    if shown:
        count = closings.kinds(tx, seat.chat_id, when).total()
        day = now.astimezone(office.zone).date()
        text = board_text(office.texts, office.area, shown, count, now, office.zone)
        say(tx, seat, NoticeKind.DIGEST, f"board:{seat.chat_id}:{day}", text, now)
    return True
