"""The sandbox's box and library, and a shell in a folder of memory."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from telegram import Bot

from bot.desk.shell import Shell
from handlers.network import open_request
from tests.handlers.rooms import open_shell
from tests.sandbox.conftest import Box, Clock, box

__all__ = ["box", "clock", "folder", "library", "shell"]

_IN_MEMORY = Path("/dev/shm")


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder in memory where the system has one: these tests are not about the disk."""
    with tempfile.TemporaryDirectory(prefix="fengshao-", dir=_IN_MEMORY if _IN_MEMORY.is_dir() else None) as made:
        yield Path(made)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def shell(folder: Path, clock: Clock) -> AsyncIterator[Shell]:
    async with open_shell(folder, clock) as opened:
        yield opened


@pytest.fixture
async def library(box: Box) -> AsyncIterator[Bot]:
    """python-telegram-bot, talking to the sandbox."""
    root = box.sandbox.base_url
    requests = [open_request(root, pool=4, read_timeout=5) for _ in range(2)]
    async with Bot(
        box.bot.token,
        base_url=f"{root}/bot",
        base_file_url=f"{root}/file/bot",
        request=requests[0],
        get_updates_request=requests[1],
    ) as bot:
        yield bot
