"""A practice in a folder of memory."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.doctor.practice import Practice, a_practice
from tests.handlers.conftest import folder

__all__ = ["folder", "practice"]


@pytest.fixture
async def practice(folder: Path) -> AsyncIterator[Practice]:
    async with a_practice(folder) as made:
        yield made
