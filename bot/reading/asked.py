"""What a question about figures names: a period, a unit, a category, a place, in any order, with or without spaces."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, tzinfo
from typing import Literal

from rapidfuzz.distance import OSA

from bot.domain.areas import Area, Category, UnitKind
from bot.domain.period_words import read_said_period
from bot.domain.periods import UnknownPeriod
from bot.domain.questions import Question, Unclear
from bot.domain.statistics import Scope
from bot.reading.normalise import fold, fold_all
from bot.reading.unit_names import units_named

MOST_WORDS = 6
"""A question has four parts; more words are talk."""
MOST_OFFERED = 6
_LONGEST = 40
_MORE_THAN_NAME = 4
"""Characters that may stand around a unit's name: 龙西社区居委会."""
_BETWEEN = re.compile(r"[\s,，、;；·|]+")
_LIKE_A_PERIOD = re.compile(r"\d|[周月季年天日]")

Part = Literal["period", "unit_code", "category", "place"]
Near = Callable[[str], Sequence[str]]
"""Names of places that a word was most likely meant to be."""


def read_asked(area: Area, near: Near, written: str, usual: str, now: datetime, zone: tzinfo) -> Question:
    """`usual` is the period where none is said. Raises Unclear."""
    return _Asked(area, near, written, usual, now, zone).read(written)


class _Asked:
    def __init__(self, area: Area, near: Near, written: str, usual: str, now: datetime, zone: tzinfo) -> None:
        self._area = area
        self._near = near
        self._now = now
        self._zone = zone
        self._usual = usual
        self._found: dict[Part, str] = {}
        self._dead: set[str] = set()
        self._names = _names(area)
        self._places = _places(area, written)

    def read(self, written: str) -> Question:
        words = [word for word in _BETWEEN.split(written) if word]
        unknown: list[str] = []
        for word in words[:MOST_WORDS]:
            parts = self._parts(word)
            if parts is None:
                unknown.append(word)
            for part, value in parts or ():
                self._keep(word, part, value)
        if unknown or len(words) > MOST_WORDS:
            raise self._unclear(unknown[0] if unknown else words[MOST_WORDS])
        return self._question()

    def _question(self) -> Question:
        found = self._found
        scope = Scope(found.get("unit_code"), found.get("category"), found.get("place"))
        return Question(found.get("period", self._usual), scope)

    def _keep(self, word: str, part: Part, value: str) -> None:
        if self._found.get(part, value) != value:
            raise Unclear(word, self._question(), twice=True)
        if value:
            self._found[part] = value

    def _parts(self, word: str) -> list[tuple[Part, str]] | None:
        """What a word names: one thing, several written together, or a unit that is not called quite so."""
        if len(word) > _LONGEST:
            return None
        return self._together(word) or self._loosely(word)

    def _together(self, word: str) -> list[tuple[Part, str]] | None:
        """龙西社区本周: what stands before a cut is known, and what stands behind it; the longest first part first."""
        if word in self._dead:
            return None  # looked through before, behind another cut: else each character could double the time
        if (one := self._exactly(word)) is not None:
            return [one]
        for cut in range(len(word) - 2, 1, -1):
            if (one := self._exactly(word[:cut])) is not None and (rest := self._together(word[cut:])) is not None:
                return [one, *rest]
        self._dead.add(word)
        return None

    def _exactly(self, word: str) -> tuple[Part, str] | None:
        try:
            return "period", read_said_period(word, self._now, self._zone).code
        except UnknownPeriod:
            pass
        said = fold(word)
        if (named := self._names.get(said) or self._names.get(word)) is not None:
            return named
        places = self._places.get(said, ())
        return ("place", places[0]) if len(places) == 1 else None

    def _loosely(self, word: str) -> list[tuple[Part, str]] | None:
        units = units_named(self._area, word)
        if units.sure and len(word) <= len(self._area.unit_name(units.codes[0]) or "") + _MORE_THAN_NAME:
            return [("unit_code", units.codes[0])]
        return None

    def _unclear(self, word: str) -> Unclear:
        word = word[:_LONGEST]
        rest = self._question()
        units = [replace(rest.scope, unit_code=code) for code in units_named(self._area, word).codes]
        categories = [replace(rest.scope, category=one.code) for one in self._area.categories if _is_near(word, one)]
        known = _places(self._area, "\n".join((word, *self._near(word))))
        places = [replace(rest.scope, place=name) for names in known.values() for name in names]
        offered = tuple(dict.fromkeys((*units, *categories, *places)))[:MOST_OFFERED]
        return Unclear(word, rest, offered, like_a_period=_LIKE_A_PERIOD.search(word) is not None)


def _names(area: Area) -> dict[str, tuple[Part, str]]:
    """What each name stands for, units before categories; the whole area is no unit."""
    found: dict[str, tuple[Part, str]] = {fold(area.name): ("unit_code", "")}
    for unit in area.units:
        code = "" if unit.kind is UnitKind.AREA else unit.code
        for name in (*fold_all((unit.name, *unit.keywords)), unit.code):
            found.setdefault(name, ("unit_code", code))
    for category in area.categories:
        for name in (fold(category.name), category.code):
            found.setdefault(name, ("category", category.code))
    return found


def _places(area: Area, written: str) -> dict[str, list[str]]:
    """The places whose name or alias stands in what was written, by that; a name in two units is one place here."""
    text = f"{written}\n{fold(written)}"
    found: dict[str, list[str]] = {}
    for place in area.places:
        for name in (place.name, *place.aliases) if place.aliases else (place.name,):
            if name in text and place.name not in found.setdefault(fold(name), []):
                found[fold(name)].append(place.name)
    return found


def _is_near(word: str, category: Category) -> bool:
    """A part of its name or of a 小类's, one of its words, or one character beside its name."""
    said, name = fold(word), fold(category.name)
    if len(said) < 2:
        return False
    if any(said in fold(one) for one in (name, *(small.name for small in category.sub), *category.keywords)):
        return True
    return len(said) > 2 and OSA.distance(said, name) <= 1
