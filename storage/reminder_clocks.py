"""The clocks that a waiting reminder tells of, one row each: many are added to it while it waits, a few at a time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.domain.deadlines import Rung
from storage.times import to_ms
from storage.transaction import Tx


def add(tx: Tx, notice_id: int, rungs: Mapping[int, Rung]) -> None:
    """The reminder is to tell of these rungs, by the ids of their clocks; of two of one clock the later counts."""
    tx.run_many(
        "INSERT INTO reminder_clocks (notice_id, deadline_id, rung) VALUES (:notice, :deadline, :rung)"
        " ON CONFLICT (notice_id, deadline_id) DO UPDATE SET rung = excluded.rung",
        [{"notice": notice_id, "deadline": deadline, "rung": rung.value} for deadline, rung in rungs.items()],
    )


def of_notice(tx: Tx, notice_id: int) -> dict[int, Rung]:
    """By the ids of their clocks, the oldest first."""
    rows = tx.rows(
        "SELECT deadline_id, rung FROM reminder_clocks WHERE notice_id = :notice ORDER BY deadline_id",
        notice=notice_id,
    )
    return {row["deadline_id"]: Rung(row["rung"]) for row in rows}


def tickets_running(tx: Tx, notice_id: int, now: datetime) -> set[int]:
    """The tickets of those of its clocks, thousands maybe, that nobody has stopped or put off."""
    rows = tx.rows(
        "SELECT DISTINCT d.ticket_id FROM reminder_clocks c JOIN deadlines d ON d.id = c.deadline_id"
        " WHERE c.notice_id = :notice AND d.stopped_at IS NULL"
        " AND (d.snoozed_until IS NULL OR d.snoozed_until <= :now)",
        notice=notice_id,
        now=to_ms(now),
    )
    return {row["ticket_id"] for row in rows}
