"""Mutes: who is not listened to for a while, by whose word, and how many of their reports were held back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.times import from_ms, maybe_from_ms, maybe_ms, to_ms
from storage.transaction import Row, Tx


@dataclass(frozen=True, slots=True)
class Mute:
    """`until` None: until it is lifted. `held` counts the reports of this time that became nothing."""

    id: int
    person_id: int
    person_name: str
    muted_by: int
    by_name: str
    muted_at: datetime
    until: datetime | None
    held: int


_RUNNING = "ended_at IS NULL AND (until IS NULL OR until > :now)"
_WHOLE = (
    "SELECT m.*, coalesce(p.name, '') AS person_name, coalesce(b.name, '') AS by_name FROM mutes m"
    " LEFT JOIN people p ON p.id = m.person_id LEFT JOIN people b ON b.id = m.muted_by"
)


def _mute(row: Row) -> Mute:
    return Mute(
        id=row["id"],
        person_id=row["person_id"],
        person_name=row["person_name"] or str(row["person_id"]),
        muted_by=row["muted_by"],
        by_name=row["by_name"] or str(row["muted_by"]),
        muted_at=from_ms(row["muted_at"]),
        until=maybe_from_ms(row["until"]),
        held=row["held"],
    )


def running(tx: Tx, person_id: int, now: datetime) -> Mute | None:
    """The person's mute, if there is one now."""
    row = tx.row(f"{_WHOLE} WHERE m.person_id = :person AND {_RUNNING}", person=person_id, now=to_ms(now))
    return _mute(row) if row else None


def every_running(tx: Tx, now: datetime) -> list[Mute]:
    """The newest first."""
    return [_mute(row) for row in tx.rows(f"{_WHOLE} WHERE {_RUNNING} ORDER BY m.id DESC", now=to_ms(now))]


def add(tx: Tx, person_id: int, by: int, until: datetime | None, now: datetime) -> None:
    """A mute in the place of one that runs."""
    end(tx, person_id, by, now)
    tx.run(
        "INSERT INTO mutes (person_id, muted_by, muted_at, until) VALUES (:person, :by, :now, :until)",
        person=person_id,
        by=by,
        now=to_ms(now),
        until=maybe_ms(until),
    )


def end(tx: Tx, person_id: int, by: int, now: datetime) -> bool:
    """Lift the person's mute. False: there was none."""
    return bool(
        tx.run(
            f"UPDATE mutes SET ended_at = :now, ended_by = :by WHERE person_id = :person AND {_RUNNING}",
            person=person_id,
            by=by,
            now=to_ms(now),
        )
    )


def note_held(tx: Tx, mute_id: int) -> None:
    """One more report became nothing."""
    tx.run("UPDATE mutes SET held = held + 1 WHERE id = :id", id=mute_id)


def prune(tx: Tx, before: datetime) -> None:
    """Those that were over by then: who muted whom stands in the audit."""
    tx.run("DELETE FROM mutes WHERE coalesce(ended_at, until) < :before", before=to_ms(before))
