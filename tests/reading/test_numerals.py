"""Chinese numerals of addresses in Arabic digits."""

from __future__ import annotations

import pytest

from bot.reading.numerals import arabic


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("三", "3"),
        ("两", "2"),
        ("十", "10"),
        ("十二", "12"),
        ("二十", "20"),
        ("二十一", "21"),
        ("一百零八", "108"),
        ("三零一", "301"),
        ("三〇一", "301"),
        ("12", "12"),
        ("A", "A"),
        ("三A", "三A"),
        ("", ""),
    ],
)
def test_arabic_digits(written: str, digits: str) -> None:
    assert arabic(written) == digits
