"""Checks what an area book's tables say about each other: codes, parents, units, doubles."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from bot.domain.areas import (
    PLACE_KINDS,
    Area,
    Category,
    ChatEntry,
    ChatKind,
    PersonEntry,
    Place,
    Role,
    Subcategory,
    Unit,
)
from bot.domain.book_text import Path
from bot.domain.durations import LONGEST, Duration
from bot.domain.people import ANONYMOUS_ADMIN, UNIT_ROLES
from bot.domain.spelling import did_you_mean, nearest

Found = tuple[Path, str]
"""Where it stands, as ("unit", 3, "parent"), and what is wrong."""
LineOf = Callable[[Path], int]

_MOST_LOOKED_UP = 50
"""Unknown codes whose nearest known one is looked for: each of them is held against all codes of the book."""
_LARGEST = 2**53
"""Telegram's ids have at most 52 significant bits: https://core.telegram.org/bots/api#user"""


def reference_faults(area: Area, line_of: LineOf) -> Iterator[Found]:
    """Everything that does not hold together. An empty code or name was told before and is passed over."""
    codes = _Codes(area.units)
    yield from _double_units(area.units, line_of)
    yield from _parents(area.units, codes)
    yield from _circles(area.units)
    yield from _file_names(area.units)
    yield from _unknown_units(area, codes)
    yield from _double_places(area.places, line_of)
    yield from _place_kinds(area.places)
    yield from _categories(area.categories, line_of)
    yield from _people(area.people, line_of)
    yield from _chats(area.chats, line_of)


