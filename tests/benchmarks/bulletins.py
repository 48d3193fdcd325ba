"""Bulletins: the list of a quarter with 10,000 tickets, and what the event loop and the writes wait for meanwhile."""

from __future__ import annotations

import asyncio
import os
import random
import resource
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from bot.desk.bulletins import Issue, Part, count
from bot.desk.reach import Seat
from bot.desk.shell import Shell
from bot.domain.periods import Period, read_period
from bot.domain.tickets import State
from bot.drawing.process import DrawingProcess
from bot.notices.registers import PAGES
from handlers.pictures import Gallery
from handlers.printing import Printer
from storage import tickets
from storage.transaction import Tx
from tests.benchmarks.stopwatch import Stopwatch
from tests.handlers.rooms import open_shell
from tests.storage.histories import a_ticket

TICKETS = 10_000
GOAL_MS = 20
"""Milliseconds that the event loop may stand still at most."""
_NOW = datetime(2026, 10, 1, 0, 30, tzinfo=UTC)
_UNITS = ("donghu", "xiyuan", "beishan", "luminju", None)
_STATES = (State.CLOSED, State.CLOSED, State.CLOSED, State.RESOLVED, State.ACCEPTED, State.SUSPENDED, State.REJECTED)


def run() -> None:
    asyncio.run(_run())


async def _run() -> None:
    with tempfile.TemporaryDirectory(prefix="fengshao-") as made:
        folder = Path(made)
        async with open_shell(folder, lambda: _NOW) as shell:
            await shell.do(lambda tx, office, now: _fill(tx))
            process = DrawingProcess(folder / "drawing", patience=120)
            printer = Printer(shell, process.draw, Gallery(shell, folder / "media"), folder / "media")
            try:
                await _measure(shell, printer, process, folder / "media")
            finally:
                await process.close()


async def _measure(shell: Shell, printer: Printer, process: DrawingProcess, media: Path) -> None:
    period = read_period("2026Q3", _NOW, shell.office.zone)
    idle, _ = await _watched(shell, asyncio.sleep(1.0))
    before = _peak()
    watch = Stopwatch()
    stalls, waits = await _watched(shell, printing := asyncio.ensure_future(_print(shell, printer, period)))
    took = watch.taken()
    parts = printing.result()
    sizes = [(media / part.path).stat().st_size for part in parts if part.path is not None]
    print(f"a quarter with {TICKETS} tickets: picture, {PAGES} pages and workbook in {took.clock:.1f} s,")
    print(f"  {took.processor:.1f} s of the bot's processor and {_seconds_of(process):.1f} s of the drawing process")
    print(f"  {len(sizes)} files, the workbook {sizes[-1] / 1e6:.1f} MB;")
    print(
        f"  the bot's peak grew by {(_peak() - before) / 1024:.0f} MB; the drawing process took {_of(process):.0f} MB"
    )
    print(f"  longest stall of the event loop {max(stalls) * 1e3:.0f} ms (idle {max(idle) * 1e3:.0f} ms);")
    print(f"  {len(waits)} writes meanwhile, the longest {max(waits) * 1e3:.0f} ms (median {median(waits) * 1e3:.1f});")
    print(f"  expected: no stall over {GOAL_MS} ms")


async def _print(shell: Shell, printer: Printer, period: Period) -> tuple[Part, ...]:
    issue = Issue(Seat(-1))
    content = await shell.look(lambda tx, office, now: count(tx, office.area, period, now, issue))
    return await printer.parts(content, await printer.register(period, None, _NOW))


async def _watched(shell: Shell, work: asyncio.Future[object] | object) -> tuple[list[float], list[float]]:
    """What each tick of 2 ms cost of the processor while the work was done, and how long each small write took.

    By the processor: what others on this machine do makes ticks late, too, but is none of ours.
    """
    late: list[float] = []
    waited: list[float] = []

    async def tick() -> None:
        while True:
            then = time.process_time()
            await asyncio.sleep(0.002)
            late.append(time.process_time() - then)

    async def write() -> None:
        while True:
            then = time.perf_counter()
            await shell.do(lambda tx, office, now: tx.run("UPDATE clock SET seen_at = seen_at"), announce=False)
            waited.append(time.perf_counter() - then)
            await asyncio.sleep(0.05)

    beside = [asyncio.create_task(tick()), asyncio.create_task(write())]
    try:
        await work  # type: ignore[misc]
    finally:
        for task in beside:
            task.cancel()
        await asyncio.gather(*beside, return_exceptions=True)
    return late, waited


def _peak() -> int:
    """KB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _of(process: DrawingProcess) -> float:
    """MB that the drawing process needed at most."""
    lines = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def _seconds_of(process: DrawingProcess) -> float:
    """Of the processor, by the drawing process."""
    fields = Path(f"/proc/{process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _fill(tx: Tx) -> None:
    dice = random.Random(1)
    tx.run(
        "INSERT INTO posts (id, state, chat_id, message_id, private, sender_id, sender_name, text, sent_at, kept_at)"
        " VALUES (1, 'done', -100, 5, 0, 42, '王师傅', '垃圾桶坏了', 0, 0)"
    )
    start = datetime(2026, 6, 30, 16, tzinfo=UTC)
    for number in range(TICKETS):
        created = start + timedelta(seconds=number * 780)
        state = dice.choice(_STATES)
        done = state in {State.CLOSED, State.RESOLVED}
        ticket = a_ticket(
            state=state,
            text=f"东湖花园{dice.randint(1, 40)}栋的垃圾桶坏了，请尽快派人来看一看",
            summary="垃圾桶坏了没有人清理，味道很大影响居民出行",
            place=f"东湖花园{dice.randint(1, 40)}栋{dice.randint(1, 4)}单元",
            unit_code=dice.choice(_UNITS),
            created_at=created,
            due_at=created + timedelta(days=3),
            resolved_at=created + timedelta(hours=dice.randint(1, 100)) if done else None,
        )
        tickets.add(tx, ticket, [])


if __name__ == "__main__":
    run()
