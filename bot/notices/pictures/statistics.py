"""From the figures of a period to the sheet that is drawn of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import tzinfo

from bot.domain.areas import Area
from bot.domain.bulletins import Rank
from bot.domain.statistics import AGE_NAMES, Counts, Figures, Line, total
from bot.domain.trends import Trend
from bot.notices.comparisons import change, comparisons
from bot.notices.markup import visible
from bot.notices.pictures.curves import Word, curve_of
from bot.notices.pictures.sheet import Ages, Gauge, Headline, Row, Shares, Sheet, Table
from bot.notices.statistics import ranked, rate, whose
from bot.notices.texts import Texts
from bot.notices.times import moment

MOST_ROWS, MOST_SHARES = 8, 6
"""Lines of the table and of the shares, a sum of the rest among them."""


_RATES = (
    ("response_rate", "measure.response_rate", "stats.sheet.no_response"),
    ("solution_rate", "measure.solution_rate", "stats.sheet.no_solution"),
    ("satisfaction_rate", "measure.satisfaction_rate", "stats.sheet.no_satisfaction"),
)
"""The three of 12345: each with its words, and those where there is none yet."""


def statistics_sheet(
    texts: Texts, area: Area, figures: Figures, trend: Trend | None, zone: tzinfo, rank: Rank | None = None
) -> Sheet:
    """What the picture of /stats shows. `rank` is a unit's place among its sisters."""

    def word(key: str, **facts: object) -> str:
        return visible(texts.say(key, **facts))  # the operator's own words may carry marks

    quiet = figures.total.is_quiet
    of_units = _of_units(figures)
    return Sheet(
        whose=whose(area, figures.scope),
        period=figures.period.label,
        counted=word("stats.sheet.counted", at=moment(figures.now, zone)),
        myriads=word("stats.sheet.myriads"),
        rank="" if rank is None else visible(ranked(texts, area, figures.scope, rank)),
        headlines=_headlines(texts, word, figures),
        gauges=_gauges(word, figures.total),
        ages=_ages(word, figures),
        said=_quiet(word, figures) if quiet else (),
        curve=None if quiet or trend is None else curve_of(word, figures, trend),
        table=_table(word, figures, area, of_units=of_units),
        shares=_shares(word, figures.categories, area.category_name)
        if of_units and not _one_category(figures)
        else None,
    )


def _headlines(texts: Texts, word: Word, figures: Figures) -> tuple[Headline, ...]:
    counts = figures.total
    compared = () if counts.is_quiet else comparisons(texts, figures)

    def changes(name: str) -> tuple[tuple[str, str], ...]:
        return tuple(
            (visible(than), change(texts, name, counts, other.counts, drawn=True) or "") for than, other in compared
        )

    of_due = word("stats.sheet.on_time", on_time=f"{counts.on_time:,}", due=f"{counts.due:,}")
    done = "stats.sheet.done" if counts.reopened else "stats.sheet.closed"
    return (
        Headline(
            word("stats.sheet.received"),
            f"{counts.received:,}",
            word("stats.sheet.auto", rate=rate(counts.auto_rate)) if counts.received else "",
            changes=changes("received"),
        ),
        Headline(
            word("stats.sheet.resolved"),
            f"{counts.resolved:,}",
            word(done, closed=f"{counts.closed:,}", reopened=f"{counts.reopened:,}"),
            changes=changes("resolved"),
        ),
        Headline(
            word("stats.sheet.rate"),
            rate(counts.on_time_rate),
            of_due if counts.due else word("stats.sheet.none_due" if _is_over(figures) else "stats.sheet.no_due"),
            changes=changes("on_time_rate"),
        ),
    )


def _is_over(figures: Figures) -> bool:
    return figures.period.end is not None and figures.period.end <= figures.now


def _gauges(word: Word, counts: Counts) -> tuple[Gauge, ...]:
    """The three rates; none of them where nothing can be told of any."""
    if all(counts.rate(name) is None for name, *_ in _RATES):
        return ()
    return tuple(_gauge(word, counts, *one) for one in _RATES)


def _gauge(word: Word, counts: Counts, name: str, label: str, none: str) -> Gauge:
    share, (part, whole) = counts.rate(name), counts.parts(name)
    told = word("stats.sheet.part", part=f"{part:,}", whole=f"{whole:,}")
    return Gauge(word(label), rate(share), told if whole else word(none), share)


def _ages(word: Word, figures: Figures) -> Ages | None:
    """Left out before the first report."""
    counts = figures.total
    if counts.is_quiet and figures.last is None and not counts.open:
        return None
    late = Headline(
        word("stats.sheet.overdue"),
        f"{counts.overdue:,}",
        word("stats.sheet.open", open=f"{counts.open:,}"),
        alarm=counts.overdue > 0,
    )
    rows = tuple((word(f"stats.age.{name}"), count) for name, count in zip(AGE_NAMES, figures.ages, strict=True))
    return Ages(late, word("stats.sheet.ages"), rows if counts.open else (), word("stats.sheet.none_open"))


def _quiet(word: Word, figures: Figures) -> tuple[str, ...]:
    if figures.last is None:
        return (word("stats.never"),)
    return word("stats.quiet"), word("stats.last", period=figures.last.label)


def _of_units(figures: Figures) -> bool:
    """Whether the table is of units: not where one unit alone was asked for, whose table is of its categories."""
    narrow = figures.scope.unit_code is not None or figures.scope.place is not None
    return not narrow or len(_telling(figures.units)) > 1


def _one_category(figures: Figures) -> bool:
    return figures.scope.category is not None


def _telling(lines: Iterable[Line]) -> list[Line]:
    """Those that were busy only with what stands in no column are left to the text."""
    return [line for line in lines if line.counts.open or line.counts.received or line.counts.due]


def _table(word: Word, figures: Figures, area: Area, *, of_units: bool) -> Table | None:
    """Units worst first, or the categories of one unit by size."""
    if not of_units and _one_category(figures):
        return None
    telling = _telling(figures.units if of_units else figures.categories)
    if not telling:
        return None
    named = (
        _shortened(word, telling, MOST_ROWS, "stats.no_unit", area.unit_name)
        if of_units
        else _shortened(word, telling, MOST_ROWS, "stats.no_category", area.category_name)
    )
    rows = tuple(
        Row(name, line.counts.overdue, line.counts.open, line.counts.received, rate(line.counts.on_time_rate))
        for name, line in named
    )
    heads = (word("stats.sheet.standing"), word("stats.sheet.received"), word("stats.sheet.rate"))
    if of_units:
        return Table(word("stats.sheet.units"), word("stats.sheet.order"), heads, rows)
    return Table(word("stats.sheet.categories"), word("stats.sheet.by_size"), heads, rows)


def _shares(word: Word, lines: Sequence[Line], name_of: Callable[[str | None], str | None]) -> Shares | None:
    telling = [line for line in lines if line.counts.received]
    if not telling:
        return None
    rows = [
        (name, line.counts.received)
        for name, line in _shortened(word, telling, MOST_SHARES, "stats.no_category", name_of)
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
