"""What a desk function can do through tx, and what it cannot."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from storage import transaction
from storage.errors import TransactionEnded
from storage.transaction import Tx, end, refuse_control


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.row_factory = sqlite3.Row
        connection.execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT UNIQUE, seen INTEGER DEFAULT 0)")
        connection.execute("BEGIN")
        yield connection


@pytest.fixture
def tx(connection: sqlite3.Connection) -> Tx:
    return Tx(connection)


def add(tx: Tx, *texts: str) -> None:
    tx.run_many("INSERT INTO notes (text) VALUES (:text)", [{"text": text} for text in texts])


def test_rows_row_and_value(tx: Tx) -> None:
    add(tx, "a", "b", "c")
    assert [dict(row) for row in tx.rows("SELECT id, text FROM notes WHERE id > :id ORDER BY id", id=1)] == [
        {"id": 2, "text": "b"},
        {"id": 3, "text": "c"},
    ]
    row = tx.row("SELECT text FROM notes ORDER BY id")
    assert row is not None
    assert row["text"] == "a"
    assert tx.value("SELECT count(*) FROM notes") == 3


def test_nothing_found_is_none_or_empty(tx: Tx) -> None:
    query = "SELECT text FROM notes WHERE id = :id"
    assert (tx.rows(query, id=1), tx.row(query, id=1), tx.value(query, id=1)) == ([], None, None)


def test_any_name_may_be_a_parameter(tx: Tx) -> None:
    assert tx.value("SELECT :self || :sql || :named", self="a", sql="b", named="c") == "abc"


def test_run_counts_the_rows_it_touched(tx: Tx) -> None:
    add(tx, "a", "b")
    assert tx.run("UPDATE notes SET seen = 1") == 2
    assert tx.run("UPDATE notes SET seen = 1 WHERE id = 7") == 0
    assert tx.run("INSERT INTO notes (text) VALUES ('a') ON CONFLICT DO NOTHING") == 0
    assert tx.run("WITH gone AS (SELECT max(id) FROM notes) DELETE FROM notes WHERE id IN gone") == 1


def test_insert_gives_the_id(tx: Tx) -> None:
    assert tx.insert("INSERT INTO notes (text) VALUES (:text)", text="a") == 1
    assert tx.insert("INSERT INTO notes (id, text) VALUES (40, 'b')") == 40


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO notes (text) VALUES ('a') ON CONFLICT DO NOTHING",
        "INSERT INTO notes (text) VALUES ('a')\n  ON  CONFLICT (text) DO UPDATE SET seen = 1",
        "insert or ignore into notes (text) values ('a')",
        "UPDATE notes SET seen = 1",
    ],
)
def test_insert_refuses_what_may_make_no_row(tx: Tx, sql: str) -> None:
    """SQLite would hand out the id of an earlier insert, and a notice would hang on the wrong ticket."""
    add(tx, "a")
    with pytest.raises(ValueError, match="RETURNING"):
        tx.insert(sql)
    assert tx.value("SELECT count(*) FROM notes") == 1


def test_row_takes_returning(tx: Tx, connection: sqlite3.Connection) -> None:
    made = tx.row("INSERT INTO notes (text) VALUES ('a') ON CONFLICT DO NOTHING RETURNING id")
    again = tx.row("INSERT INTO notes (text) VALUES ('a') ON CONFLICT DO NOTHING RETURNING id")
    assert made is not None
    assert (made["id"], again) == (1, None)
    assert tx.value("INSERT INTO notes (text) VALUES ('b'), ('c') RETURNING id") == 2
    connection.execute("COMMIT")  # no statement was left open
    assert connection.execute("SELECT count(*) FROM notes").fetchone()[0] == 3


def test_a_refused_statement_may_be_caught(tx: Tx) -> None:
    add(tx, "a")
    with pytest.raises(sqlite3.IntegrityError):
        tx.run("INSERT INTO notes (text) VALUES ('b'), ('a')")
    assert [row["text"] for row in tx.rows("SELECT text FROM notes")] == ["a"]


def test_a_missing_value_is_an_error(tx: Tx) -> None:
    with pytest.raises(sqlite3.ProgrammingError):
        tx.value("SELECT :missing", other=1)


STEERING = [
    "COMMIT",
    "commit;",
    "  END TRANSACTION",
    "ROLLBACK TO one",
    "BEGIN",
    "SAVEPOINT two",
    "-- a comment\nRELEASE one",
    "/* another */ Rollback",
    "PRAGMA foreign_keys=OFF",
    "ATTACH 'other.db' AS other",
    "VACUUM",
]


@pytest.mark.parametrize("sql", STEERING)
def test_a_transaction_is_not_steered_from_inside(tx: Tx, connection: sqlite3.Connection, sql: str) -> None:
    for _ in range(2):  # a refused statement is not remembered as a good one
        for call in (tx.rows, tx.row, tx.value, tx.run):
            with pytest.raises(ValueError, match="not steered from inside"):
                call(sql)
        with pytest.raises(ValueError, match="not steered from inside"):
            tx.run_many(sql, [])
    assert connection.in_transaction


def test_words_that_only_look_like_steering_pass() -> None:
    for sql in ("SELECT 'COMMIT'", "WITH begin AS (SELECT 1) SELECT * FROM begin", "", "-- only a comment"):
        refuse_control(sql)


def test_tx_offers_neither_commit_nor_scripts() -> None:
    assert {name for name in dir(Tx) if not name.startswith("_")} == {
        "rows",
        "row",
        "value",
        "run",
        "insert",
        "run_many",
    }


def test_without_a_transaction_nothing_is_done(tx: Tx, connection: sqlite3.Connection) -> None:
    add(tx, "a")
    connection.execute("ROLLBACK")
    with pytest.raises(TransactionEnded):
        add(tx, "a")
    with pytest.raises(TransactionEnded):
        tx.run("INSERT INTO notes (text) VALUES (:text)", text="a")
    assert connection.execute("SELECT count(*) FROM notes").fetchone()[0] == 0


def test_an_ended_tx_is_dead_even_inside_the_next_transaction(tx: Tx) -> None:
    end(tx)
    with pytest.raises(TransactionEnded):
        tx.value("SELECT 1")


def test_texts_built_at_run_time_do_not_fill_the_memory(tx: Tx) -> None:
    for number in range(transaction._KNOWN_AT_MOST + 10):
        tx.value(f"SELECT {number}")
    assert len(transaction._known) <= transaction._KNOWN_AT_MOST
