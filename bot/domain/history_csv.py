"""Reads a labelled history from CSV: text, category and, if wanted, unit; what the area does not know is counted."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.domain.areas import Area

_LARGEST_CELL = 1 << 20


class HistoryFault(Exception):  # noqa: N818 - told to the operator as it is
    """The table cannot be used. Its text is one line."""


@dataclass(frozen=True, slots=True)
class Told:
    """One row: a text with the codes that it was given, None where the cell is blank or unknown."""

    text: str
    category: str | None
    unit: str | None


@dataclass(frozen=True, slots=True)
class History:
    """The rows that say something, and what was passed over."""

    rows: tuple[Told, ...]
    unlabelled: int = 0
    """Rows without a text, or without a category and a unit that the area knows."""
    unknown_categories: Counter[str] = field(default_factory=Counter)
    unknown_units: Counter[str] = field(default_factory=Counter)


def read_history(data: bytes, area: Area, source: str) -> History:
    """A table in UTF-8 (with or without BOM) or GB18030, as Chinese spreadsheets save it, with a row of column names.

    A category may be written by its code or its name, a 小类 stands for its 大类, a unit by code or name. Raises
    HistoryFault.
    """
    csv.field_size_limit(_LARGEST_CELL)
    reader = csv.reader(io.StringIO(_decoded(data, source), newline=""))
    try:
        columns = [cell.strip().lower() for cell in next(reader, [])]
        if "text" not in columns or not {"category", "unit"} & set(columns):
            raise HistoryFault(f"{source}: the first row must name the columns: text, category and, if wanted, unit")
        return _read(reader, columns, area)
    except csv.Error as error:
        raise HistoryFault(f"{source}:{reader.line_num}: not CSV: {error}; mend this line") from None


def _decoded(data: bytes, source: str) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding).replace("\0", "")
        except UnicodeDecodeError:
            continue
    raise HistoryFault(f"{source}: neither UTF-8 nor GB18030; save the file as UTF-8")


def _read(reader: Iterator[list[str]], columns: list[str], area: Area) -> History:
    categories, units = _categories(area), _units(area)
    rows: list[Told] = []
    unlabelled = 0
    unknown: dict[str, Counter[str]] = {"category": Counter(), "unit": Counter()}
    for cells in reader:
        row = {name: cell.strip() for name, cell in zip(columns, cells, strict=False)}
        if not any(row.values()):
            continue
        category, unit = row.get("category", ""), row.get("unit", "")
        told = Told(row.get("text", ""), categories.get(category.casefold()), units.get(unit.casefold()))
        if category and told.category is None:
            unknown["category"][category] += 1
        if unit and told.unit is None:
            unknown["unit"][unit] += 1
        if told.text and (told.category or told.unit):
            rows.append(told)
        else:
            unlabelled += 1
    return History(tuple(rows), unlabelled, unknown["category"], unknown["unit"])


def _categories(area: Area) -> dict[str, str]:
    """How a category may be written → its code. A 大类 goes before a 小类 of the same spelling, a code before a name.

    A 小类 that several 大类 have (其他) says nothing.
    """
    small: dict[str, set[str]] = {}
    for big in area.categories:
        for sub in big.sub:
            for written in (sub.code, sub.name):
                small.setdefault(written.casefold(), set()).add(big.code)
    known = {written: codes.pop() for written, codes in small.items() if len(codes) == 1}
    known.update({big.name.casefold(): big.code for big in area.categories})
    known.update({big.code.casefold(): big.code for big in area.categories})
    return known


def _units(area: Area) -> dict[str, str]:
    known = {unit.name.casefold(): unit.code for unit in area.units}
    known.update({unit.code.casefold(): unit.code for unit in area.units})
    return known
