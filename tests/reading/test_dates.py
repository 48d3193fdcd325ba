"""Dates and spans as people write them, seen from Friday, 20 November 2026."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.orders import Length, Measure
from bot.reading.dates import after, when_at

FRIDAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("text", "amount", "measure"),
    [
        ("2天", 2, Measure.DAY),
        ("两天", 2, Measure.DAY),
        ("3日", 3, Measure.DAY),
        ("十五天", 15, Measure.DAY),
        ("48小时", 48, Measure.HOUR),
        ("8个小时", 8, Measure.HOUR),
        ("半天", 12, Measure.HOUR),
        ("一周", 7, Measure.DAY),
        ("两个星期", 14, Measure.DAY),
        ("3个工作日", 3, Measure.WORKDAY),
        ("五个工作日", 5, Measure.WORKDAY),
        ("一个月", 1, Measure.MONTH),
        ("3个月", 3, Measure.MONTH),
        ("半个月", 15, Measure.DAY),
        ("一个半月", 45, Measure.DAY),
        ("一个季度", 3, Measure.MONTH),
        ("半年", 6, Measure.MONTH),
        ("一年", 12, Measure.MONTH),
        ("至3天", 3, Measure.DAY),
    ],
)
def test_spans(text: str, amount: int, measure: Measure) -> None:
    when = when_at(text, 0, FRIDAY)
    assert when is not None
    assert (when.length, when.day, when.end) == (Length(amount, measure), None, len(text))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("3月15日", date(2027, 3, 15)),
        ("到3月15号", date(2027, 3, 15)),
        ("三月十五日", date(2027, 3, 15)),
        ("12月1日", date(2026, 12, 1)),
        ("11月20日", FRIDAY),
        ("3.15", date(2027, 3, 15)),
        ("3/15", date(2027, 3, 15)),
        ("2027-03-15", date(2027, 3, 15)),
        ("2027年3月15日", date(2027, 3, 15)),
        ("27年3月15日", date(2027, 3, 15)),
        ("明年3月", date(2027, 3, 1)),
        ("明年3月底", date(2027, 3, 31)),
        ("2月底", date(2027, 2, 28)),
        ("12月中旬", date(2026, 12, 15)),
        ("今天", FRIDAY),
        ("明天", date(2026, 11, 21)),
        ("大后天", date(2026, 11, 23)),
        ("周五", FRIDAY),
        ("周一", date(2026, 11, 23)),
        ("下周五", date(2026, 11, 27)),
        ("下下周一", date(2026, 11, 30)),
        ("下星期天", date(2026, 11, 29)),
        ("下周", date(2026, 11, 23)),
        ("月底", date(2026, 11, 30)),
        ("下月底", date(2026, 12, 31)),
        ("下个月15号", date(2026, 12, 15)),
        ("下个月", date(2026, 12, 1)),
        ("年底", date(2026, 12, 31)),
        ("明年底", date(2027, 12, 31)),
        ("到25号", date(2026, 11, 25)),
        ("到15号", date(2026, 12, 15)),
        ("2月29日", None),
        ("2月30日", None),
        ("13月1日", None),
        ("11月31日", None),
    ],
)
def test_dates(text: str, day: date | None) -> None:
    when = when_at(text, 0, FRIDAY)
    assert when is not None
    assert (when.length, when.day, when.end) == (None, day, len(text))


@pytest.mark.parametrize("text", ["", "等材料", "春节后", "3号楼", "0天", "〇〇天", "很久", "3栋"])
def test_what_says_no_time(text: str) -> None:
    when = when_at(text, 0, FRIDAY)
    assert when is None


def test_the_leap_day_comes_in_its_year() -> None:
    when = when_at("2月29日", 0, date(2027, 11, 1))
    assert when is not None
    assert when.day == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("length", "day"),
    [
        (Length(7, Measure.DAY), date(2026, 11, 27)),
        (Length(36, Measure.HOUR), date(2026, 11, 22)),
        (Length(1, Measure.MONTH), date(2026, 12, 20)),
        (Length(3, Measure.MONTH), date(2027, 2, 20)),
        (Length(1, Measure.WORKDAY), date(2026, 11, 23)),
    ],
)
def test_the_day_a_span_leads_to(length: Length, day: date) -> None:
    assert after(FRIDAY, length) == day


def test_the_end_of_a_month_is_kept() -> None:
    assert after(date(2027, 1, 31), Length(1, Measure.MONTH)) == date(2027, 2, 28)


@pytest.mark.parametrize("written", ["九九九九年", "九零零零年", "九九九九个季度", "999年"])
def test_a_span_beyond_the_calendar_leads_far_away_and_not_behind_its_end(written: str) -> None:
    when = when_at(written, 0, FRIDAY)
    assert when is not None and when.length is not None
    assert after(FRIDAY, when.length).year > FRIDAY.year + 900
