"""The short form of each fault: real processes, struck some dozens of times, and Invariant I after each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.torture.bots import StruckBot
from tests.torture.fault import Form
from tests.torture.table import FAULTS


@pytest.fixture(scope="module")
def bot() -> Iterator[StruckBot]:
    with StruckBot() as opened:
        yield opened


@pytest.mark.parametrize("name", FAULTS)
async def test_nothing_is_lost_and_nothing_doubled(name: str, bot: StruckBot) -> None:
    try:
        tally = await FAULTS[name].play(Form.SHORT, bot)
    finally:
        await bot.kill()  # whatever the fault fell over, the next one finds none that runs
    assert tally.holds, f"{tally.line(name, 0)}\n{tally.complaint()}"
    assert tally.survived == tally.injected
