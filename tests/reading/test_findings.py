"""What was found in a text, and what of it is left when some of its words are taken away."""

from __future__ import annotations

import pytest

from bot.reading.categories import Categoriser
from bot.reading.findings import Finder
from bot.reading.places import Gazetteer
from tests.reading.example_area import example_area

FINDER = Finder(Gazetteer(example_area()), Categoriser(example_area().categories))
TEXT = "路灯不亮,井盖没了,垃圾满地"


@pytest.mark.parametrize(
    ("hidden", "left"),
    [
        ([], {"路灯不亮", "井盖没了", "垃圾满地"}),
        ([(0, 4)], {"井盖没了", "垃圾满地"}),
        ([(4, 5)], {"路灯不亮", "井盖没了", "垃圾满地"}),
        ([(3, 6)], {"垃圾满地"}),
        ([(10, 14), (0, 4)], {"井盖没了"}),
        ([(0, 8), (1, 2), (11, 12)], set()),
    ],
)
def test_what_overlaps_is_taken_away(hidden: list[tuple[int, int]], left: set[str]) -> None:
    found = FINDER.find(TEXT, None).without(hidden)
    kept = {hit.word for hit in found.things}
    assert {phrase for phrase in TEXT.split(",") if any(word in phrase for word in kept)} == left


def test_a_name_says_nothing_of_what_it_is_called_after() -> None:
    found = FINDER.find("龙西小区3栋路灯不亮", None)
    assert [name.name for name in found.names] == ["龙西小区"]
    assert [tail.fields for tail in found.tails] == [{"building": "3栋"}]
    assert found.is_named and found.located and found.whole
