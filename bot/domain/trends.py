"""Trends: a period cut into spans that a chart can show, and what came in and was resolved in each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from itertools import islice

from bot.domain.periods import Period, PeriodKind


class Grain(StrEnum):
    """How long a span is."""

    HOURS = "hours"  # two of them
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


GRAINS: dict[PeriodKind, Grain] = {
    PeriodKind.DAY: Grain.HOURS,
    PeriodKind.WEEK: Grain.DAY,
    PeriodKind.MONTH: Grain.DAY,
    PeriodKind.QUARTER: Grain.WEEK,
    PeriodKind.YEAR: Grain.MONTH,
}
"""The grain of a period that has ends; all of time takes the finest that gives at most MOST spans."""

MOST = 31
"""Steps that still can be told apart on a phone."""


@dataclass(frozen=True, slots=True)
class Span:
    """From `start` to just before `end`, by the clocks of the zone. The first and last may be cut by the period."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Flow:
    """Tickets received in a span, and those whose standing resolution fell in it."""

    received: int = 0
    resolved: int = 0


@dataclass(frozen=True, slots=True)
class Trend:
    """`flows` go with `spans`, and end with the span that holds the moment of counting.

    `before`: what the spans of the period before received, the same number or a few more or fewer; empty where
    nothing lies before, and where that period received nothing.
    """

    grain: Grain
    spans: tuple[Span, ...]
    flows: tuple[Flow, ...]
    before: tuple[int, ...] = ()


def spans_of(period: Period) -> tuple[Span, ...]:
    """The spans of a period that has ends; none for all of time."""
    if period.start is None or period.end is None:
        return ()
    return tuple(_cut(GRAINS[period.kind], period.start, period.end))


def spans_since(first: datetime, now: datetime, zone: tzinfo) -> tuple[Grain, tuple[Span, ...]]:
    """The spans from the one that holds `first` to the one that holds `now`, at the finest grain that fits.

    Years that do not fit leave out the earliest.
    """
    begins, ends = first.astimezone(zone), max(first, now).astimezone(zone)
    for grain in (Grain.DAY, Grain.WEEK, Grain.MONTH):
        spans = tuple(islice(_around(grain, begins, ends), MOST + 1))
        if len(spans) <= MOST:
            return grain, spans
    return Grain.YEAR, tuple(_around(Grain.YEAR, begins, ends))[-MOST:]


def _around(grain: Grain, first: datetime, last: datetime) -> Iterator[Span]:
    """Whole spans, from the one that holds the first moment to the one that holds the last."""
    return _cut(grain, _BEGINNINGS[grain](first), _following(grain, _BEGINNINGS[grain](last)))


def _cut(grain: Grain, start: datetime, end: datetime) -> Iterator[Span]:
    while start < end:
        after = min(_following(grain, _BEGINNINGS[grain](start)), end)
        yield Span(start, after)
        start = after


def _midnight(day: date, zone: tzinfo | None) -> datetime:
    return datetime.combine(day, time(), zone)


_BEGINNINGS: dict[Grain, Callable[[datetime], datetime]] = {
    Grain.HOURS: lambda at: at.replace(hour=at.hour - at.hour % 2, minute=0, second=0, microsecond=0),
    Grain.DAY: lambda at: _midnight(at.date(), at.tzinfo),
    Grain.WEEK: lambda at: _midnight(at.date() - timedelta(days=at.weekday()), at.tzinfo),
    Grain.MONTH: lambda at: _midnight(at.date().replace(day=1), at.tzinfo),
    Grain.YEAR: lambda at: _midnight(date(at.year, 1, 1), at.tzinfo),
}
_LONGEST = {Grain.DAY: 1, Grain.WEEK: 7, Grain.MONTH: 31, Grain.YEAR: 366}


def _following(grain: Grain, start: datetime) -> datetime:
    """The beginning of the next span. Wall clocks: a day with a changed clock has its twelve spans, too."""
    if grain is Grain.HOURS:
        return start + timedelta(hours=2)
    return _BEGINNINGS[grain](_midnight(start.date() + timedelta(days=_LONGEST[grain]), start.tzinfo))