class _Codes:
    """The codes of the units, and which of them a misspelt one was meant to be."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self._known = dict.fromkeys(unit.code for unit in units if unit.code)
        self._left = _MOST_LOOKED_UP

    def __contains__(self, code: str) -> bool:
        return code in self._known

    def remedy(self, code: str, otherwise: str, but: str = "") -> str:
        """For a code that is unknown, or for the one that may not stand there (`but`)."""
        self._left -= 1
        if self._left < 0:
            return otherwise
        return did_you_mean(code, [known for known in self._known if known != but], otherwise)


def _line(line: int) -> str:
    return f"line {line}" if line else "another place"


def _double_units(units: Sequence[Unit], line_of: LineOf) -> Iterator[Found]:
    first: dict[str, int] = {}
    for index, unit in enumerate(units):
        if unit.code and first.setdefault(unit.code, index) != index:
            other = _line(line_of(("unit", first[unit.code], "code")))
            yield (
                ("unit", index, "code"),
                f'unit "{unit.code}": {other} has a unit with the same code; change one of them',
            )


def _parents(units: Sequence[Unit], codes: _Codes) -> Iterator[Found]:
    for index, unit in enumerate(units):
        if unit.parent is not None and unit.parent not in codes:
            remedy = codes.remedy(unit.parent, "write the code of a [[unit]], or leave parent out", but=unit.code)
            yield (
                ("unit", index, "parent"),
                f'unit "{unit.code}": parent "{unit.parent}" does not exist; {remedy}',
            )


def _circles(units: Sequence[Unit]) -> Iterator[Found]:
    parent_of = {unit.code: unit.parent for unit in reversed(units)}  # of doubles the first counts
    sound: set[str] = set()
    for index, unit in enumerate(units):
        way: dict[str, None] = {}
        code: str | None = unit.code
        while code is not None and code not in sound and code not in way:
            way[code] = None
            code = parent_of.get(code)
        if code is not None and code in way:
            steps = list(way)
            circle = " → ".join([*_few(steps[steps.index(code) :]), code])
            remedy = "give one of them another parent"
            yield (
                ("unit", index, "parent"),
                f'unit "{unit.code}": its parents run in a circle ({circle}); {remedy}',
            )
        sound.update(way)


def _few(steps: list[str]) -> list[str]:
    return steps if len(steps) <= 10 else [*steps[:5], "…", *steps[-4:]]


def _file_names(units: Sequence[Unit]) -> Iterator[Found]:
    """A boundary lies beside the book or below it: an export writes it there again."""
    for index, unit in enumerate(units):
        if unit.boundary is not None and not lies_beside(unit.boundary):
            remedy = 'write its name relative to the book, such as "longxi.geojson"'
            yield (
                ("unit", index, "boundary"),
                f'unit "{unit.code}": boundary "{unit.boundary}" leads elsewhere; {remedy}',
            )


def lies_beside(boundary: str) -> bool:
    """Whether a file's name, as the book writes it, stays in the book's folder or below it."""
    parts = boundary.replace("\\", "/").split("/")
    return "" not in parts and ".." not in parts and not parts[0].endswith(":") and boundary.isprintable()


def _unknown_units(area: Area, codes: _Codes) -> Iterator[Found]:
    named = [
        *((("place", index, "unit"), f'place "{row.name}"', row.unit) for index, row in enumerate(area.places)),
        *(
            (("category", index, "unit"), f'category "{row.code}"', row.unit)
            for index, row in enumerate(area.categories)
        ),
        *((("route", index, "to"), f'route "{row.when}"', row.to) for index, row in enumerate(area.routes)),
        *((("person", index, "unit"), f'person "{row.name}"', row.unit) for index, row in enumerate(area.people)),
        *((("chat", index, "unit"), f"chat {row.id}", row.unit) for index, row in enumerate(area.chats)),
    ]
    for path, who, code in named:
        if code is not None and code not in codes:
            remedy = codes.remedy(code, "write the code of a [[unit]]")
            yield path, f'{who}: unit "{code}" does not exist; {remedy}'


def _double_places(places: Sequence[Place], line_of: LineOf) -> Iterator[Found]:
    """The same name in two units is allowed: it is ambiguous, and asked about."""
    first: dict[tuple[str, str], int] = {}
    for index, place in enumerate(places):
        if place.name and first.setdefault((place.unit, place.name), index) != index:
            other = _line(line_of(("place", first[place.unit, place.name], "name")))
            yield (
                ("place", index, "name"),
                f'place "{place.name}": {other} has the same name in unit "{place.unit}"; remove one of them',
            )
        if (place.lat is None) is not (place.lon is None):
            missing = "lat" if place.lat is None else "lon"
            yield (
                ("place", index, missing),
                f'place "{place.name}": {missing} is missing; write lat and lon, or neither',
            )


def _place_kinds(places: Sequence[Place]) -> Iterator[Found]:
    for index, place in enumerate(places):
        if place.kind not in PLACE_KINDS:
            yield ("place", index, "kind"), f'place "{place.name}": {_kind_fault(place.kind)}'


def _kind_fault(kind: str) -> str:
    meant = nearest(kind, PLACE_KINDS) or PLACE_KINDS[0]
    return f'kind = "{kind}" is not one of {", ".join(PLACE_KINDS)}; write "{meant}"'


def _categories(categories: Sequence[Category], line_of: LineOf) -> Iterator[Found]:
    yield from _double_codes(categories, ("category",), "category", line_of)
    for index, category in enumerate(categories):
        yield from _double_codes(category.sub, ("category", index, "sub"), f'category "{category.code}": sub', line_of)
        for number, small in enumerate(category.sub):
            who, key = f'category "{category.code}": sub "{small.code}"', "limit" if small.stages is None else "stages"
            if small.stages is not None and (wrong := small.stages.fault()) is not None:
                yield ("category", index, "sub", number, key), f"{who}: stages: {wrong}"
            elif small.limit is not None and (wrong := _limit_fault(small.limit)) is not None:
                yield ("category", index, "sub", number, key), f'{who}: {key}: "{small.limit}" {wrong}'


def _limit_fault(limit: Duration) -> str | None:
    if not limit.amount:
        return 'leaves no time; write how long it may take, such as "6h"'
    return f'is more than ten years; write at most "{LONGEST.days}d"' if limit.flat() > LONGEST else None


def _double_codes(rows: Sequence[Category | Subcategory], path: Path, who: str, line_of: LineOf) -> Iterator[Found]:
    first: dict[str, int] = {}
    for index, row in enumerate(rows):
        if row.code and first.setdefault(row.code, index) != index:
            other = _line(line_of((*path, first[row.code], "code")))
            yield (*path, index, "code"), f'{who} "{row.code}": {other} has the same code; change one of them'


def _people(people: Sequence[PersonEntry], line_of: LineOf) -> Iterator[Found]:
    first: dict[tuple[int, Role, str | None], int] = {}
    for index, person in enumerate(people):
        who = f'person "{person.name}"'
        if person.role in UNIT_ROLES and person.unit is None:
            yield (
                ("person", index, "unit"),
                f'{who}: a {person.role.value} needs a unit; write unit = "its code"',
            )
        if person.telegram_id == ANONYMOUS_ADMIN:
            yield (
                ("person", index, "telegram_id"),
                f"{who}: {ANONYMOUS_ADMIN} stands for every anonymous admin; write the person's own id",
            )
        if not 0 < person.telegram_id < _LARGEST:
            yield (
                ("person", index, "telegram_id"),
                f"{who}: {_brief(person.telegram_id)} is no person's id; write the number that Telegram gives it",
            )
        key = (person.telegram_id, person.role, person.unit)
        if person.telegram_id and first.setdefault(key, index) != index:
            other = _line(line_of(("person", first[key])))
            yield (
                ("person", index),
                f"{who}: {other} says the same of {person.telegram_id}; remove one of them",
            )


def _brief(number: int) -> str:
    written = str(number)
    return written if len(written) <= 20 else f"{written[:17]}…"


def _chats(chats: Sequence[ChatEntry], line_of: LineOf) -> Iterator[Found]:
    first: dict[tuple[int, int | None], int] = {}
    for index, chat in enumerate(chats):
        if chat.kind is ChatKind.UNIT and chat.unit is None:
            yield (
                ("chat", index, "unit"),
                f'chat {chat.id}: a unit\'s chat needs a unit; write unit = "its code"',
            )
        if not 0 < abs(chat.id) < _LARGEST:
            yield (
                ("chat", index, "id"),
                f"chat: {_brief(chat.id)} is no chat's id; write the number that Telegram gives it",
            )
        if chat.topic is not None and not 0 < chat.topic < _LARGEST:
            remedy = "write the number of the forum topic, or leave topic out"
            yield ("chat", index, "topic"), f"chat {chat.id}: {_brief(chat.topic)} is no topic's id; {remedy}"
        if chat.id and first.setdefault((chat.id, chat.topic), index) != index:
            other = _line(line_of(("chat", first[chat.id, chat.topic], "id")))
            yield ("chat", index, "id"), f"chat {chat.id}: {other} has the same chat; remove one of them"
