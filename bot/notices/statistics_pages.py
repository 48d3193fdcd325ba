"""Units, categories and places line by line, page by page, each with a button that leads to its own figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.domain.areas import Area
from bot.domain.questions import Question, View
from bot.domain.rankings import PlaceLine
from bot.domain.statistics import Counts, Figures, Line
from bot.notices.buttons import pairs
from bot.notices.markup import Markup, cut
from bot.notices.statistics import LABEL, NAME, parts_of, view_button
from bot.notices.statistics_views import Shown, whole
from bot.notices.texts import Texts

PAGE = 8
"""Lines of a page: with a button each, what a phone shows without much scrolling."""


def lines_shown(texts: Texts, area: Area, figures: Figures, question: Question, view: View, page: int) -> Shown:
    """A page of the units or of the categories, each with a button that leads to its own figures.

    What the book no longer has gets none.
    """
    of_units = view is View.UNITS
    lines = [one for one in (figures.units if of_units else figures.categories) if parts_of(texts, one.counts)]
    name_of = area.unit_name if of_units else area.category_name
    known = area.unit_by_code if of_units else area.category_by_code
    nameless = texts.plain("stats.no_unit" if of_units else "stats.no_category")
    some = lines[page * PAGE : (page + 1) * PAGE]
    told = [_told(texts, name_of(line.code) or nameless, line) for line in some]
    field = "unit_code" if of_units else "category"
    title = texts.say("stats.units" if of_units else "stats.categories")
    ways = [
        (name_of(line.code) or "", replace(question, scope=replace(question.scope, **{field: line.code})))
        for line in some
        if line.code in known
    ]
    return _page(texts, area, figures, question, view, title, told, ways, page, more=len(lines) > (page + 1) * PAGE)


def _told(texts: Texts, name: str, line: Line) -> Markup:
    return texts.say("stats.line", name=cut(name, NAME), parts=parts_of(texts, line.counts))


def places_shown(
    texts: Texts, area: Area, figures: Figures, question: Question, lines: Sequence[PlaceLine], page: int
) -> Shown:
    """A page of places; `lines` may hold one more than it shows. What the book no longer has gets no button."""
    some = lines[:PAGE]
    told = [
        texts.say(
            "stats.line",
            name=cut(line.name, NAME),
            parts=parts_of(texts, Counts(received=line.received, open=line.open, overdue=line.overdue)),
        )
        for line in some
    ]
    wanted = {line.name for line in some}
    known = {place.name for place in area.places if place.name in wanted}
    ways = [
        (line.name, replace(question, scope=replace(question.scope, place=line.name)))
        for line in some
        if line.name in known
    ]
    return _page(
        texts,
        area,
        figures,
        question,
        View.PLACES,
        texts.say("stats.places"),
        told,
        ways,
        page,
        more=len(lines) > PAGE,
    )


def _page(
    texts: Texts,
    area: Area,
    figures: Figures,
    question: Question,
    view: View,
    title: str,
    told: Sequence[str],
    ways: Iterable[tuple[str, Question]],
    page: int,
    *,
    more: bool,
) -> Shown:
    first = page * PAGE + 1
    where = [texts.say("stats.range", first=first, last=first + len(told) - 1)] if told and (page or more) else []
    rows = pairs((cut(name, LABEL), f"stats:{way.as_data()}") for name, way in ways)
    turns = ((page - 1, "stats.previous", page > 0), (page + 1, "stats.next", more))
    turning = [(texts.plain(key), f"{view_button(texts, question, view)[1]}:{to}") for to, key, there in turns if there]
    text = whole(texts, area, figures, [title, *where, *(told or [texts.say("stats.nothing")])])
    return Shown(text, [*rows, *([turning] if turning else [])])
