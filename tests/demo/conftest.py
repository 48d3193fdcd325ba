"""A stage with a real bot on it, and a short patience."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.commands.demo import START
from bot.demo.opening import open_stage
from bot.demo.stage import Stage


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with open_stage(tmp_path, START, patience=1.5) as opened:
        yield opened
