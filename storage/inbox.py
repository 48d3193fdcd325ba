"""The durable inbox: raw updates stored before they are acknowledged, settled once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.times import from_ms, to_ms
from storage.transaction import Row, Tx


@dataclass(frozen=True, slots=True)
class Arrival:
    """One update as it came: `lane` is the chat in which order is kept, 0 where there is none."""

    update_id: int
    lane: int
    raw: str


@dataclass(frozen=True, slots=True)
class Item:
    """A stored update on its way."""

    id: int
    lane: int
    raw: str
    attempts: int


@dataclass(frozen=True, slots=True)
class Quarantined:
    id: int
    update_id: int
    lane: int
    raw: str
    error: str
    attempts: int
    received_at: datetime


def store(tx: Tx, bot_id: int, arrivals: Sequence[Arrival], now: datetime) -> int:
    """Keep a batch; updates seen before are passed over. Returns how many were new."""
    return sum(
        tx.run(
            "INSERT INTO inbox (bot_id, update_id, lane, raw, received_at)"
            " VALUES (:bot, :update, :lane, :raw, :at) ON CONFLICT DO NOTHING",
            bot=bot_id,
            update=arrival.update_id,
            lane=arrival.lane,
            raw=arrival.raw,
            at=to_ms(now),
        )
        for arrival in arrivals
    )


def cursor(tx: Tx, bot_id: int) -> int | None:
    """The offset for the next getUpdates; None before the first batch."""
    found: int | None = tx.value("SELECT next_update_id FROM cursors WHERE bot_id = :bot", bot=bot_id)
    return found


def move_cursor(tx: Tx, bot_id: int, next_update_id: int, now: datetime) -> None:
    tx.run(
        "INSERT INTO cursors (bot_id, next_update_id, moved_at) VALUES (:bot, :next, :at)"
        " ON CONFLICT (bot_id) DO UPDATE SET next_update_id = excluded.next_update_id, moved_at = excluded.moved_at",
        bot=bot_id,
        next=next_update_id,
        at=to_ms(now),
    )


def waiting(tx: Tx, after: int, limit: int = 500) -> list[Item]:
    """Waiting items behind `after`, oldest first."""
    return [
        Item(row["id"], row["lane"], row["raw"], row["attempts"])
        for row in tx.rows(
            "SELECT id, lane, raw, attempts FROM inbox WHERE state = 'waiting' AND id > :after"
            " ORDER BY id LIMIT :limit",
            after=after,
            limit=limit,
        )
    ]


def settle(tx: Tx, item_id: int, now: datetime, *, state: str = "done") -> bool:
    """Mark an item done (or ignored), in the same transaction as its effects. False when it was settled before."""
    return bool(
        tx.run(
            "UPDATE inbox SET state = :state, settled_at = :at, error = NULL WHERE id = :id AND state = 'waiting'",
            id=item_id,
            state=state,
            at=to_ms(now),
        )
    )


def see(tx: Tx, mark: str, now: datetime) -> bool:
    """Note that a message, edit or tap has its effects. False when it had them before, under another update id."""
    return bool(
        tx.run(
            "INSERT INTO sightings (mark, seen_at) VALUES (:mark, :at) ON CONFLICT DO NOTHING", mark=mark, at=to_ms(now)
        )
    )


def note_failure(tx: Tx, item_id: int, error: str, *, quarantine: bool, now: datetime) -> None:
    tx.run(
        "UPDATE inbox SET attempts = attempts + 1, error = :error, state = :state, settled_at = :settled"
        " WHERE id = :id",
        id=item_id,
        error=error[:4000],
        state="quarantined" if quarantine else "waiting",
        settled=to_ms(now) if quarantine else None,
    )


def _quarantined(row: Row) -> Quarantined:
    return Quarantined(
        row["id"],
        row["update_id"],
        row["lane"],
        row["raw"],
        row["error"] or "",
        row["attempts"],
        from_ms(row["received_at"]),
    )


def quarantined(tx: Tx) -> list[Quarantined]:
    return [_quarantined(row) for row in tx.rows("SELECT * FROM inbox WHERE state = 'quarantined' ORDER BY id")]


def find_quarantined(tx: Tx, item_id: int) -> Quarantined | None:
    row = tx.row("SELECT * FROM inbox WHERE id = :id AND state = 'quarantined'", id=item_id)
    return _quarantined(row) if row else None


def release(tx: Tx, item_id: int) -> bool:
    """Let a quarantined item try again."""
    return bool(
        tx.run(
            "UPDATE inbox SET state = 'waiting', attempts = 0, settled_at = NULL"
            " WHERE id = :id AND state = 'quarantined'",
            id=item_id,
        )
    )


def drop(tx: Tx, item_id: int, now: datetime) -> bool:
    """Give a quarantined item up, on an operator's word."""
    return bool(
        tx.run(
            "UPDATE inbox SET state = 'ignored', settled_at = :at WHERE id = :id AND state = 'quarantined'",
            id=item_id,
            at=to_ms(now),
        )
    )


def prune(tx: Tx, now: datetime, keep: timedelta = timedelta(hours=48)) -> int:
    """Forget settled items: ids may restart inside the old range, and raw updates are personal data."""
    tx.run("DELETE FROM sightings WHERE seen_at < :before", before=to_ms(now - keep))
    return tx.run(
        "DELETE FROM inbox WHERE state IN ('done', 'ignored') AND settled_at < :before",
        before=to_ms(now - keep),
    )


def oldest_waiting(tx: Tx) -> datetime | None:
    oldest = tx.value("SELECT min(received_at) FROM inbox WHERE state = 'waiting'")
    return None if oldest is None else from_ms(oldest)
