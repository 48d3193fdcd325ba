"""Unit names as secretaries write them: 城管 for 市城市管理局, 东湖 for 东湖社区; near ones are only ever asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from bot.domain.areas import Area, Unit, UnitKind
from bot.reading.normalise import fold
from bot.reading.sounds import Sounds

MOST = 6
"""Units that the question offers."""
_SHORTEST = 2

_HEAD = re.compile("^(?:[\u4e00-\u9fff]{2,3}?(?:省|市|县|(?<!社)区)|[市区县]|我[市区县])(?=[\u4e00-\u9fff]{2,})")
_END = re.compile(
    "(?:社区居民委员会|居民委员会|村民委员会|街道办事处|人民政府|社区居委会|居委会|村委会|办事处|街道办|有限公司|管理局|管理处|管理所|管理站|管理中心"
    "|服务中心|事务中心|社区|街道|局|所|办|处|站|队|大队|支队|中心|公司|委员会|委|镇|乡|村)$"
)
_BEGINNING = re.compile(".{2,10}?(?:社区|街道|局|所|中心|大队)")
"""The name that a sentence begins with, where nothing stands between: 城管局路面归他们管."""
_SOUNDS = Sounds()


class Matched(NamedTuple):
    """Codes of the units that were meant, the likeliest first; not `sure`: somebody has to say which."""

    codes: tuple[str, ...]
    sure: bool


NOBODY = Matched((), sure=False)


def units_named(area: Area, written: str, *, without: Iterable[str] = ()) -> Matched:
    """The units that are called so: one that is sure, or those between which a person must choose.

    The whole name or a keyword goes first, then the name without what people leave out, then a part of it, then its
    characters in their order (城管 of 城市管理局), last what sounds or looks nearly so: that is never sure.
    """
    said = fold(written).replace(" ", "")
    if len(said) < _SHORTEST:
        return NOBODY
    left_out = set(without)
    units = [unit for unit in area.units if unit.kind is not UnitKind.AREA and unit.code not in left_out]
    begun = _BEGINNING.match(said)
    for words in dict.fromkeys((said, begun[0] if begun is not None else said)):
        for fits in _TIERS:
            if found := tuple(unit.code for unit in units if fits(words, unit)):
                return Matched(found[:MOST], sure=len(found) == 1)
    return Matched(_near(said, units), sure=False)


def units_with(area: Area, fragment: str, *, without: Iterable[str] = ()) -> tuple[str, ...]:
    """The units whose name or keyword holds the fragment, also a single character: 龙. They are only ever offered."""
    said, left_out = fold(fragment).replace(" ", ""), set(without)
    if not said:
        return ()
    units = [unit for unit in area.units if unit.kind is not UnitKind.AREA and unit.code not in left_out]
    return tuple(unit.code for unit in units if any(said in name for name in _names(unit)))[:MOST]


def _names(unit: Unit) -> tuple[str, ...]:
    return _folded((unit.name, *unit.keywords))


@lru_cache(maxsize=20_000)
def _folded(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(fold(name) for name in names)


@lru_cache(maxsize=20_000)
def _core(name: str) -> str:
    """市路灯所 → 路灯, 龙东社区居委会 → 龙东; what would leave less than two characters stays."""
    core = _HEAD.sub("", name)
    shorter = _END.sub("", core)
    return shorter if len(shorter) >= _SHORTEST else core


def _is_whole(said: str, unit: Unit) -> bool:
    return said in _names(unit)


def _is_core(said: str, unit: Unit) -> bool:
    return _core(said) in {_core(name) for name in _names(unit)}


def _is_part(said: str, unit: Unit) -> bool:
    """A part of the name, or more than all of it: 城管局路面归他们管."""
    name = _HEAD.sub("", _names(unit)[0])
    return _HEAD.sub("", said) in name or name in said


def _is_short(said: str, unit: Unit) -> bool:
    """Its characters in their order, as short names are made."""
    rest = iter(_HEAD.sub("", _names(unit)[0]))
    return all(char in rest for char in _core(said))


_TIERS: tuple[Callable[[str, Unit], bool], ...] = (_is_whole, _is_core, _is_part, _is_short)


def _near(said: str, units: Iterable[Unit]) -> tuple[str, ...]:
    ranked = []
    for unit in units:
        apart = min(_apart(_core(said), _core(name)) for name in _names(unit))
        if apart is not None and apart <= 1:
            ranked.append((apart, unit.code))
    return tuple(code for _, code in sorted(ranked, key=lambda near: near[0]))[:MOST]


def _apart(said: str, name: str) -> float:
    """0 for the same sounds, 1 for one character that is wrong, missing or too many; else more."""
    if _SOUNDS.of(said) == _SOUNDS.of(name):
        return 0
    if min(len(said), len(name)) < _SHORTEST:
        return 9
    return OSA.distance(said, name)
