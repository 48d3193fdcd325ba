"""Clocks that ran before migration 0003: what they have told stays told, and the rest of their ladder comes."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from storage.database import MIGRATIONS
from storage.migrating import load

_TOLD = """
INSERT INTO deadlines (id, ticket_id, clock, urgent, started_at, due_at, next_at, last_step) VALUES
    (1, 1, 'fix', 0, 0, 100, 200, 2), (2, 2, 'fix', 0, 0, 100, 100, 1), (3, 3, 'fix', 0, 0, 100, 75, 0),
    (4, 4, 'fix', 0, 0, 100, NULL, 5);
INSERT INTO reminders (deadline_id, step, rung, due_at, fired_at) VALUES
    (1, 1, 'early', 75, 75), (1, 2, 'reminder', 100, 100), (2, 1, 'early', 75, 75),
    (4, 1, 'early', 75, 75), (4, 2, 'reminder', 100, 100), (4, 3, 'escalation', 110, 110), (4, 4, 'naming', 120, 120),
    (4, 5, 'naming', 130, 130);
"""


def test_rungs_keep_their_place_on_the_ladder() -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        *before, clock = load(MIGRATIONS)[:3]
        for migration in before:
            connection.executescript(migration.sql)
        connection.executescript(_TOLD)
        connection.executescript(clock.sql)
        rungs = connection.execute("SELECT deadline_id, step FROM reminders ORDER BY deadline_id, step").fetchall()
        assert rungs == [(1, 1), (1, 100), (2, 1), (4, 1), (4, 100), (4, 101), (4, 104), (4, 105)]
        clocks = connection.execute("SELECT last_step, next_at, missed FROM deadlines ORDER BY id").fetchall()
        assert clocks == [(100, 200, 1), (1, 100, 0), (0, 75, 0), (105, None, 1)]
