"""What a number means where it stands: 88 behind a road is a house number, 301 behind a unit a room.

12-402 is building and room behind an estate, entrance and room behind a building, a house number behind a road.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.reading.numerals import CHINESE
from bot.reading.surroundings import HALLS, ROADS, ROOMED, Around, is_range

_PAST_A_DATE = 32
"""A number from here on is no day of a month: 请12号来, but 李家角90号."""
_FUEL = ("汽油", "柴油")
_SHOPS = ("店面", "门面", "商铺", "店铺", "铺面", "铺位", "摊位", "档口", "网点", "柜台", "专柜")
_AT_THE_DOOR = ("门口", "门前", "楼下", "院子", "院内", "对面", "旁边")
_NAMES_GO_ON = ("医", "中学", "小学", "大学", "园", "路", "线", "国道", "省道", "公交", "厂", "店", "院")
"""What makes a number behind a house number part of a name: 128园, 455医院."""
_HOTLINES = frozenset(("110", "119", "120", "122", "12345", "12319", "12315", "12369", "12122", "12328", "96119"))

Fields = Sequence[tuple[str, str]]
"""Fields of a spot with what is written for each; none where the number is no address."""


def _lane(written: str, end: int, around: Around) -> Fields:
    return (("number", written),) if around.on_road or around.named or around.goes_on else ()


def _number(written: str, end: int, around: Around) -> Fields:
    """88号: a house number behind a road or a name, a building behind a house number, a door behind a building."""
    if written[0] == "附":
        return ((("building" if around.last == "number" else "number"), written),)
    head = written[:-1]
    if head[0] in CHINESE:
        field = "entrance" if around.last == "building" else "number" if around.before in ROADS else ""
        return ((field, written),) if field else ()
    if around.before == "月" or around.text.startswith(_FUEL, end):
        return ()
    if around.text.startswith(_SHOPS, end) and not around.in_estate:
        return (("room", written),)
    if "-" in head and not around.last:
        return _divided(head, written, end, around)
    first = int(head.partition("-")[0])
    match around.last:
        case "number":
            return (("building", written),) if "弄" in around.before else (("number", written),)
        case "building":
            if "-" in head:
                return _entrance_and_room(head)
            inner = first < 100 or around.room_follows(end)
            return ((("entrance" if inner else "room"), written),)
        case "entrance" | "floor":
            return (("room", written),)
        case _ if around.aisle and around.room_follows(end):
            return (("building", written),)
        case _ if around.before in ROADS:
            return (("number", written),)
        case _ if around.before in HALLS and first >= 100:
            return (("room", written),)
        case _ if around.numbered or around.in_estate:
            return (("building", written),)
        case _ if around.before != "段" and around.room_follows(end):
            return (("building", written),)
        case _ if around.on_ground or first >= 1000 or around.of_clan:
            return (("number", written),)
        case _ if around.text.startswith(_AT_THE_DOOR, end) or (around.behind_a_name and around.building_next(end)):
            return (("number", written),)
        case _:
            return (("number", written),) if first >= _PAST_A_DATE and around.behind_words else ()


def _entrance_and_room(head: str) -> Fields:
    entrance, _, room = head.partition("-")
    return (("entrance", entrance), ("room", room))


def _divided(head: str, written: str, end: int, around: Around) -> Fields:
    """12-3号 behind a road or a name: a house number and a building of it, or a row of doors."""
    first = head.partition("-")[0]
    rest = written[len(first) + 1 :]
    if around.on_road:
        whole = is_range(head) or around.building_follows(end)
        return (("number", written),) if whole else (("number", first), ("building", rest))
    if not around.goes_on and (not around.behind_a_name or int(first) < _PAST_A_DATE):
        return ()  # 9-12号停水 is when, not where
    if around.before in HALLS and is_range(head):
        return (("room", written),)
    if around.in_village and not around.numbered:
        return (("number", written),)
    return (("building", first), ("entrance", rest))


def _full(written: str, end: int, around: Around) -> Fields:
    """47-6-746: building, entrance, room; 2-6-5-1187 says the floor, too. A date is none: 2024-5-12."""
    if around.of_order:
        return ()
    building, entrance, *floor, room = written.replace("--", "-").rstrip("室房间号").split("-")
    if not around.goes_on and len(room) < 3:
        return ()
    return (("building", building), ("entrance", entrance), *(("floor", one) for one in floor), ("room", room))


def _pair(written: str, end: int, around: Around) -> Fields:
    """12-402: building and room behind an estate, entrance and room behind a building, a number behind a road."""
    if around.of_order:
        return ()
    head = written.rstrip("室房间号")
    first, _, second = head.partition("-")
    if written[-1] in "室房间":
        if len(first) > 2 and is_range(head):
            return (("room", written),)
        if not around.last:
            return (("building", first), ("room", second))
    if written[-1] == "号":
        if around.last == "floor" or (around.last == "building" and is_range(head)):
            return (("room", written),)
        if not around.last:
            return _divided(head, written, end, around)
    if around.on_road:
        return _divided(head, written, end, around) if len(first) > 1 else ()
    if around.last == "building":
        if len(first) > 2 and len(second) < 3:
            return (("room", written),)
        return (("entrance", first), ("room", second))
    if around.last in {"entrance", "floor"}:
        return ()
    if written[-1] == "号":
        return (("building", first), ("entrance", second))
    if around.before in HALLS and around.before != "座" and len(first) > 2 and len(second) < 3 and not around.last:
        return (("room", written),)
    if not around.goes_on and not (around.behind_a_name and len(second) > 2 and first[0] != "0"):
        return ()
    return (("building", first), ("room" if len(second) > 2 else "entrance", second))


def _stall(written: str, end: int, around: Around) -> Fields:
    """B1025, A18-1659: a room in a hall or behind what an address began with."""
    if around.on_road and around.text.startswith("号", end):
        return (("number", f"{written}号"),)
    if not around.goes_on and around.before not in _INSIDE:
        return ()
    building, dash, room = written.partition("-")
    if around.last == "number" and not dash:
        block = written.rstrip("0123456789")
        return (("building", block), ("room", written[len(block) :]))  # 88号A1204 is A座
    return (("building", building), ("room", room)) if dash else (("room", written),)


def _bare(written: str, end: int, around: Around) -> Fields:
    """A number alone: behind a road a house number, behind a building or in a hall a room."""
    digits = written.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    lettered = digits != written
    if around.last:
        inner = lettered and around.last in {"building", "entrance", "floor"} and written[-1] != "F"
        least = 4 if around.last == "gate" else 3
        return (("room", written),) if around.last in _BEFORE_ROOM and (len(digits) >= least or inner) else ()
    before, length = around.before, len(digits)
    if lettered:
        return (("room", written),) if before in HALLS and length > 1 and written[-1] != "F" else ()
    if length < 4 and around.behind_words and around.unit_follows(end):
        return (("building", written),)
    if written in _HOTLINES:
        return ()
    if before in ROADS or before == "村":
        if length > 2 and (aisle := around.aisle):
            return (("entrance", aisle), ("room", written))
        return (("number", written),) if length > 1 or _is_lone(around.text, end, before) else ()
    if around.in_part and length > 1:
        return ((("building" if length < 4 else "room"), written),)
    if length > 2 and before in ROOMED:
        return (("room", written),)
    if length > 2 and around.numbered and around.behind_words:
        return (("room", written),) if not around.text.startswith(_NAMES_GO_ON, end) else ()
    return ()


def _is_lone(text: str, end: int, before: str) -> bool:
    """Whether one digit behind a road may be a house number: 学府路4, but not 2号线路3出口."""
    return before in "路街巷道" and not text.startswith(("出口", "入口", "口", "、", ",", "/"), end)


_INSIDE = frozenset("内里")
_BEFORE_ROOM = frozenset(("building", "entrance", "floor", "number", "gate"))
MEANINGS: dict[str, Callable[[str, int, Around], Fields]] = {
    "lane": _lane,
    "number": _number,
    "full": _full,
    "pair": _pair,
    "stall": _stall,
    "bare": _bare,
}
"""By the group of the pattern (mark_pattern.py) that found it: what is written, where it ends, what stands around."""
