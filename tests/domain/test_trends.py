"""Trends: how a period is cut into spans, at its edges and where clocks change."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.periods import read_period
from bot.domain.trends import MOST, Grain, spans_of, spans_since

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "count", "second"),
    [
        ("today", 12, "2026-11-22T02:00"),
        ("week", 7, "2026-11-17T00:00"),
        ("month", 30, "2026-11-02T00:00"),
        ("2026-02", 28, "2026-02-02T00:00"),
        ("2026Q4", 14, "2026-10-05T00:00"),  # 1 October is a Thursday: the first week is cut
        ("year", 12, "2026-02-01T00:00"),
    ],
)
def test_the_spans_of_a_period(written: str, count: int, second: str) -> None:
    period = read_period(written, NOW, ZONE)
    spans = spans_of(period)
    assert len(spans) == count
    assert spans[1].start.isoformat()[:16] == second
    assert (spans[0].start, spans[-1].end) == (period.start, period.end)
    assert all(earlier.end == later.start for earlier, later in pairwise(spans))


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25"])
def test_a_day_whose_clocks_change_has_its_twelve_spans(day: str) -> None:
    spans = spans_of(read_period(day, NOW, ZoneInfo("Europe/Berlin")))
    assert [span.start.hour for span in spans] == list(range(0, 24, 2))


def test_all_of_time_has_no_spans_of_its_own() -> None:
    assert spans_of(read_period("all", NOW, ZONE)) == ()


@pytest.mark.parametrize(
    ("days", "grain", "count"),
    [(0, Grain.DAY, 1), (30, Grain.DAY, 31), (31, Grain.WEEK, 5), (300, Grain.MONTH, 11), (2000, Grain.YEAR, 6)],
)
def test_all_of_time_takes_the_finest_grain_that_fits(days: int, grain: Grain, count: int) -> None:
    found, spans = spans_since(NOW - timedelta(days=days), NOW, ZONE)
    assert (found, len(spans)) == (grain, count)


@given(ago=st.timedeltas(min_value=timedelta(days=-3), max_value=timedelta(days=40_000)))
def test_the_spans_of_all_of_time_are_few_and_reach_the_present(ago: timedelta) -> None:
    _, spans = spans_since(NOW - ago, NOW, ZONE)
    assert 1 <= len(spans) <= MOST
    assert spans[-1].end > max(NOW, NOW - ago)
    assert all(earlier.end == later.start for earlier, later in pairwise(spans))
