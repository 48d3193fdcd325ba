"""The curve: its scale."""

import pytest

from bot.drawing.curves import nice_scale


@pytest.mark.parametrize(
    ("highest", "scale"),
    [(0, (1, 1)), (1, (1, 1)), (4, (1, 4)), (5, (2, 3)), (9, (5, 2)), (41, (20, 3)), (5000, (2000, 3))],
)
def test_lines_stand_at_whole_and_round_numbers(highest: int, scale: tuple[int, int]) -> None:
    assert nice_scale(highest) == scale


def test_no_number_is_too_large() -> None:
    tick, ticks = nice_scale(10**15)
    assert tick * ticks >= 10**15
