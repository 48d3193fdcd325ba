"""A coordinator asks for /stats in a meeting: the picture, and how long everything else stands still meanwhile."""

from __future__ import annotations

import asyncio
import gc
import shutil
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bot.desk.shell import Shell
from bot.domain.areas import ChatKind
from bot.domain.posts import Post, Sender
from bot.drawing.drawers import Drawable
from bot.drawing.process import DrawingProcess
from bot.reading.reader import Reader
from handlers import statistics
from handlers.pictures import Gallery, Make, illustrator
from handlers.requests import Request
from handlers.words import COMMANDS
from storage import chats
from storage.database import Database
from storage.transaction import Tx
from tests.benchmarks import county, exported
from tests.benchmarks.posting import while_posting
from tests.desk.office import an_office

PICTURE_MS, STALL_MS = 300, 20
PERIODS = ("本季", "2026Q3", "本周", "今日", "本年", "2025", "全部", "本季 第7社区", "本季 第3街道")
_TRIES = 15
_TICK = 0.002


@dataclass(frozen=True, slots=True)
class _Stalls:
    """Milliseconds."""

    own: float
    disturbed: float
    """In a moment in which the machine's host took the processor away."""


async def run(file: Path) -> None:
    """The file itself stays as it is: what comes in meanwhile is written to a copy of it."""
    with tempfile.TemporaryDirectory(prefix="fengshao-", dir=file.parent) as made:
        folder = Path(made)
        await asyncio.to_thread(shutil.copyfile, file, folder / "county.db")
        database = await Database.open(f"sqlite:///{folder / 'county.db'}", now=lambda: county.NOW)
        process = DrawingProcess(folder / "drawing", patience=120)
        try:
            area = county.area()
            office = an_office(area=area, reader=Reader(area))
            shell = Shell(database, office, lambda: county.NOW, lambda tx: office)
            await database.write(_bind)
            make = illustrator(process, Gallery(shell, folder / "media"))
            gc.collect()
            gc.freeze()  # as the bot does when it has started
            await _draw(shell, process)
            await _stall(shell, make)
            await exported.run(shell, folder)
        finally:
            await process.close()
            await database.close()


def _bind(tx: Tx) -> None:
    """The group in which somebody posts meanwhile (posting.py) is one for reports."""
    chats.remember(tx, -1001, "骑手随手拍", "supergroup")
    chats.bind(tx, -1001, ChatKind.REPORT, None, None, county.NOW)


def _request(words: str) -> Request:
    """What the coordinator wrote, in private."""
    who = Sender(county.COORDINATOR, "协调员")
    post = Post(who.id, 1, who, county.NOW, f"/stats {words}", private=True)
    return Request(next(one for one in COMMANDS if one.name == "stats"), words, who, post, None)


async def _draw(shell: Shell, process: DrawingProcess) -> None:
    sheets: list[Drawable] = []

    async def remember(sheet: Drawable) -> str:
        sheets.append(sheet)
        return "seen.png"

    await statistics.see_request(shell, _request("本季"), remember)
    (sheet,) = sheets
    await process.draw(sheet)
    taken = []
    for _ in range(_TRIES):
        began = time.perf_counter()
        picture = await process.draw(sheet)
        taken.append((time.perf_counter() - began) * 1e3)
    print(
        f"  the picture of this quarter, warm: {median(taken):.0f} ms (at most {max(taken):.0f}),"
        f" {len(picture) / 1e3:.0f} kB; expected < {PICTURE_MS} ms"
    )


async def _stall(shell: Shell, make: Make) -> None:
    """/stats of one period after the other while posts come in, beside the same posts with nothing else to do."""

    async def ask() -> None:
        for words in PERIODS:
            seen = await statistics.see_request(shell, _request(words), make)
            assert seen is not None

    await ask()
    idle, calm, _ = await _watched(shell, lambda: asyncio.sleep(4))
    late, waits, took = await _watched(shell, ask)
    print(f"  /stats of {len(PERIODS)} periods and units, counted and drawn, in {took:.1f} s; {len(waits)} posts came:")
    print(f"    the loop's longest stall {late.own:.0f} ms (without /stats {idle.own:.0f}); expected < {STALL_MS} ms")
    print(f"    and in moments that the host gave to others {late.disturbed:.0f} (without /stats {idle.disturbed:.0f})")
    print(f"    a post waited {median(waits):.1f} ms, at most {max(waits):.0f}", end="")
    print(f" (without /stats {median(calm):.1f}, at most {max(calm):.0f})")


async def _watched(shell: Shell, work: Callable[[], Awaitable[None]]) -> tuple[_Stalls, list[float], float]:
    """The longest stalls, how long each post waited (ms), and the seconds that it all took.

    A stall is what a tick of 2 ms came late, as far as this process had the processor in it: others on this machine
    make ticks late, too.
    """
    own, disturbed = [0.0], [0.0]

    async def tick() -> None:
        while True:
            clock, processor, taken = time.perf_counter(), time.process_time(), _taken_by_host()
            await asyncio.sleep(_TICK)
            late = min(time.perf_counter() - clock, time.process_time() - processor) - _TICK
            (own if _taken_by_host() == taken else disturbed).append(late)

    ticking = asyncio.create_task(tick())
    try:
        waits, took = await while_posting(shell, _as_coroutine(work))
    finally:
        ticking.cancel()
        await asyncio.gather(ticking, return_exceptions=True)
    return _Stalls(max(own) * 1e3, max(disturbed) * 1e3), [wait * 1e3 for wait in waits], took


def _taken_by_host() -> int:
    """What a host of virtual machines has given to others so far, in hundredths of a second: proc(5), `steal`.

    Such a moment counts as the process's own, and a machine on which it happens all the time measures its neighbours.
    """
    with Path("/proc/stat").open(encoding="ascii") as told:
        return int(told.readline().split()[8])


async def _as_coroutine(work: Callable[[], Awaitable[None]]) -> None:
    await work()
