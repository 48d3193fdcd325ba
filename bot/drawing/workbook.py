"""Workbooks: rows become an XLSX file, row by row, so that a long one takes no more memory than a short one.

XlsxWriter makes the file with its looks, heads and one empty row at the end of each sheet; the rows are put in before
it as XML (ECMA-376, part 1, 18.3.1). Cell by cell through XlsxWriter a million of them would take twenty seconds.
"""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from xlsxwriter import Workbook as Writer
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from bot.drawing.cells import WRITERS, Links, Write
from bot.drawing.spools import rows_of
from bot.notices.pictures.workbook import Leaf, Workbook

_HEADS = 2
"""The row of the columns' heads, below the title and the line about it; as all rows here, counted from nought."""
_FONT = "Microsoft YaHei"
_LEVEL = 4
"""Of compression: a quarter of the default's time for a tenth more bytes."""


def xlsx(book: Workbook) -> bytes:
    """The file; nothing where it was put into one of its own.

    Text is written as text whatever it looks like: `=1+1` computes nothing. Raises OSError.
    """
    if book.into is not None:
        with Path(book.into).open("wb") as file:
            _write(book, file)
        return b""
    out = io.BytesIO()
    _write(book, out)
    return out.getvalue()


def _write(book: Workbook, out: IO[bytes]) -> None:
    made = io.BytesIO(_empty(book))
    sheets = {f"xl/worksheets/sheet{place}.xml": leaf for place, leaf in enumerate(book.leaves, start=1)}
    with ZipFile(made) as empty, ZipFile(out, "w", ZIP_DEFLATED, compresslevel=_LEVEL) as file:
        for name in empty.namelist():
            if (leaf := sheets.get(name)) is None:
                file.writestr(name, empty.read(name))
            else:
                _fill(file, name, empty.read(name).decode(), leaf)


def _empty(book: Workbook) -> bytes:
    """The workbook without its rows: instead of them the last one, blank, which bears the look of each column."""
    out = io.BytesIO()
    writer = Writer(out, {"in_memory": True})
    looks = _looks(writer)
    for leaf in book.leaves:
        _leaf(writer.add_worksheet(leaf.name), leaf, looks)
    writer.close()
    return out.getvalue()


def _looks(writer: Writer) -> dict[str, Any]:
    plain = {"font_name": _FONT, "font_size": 10, "valign": "top"}
    return {
        "title": writer.add_format({"font_name": _FONT, "font_size": 14, "bold": True}),
        "below": writer.add_format({"font_name": _FONT, "font_size": 10, "font_color": "#66717A"}),
        "head": writer.add_format({**plain, "bold": True, "bg_color": "#E2EDEA", "bottom": 1, "text_wrap": True}),
        "text": writer.add_format({**plain, "text_wrap": True}),
        "line": writer.add_format(plain),
        "link": writer.add_format({**plain, "font_color": "#0563C1", "underline": 1}),
        "number": writer.add_format(plain),
        "share": writer.add_format({**plain, "num_format": "0.0%"}),
        "hours": writer.add_format({**plain, "num_format": "0.0"}),
        "time": writer.add_format({**plain, "num_format": "yyyy-mm-dd hh:mm"}),
    }


def _leaf(sheet: Worksheet, leaf: Leaf, looks: dict[str, Any]) -> None:
    sheet.write_string(0, 0, leaf.title, looks["title"])
    sheet.write_string(1, 0, leaf.below, looks["below"])
    last = _HEADS + leaf.count()
    for place, column in enumerate(leaf.columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(_HEADS, place, column.head, looks["head"])
        if last > _HEADS:
            sheet.write_blank(last, place, None, looks[column.kind])
    sheet.freeze_panes(_HEADS + 1, leaf.still)
    if last - leaf.sums > _HEADS:
        sheet.autofilter(_HEADS, 0, last - leaf.sums, len(leaf.columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEADS)


_BLANK = re.compile(r"<row (?:(?!<row ).)*</row>(?=</sheetData>)")
_LOOK = re.compile(r' s="(\d+)"')
_MARGINS = "<pageMargins"
"""What stands behind the links of a sheet."""


def _fill(file: ZipFile, name: str, sheet: str, leaf: Leaf) -> None:
    """The sheet with its rows in the place of the blank one, and the addresses that they link to."""
    links = Links()
    blank = _BLANK.search(sheet) if leaf.count() else None
    if blank is None and leaf.count():
        raise ValueError(f"{name} has no blank row: this XlsxWriter writes sheets in another way")
    head, tail = (sheet, "") if blank is None else (sheet[: blank.start()], sheet[blank.end() :])
    with file.open(name, "w") as part:
        part.write(head.encode())
        if blank is not None:
            looks = _LOOK.findall(blank[0])
            writes = [
                (place, xl_col_to_name(place), WRITERS[column.kind](look))
                for place, (column, look) in enumerate(zip(leaf.columns, looks, strict=True))
            ]
            leading = [(place, letters) for place, letters, _ in writes if leaf.columns[place].kind == "link"]
            at = _HEADS + 1
            for rows in rows_of(leaf):
                part.write(_written(rows, writes, at).encode())
                for number, row in enumerate(rows, start=at + 1):
                    for place, letters in leading:
                        if row[place]:
                            links.add(f"{letters}{number}", str(row[place]))
                at += len(rows)
        part.write(tail.replace(_MARGINS, f"{links.elements()}{_MARGINS}", 1).encode())
    if links:
        folder, _, own = name.rpartition("/")
        file.writestr(f"{folder}/_rels/{own}.rels", links.relations())


def _written(rows: list[list[Any]], writes: list[tuple[int, str, Write]], at: int) -> str:
    parts = []
    for number, row in enumerate(rows, start=at + 1):
        cells = [
            f'<c r="{letters}{number}"{write(cell)}'
            for place, letters, write in writes
            if (cell := row[place]) is not None and cell != ""
        ]
        parts.append(f'<row r="{number}">{"".join(cells)}</row>')
    return "".join(parts)
