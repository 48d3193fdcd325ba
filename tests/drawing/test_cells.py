"""Cells and links of a sheet: what XML and Excel make of them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic_core import PydanticSerializationError
from python_calamine import CalamineWorkbook

from bot.drawing import cells
from bot.drawing.workbook import xlsx
from bot.notices.pictures.workbook import END_OF_SPOOL, Cell, Column, Leaf, Spool, Workbook, packed

LINK = "https://t.me/c/1234567890/5"


def book(*rows: Sequence[Cell], kinds: tuple[str, ...] = ("line",), still: int = 0) -> bytes:
    columns = tuple(Column(f"列{place}", 10, kind) for place, kind in enumerate(kinds))
    return xlsx(Workbook((Leaf("单", "题", "注", columns, (packed(rows),) if rows else (), still),)))


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return parts.read(name).decode()


def read(data: bytes) -> list[Sequence[object]]:
    return [*CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()[3:]]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), min_size=1)))
def test_text_comes_back_as_it_was(texts: list[str]) -> None:
    assert [row[0] for row in read(book(*([text] for text in texts)))] == texts


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8")), min_size=1))
def test_any_text_makes_a_sheet_that_can_be_read(texts: list[str]) -> None:
    rows: list[list[Cell]] = [[text, 1] for text in texts]
    data = book(*rows, kinds=("line", "number"))
    ElementTree.fromstring(part(data, "xl/worksheets/sheet1.xml"))
    assert [row[1] for row in read(data)] == [1] * len(texts)


@pytest.mark.parametrize(
    ("text", "written", "shown"),
    [
        ("a\x00b\x0b\x1b\ufffe", "ab", "ab"),
        ("两\n行", "两\n行", "两\n行"),
        ("两\r\n行\r", "两\n行\n", "两\n行\n"),  # XML knows one kind of line's end
        ('<b>&"]]>', '<b>&"]]>', '<b>&"]]>'),
        ("_x0041_", "_x005F_x0041_", "_x0041_"),
        ("_x0041_x000D_", "_x005F_x0041_x005F_x000D_", "_x0041_x000D_"),
        ("_x41_", "_x41_", "_x41_"),
        (" 前后 ", " 前后 ", " 前后 "),
        ("=1+1", "=1+1", "=1+1"),
    ],
)
def test_text_that_is_not_plain(text: str, written: str, shown: str) -> None:
    data = book([text])
    sheet = part(data, "xl/worksheets/sheet1.xml")
    (cell,) = ElementTree.fromstring(sheet).iterfind(".//{*}is/{*}t")
    assert (cell.text, read(data)) == (written, [[shown]])
    assert "<f>" not in sheet


def test_no_row_is_lost_in_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    """Should another version of XlsxWriter write its blank row in another way."""
    monkeypatch.setattr("bot.drawing.workbook._BLANK", re.compile("<lines>"))
    assert read(book()) == []
    with pytest.raises(ValueError, match="no blank row"):
        book(["甲"])


def test_half_a_character_is_refused() -> None:
    with pytest.raises(PydanticSerializationError):
        book(["\ud83d"])


def test_links_lead_where_their_text_says() -> None:
    data = book([LINK, 1], ["", 2], [f"{LINK}?a=1&b=2", 3], kinds=("link", "number"))
    sheet = part(data, "xl/worksheets/sheet1.xml")
    assert '<hyperlinks><hyperlink ref="A4" r:id="rId1"/><hyperlink ref="A6" r:id="rId2"/></hyperlinks>' in sheet
    assert sheet.index("<autoFilter") < sheet.index("<hyperlinks") < sheet.index("<pageMargins")
    told = part(data, "xl/worksheets/_rels/sheet1.xml.rels")
    assert f'Id="rId1" Type="{cells._LINK}" Target="{LINK}" TargetMode="External"' in told
    assert f'Target="{LINK}?a=1&amp;b=2"' in told
    assert [row[0] for row in read(data)] == [LINK, "", f"{LINK}?a=1&b=2"]


def test_more_links_than_excel_opens_are_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells, "MOST_LINKS", 2)
    data = book(*([f"{LINK}{number}"] for number in range(5)), kinds=("link",))
    assert part(data, "xl/worksheets/sheet1.xml").count("<hyperlink ") == 2
    assert len(read(data)) == 5


def test_a_sheet_without_rows_or_links_is_as_it_was_made() -> None:
    data = book(kinds=("link",), still=1)
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert not [name for name in parts.namelist() if "_rels/sheet" in name]
        assert parts.testzip() is None
    assert read(data) == []
    assert 'xSplit="1"' in part(data, "xl/worksheets/sheet1.xml")


def test_many_rows_come_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "rows"
    file.write_bytes(
        b"".join(packed([[f"第{row}行"] for row in range(at, at + 3)]) + b"\n" for at in (0, 3)) + END_OF_SPOOL
    )
    leaf = Leaf("单", "题", "注", (Column("列", 10),), Spool(str(file), 6))
    data = xlsx(Workbook((leaf, replace(leaf, name="双"))))
    assert [row[0] for row in read(data)] == [f"第{row}行" for row in range(6)]
    assert '<autoFilter ref="A3:A9"/>' in part(data, "xl/worksheets/sheet2.xml")


def test_hours_and_shares_are_numbers() -> None:
    data = book([1.25, 0.5], [0, 0.0], kinds=("hours", "share"))
    assert read(data) == [[1.25, 0.5], [0, 0]]


def test_a_text_that_is_remembered_is_written_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells, "_REMEMBERED", 1)
    rows: list[list[Cell]] = [["甲&乙"], ["甲&乙"], ["丙"], ["丙"], [7], ["7"]]
    assert [row[0] for row in read(book(*rows))] == ["甲&乙", "甲&乙", "丙", "丙", "7", "7"]
