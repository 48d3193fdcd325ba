"""At which ports a town is tried, what is no reason to try another one, and what ends the theatre."""

import asyncio
import errno
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from bot.commands.demo import START, ZONE
from bot.demo.bot_process import BotGone
from bot.demo.theatre import Programme, run
from bot.sandbox import PortTaken

TAKEN = PortTaken(errno.EADDRINUSE, "Address already in use")
DENIED = PermissionError(errno.EACCES, "Permission denied")


@pytest.mark.parametrize(("trouble", "tried"), [(TAKEN, [*range(8800, 8820), 0]), (DENIED, [8800])])
async def test_only_a_port_that_is_taken_makes_it_try_the_next(
    trouble: OSError, tried: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    ports: list[int] = []

    def open_stage(*_: object, address: tuple[str, int], **__: object) -> None:
        ports.append(address[1])
        raise trouble

    monkeypatch.setattr("bot.demo.theatre.open_stage", open_stage)
    monkeypatch.setattr("bot.demo.theatre._PAUSE", 0.0)
    with pytest.raises(type(trouble)) as told:
        await run(Programme((), START, ZONE, first=""), 8800, lambda address, port: None)
    assert told.value is trouble
    assert ports == tried


class Bot:
    """A process that is given up `failures` times."""

    def __init__(self, failures: int) -> None:
        self.failures = failures
        self.heard: list[str] = []

    async def start(self) -> None:
        self.heard.append("start")
        if self.failures:
            self.failures -= 1
            raise BotGone("it ended 3 times")

    async def wanted_again(self) -> None:
        self.heard.append("wanted again")


async def test_a_bot_that_does_not_start_ends_the_first_town_only(monkeypatch: pytest.MonkeyPatch) -> None:
    stage = SimpleNamespace(sandbox=SimpleNamespace(base_url="http://127.0.0.1:8801"))
    bot = Bot(failures=2)
    tried: list[list[int]] = []
    opened: list[int] = []

    async def town(_: Programme, ports: Any, again: Callable[[], None], begin: Any, stands: Any) -> None:
        number = len(tried)
        tried.append([port for port, _ in zip(ports, range(2), strict=False)])
        if number == 0:
            stands(stage)
            again()
        elif number == 1:
            await begin(bot)
            raise BotGone("it was killed while it came to rest")
        elif number == 2:
            again()  # in the middle of setting it up
        else:
            raise DENIED
        await asyncio.Event().wait()

    monkeypatch.setattr("bot.demo.theatre._town", town)
    with pytest.raises(PermissionError):
        await run(Programme((), START, ZONE, first=""), 8800, lambda address, port: opened.append(port))
    assert tried == [[8800, 8801], [8801, 8801], [8801, 8801], [8801, 8801]]
    assert bot.heard == ["start", "wanted again", "start", "wanted again", "start"]
    assert opened == [8801]

    async def broken(*_: Any) -> None:
        raise BotGone("it ended 3 times")

    monkeypatch.setattr("bot.demo.theatre._town", broken)
    with pytest.raises(BotGone):
        await run(Programme((), START, ZONE, first=""), 8800, lambda address, port: None)
