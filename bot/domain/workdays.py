"""Counting days and hours: calendar days, or working days that know China's make-up days (调休), and working hours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache

import chinese_calendar

from bot.domain.durations import Duration
from bot.domain.working_hours import Spans, check_spans, moments, spend

_A_MONTH = timedelta(days=31)
"""How long before a year begins its holidays should be known: the State Council publishes them in November."""
_DAY = timedelta(days=1)
LONGEST_HOLIDAY = 31
"""Days in a row on which nobody works, at most: an override table may hold anything."""


@dataclass(frozen=True, slots=True)
class DayCount:
    """How `d`, `h` and `m` are counted here. `holidays` and `workdays` override the official calendar.

    With `hours`, `h` and `m` pass only within these spans on working days, whatever `working` says of `d`.
    Raises ValueError for hours that overlap or go backwards.
    """

    zone: tzinfo
    working: bool = False
    holidays: frozenset[date] = field(default_factory=frozenset)
    workdays: frozenset[date] = field(default_factory=frozenset)
    hours: Spans = ()

    def __post_init__(self) -> None:
        check_spans(self.hours)

    def is_workday(self, day: date) -> bool:
        """The overrides, then the State Council's calendar, then Monday to Friday for a year without data."""
        if day in self.workdays:
            return True
        if day in self.holidays:
            return False
        return _is_official_workday(day)

    def next_workday(self, day: date) -> date:
        """The first working day after that one; the next day where nobody works for LONGEST_HOLIDAY."""
        coming = [day + ahead * _DAY for ahead in range(1, LONGEST_HOLIDAY + 1)]
        return next(filter(self.is_workday, coming), coming[0])

    def knows(self, year: int) -> bool:
        """Whether that year's holidays are known, officially or from the overrides."""
        return has_official_data(year) or any(day.year == year for day in self.holidays | self.workdays)

    def unknown_year(self, now: datetime) -> int | None:
        """The present year, or the one that begins within a month, if nobody knows its holidays.

        None where working days do not matter.
        """
        if not (self.working or self.hours):
            return None
        today = now.astimezone(self.zone).date()
        years = (today.year, (today + _A_MONTH).year)
        return next((year for year in years if not self.knows(year)), None)

    def after(self, start: datetime, duration: Duration) -> datetime:
        """The moment `duration` after `start`. Raises ValueError for a start without a zone.

        A working day ends at the same time of the next working day: Friday 16:30 + 1d is Monday 16:30.
        Working hours end within working hours: Friday 16:30 + 4h is Monday 11:30 where Friday ends at 17:30 and
        Monday begins at 08:30. Nothing is added by 0d and 0h, also on a Sunday. Seconds run through.
        """
        if start.tzinfo is None:
            raise ValueError(f"{start} has no time zone")
        unit = duration.unit
        if self.working and unit == "d":
            return self._days_after(start.astimezone(self.zone), duration.amount)
        if self.hours and unit in "hm" and duration.amount:
            at = spend(start.astimezone(UTC), duration.flat(), self._opened(start))
            return at.astimezone(self.zone)
        # in UTC: where the clocks change, a sum of local times goes an hour too far, or back
        return (start.astimezone(UTC) + duration.flat()).astimezone(start.tzinfo)

    def _days_after(self, local: datetime, left: int) -> datetime:
        day = local.date()
        while left:
            day += _DAY
            left -= self.is_workday(day)
        return datetime.combine(day, local.time(), tzinfo=self.zone)

    def _opened(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The working hours of every working day from that of `start` on."""
        day = start.astimezone(self.zone).date()
        while True:
            if self.is_workday(day):
                yield from moments(self.hours, day, self.zone)
            day += _DAY


def first_unknown_year(counts: Iterable[DayCount], now: datetime) -> int | None:
    """Of all ways in which an area and its units count: the first year that matters to one, and is not known to it."""
    return min((year for days in counts if (year := days.unknown_year(now)) is not None), default=None)


@lru_cache(maxsize=4096)
def _is_official_workday(day: date) -> bool:
    """Remembered: chinese_calendar walks its whole table at each question, and a ticket asks a dozen times."""
    if has_official_data(day.year):
        return bool(chinese_calendar.is_workday(day))
    return day.weekday() < 5


def has_official_data(year: int) -> bool:
    """Whether the official holidays of that year are known; otherwise weekdays decide and doctor says so."""
    return any(day.year == year for day in (date(year, 1, 1), date(year, 10, 1)) if day in chinese_calendar.holidays)
