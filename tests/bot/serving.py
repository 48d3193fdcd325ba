"""A shell on a real database with an area, and its control socket, without Telegram."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot import control
from bot.config import load_config
from bot.desk.shell import Shell
from bot.furnishing import furnisher
from bot.logs import set_up_logs
from storage import areas
from storage.database import Database
from storage.transaction import Tx
from tests.commands.installation import AREA

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


def write_config(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / "fengshao.toml"
    path.write_text('[area]\nbook = "area.toml"\n[storage]\nurl = "sqlite:///bot.db"\n')
    return path


@asynccontextmanager
async def a_shell(folder: Path) -> AsyncIterator[Shell]:
    """Own `folder`/bot.db; an area is put in if it holds none."""
    database = await Database.open(f"sqlite:///{folder}/bot.db", now=lambda: NOW)
    try:
        if not await database.read(areas.version):
            await database.write(lambda tx: areas.save(tx, AREA))
        furnish = furnisher(load_config(write_config(folder), {}))
        yield Shell(database, await database.read(furnish), lambda: NOW, furnish)
    finally:
        await database.close()


def prepare(folder: Path, fill: Callable[[Tx], Any]) -> Path:
    """Make the database and fill it; the path of its config."""

    async def play() -> None:
        async with a_shell(folder) as shell:
            await shell.database.write(fill)

    asyncio.run(play())
    return folder / "fengshao.toml"


@contextmanager
def serving(folder: Path, effects: Mapping[str, control.Effect] | None = None) -> Iterator[None]:
    """Meanwhile, in another thread, a bot owns the database and takes orders."""
    set_up_logs("error", "json")  # where nothing is set up, structlog prints to standard output
    ready, loops = threading.Event(), []

    async def play() -> None:
        async with a_shell(folder) as shell, control.served(shell, effects or {}):
            over = asyncio.Event()
            loops.append((asyncio.get_running_loop(), over))
            ready.set()
            await over.wait()

    thread = threading.Thread(target=lambda: asyncio.run(play()))
    thread.start()
    assert ready.wait(10)
    try:
        yield
    finally:
        loop, over = loops[0]
        loop.call_soon_threadsafe(over.set)
        thread.join(10)
