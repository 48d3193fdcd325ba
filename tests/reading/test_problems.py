"""The words that decided: as many as one can look through, each once, and none of their kinds left out."""

from __future__ import annotations

import pytest

from bot.domain.categories import BUILT_IN
from tests.reading.example_area import example_reader

MOST = 40


def why(text: str) -> list[tuple[str, str]]:
    (problem,) = example_reader().read(text).problems
    return [(reason.kind, reason.text) for reason in problem.why]


@pytest.mark.parametrize("widened", [False, True], ids=["plain", "with offsets"])
def test_words_said_very_often_hide_no_other(widened: bool) -> None:
    text = "龙西小区12栋" + "垃圾桶坏了垃圾桶坏了" * 30 + "，着火了"
    told = why("\u200b" + text if widened else text)
    assert len(told) == len(set(told)) < MOST
    assert told[0] == ("place", "龙西小区")
    assert {"category", "fault", "emergency"} <= {kind for kind, _ in told}


def test_of_very_many_words_every_kind_has_its_share() -> None:
    words = [word for big in BUILT_IN for small in big.sub for word in small.keywords]
    told = why(f"龙西小区12栋{'、'.join(words[:300])}都坏了，着火了")
    assert len(told) == MOST == len(set(told))
    assert {"place", "address", "category", "emergency"} <= {kind for kind, _ in told}


def test_few_words_stand_as_often_as_they_are_said() -> None:
    told = why("龙西小区12栋垃圾桶坏了，垃圾桶坏了")
    assert [kind for kind, _ in told].count("category") == 2
