"""A labelled history as a spreadsheet saves it."""

from __future__ import annotations

import pytest

from bot.domain.areas import Area, Category, Subcategory, TimeClass, Unit, UnitKind
from bot.domain.history_csv import HistoryFault, Told, read_history

OTHER = Subcategory(code="other", name="其他")
AREA = Area(
    name="试验区",
    units=(Unit(code="longxi", name="龙西社区", kind=UnitKind.COMMUNITY),),
    categories=(
        Category(
            code="sanitation",
            name="环境卫生",
            time_class=TimeClass.A,
            sub=(Subcategory(code="bin", name="垃圾桶"), OTHER),
        ),
        Category(code="safety", name="公共安全", time_class=TimeClass.A, sub=(OTHER,)),
    ),
)


def rows(table: str) -> list[Told]:
    return list(read_history(table.encode(), AREA, "h.csv").rows)


@pytest.mark.parametrize("written", ["sanitation", "Sanitation", "环境卫生", "bin", "垃圾桶", " bin "])
def test_a_category_is_a_code_or_a_name_and_a_small_one_stands_for_its_big_one(written: str) -> None:
    assert rows(f"text,category\n桶倒了,{written}\n") == [Told("桶倒了", "sanitation", None)]


@pytest.mark.parametrize("written", ["longxi", "龙西社区"])
def test_a_unit_is_a_code_or_a_name(written: str) -> None:
    assert rows(f"unit,text,category\n{written},桶倒了,\n") == [Told("桶倒了", None, "longxi")]


def test_blanks_and_unknown_codes_are_counted_and_named() -> None:
    table = (
        'text,category,unit\n一,bin,\n二,,longxi\n三,,\n,bin,\n四,other,nowhere\n五,other,longxi\n\n,,\n"六\n六",bin\n'
    )
    history = read_history(table.encode(), AREA, "h.csv")
    assert [row.text for row in history.rows] == ["一", "二", "五", "六\n六"]
    assert history.unlabelled == 3
    assert dict(history.unknown_categories) == {"other": 2}
    assert dict(history.unknown_units) == {"nowhere": 1}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_spreadsheets_of_any_kind_are_read(encoding: str) -> None:
    history = read_history("text,category\r\n桶倒了,环境卫生\r\n".encode(encoding), AREA, "h.csv")
    assert history.rows == (Told("桶倒了", "sanitation", None),)


@pytest.mark.parametrize("table", ["", "words,label\na,b\n", "text\n一\n", "category,unit\na,b\n"])
def test_a_table_without_the_columns_is_refused(table: str) -> None:
    with pytest.raises(HistoryFault, match="the first row must name the columns"):
        rows(table)


def test_what_is_no_text_is_refused_in_one_line() -> None:
    with pytest.raises(HistoryFault, match="save the file as UTF-8"):
        read_history(b"text,category\n\xff\xff\xff\xfe,x\n", AREA, "h.csv")
