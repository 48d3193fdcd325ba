"""Numbers in narrow columns."""

import pytest

from bot.drawing.numbers import shortener


@pytest.mark.parametrize(
    ("number", "said"),
    [(0, "0"), (999, "999"), (12_345, "12,345"), (99_999, "99,999"), (100_000, "10万"), (1_234_567, "123万")],
)
def test_short(number: int, said: str) -> None:
    assert shortener("万")(number) == said
