"""Ours: the real way of a report, every class of it, with nothing left out but the network.

The poller reads the same answers from a request that holds them ready, keeps each batch with its cursor, and the
workers take every update through dispatch to the desk: read against the example area, routed, its clocks started,
its card rendered, its notices queued, marked done. The database, its group commit and its settings are the bot's.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from telegram.ext import Application
from telegram.request import HTTPXRequest

from bot.commands.books import read_book
from bot.config import load_config
from bot.desk import areas
from bot.desk.shell import Shell
from bot.domain.areas import ChatKind, UnitKind
from bot.furnishing import furnisher
from handlers.dispatch import Dispatch
from handlers.inbox import Workers
from handlers.polling import Poller
from storage import chats, rollups
from storage.database import Database
from storage.transaction import Tx
from tests.benchmarks import updates
from tests.benchmarks.stopwatch import Stopwatch, Taken

_TOKEN = "7000000001:benchmark-benchmark-benchmark-0000"
_SETTINGS = {"FENGSHAO_TELEGRAM__TOKEN": _TOKEN, "FENGSHAO_LIMITS__POSTS": ""}
"""A day's posts come in seconds: nobody is held back."""
_FIRST_UNIT_CHAT = -1003000000001


class _Answers(HTTPXRequest):
    """A request that has its answers already, and then none for ever."""

    def __init__(self, bodies: list[bytes]) -> None:
        super().__init__()
        self._bodies = iter(bodies)

    async def do_request(self, *_args: Any, **_more: Any) -> tuple[int, bytes]:
        body = next(self._bodies, None)
        if body is None:
            await asyncio.Event().wait()
        assert body is not None
        return 200, body


class _CannedPoller(Poller):
    probation = 0.0
    bodies: list[bytes]

    def _request(self) -> HTTPXRequest:
        return _Answers(self.bodies)


def run(folder: Path, answers: list[bytes], *, summed: bool = True) -> Taken:
    """Take all the answers in. Returns the time it took, the opening of the database not counted.

    `summed`: with the sums of months that statistics are read from, as the bot keeps them.
    """
    return asyncio.run(_run(folder, answers, summed))


def now() -> datetime:
    return datetime.now(UTC)


async def _run(folder: Path, answers: list[bytes], summed: bool) -> Taken:
    config = load_config(updates.BOOK.with_name("config.toml"), _SETTINGS)
    area = read_book(updates.BOOK)
    database = await Database.open(f"sqlite:///{folder / 'ours.db'}", now=now)
    try:
        await database.write(lambda tx: areas.import_book(tx, area, now()))
        await database.write(_bind)
        if summed:
            await database.write(lambda tx: rollups.keep(tx, config.area.timezone))
        furnish = furnisher(config)
        shell = Shell(database, await database.read(furnish), now, furnish)
        return await _take_in(shell, answers)
    finally:
        await database.close()


def _bind(tx: Tx) -> None:
    """The couriers' groups report; every community has a chat of its own."""
    for chat in updates.chats():
        chats.remember(tx, chat, "骑手随手拍", "supergroup")
        chats.bind(tx, chat, ChatKind.REPORT, None, None, now())
    for position, row in enumerate(tx.rows("SELECT code FROM units WHERE kind = :kind", kind=UnitKind.COMMUNITY.value)):
        chat = _FIRST_UNIT_CHAT - position
        chats.remember(tx, chat, "社区工作群", "supergroup")
        chats.bind(tx, chat, ChatKind.UNIT, row["code"], None, now())


async def _take_in(shell: Shell, answers: list[bytes]) -> Taken:
    application = Application.builder().token(_TOKEN).updater(None).job_queue(None).build()
    dispatch = Dispatch(application, shell, lambda at: None)
    left = len(answers) * updates.BATCH
    finished = asyncio.Event()

    async def take(update: dict[str, Any]) -> None:
        nonlocal left
        await dispatch.take(update)
        left -= 1
        if not left:
            finished.set()

    workers = Workers(shell, take)
    config = load_config(updates.BOOK.with_name("config.toml"), _SETTINGS)
    timeout = config.telegram.poll_timeout.flat()
    poller = _CannedPoller(shell, config.telegram.base_url, _TOKEN, 7_000_000_001, timeout, workers.arrived)
    poller.bodies = answers
    watch = Stopwatch()
    loops = [asyncio.create_task(workers.run()), asyncio.create_task(poller.run())]
    await finished.wait()
    taken = watch.taken()
    for loop in loops:
        loop.cancel()
    await asyncio.gather(*loops, return_exceptions=True)
    return taken
