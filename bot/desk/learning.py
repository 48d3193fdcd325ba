"""Learning: when the bot's own tickets are due to be taught, and whether they are enough."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from bot.desk.office import Office
from storage import lessons, schedules
from storage.transaction import Tx

NAME = "learn"
_AT = time(2, 40)
"""Few post at that hour, and the upkeep of 3:30 comes after it."""
_PAUSE = timedelta(days=6, hours=12)
"""The night after it is a week later; so it is when summer time begins or ends meanwhile."""
LEAST = 300
"""Below that many posts, words of the book are right more often than what so few examples teach."""
LEAST_OF_CATEGORY = 20
"""A category is known from so many on: five parts are held out in turn, and four of it are in each."""
_CATEGORIES = 2
MOST = 20_000
"""The newest are taught: training them takes less than a minute, and what units there are changes with the years."""


def claim_when_due(tx: Tx, office: Office, now: datetime) -> bool:
    """True when it is to be learned now. The next time is settled first: what falls over is not begun again at once."""
    planned = schedules.next_at(tx, NAME)
    if planned is None:
        schedules.set_next(tx, NAME, office.next_run(_AT, now))
        return False
    following = office.next_run(_AT, now + _PAUSE)
    if planned > now:
        if planned > following:  # the host's clock was put back
            schedules.set_next(tx, NAME, following)
        return False
    schedules.set_next(tx, NAME, following)
    schedules.note_run(tx, NAME, now)
    return True


def drop_plan(tx: Tx, office: Office, now: datetime) -> None:
    """A bot that does not learn plans nothing: a moment long past would hide those that come."""
    schedules.drop(tx, NAME)


def is_enough(tx: Tx, office: Office, now: datetime) -> bool:
    """Whether the closed tickets are many enough to teach anything."""
    numbers = lessons.by_category(tx, MOST)
    told = [number for code, number in numbers.items() if code in office.area.category_by_code]
    return sum(told) >= LEAST and sum(number >= LEAST_OF_CATEGORY for number in told) >= _CATEGORIES
