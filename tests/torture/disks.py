"""Fault 6, what passes: the disk is full or turns read-only, or another program holds the database locked.

While it lasts nothing is acknowledged that is not kept, and the log and /health say what it is. When it is over, the
bot goes on by itself. A start in the midst of it ends with one line that says what mends it.
"""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.torture.arena import PATIENCE, Arena, opened, wait_until
from tests.torture.bots import StruckBot
from tests.torture.fault import Form
from tests.torture.host import Host, Reader
from tests.torture.tally import Finding, Sort, Tally

_ROUNDS = {Form.SHORT: 1, Form.LONG: 8}
_REPORTS = 3
_LONGEST = {Form.SHORT: 1.0, Form.LONG: 6.0}
"""Seconds that a trouble goes on after it was noticed."""
_DISK = "24m"
"""The small disk: the database has 1 MB, its WAL grows to 4."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """`strike` brings it about while it is entered, for a bot that runs (True) or not. `told`: how the bot calls it."""

    strike: Callable[[Arena, Host, StruckBot, bool], AbstractAsyncContextManager[None]]
    told: str
    short_start: bool = False
    """Whether the short form, too, starts a bot in the midst of it."""
    leaves_room: bool = False
    """Whether a batch may go in all the same: into what the last life's WAL had taken up, or what a page has left."""

    async def play(self, form: Form, bot: StruckBot) -> Tally:
        tally = Tally()
        host = Host()
        async with opened(0, http__listen=host.listen, storage__url="sqlite:///disk/fengshao.db") as arena:
            arena.file = arena.folder / "disk" / "fengshao.db"
            with _small_disk(arena.file.parent):
                host.settle(arena)
                await _life(arena, bot)
                for _ in range(_ROUNDS[form]):
                    found = await self._while_it_runs(arena, host, bot, _LONGEST[form])
                    await bot.kill()
                    tally.judged(1, [*found, *arena.judge()])
                    if form is Form.LONG or self.short_start:
                        found = await self._at_its_start(arena, host, bot)
                        await _life(arena, bot)
                        tally.judged(1, [*found, *arena.judge()])
        return tally

    async def _while_it_runs(self, arena: Arena, host: Host, bot: StruckBot, longest: float) -> list[Finding]:
        reader, found = Reader(arena), []
        await bot.start(arena.config)
        await wait_until(lambda: (reader.lines("bot.polling") and arena.settled()) or not bot.running, bot.words)
        async with self.strike(arena, host, bot, True):
            while not reader.lines("inbox.not_stored"):
                arena.report()
                await asyncio.sleep(arena.chance.uniform(0.02, 0.2))
                assert bot.running, bot.words()[-2000:]
            found += await host.complaints("the database cannot be written")
            found += self._logged(reader)
            await asyncio.sleep(arena.chance.uniform(0, longest))
            if not arena.bot.updates.pending and not self.leaves_room:
                found.append(Finding(Sort.LOST, "everything was acknowledged while nothing could be kept"))
        await wait_until(lambda: arena.settled() or not bot.running, bot.words)
        if not bot.running:
            found.append(Finding(Sort.BROKEN, f"it did not outlive: {self.told}"))
        elif not await host.recovers():
            found.append(Finding(Sort.BROKEN, "it is over, and /health still tells of it"))
        return found

    def _logged(self, reader: Reader) -> list[Finding]:
        said = [line["error"] for line in reader.lines("inbox.not_stored")]
        return [Finding(Sort.BROKEN, f"the log says {words!r}") for words in set(said) if self.told not in words]

    async def _at_its_start(self, arena: Arena, host: Host, bot: StruckBot) -> list[Finding]:
        """One line, exit 1; Telegram was told nothing. Or it began, and what it took in it has kept."""
        arena.report()
        waiting = len(arena.bot.updates.pending)
        async with self.strike(arena, host, bot, False):
            reader = Reader(arena)
            await bot.start(arena.config)
            await wait_until(lambda: not bot.running or self._began(arena, reader), bot.words)
            if bot.running:
                await bot.kill()
                return []
            code, said = await bot.ended(PATIENCE), reader.last_words()
        if len(arena.bot.updates.pending) != waiting:
            return [Finding(Sort.LOST, "a start that failed has acknowledged something")]
        if code == 1 and len(said) == 1 and self.told in said[0]:
            return []
        return [Finding(Sort.BROKEN, f"a start while it lasts ended with {code} and said {said}")]

    def _began(self, arena: Arena, reader: Reader) -> bool:
        return self.leaves_room and bool(arena.settled() or reader.lines("inbox.not_stored"))


async def _life(arena: Arena, bot: StruckBot) -> None:
    for _ in range(_REPORTS):
        arena.report()
    await bot.start(arena.config)
    await wait_until(lambda: arena.settled() or not bot.running, bot.words)
    assert bot.running, bot.words()[-2000:]
    await bot.kill()


@contextmanager
def _small_disk(folder: Path) -> Iterator[None]:
    """A disk of its own where this process may mount one; else a mere folder."""
    folder.mkdir()
    mounted = _mount("-t", "tmpfs", "-o", f"size={_DISK}", "fengshao-torture", str(folder))
    try:
        yield
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)


def _mount(*words: str) -> bool:
    with suppress(FileNotFoundError):
        return subprocess.run(["mount", *words], capture_output=True).returncode == 0
    return False


@asynccontextmanager
async def _full(arena: Arena, host: Host, bot: StruckBot, running: bool) -> AsyncIterator[None]:
    """Somebody's file takes all the room that is left."""
    filler = arena.file.with_name("filler")
    if not arena.file.parent.is_mount():
        async with _weather(host, bot, running, "full"):
            yield
        return
    _fill(filler)
    try:
        yield
    finally:
        filler.unlink()


def _fill(file: Path) -> None:
    with file.open("ab", buffering=0) as growing, suppress(OSError):
        for size in (1 << 20, 1 << 12, 1):
            with suppress(OSError):
                while growing.write(b"\0" * size) == size:
                    pass


@asynccontextmanager
async def _read_only(arena: Arena, host: Host, bot: StruckBot, running: bool) -> AsyncIterator[None]:
    """As the system makes it when the disk fails; a mount that nobody uses can really be made so."""
    folder = str(arena.file.parent)
    if running or not _mount("-o", "remount,ro", folder):
        async with _weather(host, bot, running, "read-only"):
            yield
        return
    try:
        yield
    finally:
        _mount("-o", "remount,rw", folder)


@asynccontextmanager
async def _weather(host: Host, bot: StruckBot, running: bool, disk: str) -> AsyncIterator[None]:
    if running:
        await host.turn(bot, disk=disk)
    else:
        host.forecast(disk=disk)
    try:
        yield
    finally:
        if running:
            await host.turn(bot)
        else:
            host.forecast()


@asynccontextmanager
async def _locked(arena: Arena, host: Host, bot: StruckBot, running: bool) -> AsyncIterator[None]:
    """Somebody has opened the file in another program, and has begun to write."""
    with closing(sqlite3.connect(arena.file, isolation_level=None)) as stranger:
        stranger.execute("BEGIN IMMEDIATE")
        yield


FULL = Trouble(_full, "no room left", short_start=True, leaves_room=True)
READ_ONLY = Trouble(_read_only, "cannot be written")
LOCKED = Trouble(_locked, "locked by another program")
