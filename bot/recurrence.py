"""Recurrence: when what repeats comes next, by APScheduler's reading of cron."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache

from apscheduler.triggers.cron import CronTrigger

from bot.domain.repeating import Cron, When


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
