"""What happened before migration 0004 counts afterwards: who dispatched, when an answer was due, whose an event was."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from storage.database import MIGRATIONS
from storage.migrating import load, statements
from storage.transaction import COMMENT

_TICKET = (
    "INSERT INTO tickets (id, state, post_id, chat_id, message_id, private, reporter_id, reporter_name, text, summary,"
    " unit_code, candidates, why, confidence, time_class, time_limit, emergency, created_at)"
    " VALUES (?, 'assigned', 1, -1, 1, 0, 7, '王', '坏了', '坏了', ?, '[]', '[]', 1, 'A', '1d', 0, 10)"
)
_EVENT = (
    "INSERT INTO ticket_events (ticket_id, kind, actor_id, state, unit_code, details, done_at, entered_at)"
    " VALUES (?, ?, ?, ?, ?, ?, 10, 10)"
)
_EVENTS = (
    (1, "opened", 7, "assigned", "longxi", None),  # the bot knew
    (1, "transfer", 8, "assigned", "chengguan", '{"units": ["chengguan"], "from": "longxi"}'),
    (2, "opened", 7, "triage", None, None),  # a coordinator dispatched it, later the bot sent it on
    (2, "dispatch", 9, "assigned", "longxi", '{"from": null}'),
    (2, "return", 8, "triage", None, '{"from": "longxi"}'),
    (2, "rerouted", None, "assigned", "chengguan", None),
    (3, "opened", 7, "triage", None, None),  # the courier said where it is
    (3, "rerouted", None, "assigned", "longxi", None),
    (3, "thank", 7, "resolved", "longxi", '{"stars": 4}'),
)


def test_what_happened_before() -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        *before, statistics = load(MIGRATIONS)[:4]
        for migration in before:
            connection.executescript(migration.sql)
        connection.executemany(_TICKET, [(1, "chengguan"), (2, "chengguan"), (3, "longxi")])
        connection.executemany(_EVENT, _EVENTS)
        connection.executescript(
            "INSERT INTO deadlines (ticket_id, clock, urgent, started_at, due_at, stopped_at) VALUES"
            " (1, 'response', 0, 10, 20, 15), (1, 'response', 0, 15, 30, NULL), (1, 'fix', 0, 10, 90, NULL)"
        )
        connection.executescript(statistics.sql)
        tickets = connection.execute("SELECT id, bot_unit, respond_by FROM tickets ORDER BY id").fetchall()
        assert tickets == [(1, "longxi", 30), (2, None, None), (3, "longxi", None)]
        events = connection.execute("SELECT kind, had_by, stars FROM ticket_events ORDER BY id").fetchall()
    assert events == [
        ("opened", "longxi", None),
        ("transfer", "longxi", None),
        ("opened", None, None),
        ("dispatch", "longxi", None),
        ("return", "longxi", None),
        ("rerouted", "chengguan", None),
        ("opened", None, None),
        ("rerouted", "longxi", None),
        ("thank", "longxi", 4),
    ]


def test_a_large_installation_is_upgraded_in_passes() -> None:
    """Nothing is read whole for each ticket: a million of them would take hours."""
    looked_at = 0
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        *before, statistics = load(MIGRATIONS)[:4]
        for migration in before:
            connection.executescript(migration.sql)
        for statement in statements(statistics.sql):
            if COMMENT.sub("", statement).lstrip().startswith("UPDATE"):
                plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {COMMENT.sub('', statement)}")]
                inner = next((place for place, line in enumerate(plan) if line.startswith("CORRELATED")), len(plan))
                assert not [line for line in plan[inner:] if line.startswith("SCAN")], plan
                looked_at += 1
            connection.execute(statement)
    assert looked_at == 3
