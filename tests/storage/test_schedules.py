"""Schedules: one next moment each, and the soonest of them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

from storage import schedules
from storage.database import MIGRATIONS
from storage.migrating import load
from storage.transaction import Tx

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


def test_the_next_moment_is_the_one_set_last(tx: Tx) -> None:
    assert schedules.next_at(tx, "digest") is None
    schedules.set_next(tx, "digest", NOW + timedelta(days=1))
    schedules.set_next(tx, "digest", NOW)
    assert schedules.next_at(tx, "digest") == NOW


def test_the_soonest_of_all(tx: Tx) -> None:
    assert schedules.soonest(tx) is None
    schedules.set_next(tx, "digest", NOW + timedelta(hours=2))
    schedules.set_next(tx, "clean_up", NOW + timedelta(hours=1))
    assert schedules.soonest(tx) == NOW + timedelta(hours=1)
    schedules.drop(tx, "clean_up")
    assert schedules.soonest(tx) == NOW + timedelta(hours=2)
    assert schedules.next_at(tx, "clean_up") is None


def test_when_it_ran_last_stays_known(tx: Tx) -> None:
    schedules.set_next(tx, "digest", NOW)
    assert schedules.ran_at(tx, "digest") is None
    schedules.note_run(tx, "digest", NOW)
    schedules.set_next(tx, "digest", NOW + timedelta(days=1))
    assert schedules.ran_at(tx, "digest") == NOW
    assert schedules.soonest(tx) == NOW + timedelta(days=1)


def test_the_board_goes_on_where_the_digests_of_before_ended() -> None:
    """An installation of before knew one hour for both."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.row_factory = sqlite3.Row
        first, second, *rest = load(MIGRATIONS)
        for migration in (first, second):
            connection.executescript(migration.sql)
        connection.execute("INSERT INTO schedules (name, next_at, ran_at) VALUES ('digest', 2000, 1000)")
        connection.execute("INSERT INTO schedules (name, next_at) VALUES ('clean_up', 3000)")
        for migration in rest:
            connection.executescript(migration.sql)
        kept = connection.execute("SELECT name, next_at, ran_at FROM schedules ORDER BY name").fetchall()
    assert [tuple(row) for row in kept] == [("board", 2000, 1000), ("clean_up", 3000, None), ("digest", 2000, 1000)]
