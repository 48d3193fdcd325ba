"""A table of places: what its rows say, what is wrong with them, and what it would change."""

from __future__ import annotations

import pytest

from bot.domain.areas import Area, Category, Place, TimeClass, Unit, UnitKind
from bot.domain.place_differences import Conflict, difference
from bot.domain.places_table import MOST_ROWS, NoTable, PlaceRow, Wrong, read_places

HEAD = ["名称", "单位", "别名", "类型", "纬度", "经度"]
AREA = Area(
    name="青石市",
    units=(
        Unit(code="donghu", name="东湖社区", kind=UnitKind.COMMUNITY),
        Unit(code="xiyuan", name="西苑社区", kind=UnitKind.COMMUNITY),
        Unit(code="one", name="同名社区", kind=UnitKind.COMMUNITY),
        Unit(code="two", name="同名社区", kind=UnitKind.COMMUNITY),
    ),
    categories=(Category(code="bin", name="垃圾", time_class=TimeClass.B),),
)
GARDEN = Place(name="东湖花园", unit="donghu", aliases=("湖花园",), lat=30.1, lon=118.2)


def row(name: str = "龙西嘉园", unit: str = "donghu", **facts: object) -> PlaceRow:
    return PlaceRow.model_validate({"row": 2, "name": name, "unit": unit, **facts})


def test_a_whole_row() -> None:
    table = read_places([HEAD, ["龙西嘉园", "东湖社区", "嘉园、龙西园；嘉园", "小区", "30.5", "118.25"]], AREA)
    assert table.rows == (row(aliases=("嘉园", "龙西园"), kind="estate", placed=True, lat=30.5, lon=118.25),)
    assert table.faults == ()


def test_columns_in_any_order_and_language_units_by_code() -> None:
    table = read_places([["unit", "备注", "Name"], ["donghu", "新建", "龙西嘉园"], ["", "", ""], []], AREA)
    assert table.rows == (row(),)
    assert table.unused == ("备注",)


def test_an_apostrophe_before_a_formula_is_no_part_of_the_name() -> None:
    assert read_places([HEAD, ["'=龙西嘉园", "东湖社区"]], AREA).rows[0].name == "=龙西嘉园"


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        (["", "东湖社区"], Wrong.NO_NAME),
        (["龙", "东湖社区"], Wrong.BAD_NAME),
        (["龙\u200b西嘉园", "东湖社区"], Wrong.BAD_NAME),
        (["龙" * 61, "东湖社区"], Wrong.BAD_NAME),
        (["龙西嘉园", ""], Wrong.NO_UNIT),
        (["龙西嘉园", "火星社区"], Wrong.UNKNOWN_UNIT),
        (["龙西嘉园", "同名社区"], Wrong.TWO_UNITS),
        (["龙西嘉园", "东湖社区", "园"], Wrong.BAD_ALIAS),
        (["龙西嘉园", "东湖社区", "龙西嘉园"], Wrong.BAD_ALIAS),
        (["龙西嘉园", "东湖社区", "", "花园"], Wrong.BAD_KIND),
        (["龙西嘉园", "东湖社区", "", "", "30.5"], Wrong.BAD_POSITION),
        (["龙西嘉园", "东湖社区", "", "", "300", "118"], Wrong.BAD_POSITION),
        (["龙西嘉园", "东湖社区", "", "", "nan", "118"], Wrong.BAD_POSITION),
        (["龙西嘉园", "东湖社区", "", "", "北纬30", "东经118"], Wrong.BAD_POSITION),
    ],
)
def test_a_row_that_cannot_be_used_is_told_by_its_number(cells: list[str], wrong: Wrong) -> None:
    table = read_places([HEAD, ["西苑小区", "西苑社区"], cells], AREA)
    assert [(fault.row, fault.wrong) for fault in table.faults] == [(3, wrong)]
    assert [found.name for found in table.rows] == ["西苑小区"]


def test_the_second_of_two_rows_is_told() -> None:
    table = read_places([HEAD, ["龙西嘉园", "东湖社区"], ["龙西嘉园", "donghu"], ["龙西嘉园", "西苑社区"]], AREA)
    assert [(fault.row, fault.wrong) for fault in table.faults] == [(3, Wrong.TWICE)]
    assert len(table.rows) == 2


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ([], "empty"),
        ([["名称", "别名"]], "columns"),
        ([["名称", "单位", "name"]], "column_twice"),
        ([["名称", "单位"]] + [["龙西嘉园", "东湖社区"]] * (MOST_ROWS + 1), "rows"),
    ],
)
def test_what_is_no_table(cells: list[list[str]], why: str) -> None:
    with pytest.raises(NoTable) as caught:
        read_places(cells, AREA)
    assert caught.value.why == why


def test_what_the_table_does_not_say_stays() -> None:
    found = difference([row("东湖花园", aliases=("湖园",))], [GARDEN])
    assert found.changed == ((GARDEN, GARDEN.model_copy(update={"aliases": ("湖园",)})),)
    found = difference([row("东湖花园", placed=True)], [GARDEN])
    assert found.changed == ((GARDEN, GARDEN.model_copy(update={"lat": None, "lon": None})),)
    found = difference([row("东湖花园")], [GARDEN])
    assert (found.changed, found.same) == ((), 1)


def test_a_new_place_has_the_kind_of_its_name() -> None:
    assert [place.kind for place in difference([row(), row("龙西二路")], []).added] == ["estate", "road"]


def test_a_name_of_another_unit_is_a_conflict_that_may_be_a_move() -> None:
    found = difference([row("东湖花园", "xiyuan")], [GARDEN])
    moved = GARDEN.model_copy(update={"unit": "xiyuan"})
    assert found.conflicts == (Conflict(moved, GARDEN, moves=True),)
    assert (found.saved(moved=False), found.gone(moved=False)) == ((), ())
    assert (found.saved(moved=True), found.gone(moved=True)) == ((moved,), (("donghu", "东湖花园"),))


def test_a_table_with_both_units_moves_nothing() -> None:
    found = difference([row("东湖花园", "xiyuan"), row("东湖花园")], [GARDEN])
    assert [conflict.moves for conflict in found.conflicts] == [False]


@pytest.mark.parametrize(
    "new", [row("湖花园", "xiyuan"), row(aliases=("湖花园",)), row(unit="xiyuan", aliases=("东湖花园",))]
)
def test_a_word_that_means_another_place_is_a_conflict(new: PlaceRow) -> None:
    found = difference([new], [GARDEN])
    assert [(conflict.known, conflict.moves) for conflict in found.conflicts] == [(GARDEN, False)]


def test_what_was_ambiguous_before_is_no_conflict() -> None:
    twin = Place(name="东湖花园", unit="xiyuan")
    found = difference([row("东湖花园", "xiyuan", kind="road")], [GARDEN, twin])
    assert len(found.changed) == 1 and not found.conflicts
