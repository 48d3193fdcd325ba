"""Clocks of a ticket: started, stopped and moved so that exactly those run that its state asks for."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from bot.desk.office import Office
from bot.domain.areas import TimeClass
from bot.domain.deadlines import RUNNING, Clock, due_at
from bot.domain.durations import Duration
from bot.domain.tickets import Ticket
from storage import deadlines, tickets
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
    again: Collection[Clock] = (),
    fix_due: datetime | None = None,
) -> Ticket:
    """Stop what must not run, start what must; `fresh` spares the look for running clocks of a new ticket.

    Those of `again` that run are started anew; `fix_due` says when a fix clock that is started runs out.
    Returns the ticket with the fix deadline as its `due_at` (kept when the fix clock stops: statistics ask for it).
    """
    wanted = RUNNING[ticket.state]
    running = {} if fresh else deadlines.running(tx, ticket.id)
    for clock, deadline in running.items():
        if clock not in wanted or clock in again:
            deadlines.stop(tx, deadline.id, now)
    due = ticket.due_at
    for clock in sorted(wanted - (running.keys() - set(again))):
        at = _start(tx, office, ticket, clock, now, fix_due if clock is Clock.FIX else None)
        due = at if clock is Clock.FIX else due
    if due == ticket.due_at:
        return ticket
    ticket = ticket.model_copy(update={"due_at": due})
    tickets.save(tx, ticket)
    return ticket


def _start(tx: Tx, office: Office, ticket: Ticket, clock: Clock, now: datetime, due: datetime | None) -> datetime:
    if due is None:
        due = due_at(clock, ticket, now, office.limits, office.days)
    first = office.ladder.first(now, due, office.days)
    deadlines.start(
        tx,
        ticket.id,
        clock,
        urgent=ticket.time_class is TimeClass.URGENT,
        started_at=now,
        due_at=due,
        next_at=first.at if first else None,
    )
    return due


def extended(office: Office, ticket: Ticket, span: Duration, now: datetime) -> datetime:
    """The fix deadline moved by `span`: from when it was due, or from now when that is past."""
    start = max(ticket.due_at or now, now)
    return office.days.after(start, span)


def resumed(tx: Tx, ticket: Ticket, now: datetime) -> datetime | None:
    """When the fix clock runs out that goes on with what was left of it; None where it never ran."""
    stopped = deadlines.last_stopped(tx, ticket.id, Clock.FIX)
    if stopped is None:
        return None
    at, due = stopped
    return now + max(due - at, LEAST)


def corrected(office: Office, ticket: Ticket, now: datetime) -> datetime:
    """The fix deadline by the ticket's class as it is now, counted from when its unit got it."""
    return due_at(Clock.FIX, ticket, ticket.assigned_at or now, office.limits, office.days)
