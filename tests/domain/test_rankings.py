"""The hours of a week, and where the clocks of a zone change."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.rankings import HOURS_OF_WEEK, Week, steady


def week(**hours: int) -> Week:
    counted = [0] * HOURS_OF_WEEK
    for hour, number in hours.items():
        counted[int(hour[1:])] = number
    return Week(tuple(counted))


def test_a_week_is_summed_by_days_and_by_parts_of_the_day() -> None:
    told = week(h0=1, h9=4, h33=2, h167=3)  # Monday midnight, Monday nine, Tuesday nine, Sunday eleven at night
    assert told.by_day == (5, 2, 0, 0, 0, 0, 3)
    assert told.by_part_of_day(3) == (1, 0, 0, 6, 0, 0, 0, 3)
    assert told.busiest == (0, 9)


SPANS = [
    ("Asia/Shanghai", [8]),
    ("Europe/Berlin", [1, 2, 1]),
    ("Asia/Kolkata", [5.5]),
]


@pytest.mark.parametrize(("zone", "hours"), SPANS)
def test_a_year_is_cut_where_the_clocks_change(zone: str, hours: list[float]) -> None:
    start, end = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
    found = list(steady(start, end, ZoneInfo(zone)))
    assert [span.offset for span in found] == [timedelta(hours=one) for one in hours]
    assert (found[0].start, found[-1].end) == (start, end)
    assert all(one.end == other.start for one, other in pairwise(found))


def test_the_clocks_change_to_the_minute() -> None:
    first, *_ = steady(datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC), ZoneInfo("Europe/Berlin"))
    assert first.end == datetime(2026, 3, 29, 1, tzinfo=UTC)


@given(
    hour=st.integers(0, 30 * 366 * 24),
    days=st.integers(0, 800),
    zone=st.sampled_from([zone for zone, _ in SPANS]),
)
def test_nothing_is_left_out_and_nothing_counted_twice(hour: int, days: int, zone: str) -> None:
    start = datetime(2000, 1, 1, tzinfo=UTC) + timedelta(hours=hour)
    end = start + timedelta(days=days)
    found = list(steady(start, end, ZoneInfo(zone)))
    assert sum((span.end - span.start for span in found), timedelta()) == timedelta(days=days)
    for span in found:
        for moment in (span.start, span.end - timedelta(milliseconds=1)):
            assert moment.astimezone(ZoneInfo(zone)).utcoffset() == span.offset
