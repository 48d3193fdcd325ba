"""Paces: how much of each limit a person has used, a row each, so that a restart forgets nothing."""

from __future__ import annotations

from datetime import datetime

from bot.domain.paces import Pace, Use
from storage.times import from_ms, maybe_from_ms, maybe_ms, to_ms
from storage.transaction import Tx


def load(tx: Tx, person_id: int, use: Use) -> Pace | None:
    row = tx.row(
        "SELECT full_at, told_at FROM paces WHERE person_id = :person AND use = :use",
        person=person_id,
        use=use.value,
    )
    return Pace(from_ms(row["full_at"]), maybe_from_ms(row["told_at"])) if row else None


def save(tx: Tx, person_id: int, use: Use, pace: Pace) -> None:
    tx.run(
        "INSERT INTO paces (person_id, use, full_at, told_at) VALUES (:person, :use, :full, :told)"
        " ON CONFLICT (person_id, use) DO UPDATE SET full_at = excluded.full_at, told_at = excluded.told_at",
        person=person_id,
        use=use.value,
        full=to_ms(pace.full_at),
        told=maybe_ms(pace.told_at),
    )


def prune(tx: Tx, before: datetime) -> None:
    """Whose leave was all back by then had as well never asked."""
    tx.run("DELETE FROM paces WHERE full_at < :before", before=to_ms(before))
