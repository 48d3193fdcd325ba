"""The address tail, as it is written and with Arabic digits."""

from __future__ import annotations

import pytest

from bot.reading.addresses import find_tails
from bot.reading.numerals import arabic

FIELDS = ("building", "entrance", "floor", "room", "number", "gate", "landmark")


def read(text: str, *anchors: int) -> list[dict[str, str]]:
    return [
        {field: value for field in FIELDS if (value := getattr(tail.spot, field)) is not None}
        for tail in find_tails(text, frozenset(anchors))
    ]


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("3栋垃圾桶坏了", {"building": "3栋"}),
        ("三栋", {"building": "3栋"}),
        ("十二幢", {"building": "12幢"}),
        ("三号楼", {"building": "3号楼"}),
        ("B座", {"building": "B座"}),
        ("5幢2单元301室", {"building": "5幢", "entrance": "2单元", "room": "301室"}),
        ("三栋二单元三零一室", {"building": "3栋", "entrance": "2单元", "room": "301室"}),
        ("3栋2单元301", {"building": "3栋", "entrance": "2单元", "room": "301"}),
        ("47-6-746", {"building": "47", "entrance": "6", "room": "746"}),
        ("负一层", {"floor": "负1层"}),
        ("3楼", {"floor": "3楼"}),
        ("东门旁边", {"gate": "东门", "landmark": "旁边"}),
        ("2号门", {"gate": "2号门"}),
        ("9栋楼下", {"building": "9栋", "landmark": "楼下"}),
        ("快递柜旁边", {"landmark": "快递柜旁边"}),
        ("前面路口", {"landmark": "前面"}),
    ],
)
def test_one_tail(text: str, fields: dict[str, str]) -> None:
    assert read(text)[0] == fields


def test_a_house_number_stands_behind_a_name() -> None:
    assert read("龙西路81号", 3) == [{"number": "81号"}]
    assert read("甘棠大道81-3号门口", 4) == [{"number": "81-3号", "landmark": "门口"}]


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("龙西路88号1204室", {"number": "88号", "room": "1204室"}),
        ("龙西路88号1204", {"number": "88号", "room": "1204"}),
        ("龙西路88", {"number": "88"}),
        ("甘棠大道六号", {"number": "6号"}),
        ("平东路41弄9号", {"number": "41弄", "building": "9号"}),
        ("和顺花苑69号", {"building": "69号"}),
        ("和顺花苑12-402", {"building": "12", "room": "402"}),
        ("和顺花苑12-3", {"building": "12", "entrance": "3"}),
        ("和顺花苑12-3-5", {"building": "12", "entrance": "3", "room": "5"}),
        ("3栋2-301", {"building": "3栋", "entrance": "2", "room": "301"}),
        ("3栋15号", {"building": "3栋", "entrance": "15号"}),
        ("3栋1204号", {"building": "3栋", "room": "1204号"}),
        ("6楼19号", {"floor": "6楼", "room": "19号"}),
        ("B11座7E", {"building": "B11座", "room": "7E"}),
        ("时代大厦2920", {"room": "2920"}),
        ("小商品市场A18-1659", {"building": "A18", "room": "1659"}),
        ("四单元_1306", {"entrance": "4单元", "room": "1306"}),
        ("605-606室", {"room": "605-606室"}),
    ],
)
def test_what_stands_before_a_number_tells_what_it_is(text: str, fields: dict[str, str]) -> None:
    assert read(text) == [fields]


def test_a_building_behind_a_house_number_is_far_from_it() -> None:
    assert read("春华路26号财富中心3号楼1659") == [{"number": "26号"}, {"building": "3号楼", "room": "1659"}]
    assert read("春华路26号财富中心1659") == [{"number": "26号"}, {"room": "1659"}]


@pytest.mark.parametrize(
    ("text", "buildings"),
    [
        ("3栋和5栋", ["3栋", "5栋"]),
        ("3栋、5栋、7栋", ["3栋", "5栋", "7栋"]),
        ("1-4栋", ["1栋", "2栋", "3栋", "4栋"]),
        ("1、2、3栋", ["1栋", "2栋", "3栋"]),
        ("6至8号楼", ["6号楼", "7号楼", "8号楼"]),
    ],
)
def test_listed_buildings_are_siblings(text: str, buildings: list[str]) -> None:
    assert [fields["building"] for fields in read(text)] == buildings


def test_a_sibling_entrance_keeps_its_building() -> None:
    assert read("3栋1单元和2单元") == [
        {"building": "3栋", "entrance": "1单元"},
        {"building": "3栋", "entrance": "2单元"},
    ]


@pytest.mark.parametrize(
    "text",
    [
        "打13812345678",
        "下午3点",
        "3月5号",
        "5号下午开会",
        "一共12.5元",
        "2024-5-12",
        "这栋楼",
        "10-20块",
        "一座桥",
        "500-1栋房",
        "人民路200米",
        "龙西村2000亩",
        "95号汽油",
        "尾号5512",
        "请12号来",
        "坐12路到人民路800公交站",
        "皖J12345",
        "订单20241105332",
        "和顺花苑2000户",
        "",
    ],
)
def test_other_numbers_are_no_address(text: str) -> None:
    assert not [tail for tail in find_tails(text) if tail.firm]


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("三", "3"),
        ("十", "10"),
        ("十二", "12"),
        ("二十", "20"),
        ("二十一", "21"),
        ("一百零二", "102"),
        ("三零一", "301"),
        ("两", "2"),
        ("12", "12"),
    ],
)
def test_numerals(written: str, digits: str) -> None:
    assert arabic(written) == digits
