"""Clocks of a ticket: started, stopped and moved so that exactly those run that its state asks for."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from bot.desk.office import Office
from bot.domain.areas import TimeClass
from bot.domain.deadlines import OF_STAGES, Clock, due_at, running
from bot.domain.durations import Duration
from bot.domain.tickets import Ticket
from storage import deadlines, tickets
from storage.deadlines import Deadline
from storage.transaction import Tx

LEAST = timedelta(days=1)
"""What a ticket that comes back from 挂账 or 并单 has at least: nobody repairs a thing in the minute it is due."""

ALL: frozenset[Clock] = frozenset(Clock)


def set_clocks(
    tx: Tx,
    office: Office,
    ticket: Ticket,
    now: datetime,
    *,
    fresh: bool = False,
    asked: bool = False,
    again: Collection[Clock] = (),
    dues: Mapping[Clock, datetime] | None = None,
) -> Ticket:
    """Stop what must not run, start what must; `fresh` spares the look for running clocks of a new ticket.

    `asked`: who posted this new ticket is asked where it is, and has to answer first.
    Those of `again` that run are started anew; `dues` says when a clock that is started runs out, if not as usual.
    Returns the ticket with the fix deadline as its `due_at` (kept when the fix clock stops: statistics ask for it).
    """
    found = {} if fresh else deadlines.running(tx, ticket.id)
    wanted = running(ticket) - _idle_in_triage(found.get(Clock.QUESTION), asked=asked)
    for clock, deadline in found.items():
        if clock not in wanted or clock in again:
            deadlines.stop(tx, deadline.id, now)
    due = ticket.due_at
    for clock in sorted(wanted - (found.keys() - set(again))):
        at = _start(tx, office, ticket, clock, now, (dues or {}).get(clock))
        due = at if clock is Clock.FIX else due
    if due == ticket.due_at:
        return ticket
    ticket = ticket.model_copy(update={"due_at": due})
    tickets.save(tx, ticket)
    return ticket


def _idle_in_triage(question: Deadline | None, *, asked: bool) -> frozenset[Clock]:
    """While a question is open the coordinators need not dispatch yet; nobody is asked a second time."""
    if asked or (question is not None and not question.last_step):
        return frozenset({Clock.DISPATCH})
    return frozenset() if question is not None else frozenset({Clock.QUESTION})


def answered(tx: Tx, office: Office, ticket: Ticket, now: datetime) -> None:
    """The question where it is was answered, or needs no answer any more: what stays in triage is to be dispatched."""
    question = deadlines.running(tx, ticket.id).get(Clock.QUESTION)
    if question is not None:
        deadlines.stop(tx, question.id, now)
        set_clocks(tx, office, ticket, now)


def _start(tx: Tx, office: Office, ticket: Ticket, clock: Clock, now: datetime, due: datetime | None) -> datetime:
    days = office.days_of(ticket.unit_code)
    if due is None:
        due = due_at(clock, ticket, now, office.limits, days)
    urgent = ticket.time_class is TimeClass.URGENT
    first = office.ladders.of(ticket.unit_code, clock, urgent=urgent).first(now, due, days)
    deadlines.start(
        tx,
        ticket.id,
        clock,
        urgent=urgent,
        started_at=now,
        due_at=due,
        next_at=min(first.at, due) if first else due,
    )
    return due


def extended(office: Office, ticket: Ticket, span: Duration, now: datetime) -> datetime:
    """The fix deadline moved by `span`: from when it was due, or from now when that is past."""
    start = max(ticket.due_at or now, now)
    return office.days_of(ticket.unit_code).after(start, span)


def resumed(tx: Tx, office: Office, ticket: Ticket, now: datetime) -> dict[Clock, datetime]:
    """When the clocks of the fix run out that go on with what was left of them; those that never ran are left out.

    A step has no more time again than it had at first.
    """
    dues = {}
    for clock in running(ticket) & _OF_FIX:
        stopped = deadlines.last_stopped(tx, ticket.id, clock)
        if stopped is not None:
            at, due = stopped
            whole = due_at(clock, ticket, now, office.limits, office.days_of(ticket.unit_code)) - now
            dues[clock] = now + max(due - at, LEAST if clock is Clock.FIX else min(LEAST, whole))
    return dues


def corrected(office: Office, ticket: Ticket, now: datetime) -> dict[Clock, datetime]:
    """The deadlines of the fix by the ticket's class as it is now, counted from when its unit got it."""
    start, days = ticket.assigned_at or now, office.days_of(ticket.unit_code)
    return {clock: due_at(clock, ticket, start, office.limits, days) for clock in running(ticket) & _OF_FIX}


_OF_FIX = frozenset({*OF_STAGES.values(), Clock.FIX})
