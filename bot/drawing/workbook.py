"""Workbooks: rows become an XLSX file, row by row, so that a long one takes no more memory than a short one."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from typing import Any

from xlsxwriter import Workbook as Writer
from xlsxwriter.worksheet import Worksheet

from bot.notices.pictures.workbook import Cell, Leaf, Workbook, unpacked

_HEADS = 2
"""The row of the columns' heads, below the title and the line about it."""
_FONT = "Microsoft YaHei"

Put = Callable[[int, int, Any, Any], Any]


def xlsx(book: Workbook) -> bytes:
    """The file. Text is written as text whatever it looks like: `=1+1` computes nothing."""
    out = io.BytesIO()
    writer = Writer(out, {"constant_memory": True, "default_date_format": "yyyy-mm-dd hh:mm"})
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
        "head": writer.add_format({**plain, "bold": True, "bg_color": "#E2EDEA", "bottom": 1}),
        "text": writer.add_format({**plain, "text_wrap": True}),
        "number": writer.add_format(plain),
        "share": writer.add_format({**plain, "num_format": "0%"}),
        "time": writer.add_format({**plain, "num_format": "yyyy-mm-dd hh:mm"}),
    }


def _leaf(sheet: Worksheet, leaf: Leaf, looks: dict[str, Any]) -> None:
    for place, column in enumerate(leaf.columns):
        sheet.set_column(place, place, column.width)
    sheet.write_string(0, 0, leaf.title, looks["title"])
    sheet.write_string(1, 0, leaf.below, looks["below"])
    for place, column in enumerate(leaf.columns):
        sheet.write_string(_HEADS, place, column.head, looks["head"])
    sheet.freeze_panes(_HEADS + 1, 0)
    puts = [(_PUT[column.kind](sheet), looks[column.kind]) for column in leaf.columns]
    at = _HEADS
    for piece in leaf.pieces:
        for row in unpacked(piece):
            at += 1
            for place, (cell, (put, look)) in enumerate(zip(row, puts, strict=True)):
                if cell is not None and cell != "":
                    put(at, place, cell, look)
    if at > _HEADS:
        sheet.autofilter(_HEADS, 0, at, len(leaf.columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEADS)


def _time(sheet: Worksheet) -> Put:
    def put(row: int, column: int, cell: Cell, look: Any) -> Any:
        return sheet.write_datetime(row, column, datetime.fromisoformat(str(cell)), look)

    return put


_PUT: dict[str, Callable[[Worksheet], Put]] = {
    "text": lambda sheet: sheet.write_string,
    "number": lambda sheet: sheet.write_number,
    "share": lambda sheet: sheet.write_number,
    "time": _time,
}
