"""Table files: the cells of a CSV or XLSX that somebody sent, with what would fill the memory refused before.

Formulas are not computed: of a workbook the values are read that its program saved.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from typing import Any

from bot.domain.places_table import MOST_ROWS, NoTable

LARGEST = 5 * 1024 * 1024
"""Bytes of a file, as it is sent."""
LARGEST_UNPACKED = 32 * 1024 * 1024
_MOST_ENTRIES = 200
_MOST_COLUMNS = 100
_CHUNK = 256 * 1024

_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_CELL = re.compile(rb"""<(?:[A-Za-z]\w*:)?c\s[^>]*?\br\s*=\s*["']\s*\$?([A-Za-z]{1,8})\$?([0-9]{1,12})["']""")


def read_cells(data: bytes) -> list[list[str]]:
    """The first sheet that holds anything, or the CSV's rows; the first row is the head. Raises NoTable."""
    if len(data) > LARGEST:
        raise NoTable("large", limit=str(LARGEST // 1024 // 1024))
    if data.startswith(_OLD_EXCEL):
        raise NoTable("old_excel")
    rows = _workbook(data) if data.startswith(_ZIP) else _csv(data)
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    return rows


def _csv(data: bytes) -> list[list[str]]:
    text = _decoded(data)
    head = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count), strict=True)
    rows: list[list[str]] = []
    try:
        for row in reader:
            rows.append(row)
            if len(rows) > MOST_ROWS * 2:
                raise NoTable("rows", count=f"{len(rows)}", limit=str(MOST_ROWS))
    except csv.Error:
        raise NoTable("csv", row=str(len(rows) + 1)) from None
    return rows


def _decoded(data: bytes) -> str:
    """Chinese spreadsheets save UTF-8 or GB18030."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise NoTable("unreadable")


def _workbook(data: bytes) -> list[list[str]]:
    import python_calamine  # at its first need: on most days no table comes

    try:
        book = python_calamine.load_workbook(io.BytesIO(_counted(data)))
        for name in book.sheet_names:
            if rows := book.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=MOST_ROWS * 2):
                return [[_written(cell) for cell in row] for row in rows]
    except (python_calamine.CalamineError, zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError):
        raise NoTable("unreadable") from None
    return []


def _counted(data: bytes) -> bytes:
    """The same archive, unpacked: what is handed on is what was counted, whatever sizes the archive tells.

    Raises NoTable for more than LARGEST_UNPACKED, and for a sheet whose rectangle is beyond all rows and columns.
    """
    left = LARGEST_UNPACKED
    plain = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as packed, zipfile.ZipFile(plain, "w", zipfile.ZIP_STORED) as out:
        entries = packed.infolist()
        if len(entries) > _MOST_ENTRIES:
            raise NoTable("unreadable")
        for entry in entries:
            if entry.flag_bits & 1:
                raise NoTable("locked")
            body = _unpacked(packed, entry, left)
            left -= len(body)
            if _SHEET.fullmatch(entry.filename.lstrip("/").replace("\\", "/")):
                _check_corners(body)
            out.writestr(entry.filename, body)
    return plain.getvalue()


def _unpacked(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> bytes:
    body = bytearray()
    with packed.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            body += chunk
            if len(body) > left:
                raise NoTable("unpacked")
    return bytes(body)


def _check_corners(sheet: bytes) -> None:
    """A sheet is read as a rectangle: one stray cell in the last row and column would ask for gigabytes."""
    for cell in _CELL.finditer(sheet):
        if int(cell[2]) > MOST_ROWS * 2:
            raise NoTable("rows", count=cell[2].decode(), limit=str(MOST_ROWS))
        if _column(cell[1]) > _MOST_COLUMNS:
            raise NoTable("wide", limit=str(_MOST_COLUMNS))


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _written(cell: Any) -> str:
    """As a person would read it: 12 and not 12.0."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
