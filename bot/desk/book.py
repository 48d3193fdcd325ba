"""The book in chat: a coordinator puts the places of the own ground right, a line at a time.

Each change goes the way of a book's change, so that the next post is read by it, and stands in the audit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.desk import areas as area_book
from bot.desk.messages import answer_for_a_while
from bot.desk.office import Office
from bot.desk.reach import Seat
from bot.domain.area_changes import AreaChange, PlaceKey, key_of
from bot.domain.areas import Place
from bot.domain.book_words import unfit
from bot.domain.people import Person
from bot.domain.places_table import kind_by_name
from bot.domain.refusals import Refusal, Refused
from bot.domain.rights import Action, may_on, require, require_on
from bot.notices.markup import Markup
from bot.reading.unit_names import units_named
from storage import areas, audit
from storage.transaction import Tx

_LONGEST = 60


@dataclass(frozen=True, slots=True)
class By:
    """Who writes it, and where the answer goes."""

    person: Person
    seat: Seat


Order = Callable[[Tx, Office, By, Sequence[str], datetime], None]
"""What one line does: takes the words behind its verb. Raises Refused."""


def the_unit(office: Office, written: str) -> str:
    """The code of the unit that is called so. Raises Refused, with the nearest names where there are any."""
    exact = [unit.code for unit in office.area.units if written in (unit.name, unit.code)]
    if len(exact) == 1:
        return exact[0]
    matched = units_named(office.area, written)
    if matched.sure:
        return matched.codes[0]
    if matched.codes:
        names = "、".join(office.area.unit_name(code) or code for code in matched.codes)
        raise Refused(Refusal.WHICH_UNIT, unit=written, name=names)
    raise Refused(Refusal.UNKNOWN_UNIT, unit=written)


def check_word(word: str) -> None:
    """Raises Refused(BAD_NAME) for what no post could hold, or nearly every one would."""
    if len(word) > _LONGEST or unfit(word) is not None:
        raise Refused(Refusal.BAD_NAME, name=word[:_LONGEST])


def may_keep(person: Person, office: Office, code: str) -> None:
    """Raises Refused: NO_RIGHT for who keeps no places at all, OTHER_GROUND for another's unit."""
    require(person, Action.KEEP_PLACES)
    if not may_on(person, Action.KEEP_PLACES, code, office.area):
        raise Refused(Refusal.OTHER_GROUND, unit=office.area.unit_name(code) or code)


def put(tx: Tx, now: datetime, *, gone: Sequence[PlaceKey] = (), saved: Sequence[Place] = ()) -> None:
    """Into the area: the reader is renewed before the next post is read."""
    loaded = areas.load(tx, with_places=False)
    if loaded is None:
        raise Refused(Refusal.STALE_BUTTON)
    version, frame = loaded
    change = AreaChange(frame=frame, gone=tuple(gone), saved=tuple(saved))
    area_book.amend(tx, change, version, now, noted=False)


def the_place(tx: Tx, office: Office, by: By, name: str, unit: str | None) -> Place:
    """The place of this name on the person's ground; `unit`, as written, says which of several.

    Raises Refused: with the place of which it is an alias, or with names that are near, where there is none.
    """
    require(by.person, Action.KEEP_PLACES)
    code = the_unit(office, unit) if unit is not None else None
    named = areas.named(tx, name)
    found = [place for place in named if code in {None, place.unit}]
    if not found:
        near = [place.name for place in areas.called(tx, name)] or _near(office, name)
        if near:
            raise Refused(Refusal.PLACE_NEAR, place=name, name="、".join(dict.fromkeys(near)))
        raise Refused(Refusal.UNKNOWN_PLACE, place=name)
    own = [place for place in found if may_on(by.person, Action.KEEP_PLACES, place.unit, office.area)]
    if not own:
        raise Refused(Refusal.OTHER_GROUND, unit=office.area.unit_name(found[0].unit) or found[0].unit)
    if len(own) > 1:
        raise Refused(Refusal.WHICH_PLACE, place=name, name=_unit_names(office, own))
    return own[0]


def _near(office: Office, name: str) -> tuple[str, ...]:
    """A name by itself may be no address: with a building behind it, it is."""
    return office.reader.near_misses(name) or office.reader.near_misses(f"{name}1栋")


def _unit_names(office: Office, places: Sequence[Place]) -> str:
    return "、".join(office.area.unit_name(place.unit) or place.unit for place in places)


def _words(given: Sequence[str], fewest: int, most: int) -> list[str | None]:
    """Exactly `most` words, None for those left out. Raises Refused(PLACE_USAGE)."""
    if not fewest <= len(given) <= most:
        raise Refused(Refusal.PLACE_USAGE)
    return [*given, *[None] * (most - len(given))]


def _two(given: Sequence[str], most: int) -> tuple[str, str, str | None]:
    words = _words(given, 2, most)
    return str(words[0]), str(words[1]), words[2] if most > 2 else None


