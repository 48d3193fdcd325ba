"""Likeness: how near two photos are, by 64 bits that say where a picture grows darker from left to right.

A difference hash (dHash) over 9 x 8 grey cells: the same photo sent again, shrunk or compressed anew, differs in 0 to 2
of 64 bits, another photo of the same lane in 15 to 40. The bits are made where
Pillow is (handlers/likeness.py).
"""

from __future__ import annotations

BITS = 64
ALIKE = 3
"""Bits that two copies of one photo may differ in. Four bands of 16 bits find every such pair: one band is equal."""

SAME_SPOT = 1
"""The same for before and after of one ticket: whoever stands on the same stone takes nearly the same picture."""

_BANDS = 4
_WIDTH = BITS // _BANDS
_PLAIN = 6
"""With so few bits of a kind a picture has no structure: a wall, the night, a black screen. It is like any other."""


def distance(one: int, other: int) -> int:
    """In how many bits two likenesses differ."""
    return (one ^ other).bit_count()


def says_something(likeness: int) -> bool:
    """Whether the picture has structure enough to be known again."""
    return _PLAIN <= likeness.bit_count() <= BITS - _PLAIN


def bands(likeness: int) -> tuple[int, ...]:
    """Four numbers below 2**18, each a band's place and its 16 bits: near likenesses share at least one."""
    return tuple((band << _WIDTH) | (likeness >> (band * _WIDTH) & 0xFFFF) for band in range(_BANDS))
