"""Follow-ups: a post that goes on with what its sender reported a moment ago takes the place from there."""

from __future__ import annotations

import time

import pytest

from bot.domain.pins import Pin
from bot.domain.readings import Earlier, Kind, Problem, ReadingContext, Spot
from bot.reading.follow_ups import goes_on
from tests.reading.example_area import example_reader

HERE = Earlier("龙西小区3栋2单元", "longxi")


def problem(text: str, earlier: Earlier = HERE, pin: Pin | None = None) -> Problem:
    (found,) = example_reader().read(text, ReadingContext(earlier=earlier, pin=pin)).problems
    return found


@pytest.mark.parametrize(
    "text",
    [
        "还有井盖也没了",
        "另外垃圾桶满了",
        "此外，路灯不亮",
        "也有人在飞线充电",
        "电梯也坏了",
        "对了，还有楼道灯不亮",
        "再就是垃圾桶破了",
        "同样的问题，垃圾桶也坏了",
        "顺便说下健身器材断了",
        "@小蜂 还有个井盖破了",
        "小区里的路灯也不亮",
        "对面马路上还有积水",
    ],
)
def test_it_is_where_the_last_report_was(text: str) -> None:
    found = problem(text)
    assert found.spot is not None
    assert (found.spot.name, found.unit_code, found.rule) == ("龙西小区", "longxi", "earlier")


def test_the_words_that_say_so_are_told() -> None:
    assert "earlier:还有@0-2" in [str(reason) for reason in problem("还有井盖也没了").why]


@pytest.mark.parametrize(
    ("text", "spot"),
    [
        ("还有井盖也没了", Spot("龙西小区", "longxi", "3栋", "2单元")),
        ("还有5栋路灯不亮", Spot("龙西小区", "longxi", "5栋")),
        ("还有3单元的楼道灯不亮", Spot("龙西小区", "longxi", "3栋", "3单元")),
        ("还有楼下路灯不亮", Spot("龙西小区", "longxi", "3栋", "2单元", landmark="楼下")),
        ("东门的路灯也不亮", Spot("龙西小区", "longxi", gate="东门")),
    ],
)
def test_its_own_words_go_before(text: str, spot: Spot) -> None:
    assert problem(text).spot == spot


def test_several_are_all_there() -> None:
    reading = example_reader().read("还有5栋垃圾桶满了，6栋路灯不亮", ReadingContext(earlier=HERE))
    spots = [one.spot for one in reading.problems]
    assert spots == [Spot("龙西小区", "longxi", "5栋"), Spot("龙西小区", "longxi", "6栋")]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("井盖没了", None),
        ("路灯不亮，看着也许是坏了", None),
        ("还有平东小区井盖也没了", "平东小区"),
        ("还有城南花园的井盖没了", None),
        ("另外康宁路井盖也没了", None),
    ],
)
def test_a_post_that_does_not_go_on_or_names_a_place_is_read_by_itself(text: str, place: str | None) -> None:
    spot = problem(text).spot
    assert (spot.name if spot else None) == place


def test_a_position_says_more() -> None:
    assert problem("还有井盖也没了", pin=Pin(1.0, 1.0)).rule != "earlier"


def test_an_ambiguous_name_stays_with_the_unit_that_has_the_ticket() -> None:
    area = example_reader().area
    several = [place for place in area.places if place.name == "和平小区"]
    for place in several:
        found = problem("还有井盖也没了", Earlier(place.name, place.unit))
        assert found.unit_code == place.unit


def test_a_department_that_has_the_ticket_does_not_change_the_ground() -> None:
    assert problem("还有井盖也没了", Earlier("龙西小区3栋", "jiaojing")).unit_code == "longxi"


def test_a_place_that_no_book_knows_gives_its_building() -> None:
    found = problem("还有井盖也没了", Earlier("某某苑3栋"))
    assert (found.spot, found.unit_code) == (Spot(building="3栋"), None)


def test_a_place_without_anything_to_go_by_gives_nothing() -> None:
    assert problem("还有井盖也没了", Earlier("那边")).spot is None


@pytest.mark.parametrize(
    "text", ["还有单子吗", "也太慢了吧", "还有三单没送", "我也觉得", "另外谢谢书记", "还有谁在", "也没人接单"]
)
def test_talk_stays_talk(text: str) -> None:
    assert example_reader().read(text, ReadingContext(earlier=HERE)).kind is Kind.CHATTER


@pytest.mark.parametrize(("text", "does"), [("還有井蓋也沒了", True), ("井盖没了", False), ("", False)])
def test_only_what_goes_on_asks_where_it_was(text: str, does: bool) -> None:
    assert goes_on(text) is does


@pytest.mark.parametrize("piece", ["还有", "也许", "@", "对了", "啊,", "花园", "一", "小区路"])
def test_it_takes_linear_time(piece: str) -> None:
    started = time.process_time()
    goes_on((piece * 4096)[:4096])
    assert time.process_time() - started < 0.05
