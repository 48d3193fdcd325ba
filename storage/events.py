"""Events: a ticket's history, appended and never edited."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.domain.tickets import State
from storage.json_text import from_text, to_text
from storage.times import from_ms, to_ms
from storage.transaction import Row, Tx


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a ticket's history: who acted, what, and what was said.

    `unit_code` has the ticket afterwards, `had_by` had it before where that is another.
    """

    kind: str
    state: State
    done_at: datetime
    actor_id: int | None = None
    actor_name: str | None = None
    words: str | None = None
    unit_code: str | None = None
    had_by: str | None = None
    typed_by: int | None = None
    details: dict[str, Any] = field(default_factory=dict)


def append(tx: Tx, ticket_id: int, event: Event, now: datetime) -> int:
    """Add a line to the history. Returns its id."""
    return tx.insert(
        "INSERT INTO ticket_events (ticket_id, kind, actor_id, actor_name, typed_by, state, unit_code, had_by, words,"
        " details, stars, done_at, entered_at)"
        " VALUES (:ticket, :kind, :actor, :name, :typed, :state, :unit, :had_by, :words, :details, :stars, :done,"
        " :entered)",
        ticket=ticket_id,
        kind=event.kind,
        actor=event.actor_id,
        name=event.actor_name,
        typed=event.typed_by,
        state=event.state.value,
        unit=event.unit_code,
        had_by=event.had_by or event.unit_code,
        words=event.words,
        details=to_text(event.details) if event.details else None,
        stars=event.details.get("stars"),
        done=to_ms(event.done_at),
        entered=to_ms(now),
    )


def history(tx: Tx, ticket_id: int) -> list[Event]:
    rows = tx.rows("SELECT * FROM ticket_events WHERE ticket_id = :ticket ORDER BY id", ticket=ticket_id)
    return [_event(row) for row in rows]


def load(tx: Tx, event_id: int) -> Event | None:
    row = tx.row("SELECT * FROM ticket_events WHERE id = :id", id=event_id)
    return _event(row) if row else None


def _event(row: Row) -> Event:
    return Event(
        kind=row["kind"],
        state=State(row["state"]),
        done_at=from_ms(row["done_at"]),
        actor_id=row["actor_id"],
        actor_name=row["actor_name"],
        words=row["words"],
        unit_code=row["unit_code"],
        had_by=row["had_by"] if row["had_by"] != row["unit_code"] else None,
        typed_by=row["typed_by"],
        details=from_text(row["details"]) if row["details"] else {},
    )
