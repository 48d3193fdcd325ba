"""Fault 10, by its hour: twenty updates a second, and the bot's memory stays as it is.

The bot is a process of its own; the sandbox, which remembers everything, grows in this one. What is measured is the
bot's resident memory (VmRSS of /proc/PID/status), and the slope is that of the line through the samples by least
squares, without the first ones: caches (SQLite's, 8 MB for the writer) fill up, threads begin.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import linear_regression

from tests.torture.arena import opened, wait_until
from tests.torture.bots import StruckBot
from tests.torture.crowd import Crowd
from tests.torture.fault import Form
from tests.torture.invariant import judge
from tests.torture.tally import Finding, Sort, Tally

RATE = 20
"""Updates a second."""
_TOGETHER = 4
"""As many come in one batch: five polls a second, not twenty."""


@dataclass(frozen=True, slots=True)
class Length:
    """Seconds: how long it goes on, how much of that is warming up, and how often the memory is looked at. `steepest`
    is the slope in kB a minute from which on memory counts as not flat, `figures` how often /stats is asked for,
    `sweep` how often the bot looks at its clocks: what waits for them at the end is waited for."""

    whole: float
    warm_up: float
    between: float
    steepest: float
    figures: float
    sweep: str


_LENGTHS = {
    Form.SHORT: Length(whole=4, warm_up=2, between=0.25, steepest=400_000, figures=600, sweep="1s"),
    Form.LONG: Length(whole=3600, warm_up=1200, between=5, steepest=50, figures=300, sweep="20s"),
}
"""A process that has just begun still loads what it needs: in its first seconds only a landslide can be told."""
_MOST_WAITING = 300 * RATE
"""Updates that wait, at any look, mean that the bot does not keep up: five minutes' of them, since a machine that is
shared may have nothing left for it for some while."""


@dataclass(slots=True)
class Watch:
    """What was seen: seconds since the start, and kB."""

    at: list[float] = field(default_factory=list)
    kilobytes: list[int] = field(default_factory=list)
    most_waiting: int = 0

    def slope(self, warm_up: float) -> float:
        """kB a minute, once warm."""
        warm = [(at / 60, size) for at, size in zip(self.at, self.kilobytes, strict=True) if at >= warm_up]
        return linear_regression(*zip(*warm, strict=True)).slope


async def play(form: Form, bot: StruckBot) -> Tally:
    """Twenty updates a second for as long as the form says; then all has ended, and memory has not grown."""
    tally, length, watch = Tally(), _LENGTHS[form], Watch()
    async with opened(seed=10, posts__join_window="2s", reminders__sweep=length.sweep) as arena:
        crowd = Crowd(arena)
        await bot.start(arena.config)
        began = time.monotonic()
        await _go_on(crowd, bot, length, watch)
        took, ended = time.monotonic() - began, arena.clock.now()
        await wait_until(lambda: arena.settled() or not bot.running, bot.words)
        assert bot.running, bot.words()[-2000:]
        await bot.kill()
        slope = watch.slope(length.warm_up)
        updates = arena.look("SELECT count(*) AS many FROM inbox")[0]["many"]
        unbroken = judge(arena.file, arena.sandbox, arena.bot, arena.posts, ended)
        tally.judged(updates, [*_found(watch, slope, length), *unbroken])
    tally.more["updates a second"] = round(updates / took)
    tally.more["tickets"] = len(arena.posts)
    tally.more["most waiting"] = watch.most_waiting
    tally.more["resident at the end (MB)"] = watch.kilobytes[-1] // 1024
    tally.more["slope (kB/min)"] = round(slope)
    return tally


async def _go_on(crowd: Crowd, bot: StruckBot, length: Length, watch: Watch) -> None:
    """Act by the clock, whatever the machine does: who was late catches up."""
    began, acts, looks, figures = time.monotonic(), 0, 0, 0
    while (now := time.monotonic() - began) < length.whole and bot.running:
        while acts < now * RATE:
            for _ in range(_TOGETHER):
                crowd.act()
            acts += _TOGETHER
        if now >= looks * length.between:
            looks += 1
            _look(crowd, bot, watch, now)
        if now >= (figures + 1) * length.figures:
            figures += 1
            crowd.count()
        await asyncio.sleep(max(0.0, acts / RATE - (time.monotonic() - began)))
    assert bot.running, bot.words()[-2000:]


def _look(crowd: Crowd, bot: StruckBot, watch: Watch, now: float) -> None:
    inbox = crowd.arena.look("SELECT count(*) AS waiting FROM inbox WHERE state = 'waiting'")
    waiting = len(crowd.arena.bot.updates.pending) + (inbox[0]["waiting"] if inbox else 0)
    watch.most_waiting = max(watch.most_waiting, waiting)
    watch.at.append(now)
    watch.kilobytes.append(resident(bot.process_id))


def resident(process_id: int) -> int:
    """kB that a process holds."""
    lines = Path(f"/proc/{process_id}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))


def _found(watch: Watch, slope: float, length: Length) -> list[Finding]:
    found = []
    if slope > length.steepest:
        found.append(Finding(Sort.BROKEN, f"memory grows by {slope:.0f} kB a minute"))
    if watch.most_waiting > _MOST_WAITING:
        found.append(Finding(Sort.LOST, f"{watch.most_waiting} updates waited at once: it does not keep up"))
    return found
