"""The clock: wakes the desk when something is due. The rows are the truth; this only rings.

It counts the time that passes, not the time of day: that may be put back while somebody waits.
"""

from __future__ import annotations

import asyncio
import time as passing
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot.chores import Chores, attempt
from bot.desk import reminders, suspensions, waits
from bot.desk.office import Office
from bot.desk.shell import Shell
from storage import posts, schedules, special_actions
from storage.transaction import Tx

log = structlog.get_logger()

_LOOK = 1.0
"""Seconds between two looks at the time of day: so soon a clock that was put back, or forward, is noticed."""


class Clock:
    """One sweep every so often, and one wake at the next moment that something is due."""

    def __init__(self, shell: Shell, chores: Chores | None = None) -> None:
        self._shell = shell
        self._chores = chores or Chores(shell)
        self._wake_at: datetime | None = None
        self._woken = asyncio.Event()
        self._ringing: asyncio.Task[None] | None = None
        self._seen: tuple[datetime, float] | None = None
        """What the host's clock showed at the last look, and when that was by the time that passes."""
        self._sweeping = asyncio.Lock()

    async def start(self) -> None:
        """Catch up with what fell due while nobody looked, then ring."""
        await self.sweep()
        self._ringing = asyncio.create_task(self._ring())

    def stop(self) -> None:
        if self._ringing is not None:
            self._ringing.cancel()

    def wake(self, at: datetime) -> None:
        """Sweep at this moment, unless an earlier wake is set already. `at` is in the shell's time."""
        if self._wake_at is not None and self._wake_at <= at:
            return
        self._wake_at = at
        self._woken.set()

    async def _ring(self) -> None:
        every = self._shell.office.sweep.total_seconds()
        next_sweep = passing.monotonic() + every
        while True:
            await self._rest(next_sweep - passing.monotonic())
            if self._put_back():
                self._wake_at = None  # a moment of another reckoning
            elif not self._is_due() and passing.monotonic() < next_sweep:
                self._look()
                continue
            await self.sweep()
            next_sweep = passing.monotonic() + every

    async def _rest(self, seconds: float) -> None:
        """Until the next look, the wake, or a wake that is set anew."""
        if self._wake_at is not None:
            seconds = min(seconds, (self._wake_at - self._shell.now()).total_seconds())
        self._woken.clear()
        try:
            async with asyncio.timeout(max(0.0, min(seconds, _LOOK))):
                await self._woken.wait()
        except TimeoutError:
            return

    def _is_due(self) -> bool:
        return self._wake_at is not None and self._wake_at <= self._shell.now()

    def _put_back(self) -> timedelta:
        """By how much the time of day was put back since the last look; zero when it was not."""
        if self._seen is None:
            return timedelta()
        seen, then = self._seen
        now = self._shell.now()
        if now >= seen - waits.TOLERANCE:
            return timedelta()
        return seen + timedelta(seconds=passing.monotonic() - then) - now

    def _look(self) -> None:
        if self._seen is not None:  # what the storage does not know yet, the next sweep compares with
            self._seen = (self._shell.now(), passing.monotonic())

    async def sweep(self) -> None:
        """Do everything that is due, each in transactions of its own; then set the next wake."""
        async with self._sweeping:
            began = self._shell.now()

            async def plan() -> None:
                await self._plan(began)

            if self._is_due():
                self._wake_at = None  # first: a wake that is set while this sweep is under way still rings
            await attempt(self._follow)
            await self._chores.do()
            await attempt(plan)

    async def _follow(self) -> None:
        """See what the time of day is, and let nobody wait longer because it was put back."""
        by, seen = self._put_back(), (self._shell.now(), passing.monotonic())
        if self._seen is None:
            by = await self._shell.do(waits.catch_up)
        elif by:
            await self._shell.do(partial(_follow, by))
        else:
            await self._shell.do(waits.note_time)
        self._seen = seen
        if by:
            log.warning("clock.put_back", seconds=round(by.total_seconds()), remedy="check the host's time")

    async def _plan(self, began: datetime) -> None:
        """What fell due while the sweep was under way may have come too late for its step: it rings at once. What was
        due before, and still is, could not be done: it waits for the next sweep."""
        if (at := await self._shell.look(partial(_next_moment, began))) is not None:
            self.wake(at)


def _follow(by: timedelta, tx: Tx, office: Office, now: datetime) -> None:
    waits.follow(tx, office, by, now)


def _next_moment(after: datetime, tx: Tx, office: Office, now: datetime) -> datetime | None:
    """The soonest after this one of: a post is ready, a rung comes, something that repeats is due."""
    moments = (
        posts.next_ready_at(tx),
        suspensions.next_wake(tx),
        reminders.next_wake(tx, office, after),
        schedules.soonest(tx),
        special_actions.next_at(tx),
    )
    return min((moment for moment in moments if moment is not None and moment > after), default=None)
