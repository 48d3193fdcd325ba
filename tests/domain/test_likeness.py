"""Likeness: bits that differ, bands that find, and pictures that say nothing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.likeness import ALIKE, BITS, bands, distance, says_something

LIKENESSES = st.integers(0, (1 << BITS) - 1)


@given(LIKENESSES, st.sets(st.integers(0, BITS - 1), max_size=ALIKE))
def test_near_ones_share_a_band_whatever_bits_differ(likeness: int, flipped: set[int]) -> None:
    other = likeness
    for bit in flipped:
        other ^= 1 << bit
    assert distance(likeness, other) == len(flipped)
    assert set(bands(likeness)) & set(bands(other))


@given(LIKENESSES)
def test_a_band_is_known_with_its_place(likeness: int) -> None:
    assert len(set(bands(likeness))) == 4
    assert all(0 <= band < 1 << 18 for band in bands(likeness))


def test_what_has_no_structure_says_nothing() -> None:
    assert not says_something(0)
    assert not says_something((1 << BITS) - 1)
    assert not says_something(0b11111)
    assert says_something(0xF0F0F0F0F0F0F0F0)
