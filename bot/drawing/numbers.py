"""Numbers as they stand in narrow columns."""

from __future__ import annotations

from collections.abc import Callable

_EXACT = 100_000

Short = Callable[[int], str]


def shortener(myriads: str) -> Short:
    """Says 12,345 as it is; from a hundred thousand on in units of ten thousand, as people count: 123万.

    `myriads` is the word for them (Sheet.myriads): the drawing process knows none of its own.
    """

    def short(number: int) -> str:
        return f"{number:,}" if number < _EXACT else f"{number / 10_000:,.0f}{myriads}"

    return short
