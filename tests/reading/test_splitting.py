"""Several problems in one post, and one problem told in several clauses. All sentences are our own."""

from __future__ import annotations

import pytest

from bot.domain.readings import Problem
from bot.reading.clauses import clauses
from tests.reading.example_area import example_reader


def problems(text: str) -> tuple[Problem, ...]:
    return example_reader().read(text).problems


def shown(text: str) -> list[str]:
    """Each problem as 3栋:streetlamp, the place first."""
    return [f"{one.spot.on_screen() if one.spot else ''}:{one.subcategory}" for one in problems(text)]


LID_AND_LAMP = ["3栋:manhole_missing", "5栋:streetlamp"]


@pytest.mark.parametrize(
    "text",
    [
        "3栋井盖没了，5栋路灯不亮",
        "3栋井盖没了。5栋路灯不亮。",
        "3栋井盖没了 5栋路灯不亮",
        "3栋井盖没了　5栋路灯不亮",
        "3栋井盖没了\n5栋路灯不亮",
        "3栋井盖没了、5栋路灯不亮",
        "3栋井盖没了/5栋路灯不亮",
        "3栋井盖没了+5栋路灯不亮",
        "3栋井盖没了～5栋路灯不亮",
        "3栋井盖没了…5栋路灯不亮",
        "3栋井盖没了……5栋路灯不亮",
        "3栋井盖没了...5栋路灯不亮",
        "3栋井盖没了——5栋路灯不亮",
        "3栋井盖没了 | 5栋路灯不亮",
        "🔴3栋井盖没了🔴5栋路灯不亮",
        "✅3栋井盖没了\n✅5栋路灯不亮",
        "• 3栋井盖没了\n• 5栋路灯不亮",
        "①3栋井盖没了②5栋路灯不亮",
        "❶3栋井盖没了❷5栋路灯不亮",
        "⒈3栋井盖没了⒉5栋路灯不亮",
        "(1)3栋井盖没了(2)5栋路灯不亮",
        "⑴3栋井盖没了⑵5栋路灯不亮",
        "（一）3栋井盖没了（二）5栋路灯不亮",
        "㈠3栋井盖没了㈡5栋路灯不亮",
        "一、3栋井盖没了 二、5栋路灯不亮",
        "一、3栋井盖没了二、5栋路灯不亮",
        "1.3栋井盖没了2.5栋路灯不亮",
        "1、3栋井盖没了\n2、5栋路灯不亮",
        "1、3栋井盖没了，2、5栋路灯不亮",
        "1️⃣3栋井盖没了2️⃣5栋路灯不亮",
        "一是3栋井盖没了，二是5栋路灯不亮",
        "第一，3栋井盖没了；第二，5栋路灯不亮",
        "3栋井盖没了5栋路灯不亮",
        "3栋井盖没了，还有5栋路灯不亮",
        "3栋井盖没了然后5栋路灯不亮",
        "3栋井盖没了😭5栋的路灯也不亮",
        "3栋：井盖没了\n5栋：路灯不亮",
        "3栋，井盖没了，5栋，路灯不亮",
        "3栋 井盖没了 5栋 路灯不亮",
        "井盖没了 3栋 路灯不亮 5栋",
    ],
)
def test_whatever_stands_between_two_problems(text: str) -> None:
    assert shown(text) == LID_AND_LAMP


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3栋路灯坏了 5栋护栏松了", ["3栋:streetlamp", "5栋:railing"]),
        ("3栋路灯坏 5栋护栏松", ["3栋:streetlamp", "5栋:railing"]),
        ("3栋路灯坏5栋护栏松", ["3栋:streetlamp", "5栋:railing"]),
        ("龙西小区井盖没了平东小区路灯不亮", ["龙西小区:manhole_missing", "平东小区:streetlamp"]),
        ("3栋垃圾桶满了，5栋、6栋路灯不亮", ["3栋:bin_full", "5栋:streetlamp", "6栋:streetlamp"]),
        ("3栋消防栓没水，5栋灭火器过期", ["3栋:fire_gear", "5栋:fire_gear"]),
        ("•3栋楼道灯不亮•5栋垃圾没人清•东门积水", ["3栋:stair_light", "5栋:litter", "东门:flooding"]),
        (
            "尊敬的领导，您好。我是龙西小区的业主，3栋的垃圾桶破损，5栋的路灯不亮，希望尽快处理。",
            ["龙西小区3栋:bin", "龙西小区5栋:streetlamp"],
        ),
        (
            "居民来电反映平东小区3栋楼道灯不亮、5栋井盖缺失、东门垃圾堆积等问题，请核实处理。",
            ["平东小区3栋:stair_light", "平东小区5栋:manhole_missing", "平东小区东门:litter"],
        ),
        (
            "您好，反映两个问题：一是龙西小区3栋路灯不亮，二是5栋电梯故障，请尽快处理，谢谢",
            ["龙西小区3栋:streetlamp", "龙西小区5栋:lift"],
        ),
        (
            "今天看到的：龙西小区井盖破损；平东小区路灯不亮；文苑小区垃圾成堆",
            ["龙西小区:manhole", "平东小区:streetlamp", "文苑小区:litter"],
        ),
        ("路过平东小区，东门的井盖没了，5栋的垃圾也没人清", ["平东小区东门:manhole_missing", "平东小区5栋:litter"]),
    ],
)
def test_a_place_with_something_wrong_opens_a_problem(text: str, expected: list[str]) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("龙西小区3栋路灯不亮，电梯也坏了", ["龙西小区3栋:streetlamp", "龙西小区3栋:lift"]),
        ("龙西小区3栋路灯不亮电梯坏了", ["龙西小区3栋:streetlamp", "龙西小区3栋:lift"]),
        ("龙西小区3栋路灯不亮，井盖没了", ["龙西小区3栋:streetlamp", "龙西小区3栋:manhole_missing"]),
        (
            "甘棠大道与龙西路交叉口路灯不亮，井盖也没了",
            ["甘棠大道与龙西路交叉口:streetlamp", "甘棠大道与龙西路交叉口:manhole_missing"],
        ),
        ("龙西小区车辆乱停，路灯不亮", ["龙西小区:car_parking", "龙西小区:streetlamp"]),
        ("龙西小区路灯不亮，门口积水", ["龙西小区:streetlamp", "龙西小区门口:flooding"]),
        ("路灯不亮，井盖没了", [":streetlamp", ":manhole_missing"]),
        (
            "龙西小区3栋：1.路灯不亮 2.电梯坏了 3.垃圾没人倒",
            ["龙西小区3栋:streetlamp", "龙西小区3栋:lift", "龙西小区3栋:litter"],
        ),
        (
            "3栋和5栋路灯不亮，垃圾也没人清",
            ["3栋:streetlamp", "5栋:streetlamp", "3栋:litter", "5栋:litter"],
        ),
        ("龙西小区5栋，楼道灯坏，2单元门禁坏", ["龙西小区5栋:stair_light", "龙西小区5栋2单元:door"]),
        ("3栋路灯坏了 5栋井盖没了 都在龙西小区", ["龙西小区3栋:streetlamp", "龙西小区5栋:manhole_missing"]),
        ("市民反映龙西小区3栋电梯故障，同时小区东门路面破损。", ["龙西小区3栋:lift", "龙西小区东门:road_surface"]),
    ],
)
def test_what_names_no_place_is_at_the_one_before(text: str, expected: list[str]) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "车辆乱停，把人行道都占了",
        "车辆乱停 把人行道都占了",
        "车辆乱停，人行道被占了",
        "井盖坏了，差点把电动车轮子卡进去",
        "3栋路灯不亮，晚上行人容易摔倒",
        "3栋路灯坏了，是因为5栋施工挖断了电线",
        "3栋门口垃圾堆满了，把2单元门都堵了",
        "3栋下水道堵了，污水漫到5栋去了",
        "龙西小区3栋污水溢出来，流到5栋门口都是臭水",
        "龙西小区3栋树枝太长，路灯被挡住了",
        "龙西小区东门路面积水，车辆无法通行",
        "龙西小区树倒了，把电线砸断了",
        "3栋门口的水管爆了，把5栋车库淹了",
        "3栋管道破了，路面积水",
        "垃圾桶满了，垃圾撒一地",
        "垃圾桶满了垃圾撒一地，3栋门口",
        "龙西小区3栋垃圾桶满了，苍蝇到处都是，臭死了",
        "北海花园工地扬尘大，半夜还施工，噪音扰民",
        "文苑小区门口烧烤摊占道，油烟呛人，地上全是油",
        "5栋电梯坏了，10楼的老人没法下楼",
        "3栋电梯坏了，301室的老人下不了楼",
        "龙西小区东门地砖翘起来了，昨天一个老人绊倒了",
        "甘棠大道与龙西路交叉口井盖破损，影响车辆通行",
        "垃圾桶坏了，在龙西小区3栋，没人管",
        "龙西小区垃圾桶坏了，3栋门口，没人清",
        "龙西小区垃圾没人清，3栋门口最严重",
        "龙西小区3栋 垃圾桶 坏了 没人管",
        "龙西小区3栋2单元门口 路灯坏了😂😂",
        "龙西小区3栋垃圾桶、垃圾箱都破了",
        "3栋和5栋之间的路灯坏了，晚上黑漆漆的",
        "消防通道被堵，车都停满了，龙西小区东门",
        "共享单车倒了一片，把盲道都挡住了，在龙西小区东门",
        "居民反映平东小区2栋下水道堵塞，污水外溢，气味难闻，影响居民生活，望处理。",
        "市民来电反映：龙西小区北门占道经营严重，导致车辆无法通行，请相关部门核实处理。",
        "居民反映，龙西小区内车辆乱停乱放，占用消防通道，存在安全隐患。",
        "龙西小区5栋的消防通道被车堵住了",
        "龙西小区绿化带里有人倒了建筑垃圾",
        "龙西小区人行道被电动车占了",
        "龙西小区盲道被车停满了",
    ],
)
def test_what_comes_of_a_fault_is_no_other(text: str) -> None:
    assert len(problems(text)) == 1


