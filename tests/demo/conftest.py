"""A stage with a real bot on it, and a short patience. The bot's processes begin by a fork."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.commands.demo import START
from bot.demo.opening import open_stage
from bot.demo.stage import Stage
from tests.hatching.hatched import hatching


@pytest.fixture(autouse=True)
def hatched() -> Iterator[None]:
    with hatching():
        yield


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with open_stage(tmp_path, START, patience=1.5) as opened:
        yield opened
