"""A whole reading: problems, spots, categories, limits, units and spans."""

from __future__ import annotations

import time

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bot.domain.areas import TimeClass
from bot.domain.durations import Duration
from bot.domain.readings import Kind, Problem, ReadingContext
from bot.reading.normalise import normalise
from tests.reading.example_area import example_area, example_reader

LONGEST = 4_096


def problems(text: str, context: ReadingContext | None = None) -> tuple[Problem, ...]:
    return example_reader().read(text, context or ReadingContext()).problems


def test_the_example_of_the_contract() -> None:
    (problem,) = problems("龙西小区12栋的居民反映窨井盖破损")
    assert problem.summary == "窨井盖破损"
    assert (problem.category, problem.subcategory) == ("facilities", "manhole")
    assert (problem.time_class, problem.limit) == (TimeClass.B, Duration.parse("4h"))
    assert problem.confidence > 0.9
    assert problem.spot is not None
    assert (problem.spot.name, problem.spot.unit_code, problem.spot.building) == ("龙西小区", "longxi", "12栋")
    assert (problem.unit_code, problem.candidates, problem.rule) == ("longxi", (), "place")
    assert "place:龙西小区@0-4" in [str(reason) for reason in problem.why]


@pytest.mark.parametrize(
    ("text", "subcategory"),
    [
        ("12栋井盖已经没了", "manhole_missing"),
        ("龙西小区窨井盖不见了", "manhole_missing"),
        ("龙西小区井盖已被人搬走", "manhole_missing"),
        ("龙西小区井盖裂了", "manhole"),
        ("3栋垃圾桶满了没人倒", "bin_full"),
        ("3栋垃圾桶倒了", "bin"),
        ("龙西小区门口垃圾成堆", "litter"),
        ("平东小区污水横流", "sewage"),
        ("甘棠大道红绿灯不亮", "signal"),
        ("3栋楼道灯不亮", "stair_light"),
        ("平东小区路灯不亮", "streetlamp"),
        ("3栋有人飞线充电", "ebike_charging"),
        ("龙西小区东门消防通道被堵", "fire_lane"),
        ("北海花园广场舞音响太吵", "shop_noise"),
        ("文苑小区旁边工地半夜施工扰民", "site_noise"),
        ("5栋电梯停了", "lift"),
        ("锦绣华庭门口共享单车乱停", "bike_parking"),
        ("龙西菜市场门口占道经营严重", "stall"),
    ],
)
def test_subcategories(text: str, subcategory: str) -> None:
    (problem,) = problems(text)
    assert problem.subcategory == subcategory


def test_the_limit_of_the_subcategory_goes_before_the_class() -> None:
    (missing,) = problems("龙西小区井盖没了")
    assert (missing.time_class, missing.limit) == (TimeClass.B, Duration.parse("2h"))
    (pavement,) = problems("龙西小区地砖破损")
    assert (pavement.time_class, pavement.limit) == (TimeClass.C, None)
    (lamp,) = problems("龙西小区路灯不亮")
    assert (lamp.time_class, lamp.limit) == (TimeClass.A, None)


def test_a_fault_at_a_spot_needs_no_category() -> None:
    (problem,) = problems("龙西小区3栋门口那个坏了")
    assert (problem.category, problem.confidence, problem.time_class) == (None, 0.0, None)
    assert problem.unit_code == "longxi"


@pytest.mark.parametrize(
    ("text", "spots"),
    [
        ("3栋和5栋的垃圾桶都坏了", [(None, "3栋", "bin"), (None, "5栋", "bin")]),
        ("龙西小区3栋垃圾桶坏了，5栋路灯不亮", [("龙西小区", "3栋", "bin"), ("龙西小区", "5栋", "streetlamp")]),
        ("龙西小区路灯不亮；广场花苑垃圾没人清", [("龙西小区", None, "streetlamp"), ("广场花苑小区", None, "litter")]),
        ("1. 龙西小区井盖破损 2. 平东小区电梯坏了", [("龙西小区", None, "manhole"), ("平东小区", None, "lift")]),
        ("龙西小区路灯不亮，电梯也坏了", [("龙西小区", None, "streetlamp"), ("龙西小区", None, "lift")]),
        ("龙西小区和平东小区的垃圾桶都坏了", [("龙西小区", None, "bin"), ("平东小区", None, "bin")]),
        ("客运中心门口车辆乱停，把人行道都占了", [("区客运中心", None, "car_parking")]),
        ("垃圾桶坏了，垃圾堆了一地，在龙西小区3栋", [("龙西小区", "3栋", "bin")]),
    ],
)
def test_several_problems(text: str, spots: list[tuple[str | None, str | None, str]]) -> None:
    found = [
        (p.spot.name if p.spot else None, p.spot.building if p.spot else None, p.subcategory) for p in problems(text)
    ]
    assert found == spots


