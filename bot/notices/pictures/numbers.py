"""Numbers as they stand in narrow columns."""

from __future__ import annotations

_EXACT = 100_000


def short(number: int) -> str:
    """12,345 as it is; from a hundred thousand on in units of ten thousand, as people say it: 123万."""
    return f"{number:,}" if number < _EXACT else f"{number / 10_000:,.0f}万"
