"""The database: opened, written through one connection, read through another, closed."""

import asyncio
import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack, closing, contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final, TypeVar, cast
from urllib.parse import urlsplit

from storage.commits import GroupCommit
from storage.connection import OLDEST_SQLITE, Connection, connect_reader, open_reader, open_writer
from storage.errors import (
    EmptyDatabase,
    StorageBusy,
    StorageClosed,
    StorageCorrupt,
    StorageFull,
    StorageReadOnly,
    StorageUnreachable,
    UnusableSQLite,
    UnusableURL,
    translated,
    translating,
)
from storage.migrating import load, migrate
from storage.ownership import Ownership
from storage.rewriting import Rewriting, fold
from storage.transaction import Tx, end

T = TypeVar("T")

MIGRATIONS: Final = Path(__file__).parent / "migrations" / "sqlite"
_SECONDS_FOR_READS: Final = 3.0  # how long `close` lets running reads finish
_LATELY: Final = 10.0  # seconds: whoever is refused tries again within five


class Database:
    """One installation's memory. Made by `open`; every desk function goes through `write` or `read`."""

    def __init__(self, path: Path, writer: Connection, reader: Connection, resources: AsyncExitStack) -> None:
        self.path = path
        self._writer = writer
        self._commits = GroupCommit(writer, asyncio.get_running_loop())
        self._reader = reader
        self._rewriting = Rewriting()
        self._resources = resources
        self._closing: asyncio.Task[None] | None = None
        self.damage: StorageCorrupt | None = None
        """Why nothing is written any more: SQLite has met a damaged page. It stays until the file was replaced."""
        self.is_being_rewritten = False
        """Writes wait meanwhile, and will be done."""
        self._refused_at: float | None = None

    @classmethod
    async def open(
        cls,
        url: str,
        *,
        migrations: Path | None = None,
        now: Callable[[], datetime],
        wait: bool = False,
        fill: bool = True,
    ) -> "Database":
        """Open `sqlite:///relative.db` or `sqlite:////absolute.db`: own it, bring its schema up to date.

        `migrations` is the folder of numbered files (default: this package's). With `wait` a second process
        stands by until the first lets go, else it gets DatabaseOwned. Without `fill` a file that is there and holds
        no table is EmptyDatabase, not a first start. Raises a StorageError for whatever an operator can mend:
        UnusableURL, UnusableSQLite, NewerDatabase, MigrationFailed, StorageCorrupt, …
        """
        path = sqlite_path(url)
        _check_sqlite(path)
        known = load(migrations or MIGRATIONS)
        with translating(path):
            async with AsyncExitStack() as stack:
                path.parent.mkdir(parents=True, exist_ok=True)
                owner = await Ownership.stand_by(path) if wait else Ownership.take(path)
                stack.callback(owner.release)
                if not fill and path.exists() and not _holds_a_table(path):
                    raise EmptyDatabase(path=path)
                path.touch(mode=0o600)  # what couriers wrote is nobody else's to read
                writer = await open_writer(path)
                stack.push_async_callback(writer.close)
                await writer.run(partial(migrate, path=path, migrations=known, now=now()))
                reader = await open_reader(path)
                stack.push_async_callback(reader.close)
                return cls(path, writer, reader, stack.pop_all())

    async def write(self, fn: Callable[[Tx], T]) -> T:
        """Run `fn` in a transaction; give its result once that is on the disk.

        What `fn` raises undoes `fn` alone and is raised here. `fn` may run more than once, so it has no
        effect outside tx. A caller that is cancelled stops waiting; its write still happens.
        Raises StorageClosed, StorageFull, StorageReadOnly, StorageCorrupt, StorageBusy, StorageUnreachable.
        Once a page was found damaged everything is refused: whatever went in would be lost with the file.
        """
        if self._closing is not None:
            raise StorageClosed(path=self.path)
        if self.damage is not None:
            raise StorageCorrupt(path=self.path, reason=self.damage.__cause__)
        with self._noting_damage(), self._noting_refusals():
            return cast(T, await self._commits.put(fn))

    async def read(self, fn: Callable[[Tx], T]) -> T:
        """Run `fn` on one moment of what is committed, beside the writes; writing raises OperationalError."""
        if self._closing is not None:
            raise StorageClosed(path=self.path)
        with self._noting_damage():
            return await self._reader.run(partial(_read, fn, self.path))

    @contextmanager
    def _noting_damage(self) -> Iterator[None]:
        try:
            yield
        except StorageCorrupt as damage:
            self.damage = self.damage or damage
            raise

    @contextmanager
    def _noting_refusals(self) -> Iterator[None]:
        try:
            yield
        except (StorageFull, StorageReadOnly, StorageBusy, StorageUnreachable):
            self._refused_at = time.monotonic()
            raise

    @property
    def has_refused_lately(self) -> bool:
        """Whether a write was refused a moment ago. On a full disk a small one may still find room, and the next batch
        of updates none.
        """
        return self._refused_at is not None and time.monotonic() - self._refused_at < _LATELY

    async def fold(self) -> None:
        """Empty the WAL, in which pages stand as they were. Raises a StorageError."""
        with self._noting_damage(), translating(self.path):
            await self._writer.run(fold)

    async def rewrite(self) -> bool:
        """Write the file anew, without what was deleted, while writes wait: ten seconds a gigabyte.

        False: there is too little room on the disk, or the database is being closed. Raises a StorageError, and
        StorageCorrupt as the first of all where no page was read as thoroughly before.
        """
        self.is_being_rewritten = True
        try:
            with self._noting_damage(), translating(self.path):
                return await self._writer.run(partial(self._rewriting.run, path=self.path))
        finally:
            self.is_being_rewritten = False

    async def close(self) -> None:
        """Finish every queued write, then let the file go. Twice is once; a cancelled close still closes."""
        if self._closing is None:
            self._closing = asyncio.ensure_future(self._close())
        await asyncio.shield(self._closing)

    async def _close(self) -> None:
        self._rewriting.give_up()
        cut = asyncio.ensure_future(self._cut_reads())
        # The reader goes first: the last connection folds the WAL into the file, which is the writer's work.
        try:
            with translating(self.path):
                await self._resources.aclose()
        finally:
            cut.cancel()

    async def _cut_reads(self) -> None:
        await asyncio.sleep(_SECONDS_FOR_READS)
        while True:  # one call ends the statement of that moment, and there may be none just then
            self._reader.cut_short()
            await asyncio.sleep(0.05)


