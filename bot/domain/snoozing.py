"""Snoozing (稍后提醒): until when a coordinator may put off being reminded."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from enum import StrEnum

from bot.domain.deadlines import QuietHours
from bot.domain.workdays import DayCount


class Snooze(StrEnum):
    HOUR = "hour"
    AFTERNOON = "afternoon"
    WORKDAY = "workday"


AN_HOUR = timedelta(hours=1)

LONGEST_URGENT = AN_HOUR
"""An emergency is never silent for longer: who puts it off has somebody on the way, and if nobody comes after all, the
hour is when it must be said again."""

_OPENS, _CLOSES = time(8, 30), time(17, 30)
"""The working day where the config names no hours."""
_WORTH_IT = timedelta(minutes=90)
"""This afternoon is a choice of its own only when it is later than "in an hour"."""


def choices(now: datetime, days: DayCount, quiet: QuietHours, *, urgent: bool) -> dict[Snooze, datetime]:
    """Until when it may be put off, in rising order; every moment lies outside of quiet hours, but for emergencies.

    In an hour; today an hour before work ends; when the next working day begins. For emergencies in an hour alone.
    """
    local = now.astimezone(days.zone)
    hour = (now.replace(second=0, microsecond=0).astimezone(UTC) + AN_HOUR).astimezone(days.zone)
    if urgent:
        return {Snooze.HOUR: hour}
    opens = days.hours[0][0] if days.hours else _OPENS
    closes = days.hours[-1][1] if days.hours else _CLOSES
    offered = {} if quiet.covers(hour) else {Snooze.HOUR: hour}
    afternoon = datetime.combine(local.date(), closes, days.zone) - AN_HOUR
    if days.is_workday(local.date()) and afternoon - local >= _WORTH_IT and not quiet.covers(afternoon):
        offered[Snooze.AFTERNOON] = afternoon
    following = datetime.combine(days.next_workday(local.date()), opens, days.zone)
    offered[Snooze.WORKDAY] = quiet.awake(following)
    return offered
