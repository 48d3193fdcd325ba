"""Durations as config and area book write them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.durations import Duration


@pytest.mark.parametrize(
    ("written", "flat", "on_screen", "in_days"),
    [
        ("30s", timedelta(seconds=30), "30秒", False),
        ("15m", timedelta(minutes=15), "15分钟", False),
        ("2h", timedelta(hours=2), "2小时", False),
        ("3d", timedelta(days=3), "3天", True),
        (" 2 h ", timedelta(hours=2), "2小时", False),
        ("0s", timedelta(0), "0秒", False),
        ("999999m", timedelta(minutes=999_999), "999999分钟", False),
    ],
)
def test_read(written: str, flat: timedelta, on_screen: str, in_days: bool) -> None:
    read = Duration.parse(written)
    assert (read.flat(), read.on_screen(), read.in_days) == (flat, on_screen, in_days)


@pytest.mark.parametrize("written", ["", "2", "h", "2 hours", "1.5h", "-1h", "2h30m", "２h", "2H", "1234567s", "2w"])
def test_what_is_none_is_refused_with_a_remedy(written: str) -> None:
    with pytest.raises(ValueError, match="write a number and a unit") as caught:
        Duration.parse(written)
    assert f'"{written}"' in str(caught.value)


@given(st.integers(0, 999_999), st.sampled_from("smhd"))
def test_written_and_read_back(amount: int, unit: str) -> None:
    duration = Duration(amount=amount, unit=unit)
    assert Duration.parse(str(duration)) == duration


@given(st.integers(1, 9_999))
def test_the_units_stand_in_their_proportions(amount: int) -> None:
    second, minute, hour, day = (Duration(amount=amount, unit=unit).flat() for unit in "smhd")
    assert (minute, hour, day) == (second * 60, minute * 60, hour * 24)
