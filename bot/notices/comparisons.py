"""How figures stand against an earlier time: 比上周同期 ↑12."""

from __future__ import annotations

from math import floor

from bot.domain.periods import PeriodKind
from bot.domain.statistics import Comparison, Counts, Figures
from bot.notices.texts import Texts

_THAN: dict[PeriodKind, str] = {
    PeriodKind.DAY: "day",
    PeriodKind.WEEK: "week",
    PeriodKind.MONTH: "month",
    PeriodKind.QUARTER: "quarter",
    PeriodKind.YEAR: "year",
}

# By: it rose, it is a rate, it is drawn.
_WAYS = {
    (True, False, False): "stats.up",
    (False, False, False): "stats.down",
    (True, True, False): "stats.up_points",
    (False, True, False): "stats.down_points",
    (True, False, True): "stats.sheet.up",
    (False, False, True): "stats.sheet.down",
    (True, True, True): "stats.sheet.up_points",
    (False, True, True): "stats.sheet.down_points",
}
_EXACT = 100_000


def comparisons(texts: Texts, figures: Figures) -> tuple[tuple[str, Comparison], ...]:
    """Each earlier time that there is, with its words: 比上周同期, 比去年同期. No marks in them."""
    found = []
    if figures.before is not None:
        part = "part" if figures.before.cut else "whole"
        found.append((texts.plain(f"stats.than.{_THAN[figures.period.kind]}.{part}"), figures.before))
    if figures.year_ago is not None:
        found.append((texts.plain("stats.than.year_ago"), figures.year_ago))
    return tuple(found)


def change(texts: Texts, name: str, now: Counts, before: Counts, *, drawn: bool = False) -> str | None:
    """↑12, ↓3, 持平 of a measure by its name; of a rate ↑15个百分点. None where either has none.

    `drawn`: ▲12, ▼3, whose ways are seen in small letters, too.
    """
    own, other = getattr(now, name), getattr(before, name)
    if own is None or other is None:
        return None
    points = name.endswith("_rate")
    difference = percent(own) - percent(other) if points else own - other
    if not difference:
        return texts.plain("stats.same")
    return texts.plain(_WAYS[difference > 0, points, drawn], by=_told(texts, abs(difference)))


def percent(share: float) -> int:
    """A share of 1 as it is shown, halves upward (四舍五入) as in any workbook. Only all is 100 and only none is 0."""
    if share in (0, 1):
        return int(100 * share)
    return min(99, max(1, floor(round(100 * share, 9) + 0.5)))


def _told(texts: Texts, number: int) -> str:
    """From a hundred thousand on in units of ten thousand, as people count: 123万."""
    return f"{number:,}" if number < _EXACT else f"{number / 10_000:,.0f}{texts.plain('stats.sheet.myriads')}"