def test_a_post_with_very_many_problems_is_bounded() -> None:
    text = "龙西小区3栋垃圾桶坏了，平东小区路灯不亮。" * 100
    assert 2 <= len(problems(text)) <= 20


def test_no_spot_and_no_chat_goes_to_triage() -> None:
    (problem,) = problems("垃圾桶坏了，没人管")
    assert (problem.spot, problem.unit_code, problem.candidates) == (None, None, ())


def test_no_spot_in_a_units_chat_goes_to_that_unit() -> None:
    (problem,) = problems("垃圾桶坏了，没人管", ReadingContext(chat_unit="longbei"))
    assert (problem.unit_code, problem.rule) == ("longbei", "chat unit")


def test_a_route_of_the_book_is_named() -> None:
    (problem,) = problems("甘棠大道红绿灯不亮")
    assert (problem.unit_code, problem.rule) == ("jiaojing", "route 1")


PIECES = st.sampled_from(
    [
        *("龙西小区", "平东", "3栋", "三", "十", "单元", "301室", "47-6-746", "A座", "81号", "甘棠大道", "与", "门口"),
        *("垃圾桶", "井盖", "路灯", "門口", "坏了", "不亮", "着火", "没", "已经", "修好", "收到", "吗"),
        *("和", "、", "，", "。", "；", "\n", "1.", "？", "/", " ", "\u200b", "\u202e", "😀", "\ufdfa", "㎡"),
    ]
)
TEXTS = st.one_of(st.text(max_size=400), st.lists(PIECES, max_size=80).map("".join))


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.booleans())
def test_any_text_is_read(text: str, photo: bool) -> None:
    area = example_area()
    reading = example_reader().read(text, ReadingContext(chat_unit="longxi", has_photo=photo))
    assert reading.text == text
    assert bool(reading.problems) == (reading.kind is Kind.REPORT)
    assert not reading.emergency or reading.kind is Kind.REPORT
    for problem in reading.problems:
        assert problem.unit_code is None or problem.unit_code in area.unit_by_code
        assert set(problem.candidates) <= set(area.unit_by_code)
        assert 0 <= problem.confidence <= 1
        assert len(problem.summary) <= 60
        for reason in problem.why:
            assert 0 <= reason.start < reason.end <= len(text)
            assert reason.text == text[reason.start : reason.end]


@settings(max_examples=40, deadline=None, phases=(Phase.generate,))
@given(TEXTS.filter(bool))
def test_4096_characters_of_anything_take_under_50_ms(text: str) -> None:
    normalise("路燈")  # the converter's tables are loaded once, not for each text
    long = (text * (LONGEST // len(text) + 1))[:LONGEST]
    assert min(_timed(long) for _ in range(3)) < 0.05


@pytest.mark.parametrize(
    "piece",
    [
        "。不亮龙西小区門口1.修好着火与A座井盖已经",
        "龙",
        "一",
        "3栋",
        "1-",
        "着火",
        "垃圾桶坏了，",
        "龙西小区3栋垃圾桶坏了，平东小区路灯不亮。",
        "门口",
        "龙西路与",
        "A-1栋",
        "東",
        "\ufdfa",
        "㍿",
        "(",
        "\n",
        "1.",
        "已经",
        "3栋，",
    ],
)
def test_repeated_pieces_take_linear_time(piece: str) -> None:
    normalise("路燈")
    long = (piece * LONGEST)[:LONGEST]
    assert min(_timed(long) for _ in range(3)) < 0.05


def _timed(text: str) -> float:
    started = time.process_time()
    example_reader().read(text)
    return time.process_time() - started
