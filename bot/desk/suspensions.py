"""Suspensions: tickets whose date has come go back to work by themselves."""

from __future__ import annotations

from datetime import datetime

from bot.desk.acts import Act
from bot.desk.handling import perform
from bot.desk.office import Office
from bot.domain.people import THE_BOT
from bot.domain.tickets import Move
from storage import tickets
from storage.transaction import Tx

BATCH = 100
"""Tickets resumed in one transaction: each posts a card."""


def resume_due(tx: Tx, office: Office, now: datetime) -> int:
    """Resume what was suspended until now. Returns how many there were, `BATCH` at most."""
    due = tickets.to_resume(tx, now, BATCH)
    for number in due:
        perform(tx, office, Act(THE_BOT, number, Move.RESUME), now)
    return len(due)


def next_wake(tx: Tx) -> datetime | None:
    """When the next ticket comes back."""
    return tickets.next_resumption(tx)
