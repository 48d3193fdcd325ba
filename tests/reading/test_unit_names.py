"""Unit names as they are written in replies: short, partly, nearly; and what means nobody."""

from __future__ import annotations

import pytest

from bot.domain.areas import Area, Unit, UnitKind
from bot.reading.unit_names import units_named, units_with

AREA = Area(
    name="青石市",
    units=(
        Unit(code="qingshi", name="青石市", kind=UnitKind.AREA),
        Unit(code="jiedao", name="青石街道", kind=UnitKind.STREET, parent="qingshi"),
        Unit(code="donghu", name="东湖社区", kind=UnitKind.COMMUNITY, parent="jiedao", keywords=("东湖花园片区",)),
        Unit(code="dongshan", name="东山社区居委会", kind=UnitKind.COMMUNITY, parent="jiedao"),
        Unit(code="chengguan", name="青石市城市管理局", kind=UnitKind.DEPARTMENT, parent="qingshi"),
        Unit(code="luminju", name="市路灯所", kind=UnitKind.DEPARTMENT, parent="qingshi"),
        Unit(code="zhujian", name="市住房和城乡建设局", kind=UnitKind.DEPARTMENT, parent="qingshi"),
        Unit(code="jiaojing", name="交警一大队", kind=UnitKind.DEPARTMENT, parent="qingshi"),
        Unit(code="jiaojing2", name="交警二大队", kind=UnitKind.DEPARTMENT, parent="qingshi"),
    ),
    categories=(),
)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("东湖社区", "donghu"),
        ("东湖", "donghu"),
        ("東湖社區", "donghu"),
        ("东湖花园片区", "donghu"),
        ("东山", "dongshan"),
        ("东山社区", "dongshan"),
        ("东山居委会", "dongshan"),
        ("青石街道办", "jiedao"),
        ("城管", "chengguan"),
        ("城管局", "chengguan"),
        ("市城管局", "chengguan"),
        ("城市管理局", "chengguan"),
        ("城管局路面归他们管", "chengguan"),
        ("路灯所", "luminju"),
        ("路灯", "luminju"),
        ("市路灯所", "luminju"),
        ("市路灯所灯杆归他们管", "luminju"),
        ("住建局", "zhujian"),
        ("住建", "zhujian"),
        ("交警二大队", "jiaojing2"),
    ],
)
def test_a_name_that_means_one_unit(written: str, code: str) -> None:
    assert units_named(AREA, written) == ((code,), True)


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("交警", ("jiaojing", "jiaojing2")),
        ("交警队", ("jiaojing", "jiaojing2")),
        ("冬湖社区", ("donghu",)),
        ("东胡", ("donghu",)),
        ("路登所", ("luminju",)),
    ],
)
def test_several_and_near_names_are_asked(written: str, codes: tuple[str, ...]) -> None:
    found = units_named(AREA, written)
    assert not found.sure
    assert set(found.codes) >= set(codes)
    assert found.codes[0] in codes


@pytest.mark.parametrize("written", ["", "市", "局", "物业", "角处已处理", "公安局", "运完毕", "他们", "青石市"])
def test_what_means_nobody(written: str) -> None:
    assert not units_named(AREA, written).sure


@pytest.mark.parametrize(
    ("fragment", "codes"),
    [
        ("东", ("donghu", "dongshan")),
        ("片区", ("donghu",)),
        ("二", ("jiaojing2",)),
        ("龙", ()),
        ("", ()),
        ("青石", ("jiedao", "chengguan")),
    ],
)
def test_units_that_hold_a_fragment(fragment: str, codes: tuple[str, ...]) -> None:
    assert units_with(AREA, fragment) == codes


def test_a_unit_that_is_left_out_is_not_meant() -> None:
    assert units_named(AREA, "交警", without=["jiaojing"]) == (("jiaojing2",), True)
