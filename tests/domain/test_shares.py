"""Shares of a span of time, as the config writes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.shares import Share


@pytest.mark.parametrize(
    ("written", "part"), [("75%", 0.75), (" 75 % ", 0.75), ("75％", 0.75), ("0.5%", 0.005), ("99.99%", 0.9999)]
)
def test_read(written: str, part: float) -> None:
    assert Share.parse(written).part == pytest.approx(part)


@pytest.mark.parametrize("written", ["", "75", "0%", "0.0%", "100%", "-5%", "%", "7５%", "1.234%", "three quarters"])
def test_what_is_none_is_refused_with_a_remedy(written: str) -> None:
    with pytest.raises(ValueError, match="such as 75%"):
        Share.parse(written)


@given(st.integers(1, 9999))
def test_written_and_read_back(hundredths: int) -> None:
    share = Share.parse(f"{hundredths / 100:.2f}%")
    assert Share.parse(str(share)).part == pytest.approx(share.part)
