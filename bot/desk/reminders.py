"""Reminders: rungs that have come are fired once each, and told in one message per chat."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.desk import reach
from bot.desk.deadlines import set_clocks
from bot.desk.messages import amend_text, say
from bot.desk.office import Office
from bot.desk.reach import Seat
from bot.domain.areas import UnitKind
from bot.domain.deadlines import Audience, Clock, Rung, Step, to_fire
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


def _to_parent(tx: Tx, office: Office, ticket: Ticket) -> tuple[Seat, ...]:
    """The unit above, if that is a unit of its own with a chat or people."""
    parent = office.area.unit_by_code[ticket.unit_code].parent if ticket.unit_code in office.area.unit_by_code else None
    if parent is None or office.area.unit_by_code[parent].kind is UnitKind.AREA:
        return ()
    return reach.unit_chats(tx, parent)[:1] or reach.privately(tx, reach.handlers_of(tx, parent))


Readers = Callable[[Tx, Office, Ticket], tuple[Seat, ...]]

AUDIENCES: dict[Audience, Readers] = {
    Audience.UNIT: _to_unit,
    Audience.PARENT: _to_parent,
    Audience.COORDINATORS: _to_coordinators,
}

_THE_COORDINATORS = frozenset({Audience.COORDINATORS})
_UNTOLD = frozenset({(Clock.DISPATCH, Rung.EARLY), (Clock.RESPONSE, Rung.EARLY), (Clock.RESPONSE, Rung.NAMING)})
"""Who has to answer within the hour needs no early word, and nobody is named for answering late."""


def audience(office: Office, clock: Clock, rung: Rung) -> frozenset[Audience]:
    """Who is told of which rung of which clock. Never the reporting group."""
    if (clock, rung) in _UNTOLD:
        return frozenset()
    return _THE_COORDINATORS if clock in {Clock.QUESTION, Clock.DISPATCH, Clock.REVIEW} else office.audience[rung]


def readers(tx: Tx, office: Office, ticket: Ticket, clock: Clock, rung: Rung) -> dict[Audience, tuple[Seat, ...]]:
    """Where each of them reads."""
    told = audience(office, clock, rung)
    return {one: seats for one in Audience if one in told and (seats := AUDIENCES[one](tx, office, ticket))}


def sweep(tx: Tx, office: Office, now: datetime) -> int:
    """Look at every clock whose moment has come: note its miss, fire its rung. Returns how many there were."""
    due = deadlines.due(tx, now, BATCH)
    told: list[_Told] = []
    for deadline in due:
        told += _look_at(tx, office, deadline, now)
    _tell(tx, office, told, now)
    return len(due)


def _look_at(tx: Tx, office: Office, deadline: Deadline, now: datetime) -> list[_Told]:
    """A miss is noted at once; what is told of it waits for the end of quiet hours, or for when it was put off to."""
    ticket = tickets.load(tx, deadline.ticket_id)
    if ticket is None:
        raise LookupError(f"clock {deadline.id} runs for no ticket")
    if not deadline.missed and deadline.due_at <= now:
        _note_miss(tx, ticket, deadline, now)
    held_until = _held_until(office, deadline, now)
    if held_until is not None:
        _look_again(tx, deadline, held_until, deadline.last_step, deadline.snoozed_until, now)
        return []
    days = office.days_of(ticket.unit_code)
    steps = office.ladders.of(ticket.unit_code, deadline.clock, urgent=deadline.urgent).steps(
        deadline.started_at, deadline.due_at, days
    )
    step = to_fire(steps, deadline.last_step, now)
    later = next((one.at for one in steps if one.at > now), None)
    _look_again(tx, deadline, later, max(deadline.last_step, step.number if step else 0), None, now)
    if step is not None:
        return _fire(tx, office, ticket, deadline, step, now)
    if deadline.snoozed_until is not None:  # after several rungs at once (a downtime) the highest is told again
        told = [one for one in steps if one.number <= deadline.last_step]
        return _told(tx, office, ticket, deadline, told[-1]) if told else []
    return []


def _held_until(office: Office, deadline: Deadline, now: datetime) -> datetime | None:
    """Until when nothing may be told of this clock; None when it may be now. Emergencies know no quiet hours."""
    if deadline.snoozed_until is not None and deadline.snoozed_until > now:
        return deadline.snoozed_until
    local = now.astimezone(office.zone)
    return None if deadline.urgent or not office.quiet.covers(local) else office.quiet.awake(local)


def _look_again(
    tx: Tx, deadline: Deadline, at: datetime | None, last: int, snoozed_until: datetime | None, now: datetime
) -> None:
    missed = deadline.due_at <= now
    moments = [moment for moment in (at, None if missed else deadline.due_at) if moment is not None]
    deadlines.look_again(
        tx,
        deadline.id,
        min(moments, default=None),
        last_step=last,
        missed=missed or deadline.missed,
        snoozed_until=snoozed_until,
    )


def _note_miss(tx: Tx, ticket: Ticket, deadline: Deadline, now: datetime) -> None:
    """A miss is an event of its own, of the moment at which it happened."""
    details = {"clock": deadline.clock.value}
    event = Event("missed", ticket.state, deadline.due_at, unit_code=ticket.unit_code, details=details)
    events.append(tx, ticket.id, event, now)


def _fire(tx: Tx, office: Office, ticket: Ticket, deadline: Deadline, step: Step, now: datetime) -> list[_Told]:
    """After a downtime several rungs have come at once: only the highest fires."""
    if not deadlines.fire(tx, deadline, step.number, step.rung.value, step.at, now):
        return []
    if deadline.clock is Clock.QUESTION:  # nobody answered: now it is the coordinators' to dispatch
        set_clocks(tx, office, ticket, now)
    if step.rung is not Rung.EARLY:
        _record(tx, ticket, deadline, step, now)
    return _told(tx, office, ticket, deadline, step)


def _told(tx: Tx, office: Office, ticket: Ticket, deadline: Deadline, step: Step) -> list[_Told]:
    own = ReminderLine(ticket, deadline.clock, step.rung, deadline.due_at)
    named = replace(own, unit=office.area.unit_name(ticket.unit_code) or "")
    watching = reach.watching_seats(tx, office.area, ticket)
    above = {seat.chat_id for seat in watching}  # who stand in where a unit has nobody to write to
    return [
        _Told(seat, own if who is Audience.UNIT and seat.chat_id not in above else named)
        for who, seats in readers(tx, office, ticket, deadline.clock, step.rung).items()
        for seat in seats
    ]


def _record(tx: Tx, ticket: Ticket, deadline: Deadline, step: Step, now: datetime) -> None:
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
    """When the next clock is to be looked at."""
    return deadlines.next_at(tx, after=now)
