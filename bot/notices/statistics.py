"""The figures of a period in words: a message for a phone, and its buttons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.domain.areas import Area
from bot.domain.periods import CURRENT
from bot.domain.questions import Question, View
from bot.domain.statistics import Counts, Figures, Line, Timing
from bot.domain.tickets import State
from bot.notices.buttons import Buttons, pairs
from bot.notices.cards import CAPTION_LIMIT
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
# With names cut to 24 the longest message stays under Telegram's 4,096: what a phone can scroll is shorter still.
_UNITS, _CATEGORIES, _NAME = 20, 10, 24
_WORST = 3


def statistics_text(texts: Texts, area: Area, figures: Figures) -> Markup:
    """The message of /stats: headline, units worst first, categories; at most 4,096 UTF-16 units after entities."""
    whose = _whose(area, figures)
    blocks = [
        [texts.say("stats.head", whose=cut(whose, _NAME), period=figures.period.label), *_headline(texts, figures)],
        _now(texts, figures.total),
        _section(texts, "units", figures.units, _UNITS, "no_unit", area.unit_name),
        _section(texts, "categories", figures.categories, _CATEGORIES, "no_category", area.category_name),
    ]
    return Markup("\n\n".join("\n".join(block) for block in blocks if block))


def statistics_caption(texts: Texts, area: Area, figures: Figures) -> Markup:
    """What stands below the picture: the headline and the units that need attention most; at most 1,024 units.

    In words, because a picture cannot be searched, copied or read aloud.
    """
    whose = _whose(area, figures)
    lines = [
        texts.say("stats.head", whose=cut(whose, _NAME), period=figures.period.label),
        *_headline(texts, figures),
        *_now(texts, figures.total),
        *_section(texts, "units", figures.units, _WORST, "no_unit", area.unit_name),
    ]
    while lines and visible_length("\n".join(lines)) > CAPTION_LIMIT:
        lines.pop()
    return Markup("\n".join(lines))


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
    back: Question | None = None,
) -> Buttons:
    """Below the figures of a question: periods (the one shown is marked), views, doors, the way back to a wider one.

    Data: `stats:PERIOD:SCOPE` switches, `statsview:PERIOD:SCOPE:VIEW` drills.
    """
    periods = [
        (
            texts.plain("stats.marked", word=word) if code == question.period else word,
            f"stats:{replace(question, period=code).as_data()}",
        )
        for code, (_, word) in CURRENT.items()
    ]
    looks = [
        (texts.plain(f"stats.view.{view.value}"), f"statsview:{question.as_data()}:{view.value}") for view in views
    ]
    ways = [(texts.plain(door.word), door.data(question)) for door in doors]
    homeward = [] if back is None else [(texts.plain("stats.back"), f"stats:{back.as_data()}")]
    return [row for row in (periods[:3], periods[3:], *pairs(looks, 4), ways, homeward) if row]


def unknown_period(texts: Texts, written: str) -> Markup:
    """The answer to a period that is none (UnknownPeriod.written)."""
    return texts.say("stats.unknown", written=cut(written, 40))


def rate(share: float | None) -> str:
    """A share of 1 as whole percent. Only all is 100 % and only none is 0 %."""
    if share is None:
        return "–"
    return f"{round(share * 100) if share in (0, 1) else min(99, max(1, round(share * 100)))}%"


def _whose(area: Area, figures: Figures) -> str:
    return area.unit_name(figures.scope.unit_code) or area.name


def _headline(texts: Texts, figures: Figures) -> list[str]:
    counts = figures.total
    if counts.is_quiet:
        told = "quiet" if figures.last else "never"
        return [
            texts.say(f"stats.{told}"),
            *([texts.say("stats.last", period=figures.last.label)] if figures.last else []),
        ]
    lines = [
        texts.say(
            "stats.auto" if counts.received else "stats.received",
            received=counts.received,
            auto=counts.auto,
            rate=rate(counts.auto_rate),
        ),
        texts.say("stats.done", resolved=counts.resolved, closed=counts.closed),
        texts.say(
            "stats.on_time" if counts.due else "stats.no_due",
            on_time=counts.on_time,
            due=counts.due,
            rate=rate(counts.on_time_rate),
            missed=counts.missed,
        ),
    ]
    if counts.reopened:
        lines.append(texts.say("stats.reopened", reopened=counts.reopened, rate=rate(counts.rework_rate)))
    if counts.rejected:
        lines.append(texts.say("stats.rejected", rejected=counts.rejected))
    return lines + _timing(texts, "response", figures.response.whole) + _timing(texts, "fix", figures.fix.whole)


def _timing(texts: Texts, key: str, timing: Timing) -> list[str]:
    if timing.median is None or timing.p90 is None:
        return []
    return [texts.say(f"stats.{key}", median=span(timing.median), p90=span(timing.p90))]


def _now(texts: Texts, counts: Counts) -> list[str]:
    waiting = [
        texts.say("stats.waiting", state=texts.plain(f"state.{state.value}"), count=number)
        for state, name in _WAITING
        if (number := getattr(counts, name))
    ]
    lines = [texts.say("stats.now", open=counts.open) + (f"（{' · '.join(waiting)}）" if waiting else "")]
    return [*lines, texts.say("stats.overdue", overdue=counts.overdue)] if counts.overdue else lines


def _section(
    texts: Texts,
    title: str,
    lines: Sequence[Line],
    most: int,
    nameless: str,
    name_of: Callable[[str | None], str | None],
) -> list[str]:
    telling = [(line, parts) for line in lines if (parts := _parts(texts, line.counts))]
    told = [
        texts.say("stats.line", name=cut(name_of(line.code) or texts.plain(f"stats.{nameless}"), _NAME), parts=parts)
        for line, parts in telling[:most]
    ]
    if len(telling) > most:
        told.append(texts.say("stats.more", count=len(telling) - most))
    return [texts.say(f"stats.{title}"), *told] if told else []


def _parts(texts: Texts, counts: Counts) -> str:
    told = (texts.plain(f"stats.part.{name}", number=number) for name, of in _PARTS if (number := of(counts)))
    return " · ".join(told)
