"""Vital signs: the few counts that health and metrics tell, each from a small index, however large the tables are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.times import from_ms
from storage.transaction import Tx

_OPEN = ("triage", "assigned", "accepted", "suspended", "resolved")


@dataclass(frozen=True, slots=True)
class Vitals:
    """`open_tickets` and `notices` count by state, none left out; the `…_made` figures only ever grow."""

    oldest_waiting: datetime | None
    waiting: int
    quarantined: int
    open_tickets: dict[str, int]
    tickets_made: int
    notices: dict[str, int]
    notices_made: int


def take(tx: Tx) -> Vitals:
    """What stands in the database now. Each statement names the state of its partial index word for word."""
    oldest = tx.value("SELECT min(received_at) FROM inbox WHERE state = 'waiting'")
    return Vitals(
        oldest_waiting=None if oldest is None else from_ms(oldest),
        waiting=tx.value("SELECT count(*) FROM inbox WHERE state = 'waiting'"),
        quarantined=tx.value("SELECT count(*) FROM inbox WHERE state = 'quarantined'"),
        open_tickets=dict.fromkeys(_OPEN, 0)
        | _counted(
            tx,
            "SELECT state, count(*) AS number FROM tickets"
            " WHERE state IN ('triage', 'assigned', 'accepted', 'suspended', 'resolved') GROUP BY state",
        ),
        tickets_made=tx.value("SELECT count(*) FROM tickets"),
        notices={
            "queued": tx.value("SELECT count(*) FROM notices WHERE state = 'queued'"),
            "sending": tx.value("SELECT count(*) FROM notices WHERE state = 'sending'"),
            "uncertain": 0,
            "failed": 0,
        }
        | _counted(
            tx, "SELECT state, count(*) AS number FROM notices WHERE state IN ('uncertain', 'failed') GROUP BY state"
        ),
        notices_made=tx.value("SELECT coalesce(max(id), 0) FROM notices"),
    )


def _counted(tx: Tx, sql: str) -> dict[str, int]:
    return {row["state"]: row["number"] for row in tx.rows(sql)}


def prove_writable(tx: Tx) -> None:
    """Write a page to the disk and leave nothing behind. Raises what keeps storage from writing, at the latest at
    the commit.
    """
    tx.run("INSERT INTO schedules (name, next_at) VALUES ('probe', 0)")
    tx.run("DELETE FROM schedules WHERE name = 'probe'")
