"""The sandbox's box and library, and a shell in a folder of memory."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.desk.shell import Shell
from tests.handlers.rooms import open_shell
from tests.sandbox.conftest import Clock, box, library

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
