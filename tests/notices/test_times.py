"""Times as people read them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.notices.times import day, day_since, day_until, moment, short, span
from tests.notices.samples import ZONE

EVENING = datetime(2026, 11, 23, 16, 5, tzinfo=UTC)  # past midnight in the area


def test_moments_are_told_in_the_zone_of_the_area() -> None:
    assert moment(EVENING, ZONE) == "11月24日 00:05"
    assert short(EVENING, ZONE) == "11-24 00:05"
    assert day(EVENING, ZONE) == "11月24日"
    assert moment(datetime(2026, 1, 2, 1, tzinfo=UTC), ZONE) == "1月2日 09:00"


@pytest.mark.parametrize(
    ("length", "told"),
    [
        (timedelta(days=2, hours=3, minutes=4), "2天3小时"),
        (timedelta(days=2, minutes=4), "2天"),
        (timedelta(hours=3, minutes=20), "3小时20分钟"),
        (timedelta(hours=3), "3小时"),
        (timedelta(hours=23, minutes=59, seconds=59), "23小时59分钟"),
        (timedelta(minutes=5, seconds=59), "5分钟"),
        (timedelta(seconds=3), "1分钟"),  # nothing takes no time
        (timedelta(0), "1分钟"),
    ],
)
def test_spans(length: timedelta, told: str) -> None:
    assert span(length) == told


@pytest.mark.parametrize(
    ("days", "before", "after"),
    [
        (0, "今天", "周二"),
        (1, "昨天", "明天"),
        (2, "周日", "周四"),
        (4, "周五", "周六"),
        (5, "11月19日", "11月29日"),
        (40, "10月15日", "1月3日"),
    ],
)
def test_days_are_named_as_people_do_while_that_is_plain(days: int, before: str, after: str) -> None:
    """From Tuesday 24 November, just past midnight."""
    assert day_since(EVENING - timedelta(days=days), EVENING, ZONE) == before
    assert day_until(EVENING + timedelta(days=days), EVENING, ZONE) == after
