"""What a mark of an address means where it stands: 88 behind a road is a number, 301 behind a unit a room.

12-402 is building and room behind an estate, entrance and room behind a building, a house number behind a road.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from bot.reading.numerals import CHINESE, arabic

MOST_SIBLINGS = 20
_BETWEEN_NUMBERS = re.compile("[-~至到、,和/]")
_SPANNED = re.compile("栋|幢|号楼|单元")
_KINDS = {"crossing": "landmark", "numbered_gate": "gate"}
_PLAIN = frozenset(("entrance", "floor", "room", "gate", "landmark"))
"""Marks that mean the same whatever stands around them."""
_SUFFIX = re.compile("号楼|#楼|号栋|单元|大门|[栋幢座室房层楼号门#]")
_NOT_A_BUILDING = frozenset("有这那每哪整另")
_ROADS = frozenset("路街道巷弄线")
_GROUNDS = frozenset("村组园里坊苑区庄社院城厦寓府墅湾庭居邸轩阁馆心场堡郡峰期厂港庐舍团际")
_HALLS = frozenset("厦楼馆心场城座")
"""Behind these a number of three digits is a room: 时代大厦2920."""
_ESTATES = frozenset("苑寓馆轩阁邸")
"""Behind these a number is a building: 和顺苑69号. Villages number their houses."""
_PAST_A_DATE = 32
"""A number from here on is no day of a month: 请12号来, but 李家角90号."""
_FUEL = ("汽油", "柴油")


class Mark(NamedTuple):
    field: str
    values: tuple[str, ...]
    start: int
    end: int


_make = tuple.__new__
"""Mark(…) without the way through its own constructor, as in the lexicon."""


class _Around(NamedTuple):
    """What stands around a written mark: decides what a number without a word of its own means."""

    text: str
    before: str
    """The character before it; of a blanked name its last one."""
    named: bool
    """A known name ends here."""
    last: str
    """The field of the mark right before it, "" for none."""
    numbered: bool
    """A house number stands shortly before it: an address goes on."""

    @property
    def on_road(self) -> bool:
        return self.before in _ROADS and not self.last

    @property
    def on_ground(self) -> bool:
        return self.named or self.before in _GROUNDS

    @property
    def goes_on(self) -> bool:
        return bool(self.last) or self.on_ground or self.numbered


def marks_of(
    match: re.Match[str], text: str, plain: str, cluster: list[Mark], anchors: Collection[int], numbered_until: int
) -> Sequence[Mark]:
    """What one match says; nothing when its surroundings speak against an address."""
    kind, written = match.lastgroup or "", match[0]
    start, end = match.span()
    if kind in _PLAIN:
        return (_make(Mark, (kind, (_written(kind, written),), start, end)),)
    if kind in {"span", "listed"}:
        return _siblings(kind, written, text, start, end)
    if kind in _KINDS:
        return (_make(Mark, (_KINDS[kind], (_written(_KINDS[kind], written),), start, end)),)
    before = plain[start - 1] if start else ""
    if kind == "building":
        if before in _NOT_A_BUILDING and before and written[0] in "一几":
            return ()
        return (_make(Mark, (kind, (_written(kind, written),), start, end)),)
    last = _adjacent(text, cluster, start)
    around = _Around(text, before, start in anchors, last, start <= numbered_until)
    fields = _MEANINGS[kind](written, end, around)
    return [Mark(field, (_written(field, value),), start, end) for field, value in fields]


def _adjacent(text: str, cluster: list[Mark], start: int) -> str:
    """The field of the mark that ends here, or one direction earlier (B幢东880)."""
    if not cluster or start - cluster[-1].end > 1:
        return ""
    return cluster[-1].field if not text[cluster[-1].end : start].strip("东西南北 -_") else ""


_Fields = Sequence[tuple[str, str]]


def _lane(written: str, end: int, around: _Around) -> _Fields:
    return (("number", written),) if around.on_road or around.named or around.goes_on else ()


def _number(written: str, end: int, around: _Around) -> _Fields:
    """88号: a house number behind a road or a name, a building behind a house number, a door behind a building."""
    head = written[:-1]
    if head[0] in CHINESE:
        field = "entrance" if around.last == "building" else "number" if around.before in _ROADS else ""
        return ((field, written),) if field else ()
    if around.before == "月" or around.text.startswith(_FUEL, end):
        return ()
    first = int(head.partition("-")[0])
    match around.last:
        case "number":
            return (("building", written),) if "弄" in around.before else (("number", written),)
        case "building":
            return _entrance_and_room(head) if "-" in head else ((("entrance" if first < 100 else "room"), written),)
        case "entrance" | "floor":
            return (("room", written),)
        case _ if around.before in _ROADS:
            return (("number", written),)
        case _ if around.before in _HALLS and first >= 100:
            return (("room", written),)
        case _ if around.numbered or around.before in _ESTATES:
            return (("building", written),)
        case _ if around.named or around.before in _GROUNDS or first >= 1000:
            return (("number", written),)
        case _:
            return (("number", written),) if first >= _PAST_A_DATE and "\u4e00" <= around.before <= "\u9fff" else ()


def _entrance_and_room(head: str) -> _Fields:
    entrance, _, room = head.partition("-")
    return (("entrance", entrance), ("room", room))


def _full(written: str, end: int, around: _Around) -> _Fields:
    """47-6-746: building, entrance, room. A date is none: 2024-5-12."""
    building, entrance, room = written.replace("--", "-").rstrip("室房间号").split("-")
    if not around.goes_on and len(room) < 3:
        return ()
    return (("building", building), ("entrance", entrance), ("room", room))


def _pair(written: str, end: int, around: _Around) -> _Fields:
    """12-402: building and room behind an estate, entrance and room behind a building, a number behind a road."""
    first, _, second = written.rstrip("室房间号").partition("-")
    if around.on_road and written[-1] not in "室房间":
        return (("number", written),) if len(first) > 1 or written[-1] == "号" else ()
    if written[-1] in "室房间" and len(first) > 2 and len(second) > 2:
        return (("room", written),)
    if written[-1] in "室房间" and not around.last:
        return (("building", first), ("room", second))
    if around.last == "building":
        return (("entrance", first), ("room", second))
    if around.last == "entrance" or not around.goes_on:
        return ()
    if written[-1] == "号" and around.on_ground and not around.numbered:
        return (("number", written),)
    return (("building", first), ("room" if len(second) > 2 else "entrance", second))


def _stall(written: str, end: int, around: _Around) -> _Fields:
    """B1025, A18-1659: a room in a hall or behind what an address began with."""
    if not around.goes_on:
        return ()
    building, dash, room = written.partition("-")
    return (("building", building), ("room", room)) if dash else (("room", written),)


def _bare(written: str, end: int, around: _Around) -> _Fields:
    """A number alone: behind a road a house number, behind a building or in a hall a room."""
    digits = written.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    if around.last:
        lettered = digits != written and around.last in {"building", "entrance", "floor"}
        return (("room", written),) if around.last in _BEFORE_ROOM and (len(digits) > 2 or lettered) else ()
    if len(digits) < 2 or digits != written:
        return ()
    if around.before in _ROADS or around.before == "村":
        return (("number", written),)
    if len(digits) > 2 and (around.before in _HALLS or (around.numbered and "\u4e00" <= around.before <= "\u9fff")):
        return (("room", written),)
    return ()


_BEFORE_ROOM = frozenset(("building", "entrance", "floor", "number"))
_MEANINGS: dict[str, Callable[[str, int, _Around], _Fields]] = {
    "lane": _lane,
    "number": _number,
    "full": _full,
    "pair": _pair,
    "stall": _stall,
    "bare": _bare,
}


def _siblings(kind: str, written: str, text: str, start: int, end: int) -> Sequence[Mark]:
    """The buildings (or entrances) of 1-4栋 and 1、2、3栋."""
    suffix = _SPANNED.search(text, end)
    numbers = _numbers(kind, written)
    if suffix is None or not numbers:
        return ()
    field = "entrance" if suffix.group() == "单元" else "building"
    return (Mark(field, tuple(f"{number}{suffix.group()}" for number in numbers), start, suffix.end()),)


def _numbers(kind: str, written: str) -> Sequence[int]:
    """The buildings of 1-4栋 or 1、2、3栋; none when the range is no list of buildings."""
    numbers = [int(number) for number in _BETWEEN_NUMBERS.split(written)]
    if kind == "listed":
        return numbers
    first, last = numbers
    return range(first, last + 1) if first <= last < first + MOST_SIBLINGS else []


def _written(kind: str, written: str) -> str:
    """A mark as written, with Arabic digits: 三栋 → 3栋."""
    if kind == "landmark" or (written[0].isdigit() and written[-1] != "楼"):
        return written
    suffix = _SUFFIX.search(written)
    if suffix is None or suffix.start() == 0:
        return written
    head, rest = written[: suffix.start()], written[suffix.start() :]
    prefix = next((word for word in ("地下", "负", "-") if head.startswith(word)), "")
    head = arabic(head.removeprefix(prefix))
    return (
        prefix
        + head
        + (rest.removesuffix("楼") if kind == "building" and len(rest) > 1 and rest[0] in "栋幢" else rest)
    )
