"""A look into a database from outside the process that owns it: read only, whether the bot runs or not."""

# ruff: noqa: N818  (the errors are named as those of storage/errors.py are)

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final, TypeVar

from storage.database import MIGRATIONS, sqlite_path
from storage.errors import EmptyDatabase, ForeignDatabase, NewerDatabase, StorageError, translated, translating
from storage.migrating import load
from storage.transaction import Tx, end

T = TypeVar("T")

_BUSY_SECONDS: Final = 5.0


class NoDatabase(StorageError):
    """there is no database {path} yet: start the bot once (fengshao run), which makes it, or mend storage.url"""


class OlderDatabase(StorageError):
    """{path} was written by an older Fengshao (schema {found}, this program knows {known}):
    start the bot once, which brings it up to date"""


def look(url: str, fn: Callable[[Tx], T], *, still: bool = False) -> T:
    """Run `fn` on one moment of what is committed in the database of this storage.url.

    It takes no ownership and holds up no writer (WAL). Of a file that is `still`, as a backup is, nothing is made
    beside it; nobody may write to it meanwhile. Raises a StorageError for what an operator can mend.
    """
    path = sqlite_path(url)

    def check_and_run(connection: sqlite3.Connection, tx: Tx) -> T:
        found, known = _schema(connection, path), len(load(MIGRATIONS))
        if found != known:
            raise (NewerDatabase if found > known else OlderDatabase)(path=path, found=found, known=known)
        return fn(tx)

    return _looked(path, check_and_run, still=still)


def schema(url: str) -> int | None:
    """The number of the schema of this database; None where there is none yet. Raises as `look`."""
    path = sqlite_path(url)
    return _looked(path, lambda connection, tx: _schema(connection, path)) if path.exists() else None


def damage(url: str) -> str | None:
    """The first fault that SQLite finds in this database, None in a sound one. Raises as `look`.

    Every page is read (quick_check), which takes some 10 s for each gigabyte; the bot writes on meanwhile.
    """
    path = sqlite_path(url)
    found: str = _looked(path, lambda connection, tx: connection.execute("PRAGMA quick_check(1)").fetchone()[0])
    return None if found == "ok" else found


def _looked(path: Path, fn: Callable[[sqlite3.Connection, Tx], T], *, still: bool = False) -> T:
    if not path.exists():
        raise NoDatabase(path=path)
    with translating(path):
        if path.stat().st_size == 0:  # SQLite would delete a journal beside it, the last that is left
            raise EmptyDatabase(path=path)
        connection = _opened(f"{path.as_uri()}?mode=ro{'&immutable=1' if still else ''}")
    with closing(connection):
        tx = Tx(connection)
        try:
            return fn(connection, tx)
        except sqlite3.Error as error:  # an OSError is of what fn does with the rows: its reader may have gone
            told = translated(error, path)
            if told is None:
                raise
            raise told from error
        finally:
            end(tx)


def _opened(uri: str) -> sqlite3.Connection:
    connection = sqlite3.connect(uri, uri=True, timeout=_BUSY_SECONDS, isolation_level=None)
    connection.row_factory = sqlite3.Row
    try:
        connection.execute("PRAGMA query_only=ON")
        connection.execute("BEGIN")
    except BaseException:
        connection.close()
        raise
    return connection


def _schema(connection: sqlite3.Connection, path: Path) -> int:
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not tables:
        raise EmptyDatabase(path=path)
    if "schema_migrations" not in tables:
        raise ForeignDatabase(path=path)
    number: int = connection.execute("SELECT coalesce(max(number), 0) FROM schema_migrations").fetchone()[0]
    return number
