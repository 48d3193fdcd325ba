"""Places as a table: what a coordinator's spreadsheet says, row by row, and what of it cannot be used.

A column that the table has not got says nothing: what is known of a place stays as it is. One that is there and empty
in a row says that there is none (no alias, no position); an empty kind says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import isfinite

from bot.domain.areas import PLACE_KINDS, Area, Frozen
from bot.domain.book_words import unfit
from bot.domain.formulas import unguarded

MOST_ROWS = 5000
"""Rows of one table below its head: what is more stands still the bot for more than a moment."""
LONGEST_WORD = 60
MOST_ALIASES = 30

_COLUMNS = {
    "name": ("name", "名称", "点位", "点位名称"),
    "unit": ("unit", "单位", "社区", "归属"),
    "aliases": ("aliases", "alias", "别名"),
    "kind": ("kind", "类型", "种类"),
    "lat": ("lat", "纬度"),
    "lon": ("lon", "lng", "经度"),
}
COLUMN_OF = {said: name for name, words in _COLUMNS.items() for said in words}
HEAD = ("名称", "单位", "别名", "类型", "纬度", "经度")
"""The head of an export: every one of its words is read again."""
KIND_NAMES = dict(zip(PLACE_KINDS, ("小区", "道路", "地标", "楼栋"), strict=True))
_KIND_OF = {name: kind for kind, name in KIND_NAMES.items()} | {kind: kind for kind in PLACE_KINDS}
_ROADS = ("路", "街", "巷", "大道", "弄")
_BETWEEN_ALIASES = re.compile(r"[;；、]")
BETWEEN_ALIASES = "、"


class Wrong(StrEnum):
    """What is wrong with a row."""

    NO_NAME = "no_name"
    BAD_NAME = "bad_name"
    BAD_ALIAS = "bad_alias"
    NO_UNIT = "no_unit"
    UNKNOWN_UNIT = "unknown_unit"
    TWO_UNITS = "two_units"
    BAD_KIND = "bad_kind"
    BAD_POSITION = "bad_position"
    TWICE = "twice"
    OTHER_GROUND = "other_ground"


class NoTable(Exception):  # noqa: N818 - told to its sender as it is
    """What was sent cannot be used at all. `why` is the last word of a text, `facts` fill it in."""

    def __init__(self, why: str, **facts: str) -> None:
        super().__init__(why)
        self.why = why
        self.facts = facts


@dataclass(frozen=True, slots=True)
class RowFault:
    """`row` counts from 1, the head among them, as a spreadsheet shows it."""

    row: int
    wrong: Wrong
    word: str = ""


class PlaceRow(Frozen):
    """One usable row; `unit` is a code. None: the table says nothing of it. `placed`: it says where the place is."""

    row: int
    name: str
    unit: str
    aliases: tuple[str, ...] | None = None
    kind: str | None = None
    placed: bool = False
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True)
class PlacesTable:
    """`unused` are columns that mean nothing here."""

    rows: tuple[PlaceRow, ...]
    faults: tuple[RowFault, ...]
    unused: tuple[str, ...] = ()


def kind_by_name(name: str) -> str:
    """What a place most likely is that somebody names without saying so."""
    return "road" if name.endswith(_ROADS) else "estate"


def read_places(cells: Sequence[Sequence[str]], area: Area) -> PlacesTable:
    """The table's rows, units by their names or codes. Raises NoTable where its columns cannot be told."""
    if not cells:
        raise NoTable("empty")
    columns = [COLUMN_OF.get(cell.strip().lower()) for cell in cells[0]]
    missing = [_COLUMNS[name][1] for name in ("name", "unit") if name not in columns]
    if missing:
        raise NoTable("columns", columns="、".join(missing))
    twice = next((name for name in columns if name and columns.count(name) > 1), None)
    if twice:
        raise NoTable("column_twice", columns=_COLUMNS[twice][1])
    if len(cells) - 1 > MOST_ROWS:
        raise NoTable("rows", count=str(len(cells) - 1), limit=str(MOST_ROWS))
    return _read(cells, columns, _units_by_name(area))


def _units_by_name(area: Area) -> dict[str, tuple[str, ...]]:
    """Codes by name and by code. A code goes before a name that is written like it."""
    found: dict[str, tuple[str, ...]] = {}
    for unit in area.units:
        found[unit.name] = (*found.get(unit.name, ()), unit.code)
    return found | {unit.code: (unit.code,) for unit in area.units}


def _read(
    cells: Sequence[Sequence[str]], columns: Sequence[str | None], units: dict[str, tuple[str, ...]]
) -> PlacesTable:
    rows: list[PlaceRow] = []
    faults: list[RowFault] = []
    seen: set[tuple[str, str]] = set()
    for number, line in enumerate(cells[1:], 2):
        said = {name: unguarded(cell.strip()) for name, cell in zip(columns, line, strict=False) if name}
        if not any(said.values()):
            continue
        row = _row(number, said, units)
        if isinstance(row, PlaceRow) and (row.unit, row.name) in seen:
            row = RowFault(number, Wrong.TWICE, row.name)
        if isinstance(row, RowFault):
            faults.append(row)
        else:
            seen.add((row.unit, row.name))
            rows.append(row)
    unused = [cell.strip() for cell, name in zip(cells[0], columns, strict=True) if name is None and cell.strip()]
    return PlacesTable(tuple(rows), tuple(faults), tuple(unused))


def _row(number: int, said: dict[str, str], units: dict[str, tuple[str, ...]]) -> PlaceRow | RowFault:
    name, unit = said.get("name", ""), said.get("unit", "")
    aliases = tuple(dict.fromkeys(filter(None, map(str.strip, _BETWEEN_ALIASES.split(said.get("aliases", ""))))))
    codes = units.get(unit, ())
    lat, lon = said.get("lat", ""), said.get("lon", "")
    odd = next((alias for alias in aliases if not _is_word(alias) or alias == name), None)
    checks = (
        (not name, Wrong.NO_NAME, ""),
        (not _is_word(name), Wrong.BAD_NAME, name),
        (odd is not None or len(aliases) > MOST_ALIASES, Wrong.BAD_ALIAS, odd or str(len(aliases))),
        (not unit, Wrong.NO_UNIT, name),
        (not codes, Wrong.UNKNOWN_UNIT, unit),
        (len(codes) > 1, Wrong.TWO_UNITS, unit),
        (bool(said.get("kind")) and said["kind"] not in _KIND_OF, Wrong.BAD_KIND, said.get("kind", "")),
        (not _is_position(lat, lon), Wrong.BAD_POSITION, f"{lat} {lon}".strip()),
    )
    for is_wrong, wrong, word in checks:
        if is_wrong:
            return RowFault(number, wrong, word[:LONGEST_WORD])
    return PlaceRow(
        row=number,
        name=name,
        unit=codes[0],
        aliases=aliases if "aliases" in said else None,
        kind=_KIND_OF.get(said.get("kind", "")),
        placed="lat" in said and "lon" in said,
        lat=float(lat) if lat else None,
        lon=float(lon) if lon else None,
    )


def _is_word(word: str) -> bool:
    return len(word) <= LONGEST_WORD and unfit(word) is None


def _is_position(lat: str, lon: str) -> bool:
    """Both or neither, in degrees."""
    if not lat and not lon:
        return True
    try:
        north, east = float(lat), float(lon)
    except ValueError:
        return False
    return isfinite(north) and isfinite(east) and abs(north) <= 90 and abs(east) <= 180
