"""A connection to one SQLite file on a thread of its own, and how Fengshao sets it up."""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

import aiosqlite

from storage.errors import StorageClosed, UnusableSQLite

T = TypeVar("T")

OLDEST_SQLITE: Final = (3, 37, 0)  # STRICT tables; RETURNING is older
_BUSY_SECONDS: Final = 5.0
_STATEMENTS_KEPT: Final = 512  # prepared once; the driver's 128 are fewer than we have

_WRITER_PRAGMAS: Final = (
    "synchronous=FULL",
    "foreign_keys=ON",
    "journal_size_limit=67108864",
    "cache_size=-8192",
    # What is deleted is overwritten with zeros: also where SQLite was not built to. No cost of it could be measured.
    "secure_delete=ON",
)
# Its pages are dropped at every write, so that a larger cache serves a single look, and the memory of the largest look
# stays with the process. With 8 MB no question over a million tickets was measurably faster.
_READER_PRAGMAS: Final = ("query_only=ON", "cache_size=-1024")


class Connection(aiosqlite.Connection):
    """aiosqlite's connection, which takes whole functions to its thread, not statements."""

    def __init__(self, path: Path, *, readonly: bool) -> None:
        self.path = path
        self._cut = False
        self._ending = False
        super().__init__(partial(_connect, path, readonly=readonly), iter_chunk_size=64)
        # A process that ends without closing must end: SQLite survives that, a hung service does not.
        self._thread.daemon = True

    async def run(self, fn: Callable[[sqlite3.Connection], T]) -> T:
        """Run `fn` with the sqlite3 connection on the thread, after everything that waits there.

        Raises what `fn` raises (a StopIteration inside a RuntimeError) and StorageClosed.
        """
        if self._ending or not self._running or self._connection is None:
            raise StorageClosed(path=self.path)
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._tx.put_nowait((future, partial(self._call, fn, self._connection)))
        return await future

    def post(self, fn: Callable[[sqlite3.Connection], None]) -> None:
        """Run `fn` likewise, without an answer; it must not raise. Callable from the event loop only."""
        if not self._running or self._connection is None:
            raise StorageClosed(path=self.path)
        self._tx.put_nowait((None, partial(fn, self._connection)))

    async def close(self) -> None:
        """After everything that waits; from now on nothing is taken that would find the connection closed."""
        self._ending = True
        await super().close()

    def cut_short(self) -> None:
        """Give up what runs now and what waits: their callers get StorageClosed."""
        self._cut = True
        if self._connection is not None:
            with suppress(sqlite3.ProgrammingError):  # its thread has just closed it
                self._connection.interrupt()

    def _call(self, fn: Callable[[sqlite3.Connection], T], connection: sqlite3.Connection) -> T:
        if self._cut:
            raise StorageClosed(path=self.path)
        try:
            return fn(connection)
        except StopIteration as stop:  # a future refuses it, and its caller would wait for ever
            raise RuntimeError("a storage function raised StopIteration") from stop


async def open_writer(path: Path) -> Connection:
    """The one connection that writes: WAL, every commit on the disk before it is answered.

    Raises sqlite3.Error, and UnusableSQLite where WAL cannot be had (a network file system).
    """
    return await _opened(Connection(path, readonly=False), _set_up_writer)


async def open_reader(path: Path) -> Connection:
    """A connection that only reads, beside the writer. Raises sqlite3.Error."""
    return await _opened(Connection(path, readonly=True), _set_up_reader)


def connect_reader(path: Path) -> sqlite3.Connection:
    """One that only reads, on the caller's own thread. Raises sqlite3.Error."""
    connection = _connect(path, readonly=True)
    try:
        _set_up_reader(connection)
    except BaseException:
        connection.close()
        raise
    return connection


async def _opened(connection: Connection, set_up: Callable[[sqlite3.Connection], None]) -> Connection:
    await connection
    try:
        await connection.run(set_up)
    except BaseException:
        await connection.close()
        raise
    return connection


def _connect(path: Path, *, readonly: bool) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.as_uri()}?mode={'ro' if readonly else 'rwc'}",
        uri=True,
        timeout=_BUSY_SECONDS,
        isolation_level=None,  # we say BEGIN ourselves; the driver's own would come at the wrong moment
        cached_statements=_STATEMENTS_KEPT,
    )
    connection.row_factory = sqlite3.Row
    return connection


def _set_up_writer(connection: sqlite3.Connection) -> None:
    mode = connection.execute("PRAGMA journal_mode=WAL").fetchone()[0]
    if mode != "wal":
        path = connection.execute("PRAGMA database_list").fetchone()["file"]
        raise UnusableSQLite(path=path, reason=f"journal mode {mode} instead of WAL; use a local disk")
    for pragma in _WRITER_PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _set_up_reader(connection: sqlite3.Connection) -> None:
    for pragma in _READER_PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