def read_once(path: Path, fn: Callable[[Tx], T]) -> T:
    """Run `fn` likewise in a process that does not own the database, and waits. Raises a StorageError."""
    with translating(path), closing(connect_reader(path)) as connection:
        return _read(fn, path, connection)


def sqlite_path(url: str) -> Path:
    """The absolute path of `sqlite:///relative.db` or `sqlite:////absolute.db`. Raises UnusableURL."""
    parts = urlsplit(url)
    url = re.sub(r"//[^/]*@", "//…@", url)  # the message may be logged, a password may not
    if parts.scheme.startswith("postgres"):
        raise UnusableURL(url=url, reason="PostgreSQL is not built in yet; write sqlite:///fengshao.db")
    if parts.scheme != "sqlite" or not url.startswith("sqlite:///"):
        raise UnusableURL(url=url, reason="write sqlite:///relative.db or sqlite:////absolute.db")
    name = url.removeprefix("sqlite:///")
    if not name or name.endswith("/") or name == ":memory:":
        raise UnusableURL(url=url, reason="it names no file; write sqlite:///relative.db or sqlite:////absolute.db")
    return Path(name).resolve()


def _holds_a_table(path: Path) -> bool:
    if path.stat().st_size == 0:  # SQLite would delete a journal beside it, the last that is left
        return False
    with closing(connect_reader(path)) as connection:
        return connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'table'").fetchone() is not None


def _check_sqlite(path: Path) -> None:
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        needed = ".".join(map(str, OLDEST_SQLITE))
        raise UnusableSQLite(path=path, reason=f"version {sqlite3.sqlite_version} is older than {needed}")


def _read(fn: Callable[[Tx], T], path: Path, connection: sqlite3.Connection) -> T:
    connection.execute("BEGIN")  # all queries of fn see the same moment
    tx = Tx(connection)
    try:
        return fn(tx)
    except sqlite3.Error as error:
        told = None if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_READONLY else translated(error, path)
        if told is None:
            raise
        raise told from error
    finally:
        end(tx)
        if connection.in_transaction:
            connection.execute("ROLLBACK")
