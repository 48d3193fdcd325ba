"""Events: who acted, who typed and when, in the order they were entered."""

from __future__ import annotations

import json
from datetime import timedelta

from bot.domain.tickets import State, Ticket
from storage import events, tickets
from storage.events import Event
from storage.transaction import Tx
from tests.storage.histories import START, a_ticket


def _add(tx: Tx) -> Ticket:
    return tickets.add(tx, a_ticket(), [])


def test_a_history_keeps_who_acted_who_typed_and_when(tx: Tx) -> None:
    ticket, other = _add(tx), _add(tx)
    told = Event(
        "resolve",
        State.RESOLVED,
        START,
        actor_id=201,
        actor_name="李书记",
        words="换了新桶",
        unit_code="longxi",
        typed_by=301,
        details={"photos": 2, "note": "补录"},
    )
    opened = Event("opened", State.ASSIGNED, START)
    first = events.append(tx, ticket.id, opened, START)
    assert events.append(tx, ticket.id, told, START + timedelta(hours=2)) == first + 1
    events.append(tx, other.id, opened, START)
    assert events.history(tx, ticket.id) == [opened, told]
    row = tx.row("SELECT * FROM ticket_events WHERE id = :id", id=first + 1)
    assert row is not None
    assert row["entered_at"] - row["done_at"] == timedelta(hours=2) / timedelta(milliseconds=1)
    assert json.loads(row["details"])["note"] == "补录"
