"""From a trend to the curve that is drawn of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.domain.periods import PeriodKind
from bot.domain.statistics import Figures
from bot.domain.trends import Grain, Trend
from bot.notices.pictures.sheet import Curve
from bot.notices.times import WEEKDAYS

Word = Callable[..., str]
"""Says a text by its key, without marks."""


def curve_of(word: Word, figures: Figures, trend: Trend) -> Curve:
    """The columns and lines of the trend, with a word for each step."""
    return Curve(
        title=word("stats.sheet.trend"),
        names=(word("stats.sheet.received"), word("stats.sheet.resolved"), word("stats.sheet.before")),
        labels=tuple(_label(word, figures.period.kind, trend, begun.start) for begun in trend.spans),
        received=tuple(flow.received for flow in trend.flows),
        resolved=tuple(flow.resolved for flow in trend.flows),
        before=trend.before[: len(trend.spans)],
    )


def _label(word: Word, kind: PeriodKind, trend: Trend, at: datetime) -> str:
    key = _STEPS.get((kind, trend.grain)) or _STEPS[None, trend.grain]
    day = word(WEEKDAYS[at.weekday()]) if key == _WEEK else at.day
    return word(key, year=at.year, month=at.month, day=day, hour=at.hour)


_WEEK = "stats.step.weekday"
_STEPS: dict[tuple[PeriodKind | None, Grain], str] = {
    (PeriodKind.WEEK, Grain.DAY): _WEEK,
    (PeriodKind.MONTH, Grain.DAY): "stats.step.date",
    (PeriodKind.ALL, Grain.MONTH): "stats.step.month_of_year",
    (None, Grain.HOURS): "stats.step.hours",
    (None, Grain.DAY): "stats.step.day",
    (None, Grain.WEEK): "stats.step.day",
    (None, Grain.MONTH): "stats.step.month",
    (None, Grain.YEAR): "stats.step.year",
}
