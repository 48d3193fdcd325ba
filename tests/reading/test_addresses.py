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
    assert read("甘棠大道81-3号门口", 4) == [{"number": "81", "building": "3号", "landmark": "门口"}]
    assert read("甘棠大道81-3号凤凰家园5栋", 4)[0] == {"number": "81-3号"}
    assert read("甘棠大道81-85号门口", 4) == [{"number": "81-85号", "landmark": "门口"}]


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
        ("和顺公寓114-1203室", {"building": "114", "room": "1203"}),
        ("和顺花苑2-6-5-1187", {"building": "2", "entrance": "6", "floor": "5", "room": "1187"}),
        ("二期A-12-402", {"building": "A", "entrance": "12", "room": "402"}),
        ("和顺花苑3幢-1204", {"building": "3幢", "room": "1204"}),
        ("和顺花苑3幢-2-301", {"building": "3幢", "entrance": "2", "room": "301"}),
        ("和顺花苑3幢/402", {"building": "3幢", "room": "402"}),
        ("和顺花苑3栋(2单元)301", {"building": "3栋", "entrance": "2单元", "room": "301"}),
        ("和顺花苑3-2单元301室", {"building": "3", "entrance": "2单元", "room": "301室"}),
        ("和顺花苑3幢402-2", {"building": "3幢", "room": "402-2"}),
        ("3栋105号704室", {"building": "3栋", "entrance": "105号", "room": "704室"}),
        ("3栋15-16号", {"building": "3栋", "room": "15-16号"}),
        ("和顺花苑3-1号楼2901", {"building": "3-1号楼", "room": "2901"}),
        ("5楼2单元301", {"building": "5楼", "entrance": "2单元", "room": "301"}),
        ("和顺花苑55五单元1213室", {"building": "55", "entrance": "5单元", "room": "1213室"}),
        ("和顺花苑3幢东单元402", {"building": "3幢", "entrance": "东单元", "room": "402"}),
        ("建材市场C区95号", {"building": "95号"}),
        ("东方郡二期4号", {"building": "4号"}),
        ("二区2056", {"room": "2056"}),
        ("一区47", {"building": "47"}),
        ("凤凰里12号402", {"building": "12号", "room": "402"}),
        ("汇金大厦802-3", {"room": "802-3"}),
        ("汇金大酒店1442", {"room": "1442"}),
        ("滨江公寓1204", {"room": "1204"}),
        ("富民市场7街605", {"entrance": "7街", "room": "605"}),
        ("家具城内D-1421", {"building": "D", "room": "1421"}),
        ("龙西路88号A1204", {"number": "88号", "building": "A", "room": "1204"}),
        ("龙西路88号附5号", {"number": "88号", "building": "附5号"}),
        ("龙西路167、169、171号", {"number": "167、169、171号"}),
        ("龙西路7号公安局", {"number": "7号"}),
        ("龙西路4垃圾桶坏了", {"number": "4"}),
        ("汪家12号", {"number": "12号"}),
        ("门面楼3号店面", {"room": "3号"}),
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
        ("20栋到22栋", ["20栋", "21栋", "22栋"]),
        ("6号楼-8号楼", ["6号楼", "7号楼", "8号楼"]),
        ("1栋到40栋", ["1栋", "40栋"]),
        ("3栋-5号楼", ["3栋", "5号楼"]),
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
    ("text", "fields"),
    [
        ("龙西小区 12 栋 2 单元 301", {"building": "12栋", "entrance": "2单元", "room": "301"}),
        ("12 栋 2 单元漏水", {"building": "12栋", "entrance": "2单元"}),
        ("12 号楼 3 层", {"building": "12号楼", "floor": "3层"}),
        ("5 幢 402 室", {"building": "5幢", "room": "402室"}),
        ("龙西路 88 号", {"number": "88号"}),
        ("龙西路_88号", {"number": "88号"}),
        ("甲栋乙单元", {"building": "甲栋", "entrance": "乙单元"}),
        ("丙座302", {"building": "丙座", "room": "302"}),
        ("丁号楼", {"building": "丁号楼"}),
    ],
)
def test_blanks_and_heavenly_stems(text: str, fields: dict[str, str]) -> None:
    assert read(text) == [fields]


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("12号门前井盖没了", {"number": "12号", "landmark": "门前"}),
        ("12号门口", {"number": "12号", "landmark": "门口"}),
        ("龙西路8号门前", {"number": "8号", "landmark": "门前"}),
        ("2号门", {"gate": "2号门"}),
        ("2号门前面", {"gate": "2号门", "landmark": "前面"}),
    ],
)
def test_before_a_house_and_at_a_gate(text: str, fields: dict[str, str]) -> None:
    assert read(text)[0] == fields


@pytest.mark.parametrize(
    "thing", ["路灯不亮", "家里漏水", "排水管堵了", "天花板掉了", "公厕堵了", "线路老化", "台阶坏了"]
)
def test_a_room_ends_where_the_thing_begins(thing: str) -> None:
    assert read(f"3栋2单元301{thing}")[0]["room"] == "301"
    assert read(f"龙西路12{thing}") == [{"number": "12"}]


@pytest.mark.parametrize("counted", ["户停水", "家店没水", "米外路灯不亮", "天没人管", "路公交站", "公里", "小时"])
def test_what_is_counted_is_no_room(counted: str) -> None:
    assert "room" not in read(f"3栋2单元300{counted}")[0]


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
        "11月 5 号停水",
        "12、13号开会",
        "9-12号停水",
        "请9-12号来",
        "大家12号开会",
        "取件码 12-3-4021",
        "取餐码A1204",
        "单号12-1204",
        "货架3-402",
        "打街道12345热线",
        "人民路3处坑洼",
        "买了 3 座椅",
        "3号路路面坏了",
        "10号大街路灯不亮",
        "5号公交来了",
        "大概3-5处",
        "比分3-2",
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
