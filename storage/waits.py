"""Waits: rows that hold something up for a length of time, by the host's clock; and when that clock was last seen.

The columns belong to notices, chats, media, posts, prompts and imports, which say so at their top. They are moved
here because they are moved together, in one transaction: six nouns that each knew of the clock would be easier to
forget.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from storage.times import from_ms, to_ms
from storage.transaction import Tx

_MILLISECOND = timedelta(milliseconds=1)

_WAITS = (
    "UPDATE notices SET not_before = not_before - :by WHERE state = 'queued' AND not_before > :now",
    "UPDATE chats SET paused_until = paused_until - :by WHERE paused_until > :now",
    "UPDATE media SET retry_at = retry_at - :by WHERE state = 'pending' AND retry_at > :now",
    "UPDATE posts SET ready_at = ready_at - :by WHERE state = 'gathering' AND ready_at > :now",
    "UPDATE prompts SET expires_at = expires_at - :by WHERE expires_at > :now",
    "UPDATE imports SET expires_at = expires_at - :by WHERE settled_at IS NULL AND expires_at > :now",
    # What these waits and the rates are counted from: nothing has happened later than now.
    "UPDATE notices SET sent_at = sent_at - :by WHERE sent_at > :now",
    "UPDATE posts SET kept_at = kept_at - :by WHERE state = 'gathering' AND kept_at > :now",
)


def shift(tx: Tx, by: timedelta, now: datetime) -> None:
    """Every wait ends sooner by so much. Deadlines and schedules are times of day that people were told: they stay."""
    for statement in _WAITS:
        tx.run(statement, by=by // _MILLISECOND, now=to_ms(now))


def end_patience(tx: Tx, now: datetime) -> None:
    """What waits for a second try need not wait any more: pauses of chats, sendings and downloads put off."""
    tx.run("UPDATE chats SET paused_until = NULL WHERE paused_until > :now", now=to_ms(now))
    tx.run(
        "UPDATE notices SET not_before = :now WHERE state = 'queued' AND not_before > :now AND attempts > 0",
        now=to_ms(now),
    )
    tx.run("UPDATE media SET retry_at = :now WHERE state = 'pending' AND retry_at > :now", now=to_ms(now))


def gather_again(tx: Tx, now: datetime) -> None:
    """What gathers counts as kept just now."""
    tx.run("UPDATE posts SET kept_at = :now WHERE state = 'gathering' AND kept_at < :now", now=to_ms(now))


def seen_at(tx: Tx) -> datetime | None:
    """What the host's clock showed when it was noted last."""
    at = tx.value("SELECT seen_at FROM clock")
    return None if at is None else from_ms(at)


def note_seen(tx: Tx, now: datetime) -> None:
    tx.run(
        "INSERT INTO clock (id, seen_at) VALUES (1, :at) ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at",
        at=to_ms(now),
    )


def heard_at(tx: Tx) -> datetime | None:
    """When Telegram answered last, as far as it was noted."""
    at = tx.value("SELECT heard_at FROM clock")
    return None if at is None else from_ms(at)


def note_heard(tx: Tx, at: datetime) -> None:
    tx.run(
        "INSERT INTO clock (id, seen_at, heard_at) VALUES (1, :at, :at)"
        " ON CONFLICT (id) DO UPDATE SET heard_at = excluded.heard_at",
        at=to_ms(at),
    )
