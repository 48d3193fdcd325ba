"""One transaction as a desk function sees it: SQL with named values in, rows out, and no way to commit."""

import re
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any, Final

from storage.errors import TransactionEnded

Value = str | int | float | bytes | bool | None
"""What a column holds. Times go in as UTC milliseconds, JSON as text."""

Row = sqlite3.Row
"""What a query gives: `row["column"]`."""

COMMENT: Final = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)
_CONTROL: Final = frozenset(
    ["BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE", "VACUUM", "ATTACH", "DETACH", "PRAGMA"]
)
_KNOWN_AT_MOST: Final = 1024

# Statements that were looked at once. The same few hundred texts come again and again, so that
# this costs a set lookup (about 30 ns) each; it is also where another driver's placeholders would go.
_known: set[str] = set()
_known_inserts: set[str] = set()


class Tx:
    """One transaction, good inside one function that Database.write or Database.read runs.

    Every method takes one SQL statement with `:name` parameters and their values by name.
    Raises sqlite3.Error as SQLite does (IntegrityError may be caught: only that statement is undone),
    ValueError for a statement that would end the transaction, and TransactionEnded when there is none.
    """

    __slots__ = ("_connection",)

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def rows(self, sql: str, /, **named: Value) -> list[Row]:
        """All rows of a query."""
        return self._execute(sql, named).fetchall()

    def row(self, sql: str, /, **named: Value) -> Row | None:
        """The first row of a query, or None. Good for RETURNING, too."""
        first: Row | None = self._execute(sql, named).fetchone()
        return first

    def value(self, sql: str, /, **named: Value) -> Any:
        """The first column of the first row, or None."""
        first = self._execute(sql, named).fetchone()
        return None if first is None else first[0]

    def run(self, sql: str, /, **named: Value) -> int:
        """How many rows an INSERT, UPDATE or DELETE touched."""
        touched = self._execute(sql, named).rowcount
        if touched >= 0:
            return touched
        # The driver does not count for a statement that opens with WITH.
        counted: int = self._connection.execute("SELECT changes()").fetchone()[0]
        return counted

    def insert(self, sql: str, /, **named: Value) -> int:
        """The id of the one row that an INSERT made.

        An insert that may make none cannot say so here (SQLite would give the id of some earlier insert):
        ON CONFLICT and OR IGNORE raise ValueError and belong in `row` with RETURNING.
        """
        if sql not in _known_inserts:
            _learn_insert(sql)
        made = self._execute(sql, named).lastrowid
        if made is None:
            raise ValueError(f"this makes no row: {sql}")
        return made

    def run_many(self, sql: str, many: Sequence[Mapping[str, Value]], /) -> None:
        """One statement once for each set of values."""
        self._check(sql)
        self._connection.executemany(sql, many)

    def _execute(self, sql: str, named: Mapping[str, Value]) -> sqlite3.Cursor:
        # The cursor lives only for its caller's one expression: its statement is reset with it.
        if sql not in _known or not self._connection.in_transaction:
            self._check(sql)
        return self._connection.execute(sql, named)

    def _check(self, sql: str) -> None:
        # A full disk may roll the whole transaction back under a function that swallows the error;
        # what it does next would be committed statement by statement.
        if not self._connection.in_transaction:
            raise TransactionEnded
        if sql not in _known:
            refuse_control(sql)
            _remember(_known, sql)


class _NoConnection:
    """Stands in a Tx whose function has returned."""

    in_transaction = False


_ENDED: Final[Any] = _NoConnection()


def end(tx: Tx) -> None:
    """Make `tx` useless: its function has returned, and its savepoint is another's now."""
    tx._connection = _ENDED


def refuse_control(sql: str) -> None:
    """Raise ValueError when `sql` would begin, end or leave the transaction it runs in."""
    words = COMMENT.sub(" ", sql).split(None, 1)
    if words and words[0].rstrip(";").upper() in _CONTROL:
        raise ValueError(f"a transaction is not steered from inside: {sql.strip()}")


def _learn_insert(sql: str) -> None:
    told = " ".join(COMMENT.sub(" ", sql).upper().split())
    if " ON CONFLICT" in told or " OR IGNORE " in told or not told.startswith(("INSERT", "REPLACE")):
        raise ValueError(f"insert() is for a plain INSERT; use row() with RETURNING: {sql}")
    _remember(_known_inserts, sql)


def _remember(known: set[str], sql: str) -> None:
    if len(known) >= _KNOWN_AT_MOST:  # texts built at run time must not fill the memory
        known.clear()
    known.add(sql)
