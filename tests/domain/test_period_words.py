"""Periods as people say them."""

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.period_words import PATTERN, read_said_period
from bot.domain.periods import PeriodKind, UnknownPeriod, period_of

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)  # a Sunday, week 47


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("昨天", "2026-11-21"),
        ("上周", "2026-W46"),
        ("上个礼拜", "2026-W46"),
        ("这个礼拜", "week"),
        ("本星期", "week"),
        ("当月", "month"),
        ("上年度", "2025"),
        ("上个月", "2026-10"),
        ("上 月", "2026-10"),
        ("上季度", "2026Q3"),
        ("去年", "2025"),
        ("10月", "2026-10"),
        ("12月", "2025-12"),  # this year's is still to come
        ("11月份", "2026-11"),
        ("10月1日", "2026-10-01"),
        ("12月1号", "2025-12-01"),
        ("2025年10月", "2025-10"),
        ("2025年3月5日", "2025-03-05"),
        ("三季度", "2026Q3"),
        ("第4季度", "2026Q4"),
        ("2025年第3季度", "2025Q3"),
        ("第46周", "2026-W46"),
        ("第52周", "2025-W52"),
        ("2026/10", "2026-10"),
        ("2026.10.3", "2026-10-03"),
        ("２０２６年１０月", "2026-10"),
        ("本周", "week"),
        ("2026Q4", "2026Q4"),
    ],
)
def test_what_is_said_is_a_period(written: str, code: str) -> None:
    assert read_said_period(written, NOW, ZONE).code == code
    assert re.fullmatch(PATTERN, "".join(written.split())) or written.startswith("２")


@pytest.mark.parametrize("written", ["", "13月", "2月30日", "五季度", "第60周", "龙西社区", "下周", "2026年13月", "月"])
def test_what_is_none_is_thrown_back_as_it_was_written(written: str) -> None:
    with pytest.raises(UnknownPeriod) as caught:
        read_said_period(written, NOW, ZONE)
    assert caught.value.written == written


@given(
    day=st.dates(date(1950, 1, 1), date(2150, 12, 31)),
    kind=st.sampled_from([PeriodKind.DAY, PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR]),
)
def test_a_label_that_the_bot_wrote_is_read_back(day: date, kind: PeriodKind) -> None:
    period = period_of(kind, datetime(day.year, day.month, day.day, 12, tzinfo=ZONE), ZONE)
    assert read_said_period(period.label, NOW, ZONE) == period
