"""Rounds: who is still to be told what comes to many readers at one hour.

One reader after the other is seen to, in transactions of a few: a kill in between loses none and tells none twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from storage.times import from_ms, to_ms
from storage.transaction import Tx


@dataclass(frozen=True, slots=True)
class Waiting:
    """A reader of a round: `since` is when the last one began, `fresh` how many tickets of theirs came since."""

    reader: str
    since: datetime
    fresh: int


def begin(tx: Tx, name: str, readers: Mapping[str, int], since: datetime) -> None:
    """Let these readers wait, each with the count of what is new to them.

    Whoever still waits from the round before is told of both in one.
    """
    tx.run_many(
        "INSERT INTO round_readers (name, reader, since, fresh) VALUES (:name, :reader, :since, :fresh)"
        " ON CONFLICT (name, reader) DO UPDATE SET fresh = round_readers.fresh + excluded.fresh",
        [{"name": name, "reader": reader, "since": to_ms(since), "fresh": fresh} for reader, fresh in readers.items()],
    )


def waiting(tx: Tx, name: str, limit: int) -> list[Waiting]:
    rows = tx.rows(
        "SELECT reader, since, fresh FROM round_readers WHERE name = :name ORDER BY reader LIMIT :limit",
        name=name,
        limit=limit,
    )
    return [Waiting(row["reader"], from_ms(row["since"]), row["fresh"]) for row in rows]


def settle(tx: Tx, name: str, reader: str) -> None:
    """This reader has been seen to."""
    tx.run("DELETE FROM round_readers WHERE name = :name AND reader = :reader", name=name, reader=reader)


def forget(tx: Tx, name: str) -> None:
    """Nobody is to be told any more."""
    tx.run("DELETE FROM round_readers WHERE name = :name", name=name)
