"""The clock: wakes the desk when something is due. The rows are the truth; this only rings.

It counts the time that passes, not the time of day: that may be put back while somebody waits.
"""

from __future__ import annotations

import asyncio
import time as passing
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache, partial

import structlog
from apscheduler.triggers.cron import CronTrigger

from bot.desk import (
    boards,
    bulletins,
    calendar,
    digests,
    gaps,
    intake,
    learning,
    prompts,
    reminders,
    suspensions,
    thanks,
    upkeep,
    waits,
)
from bot.desk.office import Office
from bot.desk.shell import Shell
from bot.domain.hearing import Heard
from bot.domain.posts import PostState, StoredPost
from bot.domain.repeating import Cron, When
from storage import posts, schedules
from storage.errors import StorageError
from storage.transaction import Tx

log = structlog.get_logger()

_LOOK = 1.0
"""Seconds between two looks at the time of day: so soon a clock that was put back, or forward, is noticed."""


def next_run(zone: tzinfo) -> Callable[[When, datetime], datetime]:
    """A function giving the next moment, strictly after a given one, that has this local time or fits this cron.

    APScheduler is asked for what the clock on the wall shows, as if it never changed: told the zone, it loses the
    midnight after clocks were put forward. An hour that is left out is an hour later; one that comes twice counts once.
    """

    def after(when: When, moment: datetime) -> datetime:
        wall = moment.astimezone(zone).replace(tzinfo=UTC, fold=0)
        while True:
            wall = _trigger(when).get_next_fire_time(None, wall + timedelta(milliseconds=1))
            found: datetime = wall.replace(tzinfo=zone).astimezone(UTC)
            if found > moment:
                return found

    return after


@lru_cache(maxsize=64)
def _trigger(when: When) -> CronTrigger:
    """Remembered: every sweep asks for each thing that repeats."""
    if isinstance(when, Cron):
        return CronTrigger.from_crontab(when.written, timezone=UTC)
    return CronTrigger(hour=when.hour, minute=when.minute, timezone=UTC)


class Clock:
    """One sweep every so often, and one wake at the next moment that something is due."""

    def __init__(
        self,
        shell: Shell,
        learn: Callable[[], None] | None = None,
        heard: Callable[[], Heard | None] | None = None,
        claimed: Callable[[], None] | None = None,
    ) -> None:
        """`learn` is called when learning is due, `claimed` when a bulletin was claimed, which is told elsewhere.
        Without one of them, that never happens.

        `heard` says when Telegram answered; None: not yet.
        """
        self._shell = shell
        self._heard = heard
        self._begin_learning = learn
        self._bulletin_claimed = claimed
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
        """Do everything that is due, each in a transaction of its own; then set the next wake.

        A step that fails is logged and does not keep the others from running.
        """
        steps = (self._follow, self._gather, self._resume, self._remind, self._drop_prompts)
        told = (self._send_digests, self._post_boards, self._thank, self._claim_bulletins)
        last = (self._listen, self._look_at_the_calendar, self._clean_up, self._learn, self._plan)
        async with self._sweeping:
            if self._is_due():
                self._wake_at = None  # first: a wake that is set while this sweep is under way still rings
            for step in (*steps, *told, *last):
                try:
                    await step()
                except StorageError as error:
                    log.error("clock.storage_failed", step=step.__name__, error=str(error))
                except Exception:
                    log.exception("clock.step_failed", step=step.__name__)

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

    async def _gather(self) -> None:
        """Each post by itself: one that the reading falls over must not hold up the others."""
        while ready := await self._shell.look(_ready):
            for post in ready:
                await self._take(post)

    async def _take(self, post: StoredPost) -> None:
        try:
            await self._shell.do(partial(_take_gathered, post))
        except StorageError:
            raise
        except Exception:
            log.exception("clock.post_failed", post=post.id, chat=post.chat_id)
            await self._shell.do(partial(_set_aside, post))

    async def _remind(self) -> None:
        while await self._shell.do(reminders.sweep) >= reminders.BATCH:
            pass

    async def _resume(self) -> None:
        while await self._shell.do(suspensions.resume_due) >= suspensions.BATCH:
            pass

    async def _listen(self) -> None:
        if self._heard is not None and (heard := self._heard()) is not None:
            await self._shell.do(partial(_note_heard, heard))

    async def _look_at_the_calendar(self) -> None:
        await self._shell.do(calendar.announce_when_due)

    async def _drop_prompts(self) -> None:
        await self._shell.do(_drop_prompts)

    async def _send_digests(self) -> None:
        while await self._shell.do(digests.send_when_due):
            pass

    async def _post_boards(self) -> None:
        while await self._shell.do(boards.post_when_due):
            pass

    async def _thank(self) -> None:
        while await self._shell.do(thanks.thank_when_due):
            pass

    async def _claim_bulletins(self) -> None:
        """What a bulletin shows is counted and drawn elsewhere: a sweep waits for neither."""
        if self._bulletin_claimed is not None and await self._shell.do(bulletins.claim_when_due):
            self._bulletin_claimed()

    async def _clean_up(self) -> None:
        await self._shell.do(upkeep.clean_up_when_due)

    async def _learn(self) -> None:
        if self._begin_learning is not None and await self._shell.do(learning.claim_when_due):
            self._begin_learning()

    async def _plan(self) -> None:
        if (at := await self._shell.look(_next_moment)) is not None:
            self.wake(at)


def _follow(by: timedelta, tx: Tx, office: Office, now: datetime) -> None:
    waits.follow(tx, office, by, now)


def _note_heard(heard: Heard, tx: Tx, office: Office, now: datetime) -> None:
    gaps.note_heard(tx, office, heard, now)


def _ready(tx: Tx, office: Office, now: datetime) -> list[StoredPost]:
    return posts.ready(tx, now)


def _take_gathered(post: StoredPost, tx: Tx, office: Office, now: datetime) -> None:
    """Looked at again in the transaction: another sweep may have taken it meanwhile."""
    still = posts.load(tx, post.id)
    if still.state is PostState.GATHERING:
        intake.take_gathered(tx, office, still, now)


def _set_aside(post: StoredPost, tx: Tx, office: Office, now: datetime) -> None:
    intake.set_aside(tx, office, post, now)


def _drop_prompts(tx: Tx, office: Office, now: datetime) -> None:
    prompts.drop_expired(tx, now)


def _next_moment(tx: Tx, office: Office, now: datetime) -> datetime | None:
    """The soonest of: a post is ready, a rung comes, something that repeats is due."""
    moments = (
        posts.next_ready_at(tx),
        suspensions.next_wake(tx),
        reminders.next_wake(tx, office, now),
        schedules.soonest(tx),
    )
    return min((moment for moment in moments if moment is not None and moment > now), default=None)
