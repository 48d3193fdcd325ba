"""Suggestions: learned aliases that the book does not have yet, for a coordinator to take or leave."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.areas import Area
from bot.reading.learned import LearnedAlias, LearnedModel
from bot.reading.normalise import fold

LEAST_SURE = 0.9


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A learned alias held against the book."""

    alias: LearnedAlias
    place: str | None = None
    """The place of the same unit that it shortens: 逸家 of 逸家花苑. None: it would be a place of its own."""
    contradicts: str | None = None
    """The code of the unit that has a place or a name of these words in the book, and did not get the tickets."""


def suggestions(model: LearnedModel, area: Area) -> list[Suggestion]:
    """What the history knows and the book does not, the surest first; names of the book that fit are left out."""
    names = _names(area)
    found = []
    for alias in model.aliases:
        if alias.confidence < LEAST_SURE or alias.unit not in area.unit_by_code:
            continue
        units = names.get(alias.word)
        if units is not None:
            if alias.unit not in units and not any(area.covers(unit, alias.unit) for unit in units):
                found.append(Suggestion(alias, contradicts=sorted(units)[0]))
        elif not any(alias.unit in names[part] for part in _parts(alias.word) if part in names):
            found.append(Suggestion(alias, place=_longer(alias, area)))
    return found


def _names(area: Area) -> dict[str, set[str]]:
    """Every name of the book as it is read, and the units that it may mean."""
    names: dict[str, set[str]] = {}
    for place in area.places:
        for name in (place.name, *place.aliases):
            names.setdefault(fold(name), set()).add(place.unit)
    for unit in area.units:
        for name in (unit.name, *unit.keywords):
            names.setdefault(fold(name), set()).add(unit.code)
    return names


def _parts(word: str) -> Iterator[str]:
    for start in range(len(word)):
        for end in range(start + 2, len(word) + 1):
            yield word[start:end]


def _longer(alias: LearnedAlias, area: Area) -> str | None:
    """The only place of the unit whose name has the word in it."""
    longer = [place.name for place in area.places if place.unit == alias.unit and alias.word in fold(place.name)]
    return longer[0] if len(longer) == 1 else None
