"""Dangers that are there now, and words of danger that are not."""

from __future__ import annotations

import pytest

from bot.domain.areas import TimeClass
from bot.domain.readings import Kind
from tests.reading.example_area import example_reader


@pytest.mark.parametrize(
    "text",
    [
        "龙西小区8栋着火了",
        "3栋着火了快来人",
        "着火了！",
        "荷塘月色3栋有燃气味，很重",
        "平东小区2栋电梯困人了",
        "玉河小学旁边有人掉河里了",
        "玉河村路面塌陷",
        "广场花苑小区门口有人晕倒了",
        "龍西小區煤氣洩漏",
    ],
)
def test_a_danger_is_urgent_and_a_report(text: str) -> None:
    reading = example_reader().read(text)
    assert (reading.kind, reading.emergency) == (Kind.REPORT, True)
    assert {problem.time_class for problem in reading.problems} == {TimeClass.URGENT}
    assert {problem.limit for problem in reading.problems} == {None}


@pytest.mark.parametrize(
    "text",
    [
        "火已经灭了",
        "龙西小区着火了，不过火已经扑灭了",
        "今天热得着火了一样",
        "龙西小区没有着火",
        "这样充电容易着火",
        "龙西小区消防通道被堵了，万一着火怎么办",
        "明天龙西小区消防演练，模拟楼道起火",
        "大家小心触电",
        "上次3栋着火的事",
        "这个月忙得要爆炸了，天天跑单到半夜都没有休息时间",
        "担心墙倒了砸到人",
    ],
)
def test_words_of_danger_that_state_none(text: str) -> None:
    assert not example_reader().read(text).emergency


def test_a_feared_fire_does_not_hide_the_blocked_lane() -> None:
    reading = example_reader().read("龙西小区消防通道被堵了，万一着火怎么办")
    assert [problem.subcategory for problem in reading.problems] == ["fire_lane"]
