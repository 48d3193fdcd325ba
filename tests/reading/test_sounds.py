"""Characters that sound the same, or nearly so to a southern ear, have one number."""

from __future__ import annotations

import pytest

from bot.reading.sounds import Sounds


@pytest.mark.parametrize(("one", "other"), [("场", "厂"), ("张", "脏"), ("南", "兰"), ("京", "金"), ("龙西", "隆西")])
def test_the_same_to_the_ear(one: str, other: str) -> None:
    sounds = Sounds()
    assert sounds.of(one) == sounds.of(other)


@pytest.mark.parametrize(("one", "other"), [("东", "西"), ("湾", "园"), ("a", "b"), ("3", "三")])
def test_not_the_same(one: str, other: str) -> None:
    sounds = Sounds()
    assert sounds.of(one) != sounds.of(other)


def test_a_character_keeps_its_number() -> None:
    sounds = Sounds()
    first = sounds.of("龙西小区")
    sounds.learn("广场花苑")
    assert sounds.of("龙西小区") == first
    assert min(first) >= 1
