"""What of the figures somebody looks at more closely, and where a unit stands among those like it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.desk import statistics
from bot.desk.asking import Asker
from bot.desk.office import Office
from bot.domain.areas import Area, Unit
from bot.domain.bulletins import Rank, rank
from bot.domain.periods import Period, read_period
from bot.domain.questions import Question, View
from bot.domain.refusals import Refusal, Refused
from bot.domain.rights import Action, may_on
from bot.domain.statistics import Counts, Figures, Line, Scope, total
from bot.notices.statistics_pages import PAGE, lines_shown, places_shown
from bot.notices.statistics_views import (
    BEHIND_MORE,
    Shown,
    back_from,
    compared_shown,
    hours_shown,
    more_shown,
    reporters_shown,
    timing_shown,
)
from storage import rankings
from storage import statistics as counted
from storage.statistics import Part
from storage.transaction import Tx

MOST_PAGES = 1000
"""A client can send any number: what lies beyond is no page."""
_REPORTERS = 10


@dataclass(frozen=True, slots=True)
class Look:
    """One look at the figures of a question: who takes it, when, and at which page."""

    office: Office
    asked: Asker
    question: Question
    figures: Figures
    part: Part
    now: datetime
    page: int

    @property
    def area(self) -> Area:
        return self.office.area

    @property
    def period(self) -> Period:
        return self.figures.period


def look_at(tx: Tx, office: Office, asked: Asker, question: Question, view: View, page: int, now: datetime) -> Shown:
    """The words and all buttons of a view. Raises Refused, ValueError for what is no period."""
    if page > MOST_PAGES:
        raise Refused(Refusal.STALE_BUTTON)
    if view is View.REPORTERS and (reason := _unnamed(asked, office.area, question.scope)) is not None:
        raise Refused(reason)
    if view is View.PLACES and not asked.sees_places:
        raise Refused(Refusal.ONLY_IN_PRIVATE)
    period = read_period(question.period, now, office.zone)
    figures = _COUNTED.get(view, _head_alone)(tx, office.area, period, now, question.scope)
    part = statistics.part_of(office.area, question.scope)
    shown = _LOOKS[view](tx, Look(office, asked, question, figures, part, now, page))
    return replace(shown, rows=[*shown.rows, back_from(office.texts, question, view)])


def _head_alone(tx: Tx, area: Area, period: Period, now: datetime, scope: Scope) -> Figures:
    return Figures(period, now, scope, Counts(), (), ())


def _counts_alone(tx: Tx, area: Area, period: Period, now: datetime, scope: Scope) -> Figures:
    found = statistics.count(tx, area, period, now, scope)
    return Figures(period, now, scope, found.total, found.units, found.categories)


_COUNTED: dict[View, Callable[[Tx, Area, Period, datetime, Scope], Figures]] = {
    View.UNITS: _counts_alone,
    View.CATEGORIES: _counts_alone,
    View.MORE: _counts_alone,
    View.TIMING: statistics.figures,
    View.COMPARED: statistics.figures,
}
"""As much of the figures as a view tells: times and comparisons take as long again as the counts."""


def _unnamed(asked: Asker, area: Area, scope: Scope) -> Refusal | None:
    """Why this person is told no reporters: they are named to that ground's coordinators, where nobody else reads."""
    if not may_on(asked.person, Action.SEE_REPORTERS, scope.unit_code, area):
        return Refusal.NO_RIGHT
    return None if asked.private else Refusal.ONLY_IN_PRIVATE


def _units(tx: Tx, look: Look) -> Shown:
    return lines_shown(look.office.texts, look.area, look.figures, look.question, View.UNITS, look.page)


def _categories(tx: Tx, look: Look) -> Shown:
    return lines_shown(look.office.texts, look.area, look.figures, look.question, View.CATEGORIES, look.page)


def _places(tx: Tx, look: Look) -> Shown:
    start, end = look.period.start, look.period.end
    lines = rankings.by_place(tx, start, end, look.now, look.part, limit=PAGE + 1, skip=look.page * PAGE)
    return places_shown(look.office.texts, look.area, look.figures, look.question, lines, look.page)


def _more(tx: Tx, look: Look) -> Shown:
    named = _unnamed(look.asked, look.area, look.question.scope) is None
    views = [view for view in BEHIND_MORE if view is not View.REPORTERS or named]
    return more_shown(look.office.texts, look.area, look.figures, look.question, views)


def _hours(tx: Tx, look: Look) -> Shown:
    week = rankings.by_hour(tx, look.period.start, look.period.end, look.now, look.office.zone, look.part)
    return hours_shown(look.office.texts, look.area, look.figures, week)


def _reporters(tx: Tx, look: Look) -> Shown:
    lines = rankings.by_reporter(tx, look.period.start, look.period.end, look.part, limit=_REPORTERS)
    return reporters_shown(look.office.texts, look.area, look.figures, lines)


_LOOKS: dict[View, Callable[[Tx, Look], Shown]] = {
    View.UNITS: _units,
    View.CATEGORIES: _categories,
    View.PLACES: _places,
    View.MORE: _more,
    View.TIMING: lambda tx, look: timing_shown(look.office.texts, look.area, look.figures),
    View.HOURS: _hours,
    View.COMPARED: lambda tx, look: compared_shown(look.office.texts, look.area, look.figures),
    View.REPORTERS: _reporters,
}


def rank_of(tx: Tx, area: Area, period: Period, now: datetime, scope: Scope) -> Rank | None:
    """Where a unit stands by on-time rate among its sisters: of its kind, below the same unit, each as a whole.

    None without a unit, at one place, and where nothing was due there, or at no sister.
    """
    own = area.unit_by_code.get(scope.unit_code or "")
    if own is None or scope.place is not None:
        return None
    below = _below(area, [unit for unit in area.units if (unit.kind, unit.parent) == (own.kind, own.parent)])
    cells = counted.cells(tx, period.start, period.end, now, Part(list(below), scope.category))
    lines: dict[str, list[Counts]] = {}
    for (code, _), counts in cells.items():
        if code is not None:
            lines.setdefault(below[code], []).append(counts)
    return rank(own.code, [Line(code, total(some)) for code, some in lines.items()])


def _below(area: Area, sisters: list[Unit]) -> dict[str, str]:
    """Of each unit that is, or lies below, one of the sisters: that sister."""
    codes = {unit.code for unit in sisters}
    return {unit.code: above.code for unit in area.units for above in area.ancestors(unit.code) if above.code in codes}
