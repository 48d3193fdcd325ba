"""Digests: once a day each unit and the coordinators read what is open, and the group what was closed."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from bot.desk import reach
from bot.desk.messages import say
from bot.desk.office import Office
from bot.desk.reach import Seat
from bot.domain.areas import ChatKind
from bot.domain.notices import NoticeKind
from bot.domain.rights import lies_on
from bot.domain.tickets import State, Ticket
from bot.notices.buttons import open_buttons
from bot.notices.digests import board_text, digest_text
from storage import chats, schedules, tickets
from storage.transaction import Tx

NAME = "digest"
BOARD_HOUR = time(8, 30)
"""When the board is posted where there is no digest."""

_MOST_BUTTONS = 16

_OPEN = (State.TRIAGE, State.ASSIGNED, State.ACCEPTED, State.SUSPENDED, State.RESOLVED)


def send_when_due(tx: Tx, office: Office, now: datetime) -> bool:
    """Send the day's digests if their moment has come: once, also after a downtime. True when they were queued."""
    at = office.digest or BOARD_HOUR
    planned = schedules.next_at(tx, NAME)
    if planned is None or _moved(office, planned, at):
        schedules.set_next(tx, NAME, office.next_run(at, now))
        return False
    if planned > (following := office.next_run(at, now)):  # the host's clock was put back: no day goes without
        schedules.set_next(tx, NAME, following)
        if (ran := schedules.ran_at(tx, NAME)) is not None:
            schedules.note_run(tx, NAME, min(ran, now))
        return False
    if planned > now:
        return False
    closed = to_publish(tx, office, now)
    schedules.set_next(tx, NAME, office.next_run(at, now))
    schedules.note_run(tx, NAME, now)
    if has_digest(tx, office, now):
        _send_digests(tx, office, now)
    if closed:
        _post_board(tx, office, closed, now)
    return True


def has_digest(tx: Tx, office: Office, at: datetime) -> bool:
    """Whether a digest of that moment has anything to tell: what is open, or what came in the day before."""
    if office.digest is None:
        return False
    return bool(tickets.in_states(tx, _OPEN, limit=1) or tickets.count_since(tx, at - timedelta(days=1)))


def to_publish(tx: Tx, office: Office, at: datetime) -> list[Ticket]:
    """What a board of that moment tells: all that was closed since the last one, however long ago."""
    last = schedules.ran_at(tx, NAME) or at - timedelta(days=1)
    return tickets.closed_since(tx, last) if office.board else []


def _moved(office: Office, planned: datetime, at: time) -> bool:
    """The operator has set another hour since."""
    return planned.astimezone(office.zone).time().replace(second=0, microsecond=0) != at


def _send_digests(tx: Tx, office: Office, now: datetime) -> None:
    open_ = tickets.in_states(tx, _OPEN, limit=100_000)
    by_unit: dict[str, list[Ticket]] = {}
    for ticket in open_:
        if ticket.unit_code is not None and ticket.state is not State.TRIAGE:
            by_unit.setdefault(ticket.unit_code, []).append(ticket)
    fresh = tickets.count_since(tx, now - timedelta(days=1))
    for unit_code, own in by_unit.items():
        seats = reach.unit_chats(tx, unit_code)[:1] or reach.privately(tx, reach.handlers_of(tx, unit_code))
        for seat in seats:
            _send(tx, office, seat, unit_code, own, fresh[unit_code], now)
    for unit in office.area.units:
        for seat in reach.ground_seats(tx, unit.code):
            own = [ticket for ticket in open_ if lies_on(unit.code, ticket, office.area)]
            below = sum(count for code, count in fresh.items() if code and office.area.covers(unit.code, code))
            _send(tx, office, seat, unit.code, own, below, now, watching=True)
    for seat in reach.coordinator_seats(tx):
        _send(tx, office, seat, None, open_, fresh.total(), now, watching=True)


def _send(
    tx: Tx,
    office: Office,
    seat: Seat,
    unit_code: str | None,
    own: list[Ticket],
    fresh: int,
    now: datetime,
    *,
    watching: bool = False,
) -> None:
    """The coordinators' digest (`watching`) carries a button for each ticket that waits for its review."""
    text = digest_text(office.texts, office.area, unit_code, own, fresh, now, office.zone, name_units=watching)
    if text is None:
        return
    waiting = [ticket for ticket in own if ticket.state is State.RESOLVED] if watching else []
    rows = open_buttons(waiting[:_MOST_BUTTONS])
    day = now.astimezone(office.zone).date()
    key = f"digest:{unit_code or ''}:{seat.chat_id}:{day}"
    coalesce = f"digest:{unit_code or ''}:{seat.chat_id}"
    say(tx, seat, NoticeKind.DIGEST, key, text, now, rows=rows, coalesce=coalesce)


def _post_board(tx: Tx, office: Office, closed: list[Ticket], now: datetime) -> None:
    """办结公示: in each reporting group what it reported."""
    day = now.astimezone(office.zone).date()
    for bound in chats.bound(tx, ChatKind.REPORT):
        own = [ticket for ticket in closed if ticket.chat_id == bound.chat_id]
        if own:
            text = board_text(office.texts, office.area, own, now, office.zone)
            say(tx, Seat(bound.chat_id, bound.thread), NoticeKind.DIGEST, f"board:{bound.chat_id}:{day}", text, now)
