"""The clock: wakes the desk when something is due. The rows are the truth; APScheduler only rings."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta, tzinfo
from functools import partial
from typing import Any

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger

from bot.desk import digests, intake, prompts, reminders, upkeep
from bot.desk.office import Office
from bot.desk.shell import Shell
from bot.domain.posts import PostState, StoredPost
from storage import posts, schedules
from storage.errors import StorageError
from storage.transaction import Tx

log = structlog.get_logger()


def next_run(zone: tzinfo) -> Any:
    """A function giving the next moment, strictly after a given one, that has this local time."""

    def after(at: time, moment: datetime) -> datetime:
        trigger = CronTrigger(hour=at.hour, minute=at.minute, timezone=zone)
        found: datetime = trigger.get_next_fire_time(None, moment + timedelta(milliseconds=1))
        return found.astimezone(UTC)

    return after


class Clock:
    """One sweep every so often, and one wake at the next moment that something is due."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )
        self._wake_at: datetime | None = None

    async def start(self) -> None:
        """Catch up with what fell due while nobody looked, then ring."""
        await self.sweep()
        self._scheduler.add_job(self.sweep, "interval", seconds=self._shell.office.sweep.total_seconds(), id="sweep")
        self._scheduler.start()

    def stop(self) -> None:
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    def wake(self, at: datetime) -> None:
        """Sweep at this moment, unless an earlier wake is set already. `at` is in the shell's time."""
        if self._wake_at is not None and self._shell.now() < self._wake_at <= at:
            return
        self._wake_at = at
        ring = datetime.now(UTC) + max(at - self._shell.now(), timedelta())
        self._scheduler.add_job(self.sweep, "date", run_date=ring, id="wake", replace_existing=True)

    async def sweep(self) -> None:
        """Do everything that is due, each in a transaction of its own; then set the next wake.

        A step that fails is logged and does not keep the others from running.
        """
        for step in (self._gather, self._remind, self._drop_prompts, self._send_digests, self._clean_up, self._plan):
            try:
                await step()
            except StorageError as error:
                log.error("clock.storage_failed", step=step.__name__, error=str(error))
            except Exception:
                log.exception("clock.step_failed", step=step.__name__)

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

    async def _drop_prompts(self) -> None:
        await self._shell.do(_drop_prompts)

    async def _send_digests(self) -> None:
        await self._shell.do(digests.send_when_due)

    async def _clean_up(self) -> None:
        await self._shell.do(upkeep.clean_up_when_due)

    async def _plan(self) -> None:
        if (at := await self._shell.look(_next_moment)) is not None:
            self.wake(at)


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
    moments = (posts.next_ready_at(tx), reminders.next_wake(tx, office, now), schedules.soonest(tx))
    return min((moment for moment in moments if moment is not None and moment > now), default=None)