@pytest.mark.parametrize(
    ("text", "buildings"),
    [
        ("3栋和5栋的垃圾桶都坏了", ["3栋", "5栋"]),
        ("3栋、5栋、7栋垃圾桶满了", ["3栋", "5栋", "7栋"]),
        ("龙西小区的3栋5栋7栋路灯都不亮", ["3栋", "5栋", "7栋"]),
        ("3、5、7栋垃圾桶满了", ["3栋", "5栋", "7栋"]),
        ("1-4栋路灯都不亮", ["1栋", "2栋", "3栋", "4栋"]),
        ("3栋垃圾桶满了，5栋也是", ["3栋", "5栋"]),
        ("3栋垃圾桶满了，5栋也满了", ["3栋", "5栋"]),
        ("3栋门口流浪狗追人，5栋也有", ["3栋", "5栋"]),
        ("3栋垃圾桶坏了，5栋垃圾桶坏了", ["3栋", "5栋"]),
    ],
)
def test_one_problem_at_several_buildings_is_told_of_each(text: str, buildings: list[str]) -> None:
    found = problems(text)
    assert [one.spot.building for one in found if one.spot] == buildings
    assert len({one.subcategory for one in found}) == 1


@pytest.mark.parametrize(
    ("text", "summaries"),
    [
        ("3栋井盖没了5栋路灯不亮", ["井盖没了", "路灯不亮"]),
        ("①3栋井盖没了②5栋路灯不亮", ["井盖没了", "路灯不亮"]),
        ("3栋井盖没了，另外5栋路灯不亮", ["井盖没了", "路灯不亮"]),
        ("一、3栋井盖没了二、5栋路灯不亮", ["井盖没了", "路灯不亮"]),
        ("3栋下水道堵了，污水漫到5栋去了", ["下水道堵了，污水漫到5栋去了"]),
        ("龙西小区门口积水，只能绕龙北路走，龙北路堵死了", ["积水，龙北路堵死了"]),
    ],
)
def test_each_is_told_in_its_own_words(text: str, summaries: list[str]) -> None:
    assert [one.summary for one in problems(text)] == summaries


def test_an_item_s_number_is_no_part_of_a_building() -> None:
    assert shown("①3栋路灯不亮") == ["3栋:streetlamp"]
    assert shown("1.3栋路灯不亮") == ["3栋:streetlamp"]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("路灯，井盖", ["路灯", "井盖"]),
        ("1.5米", ["1.5米"]),
        ("下午3:30路灯", ["下午3:30路灯"]),
        ("第三、四栋", ["第三", "四栋"]),
        ("A-1栋", ["A-1栋"]),
        ("", [""]),
    ],
)
def test_clauses(text: str, pieces: list[str]) -> None:
    assert [text[start:end] for start, end in clauses(text)] == pieces
