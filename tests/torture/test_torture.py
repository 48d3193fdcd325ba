"""The short form of each fault: real processes, struck some dozens of times, and Invariant I after each."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest

from tests.torture.fault import Form
from tests.torture.hatched import Hatchery
from tests.torture.table import FAULTS


@pytest.fixture(scope="module")
def hatchery() -> Iterator[Hatchery]:
    with Hatchery() as opened:
        yield opened


@pytest.mark.parametrize("name", FAULTS)
async def test_nothing_is_lost_and_nothing_doubled(name: str, hatchery: Hatchery) -> None:
    try:
        tally = await FAULTS[name].play(Form.SHORT, hatchery)
    finally:
        hatchery.send(signal.SIGKILL)  # one that still ran would be waited for, whatever the fault fell over
    assert tally.holds, f"{tally.line(name, 0)}\n{tally.complaint()}"
    assert tally.survived == tally.injected
