"""Start: from the start of the process to its first getUpdates, and the parts of that time."""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path
from statistics import median

from bot.sandbox import Sandbox
from tests.benchmarks.running import bot_process, first_poll, furnish, processor_seconds

STARTS = 7
GOAL_SECONDS = 1.5


def run() -> None:
    first, *later = asyncio.run(_measure())
    print("start: python -m bot run, seconds from its start to the first getUpdates (and processor seconds)")
    print(f"  very first, area book imported {first[0]:6.2f} ({first[1]:.2f})")
    wall, processor = (median(values) for values in zip(*later, strict=True))
    spread = f"from {min(later)[0]:.2f} to {max(later)[0]:.2f}"
    print(
        f"  later, median of {STARTS}             {wall:6.2f} ({processor:.2f})   {spread}; expected < {GOAL_SECONDS}"
    )


async def _measure() -> list[tuple[float, float]]:
    """Seconds by the clock and on the processor, for the very first start and those that follow it."""
    with tempfile.TemporaryDirectory() as folder:
        async with Sandbox() as sandbox:
            account = sandbox.add_bot()
            config = furnish(Path(folder), sandbox.base_url)
            taken = []
            for _ in range(STARTS + 1):
                since, begun = sandbox.calls.total, time.perf_counter()
                async with bot_process(config, account) as process:
                    await first_poll(sandbox, process, since)
                    taken.append((time.perf_counter() - begun, processor_seconds(process)))
            return taken
