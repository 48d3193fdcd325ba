"""The figures of a period in words: a message for a phone, and its buttons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.domain.areas import Area
from bot.domain.bulletins import Rank
from bot.domain.periods import CURRENT
from bot.domain.questions import Question, View
from bot.domain.statistics import Counts, Figures, Line, Scope, Timing
from bot.domain.tickets import State
from bot.notices.buttons import Buttons, pairs
from bot.notices.cards import CAPTION_LIMIT
from bot.notices.comparisons import change, comparisons, percent
from bot.notices.markup import Markup, cut, visible_length
from bot.notices.texts import Texts
from bot.notices.times import span

# A line says these, in this order, as far as they are not nought.
_PARTS: tuple[tuple[str, Callable[[Counts], str | int]], ...] = (
    ("overdue", lambda counts: counts.overdue),
    ("open", lambda counts: counts.open),
    ("received", lambda counts: counts.received),
    ("on_time", lambda counts: f"{counts.on_time}/{counts.due}" if counts.due else 0),
    ("reopened", lambda counts: counts.reopened),
)
_WAITING = (
    (State.TRIAGE, "waiting_triage"),
    (State.ASSIGNED, "waiting_acceptance"),
    (State.RESOLVED, "waiting_review"),
)
NAME = 24
"""UTF-16 units of a name in a line."""
LABEL = 14
"""Likewise of a name on a button."""
_UNITS, _CATEGORIES, _WORST = 5, 5, 3
"""Lines of the message, and below a picture: the rest stands behind buttons."""


def statistics_text(texts: Texts, area: Area, figures: Figures, rank: Rank | None = None) -> Markup:
    """The message of /stats where there is no picture: headline, now, units worst first, categories.

    Like all that is told of figures it would fit below a picture: the rest stands behind buttons.
    """
    blocks = [
        [*_headline(texts, area, figures, rank), *_timings(texts, figures)],
        _now(texts, figures.total),
        _units(texts, area, figures, _UNITS),
        _categories(texts, area, figures),
    ]
    return fitted([line for block in blocks if block for line in ("", *block)][1:])


def statistics_caption(texts: Texts, area: Area, figures: Figures, rank: Rank | None = None) -> Markup:
    """What stands below the picture: the headline and the units that need attention most; at most 1,024 units.

    In words, because a picture cannot be searched, copied or read aloud.
    """
    lines = [
        *_headline(texts, area, figures, rank),
        *_now(texts, figures.total),
        *_units(texts, area, figures, _WORST),
    ]
    return fitted(lines)


def fitted(lines: Sequence[str]) -> Markup:
    """As many of the lines, from the first on, as a caption holds, whatever the operator wrote."""
    kept = list(lines)
    while kept and visible_length("\n".join(kept)) > CAPTION_LIMIT:
        kept.pop()
    return Markup("\n".join(kept).rstrip())


@dataclass(frozen=True, slots=True)
class Door:
    """A button below the figures that leads out of them: a list, a file, a map.

    `word` is the key of its label; its callback data is `verb:PERIOD:SCOPE`, with `:more` behind it where there is any.
    """

    word: str
    verb: str
    more: str = ""

    def data(self, question: Question) -> str:
        return ":".join((self.verb, question.as_data(), *((self.more,) if self.more else ())))


def statistics_buttons(
    texts: Texts,
    question: Question,
    *,
    views: Sequence[View] = (),
    doors: Sequence[Door] = (),
    others: Sequence[tuple[str, Question]] = (),
    back: Question | None = None,
) -> Buttons:
    """Below the figures of a question: periods (the one shown is marked), views, doors, the way back to a wider one.

    Data: `stats:PERIOD:SCOPE` switches, `statsview:PERIOD:SCOPE:VIEW` drills. `others` are further questions by their
    labels: the person's other units, the last period that has data.
    """
    periods = [_switch(texts, word, replace(question, period=code), question) for code, (_, word) in CURRENT.items()]
    further = [_switch(texts, cut(label, LABEL), other, question) for label, other in others]
    looks = [view_button(texts, question, view) for view in views]
    ways = [(texts.plain(door.word), door.data(question)) for door in doors]
    homeward = [] if back is None else [(texts.plain("stats.back"), f"stats:{back.as_data()}")]
    return [row for row in (periods[:3], periods[3:], *pairs(further), *pairs(looks, 4), ways, homeward) if row]


def view_button(texts: Texts, question: Question, view: View) -> tuple[str, str]:
    return texts.plain(f"stats.view.{view.value}"), f"statsview:{question.as_data()}:{view.value}"


def _switch(texts: Texts, label: str, to: Question, shown: Question) -> tuple[str, str]:
    return texts.plain("stats.marked", word=label) if to == shown else label, f"stats:{to.as_data()}"


def rate(share: float | None) -> str:
    """A share of 1 as whole percent. Only all is 100 % and only none is 0 %."""
    return "–" if share is None else f"{percent(share)}%"


def head(texts: Texts, area: Area, figures: Figures) -> Markup:
    """Whose figures, of which category and place, of which period."""
    return texts.say("stats.head", whose=whose(area, figures.scope), period=figures.period.label)


def whose(area: Area, scope: Scope) -> str:
    """龙西社区 · 环境卫生 · 桃源小区."""
    parts = (area.unit_name(scope.unit_code) or area.name, area.category_name(scope.category), scope.place)
    return " · ".join(cut(part, NAME) for part in parts if part)


def _headline(texts: Texts, area: Area, figures: Figures, rank: Rank | None) -> list[str]:
    counts = figures.total
    first: list[str] = [head(texts, area, figures)]
    if counts.is_quiet:
        last = figures.last
        told = [texts.say("stats.quiet" if last else "stats.never")]
        return first + told + ([texts.say("stats.last", period=last.label)] if last else [])
    return [
        *first,
        _received(texts, counts),
        texts.say("stats.done", resolved=counts.resolved, closed=counts.closed),
        texts.say(
            "stats.on_time" if counts.due else "stats.no_due",
            on_time=counts.on_time,
            due=counts.due,
            rate=rate(counts.on_time_rate),
            missed=counts.missed,
        ),
        *_setbacks(texts, counts),
        *(_against(texts, counts, than, earlier.counts) for than, earlier in comparisons(texts, figures)),
        *([ranked(texts, area, figures.scope, rank)] if rank is not None else []),
    ]


def _received(texts: Texts, counts: Counts) -> str:
    if not counts.received:
        return texts.say("stats.received", received=0)
    key = "stats.misrouted" if counts.misrouted else "stats.auto"
    return texts.say(
        key,
        received=counts.received,
        auto=counts.auto,
        rate=rate(counts.auto_rate),
        misrouted=counts.misrouted,
        wrong=rate(counts.misrouted_rate),
    )


def _setbacks(texts: Texts, counts: Counts) -> list[str]:
    lines: list[str] = []
    if counts.reopened:
        lines.append(texts.say("stats.reopened", reopened=counts.reopened, rate=rate(counts.rework_rate)))
    if counts.rejected:
        lines.append(texts.say("stats.rejected", rejected=counts.rejected))
    return lines


def _against(texts: Texts, now: Counts, than: str, before: Counts) -> str:
    """比上周同期：收到 ↑12，办结 ↓3，按期率 ↑5个百分点."""
    changes = {name: change(texts, name, now, before) for name in ("received", "resolved", "on_time_rate")}
    told = {"than": than, "received": changes["received"], "resolved": changes["resolved"]}
    if (by := changes["on_time_rate"]) is None:
        return texts.say("stats.against", **told)
    return texts.say("stats.against.rate", **told, rate=by)


def ranked(texts: Texts, area: Area, scope: Scope, rank: Rank) -> str:
    """按期率在 10 个社区里排第 2."""
    unit = area.unit_by_code.get(scope.unit_code or "")
    kind = texts.plain(f"stats.kind.{unit.kind.value}" if unit else "stats.kind.area")
    return texts.say("stats.rank", of=rank.of, place=rank.place, kind=kind)


def _timings(texts: Texts, figures: Figures) -> list[str]:
    return [
        *timing_line(texts, "response", figures.response.whole),
        *timing_line(texts, "fix", figures.fix.whole),
    ]


def timing_line(texts: Texts, key: str, timing: Timing) -> list[Markup]:
    """受理用时 or 办结用时 of all; nothing where nothing was timed."""
    if timing.median is None or timing.p90 is None:
        return []
    if timing.count == 1:  # of one there is no half
        return [texts.say(f"stats.{key}.one", median=span(timing.median))]
    return [texts.say(f"stats.{key}", median=span(timing.median), p90=span(timing.p90))]


def _now(texts: Texts, counts: Counts) -> list[str]:
    waiting = [
        texts.say("stats.waiting", state=texts.plain(f"state.{state.value}"), count=number)
        for state, name in _WAITING
        if (number := getattr(counts, name))
    ]
    lines = [texts.say("stats.now", open=counts.open) + (f"（{' · '.join(waiting)}）" if waiting else "")]
    return [*lines, texts.say("stats.overdue", overdue=counts.overdue)] if counts.overdue else lines


def _units(texts: Texts, area: Area, figures: Figures, most: int) -> list[str]:
    """Nothing where the one unit that there is has the headline's numbers."""
    lines = [line for line in figures.units if line.code != figures.scope.unit_code or len(figures.units) > 1]
    return _section(texts, texts.say("stats.units"), lines, most, "no_unit", area.unit_name)


def _categories(texts: Texts, area: Area, figures: Figures) -> list[str]:
    lines = figures.categories if figures.scope.category is None else ()
    return _section(texts, texts.say("stats.categories"), lines, _CATEGORIES, "no_category", area.category_name)


def _section(
    texts: Texts,
    title: str,
    lines: Sequence[Line],
    most: int,
    nameless: str,
    name_of: Callable[[str | None], str | None],
) -> list[str]:
    telling = [(line, parts) for line in lines if (parts := parts_of(texts, line.counts))]
    told: list[str] = [
        texts.say("stats.line", name=cut(name_of(line.code) or texts.plain(f"stats.{nameless}"), NAME), parts=parts)
        for line, parts in telling[:most]
    ]
    if len(telling) > most:
        told.append(texts.say("stats.more", count=len(telling) - most))
    return [title, *told] if told else []


def parts_of(texts: Texts, counts: Counts) -> str:
    """What a line of a unit, a category or a place says; "" for nothing but noughts."""
    told = (texts.plain(f"stats.part.{name}", number=number) for name, of in _PARTS if (number := of(counts)))
    return " · ".join(told)
