"""The inventory of personal data is the schema's: every column once, and what forgetting changes is what it says."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from functools import cache

from bot.config import Config
from storage.database import MIGRATIONS
from storage.migrating import load
from storage.pseudonyms import IDS
from storage.traces import WALKED
from tests.docs.pages import codes, rows, text

PAGE = "docs/privacy.md"
KINDS = {"person", "words", "file", "place", "pointer", "none"}


@cache
def schema() -> frozenset[tuple[str, str]]:
    """Table and column, of a database that was just made."""
    with closing(sqlite3.connect(":memory:")) as connection:
        for migration in load(MIGRATIONS):
            connection.executescript(migration.sql)
        tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
        return frozenset(
            (table, column)
            for (table,) in tables.fetchall()
            for (column,) in connection.execute("SELECT name FROM pragma_table_info(?)", (table,))
        )


def told() -> list[tuple[str, str, str, str]]:
    """Table, column, kind and what becomes of it."""
    return [
        (table, column, kind, fate)
        for table, columns, kind, fate in rows(text(PAGE), "## The inventory")
        for column in codes(columns)
    ]


def test_every_column_stands_in_it_once_and_no_other() -> None:
    named = Counter((table, column) for table, column, _, _ in told())
    assert schema() - set(named) == set(), "say in docs/privacy.md what these hold"
    assert set(named) - schema() == set()
    assert [column for column, count in named.items() if count > 1] == []


def test_every_column_has_its_kind_and_its_fate() -> None:
    assert {kind for _, _, kind, _ in told()} == KINDS
    assert [(table, column) for table, column, kind, fate in told() if kind != "none" and fate in {"", "–"}] == []


def test_columns_of_persons_are_seen_to() -> None:
    """Whoever adds a column with somebody's id has it changed here, deleted with its row, or walked."""
    persons = {(table, column) for table, column, kind, _ in told() if kind == "person"}
    ids = {(table, column) for table, column in persons if column.endswith(("_id", "_by"))}
    by_hand = {("tickets", "reporter_id"), ("forgettings", "person_id"), ("mutes", "person_id")}
    deleted = {(table, column) for table, column in ids if table in {"prompts", "imports", "paces"}}
    walked = {(table, column) for table, column in ids if table in WALKED}
    assert set(IDS) <= ids
    assert ids - set(IDS) - by_hand - deleted - walked == set()
    by_name = {
        (table, column)
        for table, column in schema()
        if column in {"person_id", "actor_id", "sender_id", "reporter_id", "typed_by", "used_by", "bound_by"}
    }
    assert by_name <= persons


def test_the_times_are_keys_of_the_config() -> None:
    kept = set(Config.model_fields["privacy"].annotation.model_fields)  # type: ignore[union-attr]
    assert {code.removeprefix("privacy.") for code in codes(text(PAGE)) if code.startswith("privacy.")} == kept
