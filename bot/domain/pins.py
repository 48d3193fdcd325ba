"""A pin: a position that somebody sent, as Telegram gives it (WGS-84), and the title of a venue."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, hypot, radians

_METRES_PER_DEGREE = 111_195.0
"""Of latitude, on a globe of 6,371 km."""


@dataclass(frozen=True, slots=True)
class Pin:
    """Degrees north and east. `title` is what Telegram calls the place, "" for a bare position."""

    lat: float
    lon: float
    title: str = ""

    def on_screen(self) -> str:
        """29.71530,118.32710: to the metre, as map programs take it."""
        return f"{self.lat:.5f},{self.lon:.5f}"


def metres(first: Pin, second: Pin) -> float:
    """How far apart; flat, which is right to a metre within some kilometres."""
    north = first.lat - second.lat
    east = (first.lon - second.lon) * cos(radians((first.lat + second.lat) / 2))
    return hypot(north, east) * _METRES_PER_DEGREE
