"""A shell on a real database that holds the stories' area, with a clock that stands still until it is moved."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from bot.config import Config, load_config
from bot.desk import areas, inbox
from bot.desk.office import Office
from bot.desk.shell import Shell
from bot.domain.area_book import read_area_book
from bot.domain.areas import Area
from bot.domain.categories import BUILT_IN
from bot.domain.routing import route_faults
from bot.furnishing import furnish_office
from handlers.arrivals import arrival_of
from handlers.inbox import Handle, Workers
from storage.database import Database
from storage.transaction import Tx
from tests.patience import PATIENCE
from tests.stories.area import BOOK
from tests.stories.settings import write_config

TOKEN = "7000000001:sandbox-token-of-the-first-bot-0000"


@cache
def area() -> Area:
    return read_area_book(BOOK, "area.toml", BUILT_IN, route_faults)


def a_config(folder: Path, base_url: str = "http://127.0.0.1:9", **settings: Any) -> Config:
    """A config in this folder. `settings` name a key with two underscores for the dot."""
    named = {name.replace("__", "."): value for name, value in settings.items()}
    return load_config(write_config(folder, base_url, TOKEN, BOOK, named), {})


@asynccontextmanager
async def open_shell(folder: Path, now: Callable[[], datetime]) -> AsyncIterator[Shell]:
    config = a_config(folder)
    database = await Database.open(config.storage.url, now=now)
    try:
        await database.write(lambda tx: areas.import_first(tx, area(), now()))
        office = furnish_office(config, area(), 1)

        def furnish(tx: Tx) -> Office:
            return office

        yield Shell(database, office, now, furnish)
    finally:
        await database.close()


async def ask(shell: Shell, sql: str, **named: Any) -> list[tuple[Any, ...]]:
    """What is remembered: the rows of a query."""
    return await shell.look(lambda tx, office, now: [tuple(row) for row in tx.rows(sql, **named)])


async def through_inbox(shell: Shell, update: dict[str, Any], handle: Handle) -> str:
    """Let one update wait in the inbox and be taken to `handle`. Returns the state that the inbox holds it in."""
    arrival = arrival_of(update)
    await shell.do(lambda tx, office, now: inbox.receive(tx, 7, [arrival], now))
    running = asyncio.create_task(Workers(shell, handle).run())
    try:
        async with asyncio.timeout(PATIENCE):
            while True:
                ((state,),) = await ask(shell, "SELECT state FROM inbox ORDER BY id DESC LIMIT 1")
                if state != "waiting":
                    return str(state)
                await asyncio.sleep(0.002)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def until(condition: Callable[[], Any], *, within: float = PATIENCE) -> None:
    """Let the loops run until the condition is true. Raises TimeoutError."""
    async with asyncio.timeout(within):
        while not condition():  # noqa: ASYNC110 - whatever the condition looks at, nobody tells of it
            await asyncio.sleep(0.002)


class Failing:
    """Stands before `database.write` and lets the next so many writes fail."""

    def __init__(self, shell: Shell, error: Exception) -> None:
        self.left = 0
        self.failed = 0
        self._error = error
        self._write = shell.database.write
        shell.database.write = self._fail_or_write  # type: ignore[method-assign]

    async def _fail_or_write(self, fn: Callable[[Tx], Any]) -> Any:
        if self.left > 0:
            self.left -= 1
            self.failed += 1
            raise self._error
        return await self._write(fn)
