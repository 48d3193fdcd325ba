"""Workbooks, read back: text stays text, times are times, heads stand still."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from bot.drawing.workbook import xlsx
from bot.notices.pictures import workbook
from bot.notices.pictures.workbook import Cell, Column, Leaf, Workbook, packed, unpacked

COLUMNS = (
    Column("序号", 6, "number"),
    Column("问题", 30),
    Column("时限", 17, "time"),
    Column("按期办结率", 12, "share"),
)
ROWS: list[list[Cell]] = [[1, "垃圾桶坏了", "2026-10-01T08:30", 0.5], [2, "=1+1", None, None], [3, "", None, 1.0]]
BOOK = Workbook(
    (Leaf("清单", "标题", "说明", COLUMNS, (packed(ROWS[:2]), packed(ROWS[2:]))), Leaf("空", "", "", COLUMNS, ()))
)


def read(data: bytes) -> CalamineWorkbook:
    return CalamineWorkbook.from_filelike(io.BytesIO(data))


def test_rows_stand_below_their_heads_in_the_order_of_their_pieces() -> None:
    book = read(xlsx(BOOK))
    assert book.sheet_names == ["清单", "空"]
    title, below, heads, *rows = book.get_sheet_by_name("清单").to_python()
    assert (title[0], below[0], heads) == ("标题", "说明", ["序号", "问题", "时限", "按期办结率"])
    assert rows == [
        [1, "垃圾桶坏了", datetime.fromisoformat("2026-10-01T08:30"), 0.5],
        [2, "=1+1", "", ""],
        [3, "", "", 1.0],
    ]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "http://example.org", "007"]
)
def test_text_computes_nothing_and_links_nowhere(text: str) -> None:
    data = xlsx(Workbook((Leaf("清单", "", "", (Column("问题", 30),), (packed([[text]]),)),)))
    assert read(data).get_sheet_by_name("清单").to_python()[-1] == [text]
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet and "<hyperlink" not in sheet


def test_heads_stay_in_sight_and_on_every_printed_page() -> None:
    with zipfile.ZipFile(io.BytesIO(xlsx(BOOK))) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        book = parts.read("xl/workbook.xml").decode()
    assert 'ySplit="3"' in sheet and 'state="frozen"' in sheet and "<autoFilter" in sheet
    assert 'width="30.7109375"' in sheet
    assert "_xlnm.Print_Titles" in book


@pytest.mark.parametrize("at_once", [1, 2, 3, 5000])
def test_pieces_come_back_as_they_were(monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    monkeypatch.setattr(workbook, "_AT_ONCE", at_once)
    assert [unpacked(packed(rows)) for rows in (ROWS, [])] == [ROWS, []]


def test_a_workbook_of_its_own_file_is_not_handed_back(tmp_path: Path) -> None:
    file = tmp_path / "book"
    assert xlsx(replace(BOOK, into=str(file))) == b""
    assert file.read_bytes()[:2] == b"PK"
    assert CalamineWorkbook.from_path(file).sheet_names == ["清单", "空"]


@pytest.mark.parametrize(("rows", "reach"), [(3, ["A3:A5"]), (1, [])])
def test_a_sum_stays_at_the_end_when_a_reader_sorts(rows: int, reach: list[str]) -> None:
    leaf = Leaf("单位", "", "", (Column("收到", 10, "number"),), (packed([[1]] * rows),), sums=1)
    with zipfile.ZipFile(io.BytesIO(xlsx(Workbook((leaf,))))) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert re.findall(r'<autoFilter ref="([^"]+)"', sheet) == reach
