"""Clocks of a ticket: started, stopped and moved so that exactly those run that its state asks for."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from bot.desk.office import Office
from bot.domain.deadlines import OF_FIX, Clock, due_at, is_urgent, running
from bot.domain.durations import Duration
from bot.domain.tickets import State, Ticket
from storage import deadlines, tickets
from storage.deadlines import Deadline
from storage.transaction import Tx

LEAST = timedelta(days=1)
"""What a ticket that comes back from 挂账 or 并单 has at least: nobody repairs a thing in the minute it is due."""

ALL: frozenset[Clock] = frozenset(Clock)

_KEPT = {Clock.FIX: "due_at", Clock.RESPONSE: "respond_by"}
"""Whose end stands on the ticket itself."""


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
    Returns the ticket with the fix deadline as its `due_at` and that of the response as its `respond_by` (both kept
    when their clocks stop: statistics ask for them).
    """
    found = {} if fresh else deadlines.running(tx, ticket.id)
    wanted = running(ticket) - _idle_in_triage(found.get(Clock.QUESTION), asked=asked)
    for clock, deadline in found.items():
        if clock not in wanted or clock in again:
            deadlines.stop(tx, deadline.id, now)
    ends = {}
    for clock in sorted(wanted - (found.keys() - set(again))):
        at = _start(tx, office, ticket, clock, now, (dues or {}).get(clock))
        if clock in _KEPT and at != getattr(ticket, _KEPT[clock]):
            ends[_KEPT[clock]] = at
    if not ends:
        return ticket
    ticket = ticket.model_copy(update=ends)
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
    urgent = is_urgent(clock, ticket)
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
    for clock in running(ticket) & OF_FIX:
        stopped = deadlines.last_stopped(tx, ticket.id, clock)
        if stopped is not None:
            at, due = stopped
            if clock is Clock.FIX and ticket.due_at is not None:  # its class may have been corrected meanwhile
                due = ticket.due_at
            whole = due_at(clock, ticket, now, office.limits, office.days_of(ticket.unit_code)) - now
            dues[clock] = now + max(due - at, LEAST if clock is Clock.FIX else min(LEAST, whole))
    return dues


def corrected(tx: Tx, office: Office, before: Ticket, after: Ticket, now: datetime) -> dict[Clock, datetime]:
    """When the clocks run out whose end the correction of a class or its steps moves; the others run on as they are.

    They end by as much sooner or later as the classes differ, counted from when the unit got it: an extension and the
    time of a 挂账 stay granted.
    """
    found, dues = deadlines.running(tx, after.id), {}
    for clock in running(after) & _BY_CLASS:
        old = found.get(clock)
        start = after.assigned_at or (old.started_at if old is not None else now)
        if old is None:
            dues[clock] = _whole(office, clock, after, start) + _granted(office, found.get(Clock.FIX), before, start)
        else:
            due = old.due_at + (_whole(office, clock, after, start) - _whole(office, clock, before, start))
            if due != old.due_at or before.time_class is not after.time_class:
                dues[clock] = due
    return dues


def corrected_aside(office: Office, before: Ticket, after: Ticket, now: datetime) -> Ticket:
    """The same of a ticket whose clocks stand still: what is left of its time is counted from its `due_at`."""
    if before.due_at is None or after.state is not State.SUSPENDED:
        return after
    start = after.assigned_at or now
    moved = _whole(office, Clock.FIX, after, start) - _whole(office, Clock.FIX, before, start)
    return after.model_copy(update={"due_at": before.due_at + moved})


def _whole(office: Office, clock: Clock, ticket: Ticket, start: datetime) -> datetime:
    return due_at(clock, ticket, start, office.limits, office.days_of(ticket.unit_code))


def _granted(office: Office, fix: Deadline | None, ticket: Ticket, start: datetime) -> timedelta:
    """How much more than its class gives a ticket has."""
    return max(fix.due_at - _whole(office, Clock.FIX, ticket, start), timedelta()) if fix is not None else timedelta()


_BY_CLASS = OF_FIX | {Clock.RESPONSE, Clock.DISPATCH}
"""Clocks whose length depends on the class."""
