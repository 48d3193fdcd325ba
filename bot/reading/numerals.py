"""Numbers of addresses: 三 → 3, 二十一 → 21, 三零一 → 301. For address tails only (五一路 stays a road)."""

from __future__ import annotations

_DIGITS = {char: str(value) for value, char in enumerate("零一二三四五六七八九")} | {"〇": "0", "两": "2"}
_UNITS = {"十": 10, "百": 100}

CHINESE = "零〇一二两三四五六七八九十百"


def arabic(written: str) -> str:
    """A run of numerals in Arabic digits; anything else is left as it is."""
    if not written or any(char not in CHINESE for char in written):
        return written
    if not any(char in _UNITS for char in written):
        return "".join(_DIGITS[char] for char in written)
    total, digit = 0, 0
    for char in written:
        if char in _UNITS:
            total += (digit or 1) * _UNITS[char]
            digit = 0
        else:
            digit = int(_DIGITS[char])
    return str(total + digit)
