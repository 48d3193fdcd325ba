"""Names that no book knows: kept with their building, and not said twice."""

from __future__ import annotations

import pytest

from bot.reading.unknown_names import name_to_remember, place_as_written, summary_without_name
from tests.reading.example_area import example_reader


@pytest.mark.parametrize(
    ("text", "place", "summary"),
    [
        ("幸福新村3栋路灯不亮", "幸福新村3栋", "路灯不亮"),
        ("你好，请问阳光花园5幢2单元电梯坏了", "阳光花园5幢2单元", "电梯坏了"),
        ("解放路81号井盖没了", "解放路81号", "井盖没了"),
        ("3栋路灯不亮", "3栋", "路灯不亮"),
        ("龙西小区3栋垃圾桶满了", "龙西小区3栋", "垃圾桶满了"),  # the book knows it
        ("垃圾桶坏了，没人管", None, "垃圾桶坏了,没人管"),
    ],
)
def test_the_place_as_people_know_it(text: str, place: str | None, summary: str) -> None:
    (problem,) = example_reader().read(text).problems
    assert place_as_written(text, problem) == place
    assert summary_without_name(text, problem).replace("，", ",") == summary


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("幸福新村3栋路灯不亮", "幸福新村"),
        ("路灯在幸福新村3栋，不亮了", "幸福新村"),  # the thing and 在 are not of the name
        ("今天早上幸福新村3栋路灯不亮", "幸福新村"),
        ("楼下的幸福新村3栋路灯不亮", "幸福新村"),
        ("没人管啊凤鸣家园3栋路灯不亮", "凤鸣家园"),
        ("解放路81号井盖没了", "解放路"),
        ("我们小区3栋路灯不亮", None),
        ("隔壁小区3栋路灯不亮", None),
        ("老小区3栋路灯不亮", None),
        ("菜市场3号路灯不亮", None),
        ("步行街3号路灯不亮", None),
        ("A小区3栋路灯不亮", None),
        ("甲里3栋路灯不亮", None),
        ("大家都说那么多遍幸福新村3栋路灯不亮", None),
        ("龙西小区3栋垃圾桶满了", None),  # the book knows it
        ("3栋路灯不亮", None),
    ],
)
def test_what_of_a_name_would_mean_the_place_again(text: str, name: str | None) -> None:
    (problem,) = example_reader().read(text).problems
    assert name_to_remember(text, problem) == name
