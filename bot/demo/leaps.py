"""Leaps: the town's clock is moved on, with a stop at whatever falls due on the way, as time itself would have it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import partial

from bot.demo.due import next_due
from bot.demo.stage import Stage
from bot.sandbox.feed import Feed
from bot.sandbox.page.backstage import Due
from storage.errors import StorageError

_MOST_STOPS = 100
"""Moments at which one leap stops for what falls due: a month of the town."""
_SETTLED = 0.5
"""Seconds without news after which it is asked anew what falls due next."""
_A_WHILE = 3600.0


async def coming(stage: Stage) -> Due | None:
    """What falls due next; None when nothing does."""
    try:
        return await stage.look(next_due)
    except (StorageError, LookupError):  # the bot is making its database
        return None


async def leap_to(stage: Stage, goal: datetime) -> None:
    """Let time pass until then: a day's leap brings the morning's digest. Raises NotHappened and BotGone."""
    reached = stage.clock.now()
    for _ in range(_MOST_STOPS):
        due = await coming(stage) if stage.bot.wanted else None
        if due is None or not reached < due.at < goal:
            break
        reached = due.at
        await stage.leap_to(reached)
    await stage.leap_to(goal)


async def watch(stage: Stage, changed: Callable[[], None]) -> None:
    """Tell when something else falls due next than before. Goes on until it is cancelled."""
    feed = stage.sandbox.feed
    known = await coming(stage)
    seen = -1
    while True:
        with suppress(TimeoutError):
            await feed.until(partial(_has_more, feed, seen), _A_WHILE)
        await asyncio.sleep(_SETTLED)
        seen = feed.last_number
        due = await coming(stage)
        if due != known:
            known = due
            changed()


def _has_more(feed: Feed, seen: int) -> bool:
    return feed.last_number > seen
