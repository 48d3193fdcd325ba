"""When the things that repeat come next."""

from __future__ import annotations

from datetime import datetime

from storage.times import from_ms, to_ms
from storage.transaction import Tx


def next_at(tx: Tx, name: str) -> datetime | None:
    at = tx.value("SELECT next_at FROM schedules WHERE name = :name", name=name)
    return None if at is None else from_ms(at)


def set_next(tx: Tx, name: str, at: datetime) -> None:
    tx.run(
        "INSERT INTO schedules (name, next_at) VALUES (:name, :at)"
        " ON CONFLICT (name) DO UPDATE SET next_at = excluded.next_at",
        name=name,
        at=to_ms(at),
    )


def ran_at(tx: Tx, name: str) -> datetime | None:
    """When it ran last, None before the first time."""
    at = tx.value("SELECT ran_at FROM schedules WHERE name = :name", name=name)
    return None if at is None else from_ms(at)


def note_run(tx: Tx, name: str, at: datetime) -> None:
    tx.run("UPDATE schedules SET ran_at = :at WHERE name = :name", name=name, at=to_ms(at))


def soonest(tx: Tx) -> datetime | None:
    at = tx.value("SELECT min(next_at) FROM schedules")
    return None if at is None else from_ms(at)


def drop(tx: Tx, name: str) -> None:
    tx.run("DELETE FROM schedules WHERE name = :name", name=name)
