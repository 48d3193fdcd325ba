"""Marks of an address, one by one: the field that each says, with its value in Arabic digits."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from bot.reading.number_meanings import MEANINGS
from bot.reading.numerals import arabic
from bot.reading.surroundings import ROADS, Around, room_follows, unit_follows

MOST_SIBLINGS = 20
"""Buildings of one post that are told apart: a longer range (1-40栋) is named by its ends."""
_DIGITS = re.compile("[0-9]+")
_SPANNED = re.compile("栋|幢|号楼|单元|号")
_KINDS = {"crossing": "landmark", "numbered_gate": "gate", "side": "entrance"}
"""Groups of the pattern that have another name than the field that they say."""
_PLAIN = frozenset(("entrance", "floor", "room", "gate", "landmark"))
"""Marks that mean the same whatever stands around them."""
_SUFFIX = re.compile("号楼|#楼|号栋|单元|大门|[栋幢座室房层楼号门#]")
_NOT_A_BUILDING = frozenset("有这那每哪整另")


class Mark(NamedTuple):
    """A field of a spot at a half-open span of the searched text; several values are siblings (1-4栋)."""

    field: str
    values: tuple[str, ...]
    start: int
    end: int


_make = tuple.__new__
"""Mark(…) without the way through its own constructor, as in the lexicon."""


def marks_of(
    match: re.Match[str], text: str, plain: str, cluster: list[Mark], anchors: Collection[int], numbered_until: int
) -> Sequence[Mark]:
    """What one match says; nothing when its surroundings speak against an address."""
    kind = match.lastgroup or ""
    written = match[kind]
    start, end = match.span(kind)
    if kind in _PLAIN:
        if kind == "floor" and written[-1] == "楼" and unit_follows(text, end):
            kind = "building"  # 5楼2单元, as the north says it
        return (_make(Mark, (kind, (_written(kind, written),), start, end)),)
    if kind in {"span", "listed"}:
        return _siblings(kind, written, text, plain, start, end)
    if kind == "numbered_gate" and start and plain[start - 1] in ROADS and text.startswith("前", end):
        # 龙西路8号门前 is before the house of this number.
        return (Mark("number", (written[:-1],), start, end - 1), Mark("landmark", ("门前",), end - 1, end + 1))
    if kind in _KINDS:
        return (_make(Mark, (_KINDS[kind], (_written(_KINDS[kind], written),), start, end)),)
    if kind == "building":
        if written[0] in "一几" and start and plain[start - 1] in _NOT_A_BUILDING:
            return ()
        return (_make(Mark, (kind, (_written(kind, written),), start, end)),)
    at = start
    while at and plain[at - 1] in " _":
        at -= 1
    before = plain[at - 1] if at else ""
    last = _adjacent(text, cluster, start)
    around = Around(text, plain, at, before, at in anchors, last, start <= numbered_until)
    fields = MEANINGS[kind](written.lstrip("-"), end, around)  # 3幢-1204
    return [Mark(field, (_written(field, value),), start, end) for field, value in fields]


def _adjacent(text: str, cluster: list[Mark], start: int) -> str:
    """The field of the mark that ends here, or one direction earlier (B幢东880)."""
    if not cluster or start - cluster[-1].end > 1:
        return ""
    return cluster[-1].field if not text[cluster[-1].end : start].strip("东西南北 -_/()") else ""


def _siblings(kind: str, written: str, text: str, plain: str, start: int, end: int) -> Sequence[Mark]:
    """The buildings (or entrances) of 1-4栋 and 1、2、3栋."""
    suffix = _SPANNED.match(text, end)
    if suffix is None:
        return ()
    ending = suffix.group()
    field = "entrance" if ending == "单元" else "number" if ending == "号" else "building"
    numbers = [int(number) for number in _DIGITS.findall(written)]
    values = [f"{number}{ending}" for number in numbers]
    if field == "number":
        # 167、169、171号 is one row of doors; away from a road it is days of a month.
        values = [f"{written}{ending}"] if start and plain[start - 1] in ROADS else []
    elif kind == "span":
        first, last = numbers
        if field == "entrance" and written.count("-") and (first > last or room_follows(text, suffix.end())):
            # 3-2单元301: a building and its entrance.
            return (
                Mark("building", (str(first),), start, start),
                Mark(field, (f"{last}{ending}",), start, suffix.end()),
            )
        if first < last < first + MOST_SIBLINGS:
            values = [f"{number}{ending}" for number in range(first, last + 1)]
        elif first > last:
            values = [f"{first}-{last}{ending}"] if first < 100 and field == "building" else []
    return (Mark(field, tuple(values), start, suffix.end()),) if values else ()


def _written(kind: str, written: str) -> str:
    """A mark as written, with Arabic digits and without blanks: 三栋 → 3栋, 12 栋 → 12栋."""
    if " " in written:
        written = written.replace(" ", "")
    if kind == "landmark" or (written[0].isdigit() and written[-1] != "楼"):
        return written
    suffix = _SUFFIX.search(written)
    if suffix is None or suffix.start() == 0:
        return written
    head, rest = written[: suffix.start()], written[suffix.start() :]
    prefix = next((word for word in ("地下", "负", "-") if head.startswith(word)), "")
    head = arabic(head.removeprefix(prefix))
    if kind == "building" and rest[0] in "栋幢":
        rest = rest[0]  # 3栋楼
    return f"{prefix}{head}{rest}"
