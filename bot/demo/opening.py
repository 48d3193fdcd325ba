"""Opening a stage: the town built and served, the example installed for it, and the bot started in it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from pathlib import Path

from bot.demo import onlooker
from bot.demo.bot_process import BotProcess
from bot.demo.clock import MovableClock
from bot.demo.installation import install
from bot.demo.stage import Stage
from bot.demo.town import Town, build_town

PATIENCE = 15.0
"""Seconds of real time; the slowest step takes two or three on a busy machine."""


@asynccontextmanager
async def open_stage(
    folder: Path,
    start: datetime,
    patience: float = PATIENCE,
    *,
    address: tuple[str, int] = ("127.0.0.1", 0),
    prepare: Callable[[Town], object] = lambda town: None,
    begin: Callable[[BotProcess], Awaitable[None]] = BotProcess.start,
) -> AsyncIterator[Stage]:
    """Build the town, serve it at `address` (host, port; 0 takes a free one), install the example into `folder`, and
    start the bot.

    `patience`: how many seconds of real time the bot has for its part of a step. `prepare` is called before the town
    is served, `begin` when the bot is to be started, and returns when it polls. Raises PortTaken where the address
    cannot be had, BotGone when the bot does not start.
    """
    clock_file = folder / "clock"
    clock = MovableClock(clock_file, start)
    town = build_town(clock.now)
    prepare(town)
    await town.sandbox.start(*address)
    async with AsyncExitStack() as ending:
        ending.push_async_callback(town.sandbox.stop)
        installation = install(folder, town.bot.token, town.sandbox.base_url)
        bot = BotProcess(installation, clock_file, town.sandbox)
        ending.push_async_callback(bot.stop)
        await asyncio.gather(begin(bot), onlooker.prepare())
        looker = await ending.enter_async_context(onlooker.looking(installation.config, clock.now))
        stage = Stage(town, clock, installation, bot, looker, patience)
        await stage.rest(max(patience, PATIENCE))  # what a step may take is not what a start may
        yield stage
