"""Names: what an area's places and units are called, in the book and by people."""

from __future__ import annotations

from typing import NamedTuple

from bot.domain.areas import Place, Unit, UnitKind

OFFICES = ("居民委员会", "居委会", "村民委员会", "村委会", "办事处", "人民政府")
"""What a unit's official name ends in and people leave out."""

_SUFFIXES = ("社区", "街道", "镇", "乡", "村")
"""What people leave out of a unit's name, too."""


class Meaning(NamedTuple):
    """What a name may stand for: a place, or the ground of a unit (`place` None)."""

    place: str | None
    unit: str
    kind: str = "unit"
    """The kind of place; "unit" or "department" for a unit's name, "stem" without its 社区, 村 or 镇."""


def place_names(place: Place) -> list[tuple[str, Meaning]]:
    """A place's name and aliases."""
    meaning = Meaning(place.name, place.unit, place.kind)
    return [(place.name, meaning), *((alias, meaning) for alias in place.aliases)]


def unit_names(units: tuple[Unit, ...]) -> list[tuple[str, Meaning]]:
    """Names and keywords of units."""
    entries: list[tuple[str, Meaning]] = []
    for unit in units:
        if unit.kind is UnitKind.AREA:
            continue
        full = Meaning(None, unit.code, "department" if unit.kind is UnitKind.DEPARTMENT else "unit")
        spoken = _without_office(unit.name)
        entries.extend((name, full) for name in dict.fromkeys((unit.name, spoken, *unit.keywords)))
    return entries


def unit_stems(units: tuple[Unit, ...]) -> list[tuple[str, Meaning]]:
    """Names of grounds without their ending (龙西 of 龙西社区): they count where that is no place's name."""
    entries: list[tuple[str, Meaning]] = []
    for unit in units:
        if unit.kind in {UnitKind.AREA, UnitKind.DEPARTMENT}:
            continue
        spoken = _without_office(unit.name)
        stem = without_end(spoken, _SUFFIXES)
        if stem != spoken and len(stem) >= 2:
            entries.append((stem, Meaning(None, unit.code, "stem")))
    return entries


def _without_office(name: str) -> str:
    """龙城社区居委会 → 龙城社区; of a village 凤凰村村委会 → 凤凰村 as well as 凤凰村委会 → 凤凰村."""
    short = without_end(name, OFFICES)
    village = short != name and name[len(short)] == "村" and not short.endswith("村")
    return f"{short}村" if village else short


def without_end(name: str, ends: tuple[str, ...]) -> str:
    """The name without the first of the ends that it has; two characters at least are left."""
    end = next((end for end in ends if name.endswith(end) and len(name) > len(end) + 1), "")
    return name.removesuffix(end)
