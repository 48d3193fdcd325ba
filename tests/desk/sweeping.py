"""Sweeping: what a look at the clocks fires, and what leaves of it within the minute that it waits for more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.desk.reminder_notices import TOGETHER
from bot.desk.reminders import sweep
from bot.domain.tickets import Move
from storage.notices import Notice
from tests.desk.office import LI, Desk, text_of
from tests.desk.test_handling import act

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


def fired(desk: Desk) -> list[str]:
    """The rungs so far: `fix early`, in the order in which they fired."""
    return [
        f"{row['clock']} {row['rung']}"
        for row in desk.tx.rows(
            "SELECT d.clock, r.rung FROM reminders r JOIN deadlines d ON d.id = r.deadline_id ORDER BY r.fired_at, d.id"
        )
    ]


def are_reminders(left: Sequence[Notice]) -> list[Notice]:
    return [notice for notice in left if notice.key.startswith("reminder:")]


def leaving(desk: Desk, wait: timedelta = timedelta()) -> list[Notice]:
    """The reminders that leave after this time."""
    desk.later(wait)
    return are_reminders(desk.deliver())


def swept(desk: Desk, wait: timedelta) -> dict[int, list[str]]:
    """By chat the lines, but for the head, of what a sweep after this time says within a minute. The clock stays."""
    desk.deliver()
    desk.later(wait)
    sweep(desk.tx, desk.office, desk.now)
    left = leaving(desk, TOGETHER)
    desk.later(-TOGETHER)
    return {notice.chat_id: text_of(notice).split("\n")[1:] for notice in left}


def numbers(text: str) -> list[str]:
    return [word for word in text.split() if word.startswith("#T")]


def an_accepted(desk: Desk) -> Desk:
    """东湖社区 has accepted a ticket of three days: only the fix clock runs."""
    desk.report()
    act(desk, Move.ACCEPT, LI)
    desk.deliver()
    desk.now = desk.ticket().created_at
    return desk
