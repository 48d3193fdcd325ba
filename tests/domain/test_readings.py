"""A spot as one line."""

from __future__ import annotations

import pytest

from bot.domain.readings import Spot


@pytest.mark.parametrize(
    ("spot", "line"),
    [
        (Spot("和顺花苑", building="3栋", entrance="2单元", room="301"), "和顺花苑3栋2单元301"),
        (Spot("和顺花苑", building="12", room="402"), "和顺花苑12-402"),
        (Spot(building="47", entrance="6", room="746"), "47-6-746"),
        (Spot("龙西路", number="81", building="3号", landmark="门口"), "龙西路81-3号门口"),
        (Spot("阳光100", building="3栋"), "阳光100-3栋"),
        (Spot("和顺花苑", floor="-1层"), "和顺花苑-1层"),
        (Spot(), ""),
    ],
)
def test_numbers_without_words_of_their_own_stay_apart(spot: Spot, line: str) -> None:
    assert spot.on_screen() == line
