"""Working hours: the local spans of a day in which offices are open, and time that passes only in them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from itertools import pairwise

Spans = tuple[tuple[time, time], ...]
"""Begin and end of each span by the local clock, in rising order; an end of 00:00 is the end of the day."""

_DAY_END = time(0)
_DAY = timedelta(days=1)


def check_spans(spans: Spans) -> None:
    """Raises ValueError for a span that ends before it begins, or for two that overlap or stand in the wrong order.

    They may touch: 08:00-12:00, 12:00-14:00 is one.
    """
    for begin, end in spans:
        if begin >= end != _DAY_END:
            raise ValueError(f"the working hours {_written(begin, end)} end before they begin")
    for (begin, end), (following, its_end) in pairwise(spans):
        if end == _DAY_END or following < end:
            both = f"{_written(begin, end)} and {_written(following, its_end)}"
            raise ValueError(f"the working hours {both} overlap or are not in rising order")


@lru_cache(maxsize=4096)
def moments(spans: Spans, day: date, zone: tzinfo) -> tuple[tuple[datetime, datetime], ...]:
    """The spans as they lie on that day, in UTC: the length of one with a change of the clocks in it is the real one.

    Remembered: the deadlines of all tickets of a week lie on the same few days.
    """
    return tuple((_moment(day, begin, zone), _moment(_last_day(day, end), end, zone)) for begin, end in spans)


def spend(start: datetime, length: timedelta, opened: Iterable[tuple[datetime, datetime]]) -> datetime:
    """The moment at which `length` (more than nothing) of open time has passed since `start`; all in UTC.

    What ends exactly when a span ends is due then, not when the next one begins. `opened` rises and does not end.
    """
    at, left = start, length
    for begin, end in opened:
        at = max(at, begin)  # never back: begin and end of a span may both lie in the hour that a clock leaves out
        if left <= end - at:
            break
        if at < end:
            left -= end - at
            at = end
    return at + left


def _moment(day: date, at: time, zone: tzinfo) -> datetime:
    return datetime.combine(day, at, zone).astimezone(UTC)


def _last_day(day: date, end: time) -> date:
    return day + _DAY if end == _DAY_END else day


def _written(begin: time, end: time) -> str:
    return f"{begin:%H:%M}-" + ("24:00" if end == _DAY_END else f"{end:%H:%M}")
