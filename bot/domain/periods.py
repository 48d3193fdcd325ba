"""Periods that figures are counted over: from a word or a code to two moments and a name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum


class PeriodKind(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    ALL = "all"


CURRENT: dict[str, tuple[PeriodKind, str]] = {
    "today": (PeriodKind.DAY, "今日"),
    "week": (PeriodKind.WEEK, "本周"),
    "month": (PeriodKind.MONTH, "本月"),
    "quarter": (PeriodKind.QUARTER, "本季"),
    "year": (PeriodKind.YEAR, "本年"),
    "all": (PeriodKind.ALL, "全部"),
}
"""The periods that hold the present moment: code → kind and the word on screen."""

ALIASES = {word: code for code, (_, word) in CURRENT.items()} | {
    "今天": "today",
    "当天": "today",
    "当日": "today",
    "这周": "week",
    "这一周": "week",
    "本星期": "week",
    "这星期": "week",
    "这个星期": "week",
    "这礼拜": "week",
    "这个礼拜": "week",
    "这个月": "month",
    "当月": "month",
    "本季度": "quarter",
    "这个季度": "quarter",
    "今年": "year",
    "本年度": "year",
    "所有": "all",
}
"""What people say for these, and the codes."""

ACCEPTED = (
    "today, week, month, quarter, year, all (今日 本周 本月 本季 本年 全部),"
    " 2026-11-21, 2026-W47, 2026-10, 2026Q4 or 2026"
)


class UnknownPeriod(ValueError):  # noqa: N818 - it is what a person wrote, not an error of the program
    """What was written is no period. `written` holds it."""

    def __init__(self, written: str) -> None:
        self.written = " ".join(written.split())[:40]
        super().__init__(f'"{self.written}" is not a period; write {ACCEPTED}')


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` to just before `end`, both local midnights; None on both sides is all of time.

    `code` is what it was asked for by ("week") or its own name ("2026-W47"); read_period takes both.
    """

    code: str
    kind: PeriodKind
    start: datetime | None
    end: datetime | None

    @property
    def label(self) -> str:
        """Its name on screen: 2026年第4季度. Weeks say their days, since few know them by number."""
        return "全部" if self.start is None else _LABELS[self.kind](self.start.date())

    def previous(self) -> Period | None:
        """The one of the same length just before; None before all of time."""
        if self.start is None or self.start.tzinfo is None:
            return None
        return _starting(self.kind, _first(self.kind, self.start.date() - timedelta(days=1)), self.start.tzinfo)


def year_before(period: Period) -> Period | None:
    """The one of the same name a year earlier (去年同期), a week by its number, a day by its date; None for years,
    whose year before is the one just before, and for all of time.
    """
    if period.start is None or period.start.tzinfo is None or period.kind is PeriodKind.YEAR:
        return None
    first, zone = period.start.date(), period.start.tzinfo
    if period.kind is PeriodKind.WEEK:
        year, week, _ = first.isocalendar()
        weeks = date(year - 1, 12, 28).isocalendar().week  # the last week of a year always holds the 28th
        return _starting(period.kind, date.fromisocalendar(year - 1, min(week, weeks), 1), zone)
    leap = first.month == 2 and first.day == 29
    return _starting(period.kind, first.replace(year=first.year - 1, day=28 if leap else first.day), zone)


def cut_at(period: Period, earlier: Period, now: datetime) -> datetime | None:
    """Where the earlier period ends when only as much of it counts as has passed of this one; its own end once this
    one is over. By the clocks of the zone: until 14:30 of the same day of it.
    """
    if period.start is None or period.end is None or earlier.start is None or earlier.end is None:
        return earlier.end
    if not period.start <= now < period.end:
        return earlier.end
    zone = earlier.start.tzinfo
    local = now.astimezone(zone)
    day = earlier.start.date() + (local.date() - period.start.date())
    return min(datetime.combine(day, local.time(), zone), earlier.end)


