"""Bounds: what a count or a list keeps to, as SQL: the tickets of some units, the moments of a period."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from bot.domain.periods import Period
from storage.times import to_ms
from storage.transaction import Value

END_OF_TIME = 2**62
"""Milliseconds: later than any moment that is stored; below zero earlier."""


def of_moments(start: datetime | None, end: datetime | None) -> dict[str, int]:
    """`start` (belongs to it) and `end` (does not any more), in UTC milliseconds. None: before, and after, all time."""
    return {
        "start": -END_OF_TIME if start is None else to_ms(start),
        "end": END_OF_TIME if end is None else to_ms(end),
    }


def of_period(period: Period) -> dict[str, Value]:
    """Likewise, of a period."""
    return {**of_moments(period.start, period.end)}


def of_units(units: Collection[str] | None, column: str = "unit_code") -> tuple[str, dict[str, Value]]:
    """A further condition of a WHERE, and its values. None keeps to nothing: what has no unit counts, too."""
    if units is None:
        return "", {}
    inside, names = among("u", sorted(units))
    return f" AND {column} IN ({inside})", names


def among(letter: str, values: Iterable[Value]) -> tuple[str, dict[str, Value]]:
    """What stands between the brackets of an IN, and its values: `:u0, :u1`, of this letter. Of none: nothing is."""
    names: dict[str, Value] = {f"{letter}{place}": value for place, value in enumerate(values)}
    return ", ".join(f":{name}" for name in names), names
