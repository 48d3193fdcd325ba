"""What a post takes back."""

from __future__ import annotations

import pytest

from bot.reading.addresses import find_tails
from bot.reading.corrections import is_denied, without_errors


@pytest.mark.parametrize(
    ("text", "buildings"),
    [
        ("5栋不是3栋", ["5栋"]),
        ("不是3栋，是5栋", ["5栋"]),
        ("3栋路灯不亮，打错了是5栋", ["5栋"]),
        ("3栋路灯不亮，不对，是5栋", ["5栋"]),
        ("更正：5栋路灯不亮", ["5栋"]),
        ("不是3栋就是5栋", ["3栋", "5栋"]),
        ("这不是3栋吗，5栋也是", ["3栋", "5栋"]),
        ("3栋和5栋", ["3栋", "5栋"]),
        ("不是3栋", ["3栋"]),
    ],
)
def test_buildings_that_are_meant(text: str, buildings: list[str]) -> None:
    text = text.replace("，", ",")
    assert [tail.fields["building"] for tail in without_errors(text, find_tails(text))] == buildings


@pytest.mark.parametrize(
    ("before", "denied"),
    [("不是", True), ("不在", True), ("写成", True), ("是不是", False), ("在不在", False), ("就是", False)],
)
def test_a_denial_is_no_question(before: str, denied: bool) -> None:
    assert is_denied(f"{before}青禾湾", len(before), len(before) + 3) is denied
