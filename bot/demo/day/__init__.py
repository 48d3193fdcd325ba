"""The prepared day: from an empty installation to the figures, in stories that follow one another."""

from bot.demo.day.emergency import EMERGENCY
from bot.demo.day.going_live import GOING_LIVE
from bot.demo.day.one_ticket import ONE_TICKET
from bot.demo.day.passing_time import PASSING_TIME
from bot.demo.day.reported_twice import REPORTED_TWICE
from bot.demo.day.statistics import STATISTICS
from bot.demo.day.ways_to_post import WAYS_TO_POST
from bot.demo.day.whose_is_it import WHOSE_IS_IT
from bot.demo.story import Story

DAY: tuple[Story, ...] = (
    GOING_LIVE,
    ONE_TICKET,
    WAYS_TO_POST,
    REPORTED_TWICE,
    WHOSE_IS_IT,
    EMERGENCY,
    PASSING_TIME,
    STATISTICS,
)

__all__ = ["DAY"]
