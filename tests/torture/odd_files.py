"""Odd strings in every file that leaves: no cell computes, and each says what it was given."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from xml.etree import ElementTree
from zipfile import ZipFile

from bot.domain.areas import Area, Place, Unit, UnitKind
from bot.drawing.workbook import xlsx
from bot.notices.exported_rows import csv_lines
from bot.notices.exports import places_csv
from bot.notices.pictures.workbook import Column, Leaf, Workbook, packed

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""https://owasp.org/www-community/attacks/CSV_Injection; and in full width, which Chinese spreadsheets take, too."""
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_PLACE = "东湖花园"
_KINDS = ("text", "line")


def file_faults(strings: Sequence[str]) -> tuple[int, list[str]]:
    """How many cells were looked at, and what is wrong with them: those of workbooks, of CSV and of the places' table.

    Storage holds no half characters, and nor do the rows.
    """
    rows = [string.encode("utf-8", "replace").decode() for string in strings]
    faults = [*_of_csv(rows), *_of_places(rows), *_of_workbook(rows)]
    return len(rows) * 5, faults


def _of_csv(rows: Sequence[str]) -> Iterator[str]:
    yield from _computing(csv_lines([[row, row] for row in rows]).decode())


def _of_places(rows: Sequence[str]) -> Iterator[str]:
    unit = Unit(code="donghu", name="东湖社区", kind=UnitKind.COMMUNITY)
    places = [
        Place.model_construct(name=row, unit="donghu", aliases=(row,), kind="estate", lat=None, lon=None)
        for row in rows
    ]
    area = Area.model_construct(name=_PLACE, units=(unit,), places=())
    yield from _computing(places_csv(area, places).decode("utf-8-sig"))


def _computing(written: str) -> Iterator[str]:
    for line in csv.reader(io.StringIO(written, newline="")):
        yield from (f"a cell of CSV computes: {cell[:40]!r}" for cell in line if _computes(cell))


def _computes(cell: str) -> bool:
    """A number is only shown."""
    return cell.startswith(_FORMULA) and re.fullmatch(r"[+-]?\d+(\.\d+)?", cell, re.ASCII) is None


def _of_workbook(rows: Sequence[str]) -> Iterator[str]:
    columns = tuple(Column(kind, 10, kind) for kind in _KINDS)
    leaf = Leaf("工单", rows[0][:100], rows[-1][:100], columns, (packed([row[:2000]] * len(_KINDS) for row in rows),))
    with ZipFile(io.BytesIO(xlsx(Workbook((leaf,))))) as file:
        if any("/" in name and ".." in name for name in file.namelist()):
            yield "a name inside a workbook leads out of it"
        sheet = ElementTree.fromstring(file.read("xl/worksheets/sheet1.xml"))
    for cell in sheet.iter(f"{_SHEET}c"):
        if cell.find(f"{_SHEET}f") is not None or cell.get("t") in {"str", "e"}:
            yield f"a cell of a workbook computes: {ElementTree.tostring(cell)[:80]!r}"
    told = sum(cell.get("t") == "inlineStr" for cell in sheet.iter(f"{_SHEET}c"))
    if told < sum(bool(row.strip()) for row in rows):
        yield f"{told} texts in a workbook of {len(rows)} rows"
