"""Reminders: rungs that have come are fired once each, and told in one message per chat."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.desk import reach
from bot.desk.messages import amend_text, say
from bot.desk.office import Office
from bot.desk.reach import Seat
from bot.domain.areas import UnitKind
from bot.domain.deadlines import Clock, Rung, Step, to_fire
from bot.domain.notices import NoticeKind
from bot.domain.tickets import Ticket
from bot.notices.reminders import ReminderLine, reminder_lines, reminder_text
from storage import deadlines, events, notices, tickets
from storage.deadlines import Deadline
from storage.events import Event
from storage.transaction import Tx

BATCH = 500
"""Clocks looked at in one transaction: more would hold up the reports that come in meanwhile."""


@dataclass(frozen=True, slots=True)
class _Told:
    seat: Seat
    line: ReminderLine


def _to_unit(tx: Tx, office: Office, ticket: Ticket) -> tuple[Seat, ...]:
    if ticket.unit_code is None:
        return reach.watching_seats(tx, office.area, ticket)
    return reach.reminder_seats(tx, ticket.unit_code, office.area)


def _to_coordinators(tx: Tx, office: Office, ticket: Ticket) -> tuple[Seat, ...]:
    return reach.watching_seats(tx, office.area, ticket)


def _to_those_above(tx: Tx, office: Office, ticket: Ticket) -> tuple[Seat, ...]:
    """The coordinators and the unit's parent, if that is a unit of its own with a chat or people."""
    seats = list(reach.watching_seats(tx, office.area, ticket))
    parent = office.area.unit_by_code[ticket.unit_code].parent if ticket.unit_code in office.area.unit_by_code else None
    if parent is not None and office.area.unit_by_code[parent].kind is not UnitKind.AREA:
        seats += reach.unit_chats(tx, parent)[:1] or reach.privately(tx, reach.handlers_of(tx, parent))
    return tuple(seats)


def _to_nobody(tx: Tx, office: Office, ticket: Ticket) -> tuple[Seat, ...]:
    return ()


Audience = Callable[[Tx, Office, Ticket], tuple[Seat, ...]]

AUDIENCES: dict[Clock, dict[Rung, Audience]] = {
    Clock.DISPATCH: {
        Rung.EARLY: _to_nobody,
        Rung.REMINDER: _to_coordinators,
        Rung.ESCALATION: _to_coordinators,
        Rung.NAMING: _to_coordinators,
    },
    Clock.RESPONSE: {
        Rung.EARLY: _to_nobody,
        Rung.REMINDER: _to_unit,
        Rung.ESCALATION: _to_those_above,
        Rung.NAMING: _to_nobody,
    },
    Clock.FIX: {
        Rung.EARLY: _to_unit,
        Rung.REMINDER: _to_unit,
        Rung.ESCALATION: _to_those_above,
        Rung.NAMING: _to_those_above,
    },
    Clock.REVIEW: {
        Rung.EARLY: _to_coordinators,
        Rung.REMINDER: _to_coordinators,
        Rung.ESCALATION: _to_coordinators,
        Rung.NAMING: _to_coordinators,
    },
}
"""Who is told of which rung of which clock. Never the reporting group."""


def sweep(tx: Tx, office: Office, now: datetime) -> int:
    """Fire what is due; in quiet hours only the emergencies. Returns how many clocks were looked at."""
    quiet = office.quiet is not None and office.quiet.covers(now.astimezone(office.zone))
    due = deadlines.due(tx, now, urgent_only=quiet, limit=BATCH)
    told: list[_Told] = []
    for deadline in due:
        told += _fire(tx, office, deadline, now)
    _tell(tx, office, told, now)
    return len(due)


def _fire(tx: Tx, office: Office, deadline: Deadline, now: datetime) -> list[_Told]:
    """After a downtime several rungs have come at once."""
    steps = office.ladder.steps(deadline.started_at, deadline.due_at, office.days)
    step = to_fire(steps, deadline.last_step, now)
    later = next((step.at for step in steps if step.at > now), None)
    if step is None:
        deadlines.postpone(tx, deadline.id, later)
        return []
    if not deadlines.fire(tx, deadline, step.number, step.rung.value, step.at, later, now):
        return []
    ticket = tickets.load(tx, deadline.ticket_id)
    if ticket is None:
        return []
    if step.rung is not Rung.EARLY:
        _record(tx, ticket, deadline, step, now)
    audience = AUDIENCES[deadline.clock][step.rung]
    own = ReminderLine(ticket, deadline.clock, step.rung, deadline.due_at)
    named = replace(own, unit=office.area.unit_name(ticket.unit_code) or "")
    watching = reach.watching_seats(tx, office.area, ticket)
    above = {seat.chat_id for seat in watching}  # who stand in where a unit has nobody to write to
    return [
        _Told(seat, own if audience is _to_unit and seat.chat_id not in above else named)
        for seat in audience(tx, office, ticket)
    ]


def _record(tx: Tx, ticket: Ticket, deadline: Deadline, step: Step, now: datetime) -> None:
    """A miss is an event of its own."""
    event = Event(
        "reminded",
        ticket.state,
        now,
        unit_code=ticket.unit_code,
        details={"clock": deadline.clock.value, "rung": step.rung.value, "late": (now - step.at).total_seconds() > 60},
    )
    events.append(tx, ticket.id, event, now)


def _tell(tx: Tx, office: Office, told: list[_Told], now: datetime) -> None:
    """One message a chat; lines for a chat whose last reminder still waits are added to that one."""
    per_chat: dict[tuple[int, int | None], list[ReminderLine]] = {}
    for one in told:
        per_chat.setdefault((one.seat.chat_id, one.seat.topic), []).append(one.line)
    for (chat_id, topic), lines in per_chat.items():
        coalesce = f"reminder:{chat_id}:{topic or 0}"
        waiting = notices.waiting_under(tx, coalesce)
        written = (waiting.payload["lines"] if waiting else {}) | reminder_lines(office.texts, lines, now, office.zone)
        text = reminder_text(office.texts, written.values())
        if waiting is not None:
            amend_text(tx, waiting, text, lines=written)
            continue
        key = f"{coalesce}:{int(now.timestamp() * 1000)}"
        say(tx, Seat(chat_id, topic), NoticeKind.REMINDER, key, text, now, coalesce=coalesce, lines=written)


def next_wake(tx: Tx, office: Office, now: datetime) -> datetime | None:
    """When the next rung comes."""
    return deadlines.next_at(tx, after=now)
