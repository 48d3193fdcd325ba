"""The curve: its scale, and when it is no line."""

import pytest

from bot.drawing.curves import is_sparse, nice_scale
from bot.notices.pictures.sheet import Curve


@pytest.mark.parametrize(
    ("highest", "scale"),
    [(0, (1, 1)), (1, (1, 1)), (4, (1, 4)), (5, (2, 3)), (9, (5, 2)), (41, (20, 3)), (5000, (2000, 3))],
)
def test_lines_stand_at_whole_and_round_numbers(highest: int, scale: tuple[int, int]) -> None:
    assert nice_scale(highest) == scale


def test_no_number_is_too_large() -> None:
    tick, ticks = nice_scale(10**15)
    assert tick * ticks >= 10**15


@pytest.mark.parametrize(
    ("received", "resolved", "sparse"),
    [
        ((4,) * 15, (1,) * 15, True),
        ((5,) * 15, (1,) * 15, False),
        ((1,) * 15, (0,) * 14 + (5,), False),
        ((0,) * 14 + (50,), (0,) * 15, True),
        ((9,) * 14, (0,) * 14, False),
        ((1,) * 14, (0,) * 14, False),
        ((), (), True),
    ],
)
def test_little_in_many_steps_is_no_line(received: tuple[int, ...], resolved: tuple[int, ...], sparse: bool) -> None:
    labels = ("日",) * (len(received) or 15)
    assert is_sparse(Curve("", ("", "", ""), labels, received, resolved, ())) is sparse
