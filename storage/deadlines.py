"""Deadlines: one row a clock, with the moment of its next rung; and the rungs that fired."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from bot.domain.deadlines import Clock
from storage.bounds import among
from storage.times import from_ms, maybe_from_ms, maybe_ms, to_ms
from storage.transaction import Row, Tx


@dataclass(frozen=True, slots=True)
class Deadline:
    """A running clock of one ticket."""

    id: int
    ticket_id: int
    clock: Clock
    urgent: bool
    started_at: datetime
    due_at: datetime
    next_at: datetime | None
    last_step: int
    missed: bool
    snoozed_until: datetime | None


def of_row(row: Row) -> Deadline:
    return Deadline(
        id=row["id"],
        ticket_id=row["ticket_id"],
        clock=Clock(row["clock"]),
        urgent=bool(row["urgent"]),
        started_at=from_ms(row["started_at"]),
        due_at=from_ms(row["due_at"]),
        next_at=maybe_from_ms(row["next_at"]),
        last_step=row["last_step"],
        missed=bool(row["missed"]),
        snoozed_until=maybe_from_ms(row["snoozed_until"]),
    )


def running(tx: Tx, ticket_id: int) -> dict[Clock, Deadline]:
    rows = tx.rows("SELECT * FROM deadlines WHERE ticket_id = :ticket AND stopped_at IS NULL", ticket=ticket_id)
    return {deadline.clock: deadline for deadline in map(of_row, rows)}


def last_stopped(tx: Tx, ticket_id: int, clock: Clock) -> tuple[datetime, datetime] | None:
    """When this clock of a ticket was stopped last, and when it would have run out. None: it never ran."""
    row = tx.row(
        "SELECT stopped_at, due_at FROM deadlines WHERE ticket_id = :ticket AND clock = :clock"
        " AND stopped_at IS NOT NULL ORDER BY id DESC LIMIT 1",
        ticket=ticket_id,
        clock=clock.value,
    )
    return (from_ms(row["stopped_at"]), from_ms(row["due_at"])) if row else None


def start(
    tx: Tx,
    ticket_id: int,
    clock: Clock,
    *,
    urgent: bool,
    started_at: datetime,
    due_at: datetime,
    next_at: datetime | None,
) -> None:
    tx.run(
        "INSERT INTO deadlines (ticket_id, clock, urgent, started_at, due_at, next_at)"
        " VALUES (:ticket, :clock, :urgent, :started, :due, :next)",
        ticket=ticket_id,
        clock=clock.value,
        urgent=urgent,
        started=to_ms(started_at),
        due=to_ms(due_at),
        next=maybe_ms(next_at),
    )


def stop(tx: Tx, deadline_id: int, now: datetime) -> None:
    tx.run("UPDATE deadlines SET stopped_at = :at WHERE id = :id", id=deadline_id, at=to_ms(now))


def due(tx: Tx, now: datetime, limit: int) -> list[Deadline]:
    """Running clocks that are to be looked at, oldest first."""
    rows = tx.rows(
        "SELECT * FROM deadlines WHERE next_at <= :now AND stopped_at IS NULL AND next_at IS NOT NULL"
        " ORDER BY next_at, id LIMIT :limit",
        now=to_ms(now),
        limit=limit,
    )
    return [of_row(row) for row in rows]


def next_at(tx: Tx, *, after: datetime) -> datetime | None:
    """When the next clock after that moment is to be looked at."""
    at = tx.value(
        "SELECT min(next_at) FROM deadlines WHERE stopped_at IS NULL AND next_at IS NOT NULL AND next_at > :after",
        after=to_ms(after),
    )
    return None if at is None else from_ms(at)


def fire(tx: Tx, deadline: Deadline, step: int, rung: str, due_at: datetime, now: datetime) -> bool:
    """Note that a rung fired. False when it had fired before."""
    fresh = tx.run(
        "INSERT INTO reminders (deadline_id, step, rung, due_at, fired_at)"
        " VALUES (:deadline, :step, :rung, :due, :at) ON CONFLICT DO NOTHING",
        deadline=deadline.id,
        step=step,
        rung=rung,
        due=to_ms(due_at),
        at=to_ms(now),
    )
    return bool(fresh)


def look_again(
    tx: Tx, deadline_id: int, at: datetime | None, *, last_step: int, missed: bool, snoozed_until: datetime | None
) -> None:
    """What a sweep leaves of a clock: when it is looked at next (None: never again), and what has been told."""
    tx.run(
        "UPDATE deadlines SET next_at = :next, last_step = :step, missed = :missed, snoozed_until = :snoozed"
        " WHERE id = :id",
        id=deadline_id,
        next=maybe_ms(at),
        step=last_step,
        missed=missed,
        snoozed=maybe_ms(snoozed_until),
    )


def snooze(tx: Tx, deadline_id: int, until: datetime) -> None:
    """Put off what this clock reminds of; its miss is noted when it comes all the same."""
    tx.run(
        "UPDATE deadlines SET snoozed_until = :until,"
        " next_at = CASE WHEN missed = 0 AND due_at < :until THEN due_at ELSE :until END WHERE id = :id",
        id=deadline_id,
        until=to_ms(until),
    )


def still_running(tx: Tx, deadline_ids: Collection[int]) -> list[Deadline]:
    """Of these clocks, those that nobody has stopped yet."""
    inside, names = among("d", deadline_ids)
    if not names:
        return []
    rows = tx.rows(f"SELECT * FROM deadlines WHERE id IN ({inside}) AND stopped_at IS NULL ORDER BY id", **names)
    return [of_row(row) for row in rows]
