"""Units under one another: which of several lies closest to the ground, and which above the others."""

from __future__ import annotations

import pytest

from bot.domain.areas import Area, Unit, UnitKind

AREA = Area(
    name="河区",
    units=(
        Unit(code="area", name="河区", kind=UnitKind.AREA),
        Unit(code="town", name="南岸街道", kind=UnitKind.STREET, parent="area"),
        Unit(code="qinghe", name="青禾社区", kind=UnitKind.COMMUNITY, parent="town"),
        Unit(code="wangshu", name="望舒社区", kind=UnitKind.COMMUNITY, parent="town"),
    ),
    categories=(),
)


@pytest.mark.parametrize(
    ("above", "code", "covers"),
    [
        ("town", "qinghe", True),
        ("area", "qinghe", True),
        ("qinghe", "qinghe", True),
        ("qinghe", "town", False),
        ("wangshu", "qinghe", False),
        (None, "qinghe", True),
        ("town", None, False),
    ],
)
def test_a_unit_covers_what_lies_below_it(above: str | None, code: str | None, covers: bool) -> None:
    assert AREA.covers(above, code) is covers


@pytest.mark.parametrize(
    ("codes", "lowest", "highest"),
    [
        ((), (), ()),
        (("town",), ("town",), ("town",)),
        (("town", "qinghe"), ("qinghe",), ("town",)),
        (("qinghe", "area", "wangshu"), ("qinghe", "wangshu"), ("area",)),
        (("wangshu", "qinghe"), ("wangshu", "qinghe"), ("wangshu", "qinghe")),
    ],
)
def test_the_lowest_and_the_highest_of_several(
    codes: tuple[str, ...], lowest: tuple[str, ...], highest: tuple[str, ...]
) -> None:
    assert AREA.lowest(codes) == lowest
    assert AREA.highest(codes) == highest


def test_a_copy_forgets_what_was_worked_out_of_the_units_before() -> None:
    assert "qinghe" in AREA.unit_by_code
    fewer = AREA.model_copy(update={"units": tuple(unit for unit in AREA.units if unit.code != "qinghe")})
    assert "qinghe" not in fewer.unit_by_code
    assert "qinghe" in AREA.unit_by_code
