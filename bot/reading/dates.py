"""Dates and spans of time as people write them: 两天, 3个工作日, 半个月, 3月15日, 下周五, 月底, 明年3月."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from bot.domain.orders import Length, Measure
from bot.reading.late_patterns import late
from bot.reading.numerals import CHINESE, arabic

_N = rf"(?:\d{{1,3}}|[{CHINESE}]{{1,4}})"


class When(NamedTuple):
    """What was found, half-open in the text. With neither length nor date, the date that was written does not exist."""

    length: Length | None
    day: date | None
    start: int
    end: int


_LENGTH = late(
    rf"(?P<half>半)(?P<halved>天|个月|年)|(?P<more>{_N})个半月"
    rf"|(?P<n>{_N})\s*(?:个?(?P<workday>工作日)|个?(?P<hour>小时|钟头)|(?P<day>天|日)(?!号)|个?(?P<week>周|星期|礼拜)(?![一二三四五六日天])"
    r"|个(?P<month>月)|个?(?P<quarter>季度)|(?P<year>年)(?!\d|[一二三四五六七八九十]+月|底|初))"
)
_HALVES = {"天": Length(12, Measure.HOUR), "个月": Length(15, Measure.DAY), "年": Length(6, Measure.MONTH)}
_MEASURES = {
    "workday": (1, Measure.WORKDAY),
    "hour": (1, Measure.HOUR),
    "day": (1, Measure.DAY),
    "week": (7, Measure.DAY),
    "month": (1, Measure.MONTH),
    "quarter": (3, Measure.MONTH),
    "year": (12, Measure.MONTH),
}


def _length(match: re.Match[str]) -> Length:
    if match["half"]:
        return _HALVES[match["halved"]]
    if match["more"]:
        return Length(_number(match["more"]) * 30 + 15, Measure.DAY)
    name = next(name for name in _MEASURES if match[name])
    each, measure = _MEASURES[name]
    return Length(_number(match["n"]) * each, measure)


def _number(written: str) -> int:
    """0 for numerals that make no number: no span at all."""
    digits = arabic(written)
    return int(digits) if digits.isdecimal() else 0


_YEAR = r"(?P<year>今年|明年|后年|(?:20)?\d\d年)"
_WITH_MONTH = late(
    rf"(?:{_YEAR}\s*)?(?P<month>{_N})\s*月(?:份)?\s*(?:(?P<day>{_N})\s*[日号]?|(?P<part>初|上旬|中旬|中|下旬|底|末))?"
    r"|(?P<y>20\d\d)[-./](?P<m>\d{1,2})[-./](?P<d>\d{1,2})|(?<!\d)(?P<mm>\d{1,2})[-./](?P<dd>\d{1,2})(?!\d)"
)
_PARTS = {"初": 1, "上旬": 1, "中旬": 15, "中": 15, "下旬": 21}
_RELATIVE = late(
    r"(?P<near>今天|今日|明天|明日|后天|大后天)"
    r"|(?P<week>下下个?|下个?|这个?|本)?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天末])"
    r"|(?P<whole>下下个?|下个?)(?:周|星期|礼拜)"
    rf"|(?P<next>下下?个?|本|这个?)?月(?:(?P<nextday>{_N})[日号]|(?P<nextpart>初|上旬|中旬|中|下旬|底|末))"
    r"|(?P<nextmonth>下下?个?)月|(?P<yearend>今年|明年)?年?(?P<yearpart>年?底|年末)(?<=年底|年末)|(?P<season>季度?末|本季度)"
)
_NEAR = {"今天": 0, "今日": 0, "明天": 1, "明日": 1, "后天": 2, "大后天": 3}
_WEEKDAYS = {**{char: index for index, char in enumerate("一二三四五六日")}, "天": 6, "末": 6}
_DAY_ONLY = late(rf"(?P<day>{_N})[日号](?!楼|院|门|线|地|路)")


def _dated(match: re.Match[str], today: date) -> date | None:
    """A date with its month. Without a year the next one that comes."""
    if match["y"]:
        return _day(int(match["y"]), int(match["m"]), int(match["d"]))
    if match["mm"]:
        return _coming(int(match["mm"]), int(match["dd"]), today)
    month = _number(match["month"])
    if match["part"] in {"底", "末"}:
        day = 0
    else:
        day = _number(match["day"]) if match["day"] else _PARTS.get(match["part"] or "初", 1)
        if day == 0:
            return None
    if match["year"]:
        return _day(_year(match["year"], today), month, day)
    return _coming(month, day, today)


def _year(written: str, today: date) -> int:
    if written in _YEARS:
        return today.year + _YEARS[written]
    digits = int(written.rstrip("年"))
    return digits if digits > 99 else 2000 + digits


_YEARS = {"今年": 0, "明年": 1, "后年": 2}


def _day(year: int, month: int, day: int) -> date | None:
    """Day 0 is the last of the month; None for a day that does not exist."""
    if not (1 <= month <= 12 and 1 <= year <= 9999):
        return None
    last = monthrange(year, month)[1]
    return date(year, month, day or last) if day <= last else None


def _coming(month: int, day: int, today: date) -> date | None:
    this = _day(today.year, month, day)
    if this is not None and this >= today:
        return this
    following = _day(today.year + 1, month, day)
    return following if this is not None or following is not None else None


def _related(match: re.Match[str], today: date) -> date | None:
    if match["near"]:
        return today + timedelta(days=_NEAR[match["near"]])
    monday = today - timedelta(days=today.weekday())
    if match["weekday"]:
        on = monday + timedelta(days=_WEEKDAYS[match["weekday"]] + 7 * (match["week"] or "").count("下"))
        return on if on >= today or match["week"] else on + timedelta(days=7)
    if match["whole"]:
        return monday + timedelta(days=7 * match["whole"].count("下"))
    if match["nextday"] or match["nextpart"]:
        year, month = _months_on(today, (match["next"] or "").count("下"))
        if match["nextday"]:
            return _day(year, month, _number(match["nextday"]) or 99)
        return _day(year, month, 0 if match["nextpart"] in {"底", "末"} else _PARTS[match["nextpart"]])
    if match["nextmonth"]:
        year, month = _months_on(today, match["nextmonth"].count("下"))
        return date(year, month, 1)
    if match["yearpart"]:
        return date(today.year + (match["yearend"] == "明年"), 12, 31)
    month = (today.month + 2) // 3 * 3
    return _day(today.year, month, 0)


def _months_on(today: date, months: int) -> tuple[int, int]:
    count = today.year * 12 + today.month - 1 + months
    return count // 12, count % 12 + 1


_MOST_MONTHS = 12_000
"""九九九九年 would lead behind the last year of the calendar; a thousand are behind every limit as well."""


def after(today: date, length: Length) -> date:
    """The day that lies so far ahead. Hours count as days begun, working days as days of five a week.

    The end of a month is kept: a month after 31 January is the last of February.
    """
    if length.measure is Measure.MONTH:
        year, month = _months_on(today, min(length.amount, _MOST_MONTHS))
        return date(year, month, min(today.day, monthrange(year, month)[1]))
    days = length.amount
    if length.measure is Measure.HOUR:
        days = -(-length.amount // 24)
    if length.measure is Measure.WORKDAY:
        days = length.amount + 2 * ((length.amount + today.weekday()) // 5)
    return today + timedelta(days=days)


def _day_of_month(match: re.Match[str], today: date) -> date | None:
    """15号: of this month, or of the next one that has not passed it."""
    day = _number(match["day"])
    this = _day(today.year, today.month, day) if day else None
    if this is not None and this >= today:
        return this
    return _day(*_months_on(today, 1), day) if day else None


_DATES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], date | None]], ...] = (
    (_WITH_MONTH, _dated),
    (_RELATIVE, _related),
)


def date_at(text: str, start: int, today: date) -> When | None:
    """The date that the text says there."""
    for pattern, read in (*_DATES, (_DAY_ONLY, _day_of_month)):
        if (match := pattern.match(text, start)) is not None:
            return When(None, read(match, today), match.start(), match.end())
    return None


def length_at(text: str, start: int) -> When | None:
    """The span of time that the text says there."""
    match = _LENGTH.match(text, start)
    if match is None or not (length := _length(match)).amount:
        return None
    return When(length, None, match.start(), match.end())


_TO = late(r"[到至]\s*")


def when_at(text: str, start: int, today: date) -> When | None:
    """A span or a date there; behind 到 a date is looked for first: 3日 is three days, 到3日 the third."""
    to = _TO.match(text, start)
    if to is not None:
        return date_at(text, to.end(), today) or length_at(text, to.end())
    return length_at(text, start) or date_at(text, start, today)


def when_in(text: str, start: int, today: date) -> When | None:
    """The first span or date from there on. In the midst of words a bare 3号 is a building's number as well."""
    found = [
        When(_length(match), None, match.start(), match.end())
        for match in [_LENGTH.search(text, start)]
        if match is not None and _length(match).amount
    ]
    for pattern, read in _DATES:
        if (match := pattern.search(text, start)) is not None:
            found.append(When(None, read(match, today), match.start(), match.end()))
    return min(found, key=lambda when: when.start, default=None)
