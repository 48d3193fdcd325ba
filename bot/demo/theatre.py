"""The theatre: a town with its bot, its page and its director, and another one in its place when somebody asks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import repeat
from typing import Any
from urllib.parse import urlsplit

import structlog

from bot.demo.bot_process import BotGone, BotProcess
from bot.demo.director import Director
from bot.demo.folder import own_folder
from bot.demo.opening import open_stage
from bot.demo.stage import Stage
from bot.demo.story import Story
from bot.demo.storyteller import PACE, Pace
from bot.demo.town import Town
from bot.sandbox import PortTaken
from bot.sandbox.page import Page

log = structlog.get_logger()

Begin = Callable[[BotProcess], Awaitable[None]]
"""How a town has its bot started."""
HOST = "127.0.0.1"
_PATIENCE = 12.0
"""Seconds that the bot has for its part of a step: nobody likes to watch longer for one that goes wrong."""
_MORE_PORTS = 20
_TRIES, _PAUSE = 50, 0.1
"""How often, and after how many seconds each, a new town asks for the port of the last one."""


@dataclass(frozen=True, slots=True)
class Programme:
    """What is played, from which moment on, and in which zone; before anybody watches, it is played up to `first`."""

    stories: Sequence[Story]
    start: datetime
    zone: tzinfo
    first: str
    pace: Pace = PACE


async def run(programme: Programme, port: int, opened: Callable[[str, int], None]) -> None:
    """One town after the other on one port of this machine, until cancelled; then there is no trace of any.

    `port` is the one that is wanted, 0 any; where it is taken, the next free one is. `opened` is told the address and
    the port of the first town as soon as it works. Raises PortTaken where no port can be had, OSError where there is
    no room for a town's folder, and BotGone from the first town; people look at those that follow, and are told there.
    """
    served = 0

    def stands(stage: Stage) -> None:
        nonlocal served
        if not served:
            served = urlsplit(stage.sandbox.base_url).port or 0
            opened(stage.sandbox.base_url, served)

    while True:
        again = asyncio.Event()
        ports = repeat(served, _TRIES) if served else _ports(port)
        begin = _insist if served else BotProcess.start
        try:
            await _until(again, _town(programme, ports, again.set, begin, stands))
        except BotGone:
            if not served:
                raise


async def _until(over: asyncio.Event, work: Coroutine[Any, Any, None]) -> None:
    """Do it until it fails, which is raised, or until it is over: also in the middle of setting a town up."""
    playing, waiting = asyncio.create_task(work), asyncio.create_task(over.wait())
    try:
        await asyncio.wait({playing, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if playing.done():
            await playing
    finally:
        for task in (playing, waiting):
            task.cancel()
        await asyncio.wait({playing, waiting})


async def _insist(bot: BotProcess) -> None:
    """Start it; where it is given up, again as soon as somebody at the page starts it."""
    while True:
        try:
            return await bot.start()
        except BotGone as gone:
            log.error("demo.bot_gone", why=str(gone))  # the page says only that it is
        await bot.wanted_again()


async def _town(
    programme: Programme,
    ports: Iterable[int],
    again: Callable[[], None],
    begin: Begin,
    stands: Callable[[Stage], None],
) -> None:
    """One town, until cancelled."""
    async with AsyncExitStack() as open_now:
        stands(await _enter(open_now, programme, ports, again, begin))
        await asyncio.Event().wait()


def _ports(wanted: int) -> Iterator[int]:
    """The wanted one, those behind it, and any."""
    if wanted:
        yield from range(wanted, min(wanted + _MORE_PORTS, 65_536))
    yield 0


async def _enter(
    stack: AsyncExitStack, programme: Programme, ports: Iterable[int], again: Callable[[], None], begin: Begin
) -> Stage:
    """Open a town at the first of these ports that can be had. Raises PortTaken, and what else goes wrong at once."""
    refused = PortTaken("no port is free")
    for port in ports:
        try:
            return await stack.enter_async_context(_show(programme, port, again, begin))
        except PortTaken as taken:
            refused = taken
        await asyncio.sleep(_PAUSE)
    raise refused


@asynccontextmanager
async def _show(programme: Programme, port: int, again: Callable[[], None], begin: Begin) -> AsyncIterator[Stage]:
    """A town in a folder of its own, set up as far as the programme says. Killed at the end: it leaves nothing."""
    directors: list[Director] = []

    def prepare(town: Town) -> None:
        director = Director(town, programme.stories, programme.zone, again, programme.pace)
        town.sandbox.serve_also(Page(town.sandbox, director).routes())
        directors.append(director)

    async def hire(bot: BotProcess) -> None:
        directors[0].watch_over(bot)
        await begin(bot)

    with own_folder() as folder:
        where, when = (HOST, port), programme.start
        async with open_stage(folder, when, _PATIENCE, address=where, prepare=prepare, begin=hire) as stage:
            (director,) = directors
            try:
                await director.open(stage, programme.first)
                yield stage
            finally:
                await director.close()
                await stage.bot.kill()
