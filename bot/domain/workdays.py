"""Counting days: calendar days, or working days that know China's make-up days (调休)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache

import chinese_calendar

from bot.domain.durations import Duration


@dataclass(frozen=True, slots=True)
class DayCount:
    """How `d` is counted here. `holidays` and `workdays` override the official calendar."""

    zone: tzinfo
    working: bool = False
    holidays: frozenset[date] = field(default_factory=frozenset)
    workdays: frozenset[date] = field(default_factory=frozenset)

    def is_workday(self, day: date) -> bool:
        """The overrides, then the State Council's calendar, then Monday to Friday for a year without data."""
        if day in self.workdays:
            return True
        if day in self.holidays:
            return False
        return _is_official_workday(day)

    def knows(self, year: int) -> bool:
        """Whether that year's holidays are known, officially or from the overrides."""
        return has_official_data(year) or any(day.year == year for day in self.holidays | self.workdays)

    def after(self, start: datetime, duration: Duration) -> datetime:
        """The moment `duration` after `start`, in the zone of the area.

        A working day ends at the same time of the next working day: Friday 16:30 + 1d is Monday 16:30.
        Hours, minutes and seconds run through.
        """
        if not (duration.in_days and self.working):
            return start + duration.flat()
        local = start.astimezone(self.zone)
        day, left = local.date(), duration.amount
        while left:
            day += timedelta(days=1)
            left -= self.is_workday(day)
        return datetime.combine(day, local.time(), tzinfo=self.zone)


@lru_cache(maxsize=4096)
def _is_official_workday(day: date) -> bool:
    """Remembered: chinese_calendar walks its whole table at each question, and a ticket asks a dozen times."""
    if has_official_data(day.year):
        return bool(chinese_calendar.is_workday(day))
    return day.weekday() < 5


def has_official_data(year: int) -> bool:
    """Whether the official holidays of that year are known; otherwise weekdays decide and doctor says so."""
    return any(day.year == year for day in (date(year, 1, 1), date(year, 10, 1)) if day in chinese_calendar.holidays)
