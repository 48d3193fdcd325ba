"""A problem in the post's own words: short, without its place and without courtesy."""

from __future__ import annotations

import pytest

from bot.reading.normalise import normalise
from bot.reading.summaries import LONGEST, summarise
from tests.reading.example_area import example_reader


def summary_of(text: str) -> str:
    (problem,) = example_reader().read(text).problems
    return problem.summary


@pytest.mark.parametrize(
    ("text", "summary"),
    [
        ("您好，我是龙西小区的居民，小区东门旁边的路灯坏了，谢谢！", "小区路灯坏了"),
        ("【上报】地点：平东小区5栋；问题：楼道灯不亮", "楼道灯不亮"),
        ("麻烦看一下，龙西小区3栋垃圾桶坏了，垃圾满地", "垃圾桶坏了，垃圾满地"),
        ("市民来电反映龙西小区路灯不亮", "路灯不亮"),
        ("市民来电：龙西小区3栋垃圾桶坏了", "垃圾桶坏了"),
        ("来电人称龙西小区3栋垃圾桶坏了", "垃圾桶坏了"),
    ],
)
def test_place_and_courtesy_are_left_out(text: str, summary: str) -> None:
    assert summary_of(text) == summary


def test_it_is_short() -> None:
    assert summary_of("龙西小区路灯不亮" + "而且旁边的树枝很长" * 30).startswith("路灯不亮")
    assert len(summary_of("龙西小区路灯不亮" + "而且旁边的树枝很长" * 30)) <= LONGEST


def test_one_that_is_only_a_place_and_courtesy_is_the_post_itself() -> None:
    normal = normalise("龙西小区，谢谢")
    assert summarise(normal, [(0, len(normal.text))], [(0, 4)]) == "龙西小区，谢谢"
