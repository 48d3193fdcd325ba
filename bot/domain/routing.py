"""Which unit is responsible for a problem, and by which rule."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.areas import Area, TimeClass, UnitKind
from bot.domain.readings import ReadingContext

CONDITIONS = ("category", "subcategory", "place", "unit", "class")
_OF_GROUND = frozenset(("place", "unit"))
_ROUTE = "route "
_Kind = tuple[str | None, str | None, TimeClass | None]


class Rule(StrEnum):
    """What decided about a ticket's unit, if it was no route of the area book (`route 3`)."""

    PLACE = "place"
    UNIT_NAME = "unit name"
    CHAT_UNIT = "chat unit"
    SENDER_UNIT = "sender unit"
    AMBIGUOUS = "ambiguous"
    CATEGORY_UNIT = "category unit"
    PIN = "pin"
    """The place nearest to a position."""
    BOUNDARY = "boundary"
    """The unit whose boundary holds a position."""
    VENUE = "venue"
    """The name that came with a position."""
    LEARNED = "learned"
    """Place words of earlier tickets."""
    EARLIER = "earlier"
    """The place of the sender's report of a moment ago."""
    DISPATCHED = "dispatched"
    """A person decided."""


def route_number(rule: str) -> int | None:
    """Which of the area book's routes, counted from 1, decided; None when it was one of `Rule`."""
    number = rule.removeprefix(_ROUTE)
    return int(number) if number != rule else None


@dataclass(frozen=True, slots=True)
class ProblemFacts:
    """What is known of one problem when it is routed.

    `place_units` are the codes of the units that have a place of this name (two or more: ambiguous);
    `named_units` those of the units the text itself names, the most specific first.
    """

    category: str | None = None
    subcategory: str | None = None
    time_class: TimeClass | None = None
    place: str | None = None
    place_units: tuple[str, ...] = ()
    named_units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Routed:
    """The unit (None: triage), the units among which a person must choose, and what decided: a Rule, or `route 3`."""

    unit_code: str | None
    candidates: tuple[str, ...] = ()
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class _CompiledRoute:
    routed: Routed
    conditions: tuple[tuple[str, str], ...]


class Router:
    """An area's routes, read once. Routes that cannot apply are left out here and told by `route_faults`."""

    def __init__(self, area: Area) -> None:
        self._area = area
        places = _places_meant(area)
        self._routes = tuple(
            _CompiledRoute(Routed(entry.to, (), f"{_ROUTE}{number}"), _conditions(entry.when))
            for number, entry in enumerate(area.routes, 1)
            if not _faults_of(area, places, entry.when, entry.to)
        )
        self._open: dict[_Kind, tuple[_CompiledRoute, ...]] = {}
        self._areas = frozenset(unit.code for unit in area.units if unit.kind is UnitKind.AREA)
        self._departments = {
            category.code: Routed(category.unit, (), Rule.CATEGORY_UNIT)
            for category in area.categories
            if category.unit
        }

    def route(self, facts: ProblemFacts, context: ReadingContext) -> Routed:
        """The unit that is responsible: the first rule that speaks decides."""
        located = self._locate(facts, context)
        for compiled in self._open_to(facts):
            if all(self._holds(key, value, facts.place, located.unit_code) for key, value in compiled.conditions):
                return compiled.routed
        department = self._departments.get(facts.category) if facts.category else None
        return located if department is None else department

    def _open_to(self, facts: ProblemFacts) -> tuple[_CompiledRoute, ...]:
        """The routes that a problem of this kind may take, each with what is still asked of the ground.

        Worked out once for each kind: a book has few kinds, and mostly none of its routes is left.
        """
        kind = (facts.category, facts.subcategory, facts.time_class)
        routes = self._open.get(kind)
        if routes is None:
            routes = self._open[kind] = tuple(
                _CompiledRoute(compiled.routed, tuple(pair for pair in compiled.conditions if pair[0] in _OF_GROUND))
                for compiled in self._routes
                if all(_suits(key, value, facts) for key, value in compiled.conditions if key not in _OF_GROUND)
            )
        return routes

    def _locate(self, facts: ProblemFacts, context: ReadingContext) -> Routed:
        """The unit on whose ground the problem is."""
        if len(facts.place_units) == 1:
            return Routed(facts.place_units[0], (), Rule.PLACE)
        if facts.place_units:
            return self._settle(facts.place_units, facts.named_units, context)
        if len(facts.named_units) == 1:
            return Routed(facts.named_units[0], (), Rule.UNIT_NAME)
        if facts.named_units:
            return self._settle(facts.named_units, (), context)
        if context.chat_unit is not None and context.chat_unit not in self._areas:
            return Routed(context.chat_unit, (), Rule.CHAT_UNIT)
        return Routed(None)

    def _settle(self, candidates: tuple[str, ...], named: tuple[str, ...], context: ReadingContext) -> Routed:
        """Choose among the units of an ambiguous name by what else is known, or leave it to a person."""
        hints = (
            (named, Rule.UNIT_NAME),
            ((context.chat_unit,), Rule.CHAT_UNIT),
            ((context.sender_unit,), Rule.SENDER_UNIT),
        )
        for units, rule in hints:
            below = tuple(code for code in candidates if any(unit and self._area.covers(unit, code) for unit in units))
            if len(below) == 1:
                return Routed(below[0], (), rule)
            if units is named and below:
                candidates = below  # a unit's name may be ambiguous too: what the text leaves open, the rest settles
        return Routed(None, candidates, Rule.AMBIGUOUS)

    def _holds(self, key: str, value: str, place: str | None, located: str | None) -> bool:
        return place == value if key == "place" else self._area.covers(value, located)


