"""Reminders: every clock whose moment has come is looked at, its miss noted, its rung fired once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.desk.deadlines import set_clocks
from bot.desk.office import Office
from bot.desk.reach import Seat
from bot.desk.readers import readers, seats_of
from bot.desk.reminder_notices import Told, tell
from bot.domain.deadlines import Clock, Rung, Step, to_fire
from bot.domain.tickets import Ticket
from storage import deadlines, events, tickets
from storage.deadlines import Deadline
from storage.events import Event
from storage.transaction import Tx

BATCH = 500


def sweep(tx: Tx, office: Office, now: datetime, most: int = BATCH) -> int:
    """Look at the clocks whose moment has come, `most` at most: note the miss, fire the rung. Returns how many it were.

    Where there were as many as that, there may be more.
    """
    due = deadlines.due(tx, now, most)
    rungs = [rung for deadline in due if (rung := _look_at(tx, office, deadline, now)) is not None]
    tell(tx, _told(tx, office, rungs), now, more_to_come=len(due) >= most)
    return len(due)


@dataclass(frozen=True, slots=True)
class _Rung:
    """A rung that is to be told, of a clock of this ticket."""

    ticket: Ticket
    deadline: Deadline
    step: Step


def _look_at(tx: Tx, office: Office, deadline: Deadline, now: datetime) -> _Rung | None:
    """A miss is noted at once; what is told of it waits for the end of quiet hours, or for when it was put off to."""
    ticket = tickets.load(tx, deadline.ticket_id)
    if ticket is None:
        raise LookupError(f"clock {deadline.id} runs for no ticket")
    if not deadline.missed and deadline.due_at <= now:
        _note_miss(tx, ticket, deadline, now)
    held_until = _held_until(office, deadline, now)
    if held_until is not None:
        _look_again(tx, deadline, held_until, deadline.last_step, deadline.snoozed_until, now)
        return None
    steps, later = _climbed(office, ticket, deadline, now)
    step = to_fire(steps, deadline.last_step, now)
    _look_again(tx, deadline, later, max(deadline.last_step, step.number if step else 0), None, now)
    if step is not None:
        return _fire(tx, office, ticket, deadline, step, now)
    if deadline.snoozed_until is not None:  # after several rungs at once (a downtime) the highest is told again
        told = [one for one in steps if one.number <= deadline.last_step]
        return _Rung(ticket, deadline, told[-1]) if told else None
    return None


def _climbed(office: Office, ticket: Ticket, deadline: Deadline, now: datetime) -> tuple[list[Step], datetime | None]:
    """The rungs that have come, and when the next one will: what lies above that is not worked out."""
    ladder = office.ladders.of(ticket.unit_code, deadline.clock, urgent=deadline.urgent)
    come: list[Step] = []
    for step in ladder.climb(deadline.started_at, deadline.due_at, office.days_of(ticket.unit_code)):
        if step.at > now:
            return come, step.at
        come.append(step)
    return come, None


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


def _fire(tx: Tx, office: Office, ticket: Ticket, deadline: Deadline, step: Step, now: datetime) -> _Rung | None:
    """After a downtime several rungs have come at once: only the highest fires."""
    if not deadlines.fire(tx, deadline, step.number, step.rung.value, step.at, now):
        return None
    if deadline.clock is Clock.QUESTION:  # nobody answered: now it is the coordinators' to dispatch
        set_clocks(tx, office, ticket, now)
    if step.rung is not Rung.EARLY:
        _record(tx, ticket, deadline, step, now)
    return _Rung(ticket, deadline, step)


def _told(tx: Tx, office: Office, rungs: Iterable[_Rung]) -> list[Told]:
    """Each at every place that reads of it, as of when it came to be: at its own moment, or when what held it was over.

    Tickets of one whereabouts have the same readers: they are asked for once, since thousands may fall due together.
    """
    seats: dict[object, tuple[Seat, ...]] = {}
    told = []
    for one in rungs:
        ticket, deadline, step = one.ticket, one.deadline, one.step
        alike = (deadline.clock, step.rung, ticket.unit_code, ticket.returners, ticket.candidates)
        if alike not in seats:
            seats[alike] = seats_of(readers(tx, office, ticket, deadline.clock, step.rung))
        moment = max(step.at, deadline.next_at or step.at)
        told += [Told(seat, deadline, step.rung, moment) for seat in seats[alike]]
    return told


def _record(tx: Tx, ticket: Ticket, deadline: Deadline, step: Step, now: datetime) -> None:
    event = Event(
        "reminded",
        ticket.state,
        now,
        unit_code=ticket.unit_code,
        details={"clock": deadline.clock.value, "rung": step.rung.value, "late": (now - step.at).total_seconds() > 60},
    )
    events.append(tx, ticket.id, event, now)


def next_wake(tx: Tx, office: Office, now: datetime) -> datetime | None:
    """When the next clock is to be looked at."""
    return deadlines.next_at(tx, after=now)
