"""What is answered to a question about figures that was not understood."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.areas import Area, UnitKind
from bot.domain.periods import CURRENT
from bot.domain.questions import Unclear
from bot.domain.statistics import Scope
from bot.notices.buttons import Buttons, pairs
from bot.notices.markup import Markup, cut
from bot.notices.statistics import LABEL
from bot.notices.texts import Texts


def unclear_text(texts: Texts, area: Area, unclear: Unclear) -> Markup:
    """The answer to a word that names nothing, with an example of this area."""
    written = cut(unclear.written, 40)
    if unclear.twice:
        return texts.say("stats.twice", written=written, example=_example(area))
    if unclear.offered:
        return texts.say("stats.did_you_mean", written=written)
    if unclear.like_a_period:
        return texts.say("stats.unknown", written=written)
    return texts.say("stats.unclear", written=written, example=_example(area))


def unclear_buttons(area: Area, unclear: Unclear) -> Buttons:
    """What may be meant, each leading to its figures."""
    known = unclear.question
    return pairs(
        (cut(_meant(area, scope, known.scope), LABEL), f"stats:{replace(known, scope=scope).as_data()}")
        for scope in unclear.offered
    )


def _meant(area: Area, scope: Scope, known: Scope) -> str:
    if scope.place != known.place:
        return scope.place or ""
    if scope.category != known.category:
        return area.category_name(scope.category) or ""
    return area.unit_name(scope.unit_code) or ""


def _example(area: Area) -> str:
    """What this area's people could write."""
    unit = next((unit.name for unit in area.units if unit.kind is UnitKind.COMMUNITY), area.name)
    category = area.categories[0].name if area.categories else ""
    return f"/stats {CURRENT['month'][1]} {unit} {category}".rstrip()