def _suits(key: str, value: str, facts: ProblemFacts) -> bool:
    match key:
        case "category":
            return facts.category == value
        case "subcategory":
            return facts.subcategory == value
        case _:
            return facts.time_class is not None and facts.time_class.value == value


def route(area: Area, facts: ProblemFacts, context: ReadingContext | None = None) -> Routed:
    """`Router.route` for a single question; keep a `Router` where many are asked."""
    return Router(area).route(facts, context or ReadingContext())


def route_faults(area: Area) -> list[str]:
    """Every route of the book that cannot apply, and why, in words for the operator."""
    places = _places_meant(area)
    return [
        f'route {number} ("{entry.when}" to "{entry.to}"): {fault}'
        for number, entry in enumerate(area.routes, 1)
        for fault in _faults_of(area, places, entry.when, entry.to)
    ]


def _conditions(when: str) -> tuple[tuple[str, str], ...]:
    """The key=value pairs; a word without "=" is kept with an empty value, for `_faults_of`."""
    pairs = (word.partition("=") for word in when.split())
    return tuple((key, value) for key, _, value in pairs)


def _places_meant(area: Area) -> frozenset[str]:
    """The names of places that a route speaks of and the book has, found in one pass."""
    wanted = {value for entry in area.routes for key, value in _conditions(entry.when) if key == "place"}
    return frozenset(place.name for place in area.places if place.name in wanted) if wanted else frozenset()


def _faults_of(area: Area, places: frozenset[str], when: str, to: str) -> list[str]:
    conditions = _conditions(when)
    faults = [] if conditions else ["it has no condition; write at least one, such as category=safety"]
    if to not in area.unit_by_code:
        faults.append(f'no unit has the code "{to}"')
    for key, value in conditions:
        if key not in CONDITIONS:
            faults.append(f'"{key}" is not one of {", ".join(CONDITIONS)}')
        elif not value:
            faults.append(f'"{key}" has no value; write {key}=…')
        elif not _is_known(area, places, key, value):
            faults.append(f'no {key} "{value}" in the area book')
    keys = [key for key, _ in conditions]
    faults += [f'"{key}" is given twice' for key in CONDITIONS if keys.count(key) > 1]
    return faults


def _is_known(area: Area, places: frozenset[str], key: str, value: str) -> bool:
    match key:
        case "category":
            return value in area.category_by_code
        case "subcategory":
            return any(small.code == value for big in area.categories for small in big.sub)
        case "place":
            return value in places
        case "unit":
            return value in area.unit_by_code
        case _:
            return value in {time_class.value for time_class in TimeClass}
