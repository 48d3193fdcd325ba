"""The theatre: a town with its bot, its page and its director, and another one in its place when somebody asks."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import repeat
from pathlib import Path
from urllib.parse import urlsplit

from bot.demo.director import Director
from bot.demo.opening import open_stage
from bot.demo.stage import Stage
from bot.demo.story import Story
from bot.demo.storyteller import PACE, Pace
from bot.demo.town import Town
from bot.sandbox import PortTaken
from bot.sandbox.page import Page

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
    no room for a town's folder, and BotGone.
    """
    served = 0
    while True:
        again = asyncio.Event()
        ports = repeat(served, _TRIES) if served else _ports(port)
        async with AsyncExitStack() as open_now:
            stage = await _enter(open_now, programme, ports, again)
            if not served:
                served = urlsplit(stage.sandbox.base_url).port or 0
                opened(stage.sandbox.base_url, served)
            await again.wait()


def _ports(wanted: int) -> Iterator[int]:
    """The wanted one, those behind it, and any."""
    if wanted:
        yield from range(wanted, min(wanted + _MORE_PORTS, 65_536))
    yield 0


async def _enter(stack: AsyncExitStack, programme: Programme, ports: Iterable[int], again: asyncio.Event) -> Stage:
    """Open a town at the first of these ports that can be had. Raises PortTaken, and what else goes wrong at once."""
    refused = PortTaken("no port is free")
    for port in ports:
        try:
            return await stack.enter_async_context(_show(programme, port, again))
        except PortTaken as taken:
            refused = taken
        await asyncio.sleep(_PAUSE)
    raise refused


@asynccontextmanager
async def _show(programme: Programme, port: int, again: asyncio.Event) -> AsyncIterator[Stage]:
    """A town in a folder of its own, set up as far as the programme says. Killed at the end: it leaves nothing."""
    directors: list[Director] = []

    def prepare(town: Town) -> None:
        director = Director(town, programme.stories, programme.zone, again.set, programme.pace)
        town.sandbox.serve_also(Page(town.sandbox, director).routes())
        directors.append(director)

    with tempfile.TemporaryDirectory(prefix="fengshao-demo-") as folder:
        address = HOST, port
        async with open_stage(Path(folder), programme.start, _PATIENCE, address=address, prepare=prepare) as stage:
            (director,) = directors
            try:
                await director.open(stage, programme.first)
                yield stage
            finally:
                await director.close()
                await stage.bot.kill()
