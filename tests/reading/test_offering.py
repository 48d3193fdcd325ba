"""Names that may be offered: those nearly written, where nothing says the place already."""

from __future__ import annotations

import pytest

from bot.reading.offering import names_to_offer
from tests.reading.example_area import example_reader


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("广厂花苑3栋井盖没了", ("广场花苑小区",)),
        ("广场花苑3栋井盖没了", ()),
        ("广厂花苑的外卖到了", ()),
        ("3栋井盖没了", ()),
    ],
)
def test_what_is_offered(text: str, offered: tuple[str, ...]) -> None:
    reader = example_reader()
    assert names_to_offer(reader, reader.read(text)) == offered
