"""The onlooker: looks into the bot's database from the demo's process, through a connection that only reads."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from bot.config import Config
from storage import areas
from storage.connection import Connection, open_reader
from storage.errors import translated
from storage.transaction import Tx, end

if TYPE_CHECKING:  # see `prepare`
    from bot.desk.office import Office
    from bot.desk.shell import Deed

T = TypeVar("T")


async def prepare() -> None:
    """Load what an office needs, in half a second in which the bot's process starts, too: who starts it waits once."""
    await asyncio.to_thread(__import__, "bot.furnishing")


class Onlooker:
    """Sees what is committed, whether the bot runs or not. Made by `looking`."""

    def __init__(self, connection: Connection, furnish: Callable[[Tx], Office], now: Callable[[], datetime]) -> None:
        self._connection = connection
        self._furnish = furnish
        self._now = now
        self._office: Office | None = None

    async def look(self, deed: Deed[T]) -> T:
        """Run a desk function that changes nothing. Raises StorageError."""
        return await self.glance(lambda tx, now: deed(tx, self._furnished(tx), now))

    async def glance(self, fn: Callable[[Tx, datetime], T]) -> T:
        """The same for what needs no office: a third of a millisecond."""
        connection = self._connection
        try:
            return await connection.run(partial(_run, lambda tx: fn(tx, self._now())))
        except sqlite3.Error as error:
            told = translated(error, connection.path)
            if told is None:
                raise
            raise told from error

    def _furnished(self, tx: Tx) -> Office:
        """The office as the bot has it; built anew only when the area has changed."""
        office = self._office
        if office is None or office.area_version != areas.version(tx):
            office = self._office = self._furnish(tx)
        return office


def _run(fn: Callable[[Tx], T], connection: sqlite3.Connection) -> T:
    connection.execute("BEGIN")  # all queries of fn see the same moment
    tx = Tx(connection)
    try:
        return fn(tx)
    finally:
        end(tx)
        connection.execute("ROLLBACK")


@asynccontextmanager
async def looking(config: Config, now: Callable[[], datetime]) -> AsyncIterator[Onlooker]:
    """Look into the database that the bot has made. `now` is the demo's clock."""
    from bot.furnishing import furnisher

    connection = await open_reader(config.storage.path)
    try:
        yield Onlooker(connection, furnisher(config), now)
    finally:
        await connection.close()
