"""Exports: the workbook of 50,000 tickets with all their events and links, and what waits for it meanwhile.

python -m tests.benchmarks exports
"""

from __future__ import annotations

import asyncio
import gc
import os
import resource
import sqlite3
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import closing
from itertools import chain, islice
from pathlib import Path

from bot.desk import areas
from bot.desk.exporting import Made, Wish
from bot.desk.shell import Shell
from bot.desk.statistics import figures
from bot.domain.periods import read_period
from bot.domain.questions import Question
from bot.drawing.process import DrawingProcess
from bot.reading.reader import Reader
from handlers.exporting import Exporter
from handlers.pictures import Gallery
from storage.database import MIGRATIONS, Database
from storage.migrating import load, migrate
from storage.transaction import Tx, end
from tests.benchmarks import county
from tests.benchmarks.stopwatch import Stopwatch
from tests.desk.office import an_office

TICKETS = 50_000
SECONDS, MB, STALL_MS = 15, 250, 20
_TICK = 0.002
_SUPERGROUPS = 1_000_000_000_000


def run() -> None:
    with tempfile.TemporaryDirectory(prefix="fengshao-") as made:
        folder = Path(made)
        _make(folder / "county.db")
        asyncio.run(_run(folder))


async def _run(folder: Path) -> None:
    database = await Database.open(f"sqlite:///{folder / 'county.db'}", now=lambda: county.NOW)
    try:
        area = county.area()
        office = an_office(area=area, reader=Reader(area))
        shell = Shell(database, office, lambda: county.NOW, lambda tx: office)
        gc.collect()
        gc.freeze()  # as the bot does when it has started
        await measure_export(shell, folder, "all")
    finally:
        await database.close()


async def measure_export(shell: Shell, folder: Path, written: str) -> None:
    """The workbook and the CSV file of a period, of all units; `folder` is where they are kept."""
    process = DrawingProcess(folder / "drawing", patience=120)
    exporter = Exporter(shell, process.draw, Gallery(shell, folder / "media"))
    try:
        print(f"the figures of {written} as a file")
        for suffix in ("xlsx", "csv"):
            await _measure(shell, exporter, process, folder / "media", _wish(await _counted(shell, written), suffix))
    finally:
        await process.close()


async def _counted(shell: Shell, written: str) -> Wish:
    period = read_period(written, county.NOW, shell.office.zone)
    counted = await shell.look(lambda tx, office, now: figures(tx, office.area, period, now))
    return Wish(Question(written), "", counted)


def _wish(wish: Wish, suffix: str) -> Wish:
    return Wish(wish.question, suffix, wish.figures)


async def _measure(shell: Shell, exporter: Exporter, process: DrawingProcess, media: Path, wish: Wish) -> None:
    idle, _ = await _watched(shell, lambda: asyncio.sleep(1))
    before, watch, made = _own(), Stopwatch(), Made(None)

    async def make() -> None:
        nonlocal made
        made = await exporter.file(wish)

    stall, wait = await _watched(shell, make)
    took, peak = watch.taken(), _peak()
    assert made.path is not None
    size = (media / made.path).stat().st_size
    print(f"  {wish.suffix}: {made.listed:,} tickets, {size / 1e6:.1f} MB in {took.clock:.1f} s by the clock,", end="")
    print(f" {took.processor:.1f} s of the bot's processor; expected < {SECONDS} s")
    print(f"    the bot's memory at most {peak:.0f} MB ({before:.0f} before); expected < {MB} MB")
    if process.pid is not None:
        print(f"    the drawing process took {_seconds_of(process):.1f} s and {_of(process):.0f} MB at most")
    print(f"    longest stall of the loop {stall:.0f} ms (idle {idle:.0f}); expected < {STALL_MS} ms;", end="")
    print(f" the longest of the other readings {wait:.0f} ms")


async def _watched(shell: Shell, work: Callable[[], Awaitable[None]]) -> tuple[float, float]:
    """The longest stall of the loop and the longest wait of another reading, milliseconds.

    A stall is what a tick came late, as far as this process had the processor in it: others on this machine make
    ticks late, too.
    """
    late, waited = [0.0], [0.0]

    async def tick() -> None:
        while True:
            clock, processor = time.perf_counter(), time.process_time()
            await asyncio.sleep(_TICK)
            late.append(min(time.perf_counter() - clock, time.process_time() - processor) - _TICK)

    async def read() -> None:
        while True:
            clock = time.perf_counter()
            await shell.look(lambda tx, office, now: tx.value("SELECT version FROM area"))
            waited.append(time.perf_counter() - clock)
            await asyncio.sleep(0.05)

    beside = [asyncio.create_task(tick()), asyncio.create_task(read())]
    try:
        await work()
    finally:
        for task in beside:
            task.cancel()
        await asyncio.gather(*beside, return_exceptions=True)
    return max(late) * 1e3, max(waited) * 1e3


def _own() -> float:
    """MB of this process at present."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize() / 2**20


def _peak() -> float:
    """MB of this process at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _of(process: DrawingProcess) -> float:
    """MB that the drawing process needed at most."""
    lines = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def _seconds_of(process: DrawingProcess) -> float:
    """Of the processor, by the drawing process."""
    fields = Path(f"/proc/{process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _make(file: Path) -> None:
    """Five years of a county with fewer tickets than that of the statistics; each with a photo, in supergroups."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.row_factory = sqlite3.Row
        migrate(connection, file, load(MIGRATIONS), county.NOW)
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("BEGIN")
        tx = Tx(connection)
        areas.import_book(tx, county.area(), county.NOW)
        end(tx)
        events = 0
        ticket, event = (
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
            for table, columns in (("tickets", county.TICKET), ("ticket_events", county.EVENT))
        )
        lives = iter(county.lives(TICKETS))
        for batch in iter(lambda: [*islice(lives, 1000)], []):
            connection.executemany(ticket, (life[0] for life in batch))
            connection.executemany(event, chain.from_iterable(life[1] for life in batch))
            events += sum(len(life[1]) for life in batch)
        connection.execute(f"UPDATE tickets SET chat_id = chat_id - {_SUPERGROUPS}, bot_unit = unit_code")
        connection.execute(_POSTS)
        for purpose, number in (("report", 0), ("proof", 1)):
            connection.execute(_MEDIA, {"purpose": purpose, "number": number})
        connection.execute("COMMIT")
    print(f"{TICKETS:,} tickets with {events:,} events")


_POSTS = (
    "INSERT INTO posts (id, state, chat_id, message_id, sender_id, sender_name, text, sent_at, kept_at)"
    " SELECT id, 'done', chat_id, message_id, reporter_id, reporter_name, text, created_at, created_at FROM tickets"
)
_MEDIA = (
    "INSERT INTO media (post_id, ticket_id, purpose, kind, file_id, unique_id, chat_id, message_id, state)"
    " SELECT CASE :number WHEN 0 THEN id END, CASE :number WHEN 1 THEN id END, :purpose, 'photo',"
    " printf('AgACAgUAAxkBAAIB%040d', id), printf('AQAD%d%012d', :number, id), chat_id, message_id + 7 * :number,"
    " 'stored' FROM tickets WHERE :number = 0 OR resolved_at IS NOT NULL"
)


if __name__ == "__main__":
    run()
