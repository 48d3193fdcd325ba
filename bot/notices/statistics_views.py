"""What of the figures is looked at more closely, each as words that also fit below a picture, and buttons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.areas import Area
from bot.domain.questions import Question, View
from bot.domain.rankings import ReporterLine, Week
from bot.domain.statistics import AGE_NAMES, COUNTED, Comparison, Counts, Figures, Timings
from bot.notices.buttons import Buttons, pairs
from bot.notices.comparisons import change, comparisons
from bot.notices.markup import Markup, cut
from bot.notices.statistics import NAME, fitted, head, rate, timing_line, view_button
from bot.notices.texts import Texts
from bot.notices.times import WEEKDAYS, span

_BAR = 12
_PART_OF_DAY = 3


@dataclass(frozen=True, slots=True)
class Shown:
    """One look: the words, and the buttons above the way back."""

    text: Markup
    rows: Buttons


def whole(texts: Texts, area: Area, figures: Figures, lines: Sequence[str]) -> Markup:
    return fitted([head(texts, area, figures), "", *lines])


def back_from(texts: Texts, question: Question, view: View) -> list[tuple[str, str]]:
    """The row below a look: to where it was opened."""
    more = view_button(texts, question, View.MORE)[1]
    data = more if view in BEHIND_MORE else f"stats:{question.as_data()}"
    return [(texts.plain("stats.back"), data)]


BEHIND_MORE = (View.TIMING, View.HOURS, View.COMPARED, View.REPORTERS)


def more_shown(texts: Texts, area: Area, figures: Figures, question: Question, views: Sequence[View]) -> Shown:
    """The rates with what they are made of, and what else there is to see."""
    counts = figures.total
    told = [
        texts.say(f"stats.rate.{key}", rate=rate(counts.rate(name)), part=part, whole=whole)
        for key, name in _RATES
        for part, whole in [counts.parts(name)]
        if whole
    ]
    if counts.transferred or counts.suspended or counts.supported:
        names = {name: getattr(counts, name) for name in ("transferred", "suspended", "supported")}
        told.append(texts.say("stats.others", **names))
    if counts.put_aside:
        told.append(texts.say("stats.put_aside", put_aside=counts.put_aside))
    lines = [texts.say("stats.rates"), *(told or [texts.say("stats.nothing")])]
    ways = pairs((view_button(texts, question, view) for view in views), 4)
    return Shown(whole(texts, area, figures, lines), ways)


_RATES = (
    ("response", "response_rate"),
    ("solution", "solution_rate"),
    ("satisfaction", "satisfaction_rate"),
    ("closure", "closure_rate"),
    ("rework", "rework_rate"),
    ("returned", "return_rate"),
    ("extension", "extension_rate"),
    ("misrouted", "misrouted_rate"),
)
"""The key of each rate, and its name."""


def timing_shown(texts: Texts, area: Area, figures: Figures) -> Shown:
    """How long it took, of all together and by class; and how old is what is open."""
    told = [line for key in ("response", "fix") for line in _timings(texts, key, getattr(figures, key))]
    if any(figures.ages):
        ages = [
            texts.plain("stats.age", age=texts.plain(f"stats.age.{name}"), count=count)
            for name, count in zip(AGE_NAMES, figures.ages, strict=True)
            if count
        ]
        told.append(texts.say("stats.ages", ages="，".join(ages)))
    return Shown(whole(texts, area, figures, [texts.say("stats.timing"), *(told or [texts.say("stats.nothing")])]), [])


def _timings(texts: Texts, key: str, timings: Timings) -> list[Markup]:
    by_class = [
        texts.say("stats.of_class.one", of=one.on_screen(), median=span(timing.median))
        if timing.count == 1
        else texts.say(
            "stats.of_class", of=one.on_screen(), count=timing.count, median=span(timing.median), p90=span(timing.p90)
        )
        for one, timing in timings.by_class
        if timing.median is not None and timing.p90 is not None
    ]
    return [*timing_line(texts, key, timings.whole), *(by_class if len(by_class) > 1 else [])]


def hours_shown(texts: Texts, area: Area, figures: Figures, week: Week) -> Shown:
    """On which weekdays and at which hours reports come in."""
    lines = [texts.say("stats.hours")]
    if not any(week.hours):
        return Shown(whole(texts, area, figures, [*lines, texts.say("stats.nothing")]), [])
    days, parts = week.by_day, week.by_part_of_day(_PART_OF_DAY)
    lines += [
        texts.say("stats.weekday", day=_weekday(texts, day), bar=_bar(count, max(days)), count=count)
        for day, count in enumerate(days)
    ]
    lines.append(Markup(""))
    lines += [
        texts.say(
            "stats.part_of_day",
            first=place * _PART_OF_DAY,
            last=(place + 1) * _PART_OF_DAY,
            bar=_bar(count, max(parts)),
            count=count,
        )
        for place, count in enumerate(parts)
    ]
    day, hour = week.busiest
    lines.append(texts.say("stats.busiest", day=_weekday(texts, day), hour=hour, count=max(week.hours)))
    return Shown(whole(texts, area, figures, lines), [])


def _weekday(texts: Texts, day: int) -> str:
    return texts.plain(WEEKDAYS[day])


def _bar(count: int, most: int) -> str:
    """What is there is seen: one block at least."""
    return "▇" * max(1, round(count * _BAR / most)) if count else "·"


_COMPARED = (
    "received",
    "resolved",
    "closed",
    "missed",
    "reopened",
    "on_time_rate",
    "response_rate",
    "satisfaction_rate",
)


def compared_shown(texts: Texts, area: Area, figures: Figures) -> Shown:
    """Number for number beside the period before, and the same a year ago."""
    lines = [texts.say("stats.compared")]
    for than, earlier in comparisons(texts, figures):
        key = "stats.compared.until" if earlier.cut else "stats.compared.head"
        lines.append(texts.say(key, than=than, period=earlier.period.label))
        lines += _against(texts, figures.total, earlier)
    return Shown(whole(texts, area, figures, lines if lines[1:] else [*lines, texts.say("stats.compared.none")]), [])


def _against(texts: Texts, now: Counts, earlier: Comparison) -> list[Markup]:
    return [
        texts.say(
            "stats.compared.line",
            name=texts.plain(f"measure.{name}"),
            now=_number(now, name),
            before=_number(earlier.counts, name),
            change=changed,
        )
        for name in _COMPARED
        if (changed := change(texts, name, now, earlier.counts)) is not None
        and (getattr(now, name) or getattr(earlier.counts, name))
    ]


def _number(counts: Counts, name: str) -> str:
    value = getattr(counts, name)
    return f"{value:,}" if name in COUNTED else rate(value)


def reporters_shown(texts: Texts, area: Area, figures: Figures, lines: Sequence[ReporterLine]) -> Shown:
    """Who reported most."""
    told = [
        texts.say(
            "stats.reporter.supported" if one.supported else "stats.reporter",
            name=cut(one.name, NAME),
            received=one.received,
            resolved=one.resolved,
            **({"supported": one.supported} if one.supported else {}),
        )
        for one in lines
    ]
    return Shown(
        whole(texts, area, figures, [texts.say("stats.reporters"), *(told or [texts.say("stats.nothing")])]), []
    )
