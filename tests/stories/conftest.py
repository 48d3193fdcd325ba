"""A running town for each story."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from tests.hatching.hatched import hatching
from tests.stories.town import Town

_IN_MEMORY = Path("/dev/shm")


@pytest.fixture(autouse=True)
def sound(request: pytest.FixtureRequest) -> Iterator[None]:
    """What the program falls over is logged, and it goes on: no story may end well over that, unless it is about it."""
    with capture_logs() as logged:
        yield
    wanted = request.node.get_closest_marker("falls_over") is not None
    faults = [entry for entry in logged if entry.get("exc_info") and not wanted]
    assert not faults, f"the program fell over: {faults}"


@pytest.fixture(autouse=True)
def hatched() -> Iterator[None]:
    """The processes that a story is not about begin by a fork; tests/stories/test_process.py starts true ones."""
    with hatching():
        yield


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder in memory where the system has one: a story waits for the disk dozens of times, and is not about it."""
    with tempfile.TemporaryDirectory(prefix="fengshao-", dir=_IN_MEMORY if _IN_MEMORY.is_dir() else None) as made:
        yield Path(made)


@pytest.fixture
async def town(folder: Path) -> AsyncIterator[Town]:
    async with Town(folder) as running:
        yield running
