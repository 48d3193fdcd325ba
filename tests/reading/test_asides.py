"""Buildings and floors that stand in a post and are not where somebody has to go. All sentences are our own."""

from __future__ import annotations

import pytest

from tests.reading.example_area import example_reader


def where(text: str) -> list[str]:
    return [problem.spot.on_screen() if problem.spot else "" for problem in example_reader().read(text).problems]


@pytest.mark.parametrize(
    ("text", "spots"),
    [
        ("龙西小区3栋路灯坏了，在5栋垃圾桶旁边", ["龙西小区3栋（5栋垃圾桶旁边）"]),
        ("3栋路灯坏了，就在5栋对面", ["3栋（5栋对面）"]),
        ("3栋门口路灯坏了，在5栋旁边", ["3栋门口"]),
        ("3栋路灯坏了，在5栋旁边还有个井盖没了", ["3栋", "5栋旁边"]),
        ("3栋和5栋旁边的路灯都坏了", ["3栋", "5栋旁边"]),
        ("路灯坏了，在5栋垃圾桶旁边", ["5栋旁边"]),
    ],
)
def test_a_further_building_may_only_be_a_landmark(text: str, spots: list[str]) -> None:
    assert where(text) == spots


@pytest.mark.parametrize(
    ("text", "spot"),
    [
        ("龙西小区5栋电梯坏了，10楼的老人下不来", "龙西小区5栋"),
        ("龙西小区5栋电梯停运，住12楼的住户每天爬楼", "龙西小区5栋"),
        ("龙西小区5栋漏水，10楼住户家漏的", "龙西小区5栋10楼"),
        ("龙西小区5栋10楼楼道灯不亮", "龙西小区5栋10楼"),
    ],
)
def test_a_floor_may_only_say_whom_it_troubles(text: str, spot: str) -> None:
    assert where(text) == [spot]


def test_in_danger_everybody_s_floor_counts() -> None:
    assert where("龙西小区5栋着火了，10楼的老人下不来") == ["龙西小区5栋10楼"]
