"""Table files: CSV as Chinese spreadsheets save it, workbooks, and what would fill the memory."""

from __future__ import annotations

import io
import zipfile

import pytest

from bot.domain import table_files
from bot.domain.places_table import NoTable
from bot.domain.table_files import LARGEST, LARGEST_UNPACKED, read_cells

TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
RELS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"'
    ' Target="{target}"/></Relationships>'
)
BOOK = (
    '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="点位" sheetId="1" r:id="rId1"/></sheets></workbook>'
)


def workbook(*cells: str, more: dict[str, bytes] | None = None) -> bytes:
    """A workbook of one sheet; `cells` are its <c> elements, all in the rows that they name."""
    rows = "".join(f'<row r="{number}">{cell}</row>' for number, cell in enumerate(cells, 1))
    sheet = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", TYPES)
        packed.writestr("_rels/.rels", RELS.format(kind="officeDocument", target="xl/workbook.xml"))
        packed.writestr("xl/workbook.xml", BOOK)
        packed.writestr("xl/_rels/workbook.xml.rels", RELS.format(kind="worksheet", target="worksheets/sheet1.xml"))
        packed.writestr("xl/worksheets/sheet1.xml", sheet)
        for name, body in (more or {}).items():
            packed.writestr(name, body)
    return out.getvalue()


def text(where: str, words: str) -> str:
    return f'<c r="{where}" t="inlineStr"><is><t>{words}</t></is></c>'


def why(data: bytes) -> str:
    with pytest.raises(NoTable) as caught:
        read_cells(data)
    return caught.value.why


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("between", [",", ";", "\t"])
def test_csv_as_spreadsheets_save_it(encoding: str, between: str) -> None:
    data = f'名称{between}单位\r\n"龙西嘉园"{between}东湖社区\r\n\r\n'.encode(encoding)
    assert read_cells(data) == [["名称", "单位"], ["龙西嘉园", "东湖社区"]]


def test_a_workbook_without_computing_anything() -> None:
    data = workbook(
        text("A1", "名称") + text("B1", "单位"),
        '<c r="A2"><f>1+1</f><v>2</v></c>' + text("B2", "东湖社区"),
    )
    assert read_cells(data) == [["名称", "单位"], ["2", "东湖社区"]]


def test_rows_keep_their_numbers() -> None:
    assert read_cells(workbook("", text("A2", "名称"))) == [[""], ["名称"]]


@pytest.mark.parametrize("cell", ["XFD2", "ZZ2", "CW2"])
def test_a_stray_cell_asks_for_no_gigabytes(cell: str) -> None:
    assert why(workbook(text("A1", "名称"), text(cell, "x"))) == "wide"
    assert why(workbook(text("A1", "名称"), text("A1048576", "x"))) == "rows"


def test_what_unpacks_to_very_much_is_refused_before_it_is_read() -> None:
    data = workbook(text("A1", "名称"), more={"xl/sharedStrings.xml": b" " * (LARGEST_UNPACKED + 1)})
    assert len(data) < 100_000
    assert why(data) == "unpacked"


def test_a_zip_that_lies_about_its_sizes_hands_on_no_more_than_was_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_files, "LARGEST_UNPACKED", 2000)
    assert why(workbook(text("A1", "名称" * 2000))) == "unpacked"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"x" * (LARGEST + 1), "large"),
        (b"\xd0\xcf\x11\xe0 old", "old_excel"),
        (b"PK\x03\x04 torn", "unreadable"),
        (workbook(text("A1", "x"))[:300], "unreadable"),
        (b"\xff\xfe\x00\x81", "unreadable"),
        ('名称,单位\n"龙西,东湖社区\n'.encode(), "csv"),
        (b"a,b\n" * 20_000, "rows"),
    ],
)
def test_what_is_no_table(data: bytes, told: str) -> None:
    assert why(data) == told


def test_an_empty_file() -> None:
    assert read_cells(b"") == []
