"""Corrections: a coordinator's words for category, class or place, understood against the area."""

from __future__ import annotations

import re

from bot.domain.areas import Area, TimeClass
from bot.domain.refusals import Refusal, Refused
from bot.domain.wishes import Correction

WRITTEN = re.compile(
    r"(?P<what>类别|分类|时限|等级|地点|位置)\s*(?:改成|改为|是|为|[:：])?\s*(?P<value>\S.*)", re.DOTALL
)
"""类别 路灯, 时限 A, 地点 龙西小区3栋."""

_CLASSES = {
    "急": TimeClass.URGENT,
    "紧急": TimeClass.URGENT,
    "A": TimeClass.A,
    "A类": TimeClass.A,
    "B": TimeClass.B,
    "B类": TimeClass.B,
    "C": TimeClass.C,
    "C类": TimeClass.C,
}


def read_correction(area: Area, words: str) -> Correction:
    """What the words set right. Raises Refused(NOTHING_CHANGED, UNKNOWN_CATEGORY) with what cannot be understood."""
    match = WRITTEN.fullmatch(words.strip())
    if match is None:
        raise Refused(Refusal.NOTHING_CHANGED)
    value = match["value"].strip()
    if match["what"] in {"类别", "分类"}:
        return _category(area, value)
    if match["what"] in {"时限", "等级"}:
        time_class = _CLASSES.get(value.upper())
        if time_class is None:
            raise Refused(Refusal.NOTHING_CHANGED)
        return Correction(time_class=time_class)
    return Correction(place=value, name=known_place(area, value))


def _category(area: Area, value: str) -> Correction:
    """By the name of a 小类 or 大类, written alone or as 大类/小类; half a name is enough where only one has it."""
    big_name, _, small_name = value.rpartition("/")
    named = {
        (big.name, small.name): Correction(category=big.code, subcategory=small.code)
        for big in area.categories
        for small in big.sub
    }
    if small_name:
        exact = [one for (big, small), one in named.items() if small == small_name and big_name in {"", big}]
        if len(exact) == 1:
            return exact[0]
    for big in area.categories:
        if big.name == value:
            return Correction(category=big.code)
    near = [one for (_, small), one in named.items() if value in small]
    if len(near) == 1:
        return near[0]
    raise Refused(Refusal.UNKNOWN_CATEGORY, category=value)


def known_place(area: Area, words: str) -> str | None:
    """The longest name of the book that the words begin with or hold; an alias stands for its place's name."""
    found = [
        (len(written), place.name)
        for place in area.places
        for written in (place.name, *place.aliases)
        if written in words
    ]
    return max(found)[1] if found else None
