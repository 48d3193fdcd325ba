"""From the figures of a period to the sheet that is drawn of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo

from bot.domain.areas import Area
from bot.domain.periods import PeriodKind
from bot.domain.statistics import Figures, Line, total
from bot.domain.trends import Grain, Trend
from bot.notices.markup import visible
from bot.notices.pictures.sheet import Curve, Headline, Shares, Sheet, UnitRow, Units
from bot.notices.statistics import rate
from bot.notices.texts import Texts
from bot.notices.times import moment

MOST_UNITS, MOST_CATEGORIES = 8, 6
"""Rows of the picture, a sum of the rest among them."""

_WEEKDAYS = (
    "weekday.monday",
    "weekday.tuesday",
    "weekday.wednesday",
    "weekday.thursday",
    "weekday.friday",
    "weekday.saturday",
    "weekday.sunday",
)


def statistics_sheet(texts: Texts, area: Area, figures: Figures, trend: Trend | None, zone: tzinfo) -> Sheet:
    """What the picture of /stats shows."""

    def word(key: str, **facts: object) -> str:
        return visible(texts.say(key, **facts))  # the operator's own words may carry marks

    quiet = figures.total.is_quiet
    return Sheet(
        whose=area.unit_name(figures.scope.unit_code) or area.name,
        period=figures.period.label,
        counted=word("stats.sheet.counted", at=moment(figures.now, zone)),
        myriads=word("stats.sheet.myriads"),
        headlines=_headlines(word, figures),
        said=_quiet(word, figures) if quiet else (),
        curve=None if quiet or trend is None else _curve(word, figures, trend),
        units=_units(word, figures.units, area.unit_name),
        shares=_shares(word, figures.categories, area.category_name),
    )


Word = Callable[..., str]


def _headlines(word: Word, figures: Figures) -> tuple[Headline, ...]:
    counts = figures.total
    late = Headline(
        word("stats.sheet.overdue"),
        f"{counts.overdue:,}",
        word("stats.sheet.open", open=f"{counts.open:,}"),
        alarm=counts.overdue > 0,
    )
    kept = word("stats.sheet.on_time", on_time=f"{counts.on_time:,}", due=f"{counts.due:,}")
    return (
        Headline(
            word("stats.sheet.received"),
            f"{counts.received:,}",
            word("stats.sheet.auto", rate=rate(counts.auto_rate)) if counts.received else "",
        ),
        Headline(
            word("stats.sheet.resolved"),
            f"{counts.resolved:,}",
            word("stats.sheet.closed", closed=f"{counts.closed:,}"),
        ),
        Headline(
            word("stats.sheet.rate"),
            rate(counts.on_time_rate),
            kept if counts.due else word("stats.sheet.no_due"),
        ),
        late,
    )


def _quiet(word: Word, figures: Figures) -> tuple[str, ...]:
    if figures.last is None:
        return (word("stats.never"),)
    return word("stats.quiet"), word("stats.last", period=figures.last.label)


def _curve(word: Word, figures: Figures, trend: Trend) -> Curve:
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
    day = word(_WEEKDAYS[at.weekday()]) if key == _WEEK else at.day
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


def _units(word: Word, lines: Sequence[Line], name_of: Callable[[str | None], str | None]) -> Units | None:
    """Worst first. Units that were busy only with what stands in no column are left to the text."""
    telling = [line for line in lines if line.counts.open or line.counts.received or line.counts.due]
    if not telling:
        return None
    rows = [
        UnitRow(name, line.counts.overdue, line.counts.open, line.counts.received, rate(line.counts.on_time_rate))
        for name, line in _shortened(word, telling, MOST_UNITS, "stats.no_unit", name_of)
    ]
    heads = (word("stats.sheet.standing"), word("stats.sheet.received"), word("stats.sheet.rate"))
    return Units(word("stats.sheet.units"), word("stats.sheet.order"), heads, tuple(rows))


def _shares(word: Word, lines: Sequence[Line], name_of: Callable[[str | None], str | None]) -> Shares | None:
    telling = [line for line in lines if line.counts.received]
    if not telling:
        return None
    rows = [
        (name, line.counts.received)
        for name, line in _shortened(word, telling, MOST_CATEGORIES, "stats.no_category", name_of)
    ]
    return Shares(word("stats.sheet.categories"), word("stats.sheet.by_size"), tuple(rows))


def _shortened(
    word: Word, lines: Sequence[Line], most: int, nameless: str, name_of: Callable[[str | None], str | None]
) -> list[tuple[str, Line]]:
    """The lines with their names, at most so many; what has no place is one line."""
    shown = lines if len(lines) <= most else lines[: most - 1]
    named = [(name_of(line.code) or word(nameless), line) for line in shown]
    if rest := lines[len(shown) :]:
        named.append((word("stats.sheet.others", count=len(rest)), Line(None, total(line.counts for line in rest))))
    return named
