"""What is counted beside units and categories: places, the hours of a week, those who report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo

HOURS_OF_WEEK = 7 * 24


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """What was received at a place in the period, and what is open and overdue there now."""

    name: str
    received: int
    open: int
    overdue: int


@dataclass(frozen=True, slots=True)
class ReporterLine:
    """Somebody who reported in the period: how much, what of it is resolved, and how often more was added (同报)."""

    person_id: int
    name: str
    received: int
    resolved: int
    supported: int


@dataclass(frozen=True, slots=True)
class Week:
    """What came in at each hour of the week, by the clocks of the zone: 168 numbers from Monday midnight on."""

    hours: tuple[int, ...] = (0,) * HOURS_OF_WEEK

    @property
    def by_day(self) -> tuple[int, ...]:
        """Monday to Sunday."""
        return tuple(sum(self.hours[day * 24 : day * 24 + 24]) for day in range(7))

    def by_part_of_day(self, length: int) -> tuple[int, ...]:
        """Of all days together, in parts of so many hours from midnight on."""
        return tuple(
            sum(self.hours[day * 24 + hour] for day in range(7) for hour in range(first, first + length))
            for first in range(0, 24, length)
        )

    @property
    def busiest(self) -> tuple[int, int]:
        """The weekday (0 is Monday) and the hour at which most came in; of equals the first."""
        return divmod(self.hours.index(max(self.hours)), 24)


@dataclass(frozen=True, slots=True)
class OwnCounts:
    """What a courier has done: reports, how many of them are resolved, the fastest, and who joined in (同报)."""

    reported: int = 0
    resolved: int = 0
    fastest: timedelta | None = None
    joined: int = 0


@dataclass(frozen=True, slots=True)
class Steady:
    """A time, half-open, through which the clocks of a zone are as far from UTC."""

    start: datetime
    end: datetime
    offset: timedelta


def steady(start: datetime, end: datetime, zone: tzinfo) -> Iterator[Steady]:
    """The time between two moments, cut where the clocks of the zone are put on or back; to the minute."""
    at, last = start.astimezone(UTC), end.astimezone(UTC)
    begun, offset = at, _offset(at, zone)
    while at < last:
        following = min(_next_midnight(at), last)
        if (other := _offset(following, zone)) != offset:
            change = _changed_at(at, following, offset, zone)
            if begun < change:
                yield Steady(begun, change, offset)
            begun, offset = change, other
        at = following
    if begun < last:
        yield Steady(begun, last, offset)


def _changed_at(at: datetime, end: datetime, offset: timedelta, zone: tzinfo) -> datetime:
    while end - at > timedelta(minutes=1):
        middle = at + (end - at) / 2
        if _offset(middle, zone) == offset:
            at = middle
        else:
            end = middle
    return end.replace(second=0, microsecond=0)


def _next_midnight(at: datetime) -> datetime:
    return datetime.combine(at.date() + timedelta(days=1), time(), UTC)


def _offset(at: datetime, zone: tzinfo) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()