def read_period(written: str, now: datetime, zone: tzinfo) -> Period:
    """The period meant by a word (本周, week) or a code (2026Q4). Weeks begin on Monday and are numbered by ISO 8601.

    Raises UnknownPeriod (a ValueError), whose one line says what is accepted.
    """
    folded = "".join(unicodedata.normalize("NFKC", written).split()).lower()
    code = ALIASES.get(folded, folded)
    if code in CURRENT:
        current = period_of(CURRENT[code][0], now, zone)
        return Period(code, current.kind, current.start, current.end)
    for pattern, kind, first in _FORMS:
        if match := pattern.fullmatch(folded):
            try:
                return _starting(kind, first(*map(int, match.groups())), zone)
            except ValueError:
                break  # the 13th month, the 54th week
    raise UnknownPeriod(written)


def period_of(kind: PeriodKind, moment: datetime, zone: tzinfo) -> Period:
    """The period of this kind that holds the moment, by the clocks of the zone."""
    if kind is PeriodKind.ALL:
        return Period("all", kind, None, None)
    return _starting(kind, _first(kind, moment.astimezone(zone).date()), zone)


def _starting(kind: PeriodKind, first: date, zone: tzinfo) -> Period:
    after = _first(kind, first + timedelta(days=_LONGEST[kind]))
    return Period(_CODES[kind](first), kind, _midnight(first, zone), _midnight(after, zone))


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone)


def _first(kind: PeriodKind, day: date) -> date:
    return _FIRST_DAYS[kind](day)


_FIRST_DAYS: dict[PeriodKind, Callable[[date], date]] = {
    PeriodKind.DAY: lambda day: day,
    PeriodKind.WEEK: lambda day: day - timedelta(days=day.weekday()),
    PeriodKind.MONTH: lambda day: day.replace(day=1),
    PeriodKind.QUARTER: lambda day: date(day.year, 3 * ((day.month - 1) // 3) + 1, 1),
    PeriodKind.YEAR: lambda day: date(day.year, 1, 1),
}
# So many days after its first day lies a day of the next period, and never of the one after that.
_LONGEST = {
    PeriodKind.DAY: 1,
    PeriodKind.WEEK: 7,
    PeriodKind.MONTH: 31,
    PeriodKind.QUARTER: 92,
    PeriodKind.YEAR: 366,
}
_CODES: dict[PeriodKind, Callable[[date], str]] = {
    PeriodKind.DAY: lambda first: first.isoformat(),
    PeriodKind.WEEK: lambda first: "{}-W{:02}".format(*first.isocalendar()),
    PeriodKind.MONTH: lambda first: f"{first.year}-{first.month:02}",
    PeriodKind.QUARTER: lambda first: f"{first.year}Q{first.month // 3 + 1}",
    PeriodKind.YEAR: lambda first: str(first.year),
}


def _week_label(first: date) -> str:
    year, week, _ = first.isocalendar()
    last = first + timedelta(days=6)
    end = f"{last.day}日" if last.month == first.month else f"{last.month}月{last.day}日"
    return f"{year}年第{week}周（{first.month}月{first.day}日至{end}）"


_LABELS: dict[PeriodKind, Callable[[date], str]] = {
    PeriodKind.DAY: lambda first: f"{first.year}年{first.month}月{first.day}日",
    PeriodKind.WEEK: _week_label,
    PeriodKind.MONTH: lambda first: f"{first.year}年{first.month}月",
    PeriodKind.QUARTER: lambda first: f"{first.year}年第{first.month // 3 + 1}季度",
    PeriodKind.YEAR: lambda first: f"{first.year}年",
}

_YEAR = r"((?:19|20|21)\d\d)"  # far from both ends of what a datetime can hold
_FORMS: tuple[tuple[re.Pattern[str], PeriodKind, Callable[..., date]], ...] = (
    (re.compile(_YEAR + r"-(\d\d?)-(\d\d?)", re.ASCII), PeriodKind.DAY, date),
    (re.compile(_YEAR + r"-?w(\d\d?)", re.ASCII), PeriodKind.WEEK, lambda y, w: date.fromisocalendar(y, w, 1)),
    (re.compile(_YEAR + r"-(\d\d?)", re.ASCII), PeriodKind.MONTH, lambda y, m: date(y, m, 1)),
    (re.compile(_YEAR + r"-?q([1-4])", re.ASCII), PeriodKind.QUARTER, lambda y, q: date(y, 3 * q - 2, 1)),
    (re.compile(_YEAR + "年?", re.ASCII), PeriodKind.YEAR, lambda y: date(y, 1, 1)),
)
