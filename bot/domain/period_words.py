"""Periods as people say them: 上月, 去年, 10月, 三季度, 2026年10月3日."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo

from bot.domain.periods import ALIASES, CURRENT, Period, UnknownPeriod, read_period

EARLIER: Mapping[str, str] = {
    "昨天": "today",
    "昨日": "today",
    "上周": "week",
    "上星期": "week",
    "上个星期": "week",
    "上一周": "week",
    "上礼拜": "week",
    "上个礼拜": "week",
    "上个月": "month",
    "上月": "month",
    "上季": "quarter",
    "上季度": "quarter",
    "上个季度": "quarter",
    "上一季度": "quarter",
    "去年": "year",
    "上年": "year",
    "上年度": "year",
    "上一年": "year",
}
"""Words for the period just before the present one, and the code of that."""

_QUARTERS = {word: number for number, pair in enumerate(("一1", "二2", "三3", "四4"), start=1) for word in pair}
_YEAR = r"(?:((?:19|20|21)\d\d)年)"
_Code = Callable[..., str]
_FORMS: tuple[tuple[re.Pattern[str], _Code], ...] = (
    (re.compile(rf"{_YEAR}?(\d\d?)月(\d\d?)[日号]", re.ASCII), lambda year, m, d: f"{year}-{m}-{d}"),
    (re.compile(rf"{_YEAR}?(\d\d?)月份?", re.ASCII), lambda year, m: f"{year}-{m}"),
    (re.compile(rf"{_YEAR}?第?([一二三四1-4])季度?", re.ASCII), lambda year, q: f"{year}Q{_QUARTERS[q]}"),
    (re.compile(rf"{_YEAR}?第(\d\d?)周", re.ASCII), lambda year, w: f"{year}-W{w}"),
)
"""Each begins with the year, which may be missing, and gives the code that read_period takes."""

_SEPARATED = re.compile(r"(?<=\d)[/.](?=\d)", re.ASCII)

_WORDS = "|".join(sorted((*ALIASES, *EARLIER), key=len, reverse=True))
_SPOKEN = r"(?:\d{4}年)?(?:\d\d?月(?:\d\d?[日号]|份)?|第?[一二三四1-4]季度?|第\d\d?周)"
PATTERN = rf"(?:{_WORDS}|{'|'.join(CURRENT)}|{_SPOKEN}|\d{{4}}年?(?:[-/.]?[WwQq]?\d\d?){{0,2}})"
"""A regular expression of whatever looks like a period."""


def read_said_period(written: str, now: datetime, zone: tzinfo) -> Period:
    """As read_period, and what else people say. Without a year the last such period that has begun is meant.

    Raises UnknownPeriod.
    """
    folded = "".join(unicodedata.normalize("NFKC", written).split())
    if (current := EARLIER.get(folded)) is not None:
        period = read_period(current, now, zone)
        return period.previous() or period
    for pattern, code in _FORMS:
        if match := pattern.fullmatch(folded):
            return _in_a_year(written, match, code, now, zone)
    try:
        return read_period(_SEPARATED.sub("-", folded), now, zone)
    except UnknownPeriod:
        raise UnknownPeriod(written) from None


def _in_a_year(written: str, match: re.Match[str], code: _Code, now: datetime, zone: tzinfo) -> Period:
    year, *rest = match.groups()
    this = now.astimezone(zone).year
    try:
        period = read_period(code(year or this, *rest), now, zone)
        if year is None and period.start is not None and period.start > now:
            period = read_period(code(this - 1, *rest), now, zone)
    except UnknownPeriod:
        raise UnknownPeriod(written) from None
    return period