def _answer(tx: Tx, office: Office, by: By, key: str, now: datetime, also: Markup | None = None, **facts: str) -> None:
    text = office.texts.say(key, **facts)
    answer_for_a_while(tx, by.seat, Markup("\n".join([text, also])) if also else text, now)


def _elsewhere(tx: Tx, office: Office, word: str, unit: str) -> Markup | None:
    """That the word is known in other units, too: then people are asked which is meant."""
    others = [place for place in areas.called(tx, word) if place.unit != unit]
    return office.texts.say("place.elsewhere", name=word, units=_unit_names(office, others)) if others else None


def _check_new(tx: Tx, office: Office, word: str, unit: str) -> None:
    """Raises Refused(PLACE_KNOWN) where the unit has a place that is called so."""
    if any(place.unit == unit for place in areas.called(tx, word)):
        raise Refused(Refusal.PLACE_KNOWN, place=word, unit=office.area.unit_name(unit) or unit)


def add(tx: Tx, office: Office, by: By, given: Sequence[str], now: datetime) -> None:
    """新增 龙西嘉园 龙西社区"""
    require(by.person, Action.KEEP_PLACES)
    name, written, _ = _two(given, 2)
    check_word(name)
    unit = the_unit(office, written)
    may_keep(by.person, office, unit)
    _check_new(tx, office, name, unit)
    also = _elsewhere(tx, office, name, unit)
    put(tx, now, saved=[Place(name=name, unit=unit, kind=kind_by_name(name))])
    audit.append(tx, "place_added", by.person.id, now, name=name, unit=unit)
    _answer(tx, office, by, "place.added", now, also, place=name, unit=office.area.unit_name(unit) or unit)


def add_alias(tx: Tx, office: Office, by: By, given: Sequence[str], now: datetime) -> None:
    """别名 龙西嘉园 嘉园"""
    name, alias, written = _two(given, 3)
    place = the_place(tx, office, by, name, written)
    check_word(alias)
    _check_new(tx, office, alias, place.unit)
    also = _elsewhere(tx, office, alias, place.unit)
    put(tx, now, saved=[place.model_copy(update={"aliases": (*place.aliases, alias)})])
    audit.append(tx, "place_alias", by.person.id, now, name=name, unit=place.unit, alias=alias)
    _answer_alias(tx, office, by, "place.alias", place, alias, now, also)


def drop_alias(tx: Tx, office: Office, by: By, given: Sequence[str], now: datetime) -> None:
    """去别名 龙西嘉园 嘉园"""
    name, alias, written = _two(given, 3)
    place = the_place(tx, office, by, name, written)
    if alias not in place.aliases:
        raise Refused(Refusal.NO_SUCH_ALIAS, place=name, name=alias)
    put(tx, now, saved=[place.model_copy(update={"aliases": tuple(one for one in place.aliases if one != alias)})])
    audit.append(tx, "place_alias_dropped", by.person.id, now, name=name, unit=place.unit, alias=alias)
    _answer_alias(tx, office, by, "place.alias_dropped", place, alias, now)


def _answer_alias(
    tx: Tx, office: Office, by: By, key: str, place: Place, alias: str, now: datetime, also: Markup | None = None
) -> None:
    unit = office.area.unit_name(place.unit) or place.unit
    _answer(tx, office, by, key, now, also, place=place.name, unit=unit, alias=alias)


def move(tx: Tx, office: Office, by: By, given: Sequence[str], now: datetime) -> None:
    """归属 龙西嘉园 龙北社区, with the unit that has it now behind where there are several."""
    name, written, before = _two(given, 3)
    place = the_place(tx, office, by, name, before)
    unit = the_unit(office, written)
    may_keep(by.person, office, unit)
    _check_new(tx, office, name, unit)
    put(tx, now, gone=[key_of(place)], saved=[place.model_copy(update={"unit": unit})])
    names = {"before": office.area.unit_name(place.unit) or place.unit, "unit": office.area.unit_name(unit) or unit}
    audit.append(tx, "place_moved", by.person.id, now, name=name, unit=unit, before=names["before"])
    text = office.texts.say("place.moved", place=name, **names)
    answer_for_a_while(tx, by.seat, text, now)


def check_unrouted(office: Office, place: Place) -> None:
    """Raises Refused(PLACE_ROUTED) where a route names the place: it would silently apply no more."""
    if any(f"place={place.name}" in route.when.split() for route in office.area.routes):
        raise Refused(Refusal.PLACE_ROUTED, place=place.name)


def remove_at_once(tx: Tx, office: Office, person: Person, name: str, unit: str, now: datetime) -> None:
    """What was agreed to. Raises Refused where the place is gone or another's by now."""
    require_on(person, Action.KEEP_PLACES, unit, office.area)
    place = next((one for one in areas.named(tx, name) if one.unit == unit), None)
    if place is None:
        raise Refused(Refusal.STALE_BUTTON)
    check_unrouted(office, place)
    put(tx, now, gone=[key_of(place)])
    audit.append(tx, "place_removed", person.id, now, name=name, unit=unit)
