"""The workbook of 50,000 tickets: how long it takes, and the memory of both processes that make it."""

from __future__ import annotations

import asyncio
import re
import time
from pathlib import Path

from bot.desk import statistics
from bot.desk.exporting import Wish
from bot.desk.shell import Shell
from bot.domain.periods import read_period
from bot.domain.questions import Question
from bot.drawing.process import DrawingProcess
from handlers.exporting import Exporter
from handlers.pictures import Gallery
from tests.benchmarks import county
from tests.desk.town import ZONE

MOST_SECONDS, MOST_MB = 15, 250
_PERIOD = "2026Q3"


async def run(shell: Shell, folder: Path) -> None:
    period = read_period(_PERIOD, county.NOW, ZONE)
    figures = await shell.look(lambda tx, office, now: statistics.figures(tx, office.area, period, now))
    process = DrawingProcess(folder / "writing", patience=120)
    exporter = Exporter(shell, process.draw, Gallery(shell, folder / "media"))
    seen = [_memory("self", "VmRSS")]
    watching = asyncio.create_task(_watch(seen))
    try:
        began, processor = time.perf_counter(), time.process_time()
        made = await exporter.file(Wish(Question(_PERIOD), "xlsx", figures))
        took, used = time.perf_counter() - began, time.process_time() - processor
        assert made.path is not None
        size = (folder / "media" / made.path).stat().st_size / 1e6
        print(f"  the workbook of {made.listed:,} tickets, {size:.1f} MB: {took:.1f} s ({used:.1f} of the bot's own")
        print(f"    processor); expected < {MOST_SECONDS} s. The bot grew by {max(seen) - seen[0]:.0f} MB,", end="")
        print(f" who writes it took {_memory(process.pid, 'VmHWM'):.0f}; expected < {MOST_MB} MB")
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
        await process.close()


async def _watch(seen: list[float]) -> None:
    while True:
        await asyncio.sleep(0.05)
        seen.append(_memory("self", "VmRSS"))


def _memory(process: int | str | None, which: str) -> float:
    """MB."""
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    found = re.search(rf"{which}:\s+(\d+) kB", status)
    assert found is not None
    return int(found[1]) * 1024 / 1e6
