"""Reads places from CSV, as a spreadsheet saves it: name, unit, aliases, kind, lat, lon."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

from pydantic import ValidationError

from bot.domain.area_references import kind_fault
from bot.domain.areas import PLACE_KINDS, Place
from bot.domain.book_words import in_one_line, unfit
from bot.domain.spelling import did_you_mean

COLUMNS = ("name", "unit", "aliases", "kind", "lat", "lon")
_NEEDED = ("name", "unit")
_BETWEEN_ALIASES = re.compile(r"[;；、]")


class PlacesFaults(Exception):  # noqa: N818 - it carries faults, like AreaBookFaults
    """The table cannot be used. `faults` has one line each, in the order of the file."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(faults))


def read_places_csv(data: bytes, source: str = "places.csv") -> tuple[Place, ...]:
    """The places of a table in UTF-8 (with or without BOM) or GB18030, as Chinese spreadsheets save it.

    The first row names the columns; `name` and `unit` (a code) must be there. Aliases stand in one cell,
    between ; or ； or 、. Rows without any text are passed over. Whether the units exist is a question for
    the area. Raises PlacesFaults with every fault and the line on which its row begins.
    """
    reader = csv.reader(io.StringIO(_decoded(data, source), newline=""), strict=True)
    faults: list[str] = []
    places: list[Place] = []
    begun = 1
    try:
        columns = [cell.strip().lower() for cell in next(reader, [])]
        faults += [f"{source}:1: {fault}" for fault in _column_faults(columns)]
        if faults:
            raise PlacesFaults(faults)
        begun = reader.line_num + 1
        for row in reader:
            try:
                if any(cell.strip() for cell in row):
                    places.append(_place(columns, row))
            except ValueError as error:
                faults += [f"{source}:{begun}: {in_one_line(fault)}" for fault in _told(error)]
            begun = reader.line_num + 1
    except csv.Error as error:
        faults.append(f"{source}:{begun}: {_not_csv(error, begun, reader.line_num)}")
    if faults:
        raise PlacesFaults(faults)
    return tuple(places)


def _not_csv(error: csv.Error, begun: int, reached: int) -> str:
    """A double quote that is never closed takes all that follows into its cell: then the row's beginning is wrong."""
    if reached == begun and "end of data" not in str(error) and "field larger" not in str(error):
        return f"not CSV: {error}; mend this line"
    return 'not CSV: a cell that begins with " is not closed by another; close it, or take the " out'


def _decoded(data: bytes, source: str) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise PlacesFaults([f"{source}: neither UTF-8 nor GB18030; save it as CSV UTF-8"])


def _column_faults(columns: list[str]) -> list[str]:
    faults = [f"column {name} is missing; write {','.join(COLUMNS)}" for name in _NEEDED if name not in columns]
    for name in dict.fromkeys(columns):
        if name not in COLUMNS:
            faults.append(f'unknown column "{name}"; {did_you_mean(name, COLUMNS, "remove it")}')
        elif columns.count(name) > 1:
            faults.append(f"column {name} is there twice; remove one")
    return faults


def _place(columns: list[str], row: list[str]) -> Place:
    if len(row) > len(columns):
        raise ValueError(f"{len(row)} cells for {len(columns)} columns; put cells with commas in double quotes")
    cells = {name: cell.strip() for name, cell in zip(columns, row, strict=False) if cell.strip()}
    for name in _NEEDED:
        if name not in cells:
            raise ValueError(f"{name} is empty; write one")
    if ("lat" in cells) is not ("lon" in cells):
        raise ValueError("lat or lon is missing; write both, or neither")
    values: dict[str, Any] = dict(cells)
    aliases = (alias.strip() for alias in _BETWEEN_ALIASES.split(cells.get("aliases", "")))
    values["aliases"] = tuple(dict.fromkeys(alias for alias in aliases if alias))
    _check_words(values)
    return Place.model_validate(values)


def _check_words(values: dict[str, Any]) -> None:
    for what, word in (("name", values["name"]), *(("alias", alias) for alias in values["aliases"])):
        if (why := unfit(word)) is not None:
            raise ValueError(f'{what} "{word}" {why}')
    if values.get("kind", PLACE_KINDS[0]) not in PLACE_KINDS:
        raise ValueError(kind_fault(values["kind"]))


def _told(error: ValueError) -> list[str]:
    if not isinstance(error, ValidationError):
        return [str(error)]
    return [
        f'{detail["loc"][0]} "{detail["input"]}" is not a number on the globe; lat is -90 to 90, lon -180 to 180'
        for detail in error.errors(include_url=False)
    ]
