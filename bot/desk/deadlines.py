"""Clocks of a ticket: started and stopped so that exactly those run that its state asks for."""

from __future__ import annotations

from datetime import datetime

from bot.desk.office import Office
from bot.domain.areas import TimeClass
from bot.domain.deadlines import RUNNING, Clock, due_at
from bot.domain.tickets import Ticket
from storage import deadlines, tickets
from storage.transaction import Tx


def set_clocks(tx: Tx, office: Office, ticket: Ticket, now: datetime, *, fresh: bool = False) -> Ticket:
    """Stop what must not run, start what must; `fresh` spares the look for running clocks of a new ticket.

    Returns the ticket with the fix deadline as its `due_at` (kept when the fix clock stops: statistics ask for it).
    """
    wanted = RUNNING[ticket.state]
    running = {} if fresh else deadlines.running(tx, ticket.id)
    for clock, deadline in running.items():
        if clock not in wanted:
            deadlines.stop(tx, deadline.id, now)
    due = ticket.due_at
    for clock in sorted(wanted - running.keys()):
        at = _start(tx, office, ticket, clock, now)
        due = at if clock is Clock.FIX else due
    if due == ticket.due_at:
        return ticket
    ticket = ticket.model_copy(update={"due_at": due})
    tickets.save(tx, ticket)
    return ticket


def _start(tx: Tx, office: Office, ticket: Ticket, clock: Clock, now: datetime) -> datetime:
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
