"""The projection: degrees become pixels by Mercator's, which keeps every angle, and its scale at the middle is told."""

from __future__ import annotations

from math import asinh, atan, cos, radians, sinh, tan

import numpy as np
from numpy.typing import NDArray

from bot.domain.maps import Frame

_GLOBE = 6_371_000.0
_POLE = 85.05
"""Degrees: beyond it this projection runs away to infinity."""

Numbers = NDArray[np.float64]


class Projection:
    """A frame of the world laid into a box of pixels, as large as it fits, in the middle; north is up."""

    def __init__(self, frame: Frame, left: float, top: float, width: float, height: float, least: float) -> None:
        """`least`: metres that the box shows at least; the symbols of a single place need something around them."""
        west, east = radians(frame.west), radians(frame.east)
        south, north = _up(frame.south), _up(frame.north)
        middle = atan(sinh((south + north) / 2))
        metre = 1 / (_GLOBE * cos(middle))  # of the projected plane
        self.scale = min(
            width / max(east - west, least * metre),
            height / max(north - south, least * metre),
        )
        self.metres_per_pixel = 1 / (self.scale * metre)
        """In the middle of the frame. North and south of it a little more and less: within 1 % on 60 km."""
        self._x = left + width / 2 - self.scale * (west + east) / 2
        self._y = top + height / 2 + self.scale * (south + north) / 2

    def pixel(self, lat: float, lon: float) -> tuple[float, float]:
        """From the left, and downwards from the top."""
        return self._x + self.scale * radians(lon), self._y - self.scale * _up(lat)

    def pixels(self, positions: Numbers) -> Numbers:
        """Rows of longitude and latitude, as GeoJSON has them, become rows of pixels."""
        across = self._x + self.scale * np.radians(positions[:, 0])
        lat = np.radians(np.clip(positions[:, 1], -_POLE, _POLE))
        return np.column_stack((across, self._y - self.scale * np.arcsinh(np.tan(lat))))


def shape_of(frame: Frame, least: float) -> float:
    """How tall a frame is drawn for its width, which is `least` metres at least."""
    metre = 1 / (_GLOBE * cos(radians((frame.south + frame.north) / 2)))
    return (_up(frame.north) - _up(frame.south)) / max(radians(frame.east - frame.west), least * metre)


def _up(lat: float) -> float:
    return asinh(tan(radians(max(-_POLE, min(_POLE, lat)))))


def bar_length(metres_per_pixel: float, room: float) -> int:
    """Metres of the scale's bar: 1, 2 or 5 with noughts, as long as fits into the room of pixels."""
    most = metres_per_pixel * room
    return max((one * 10**power for power in range(8) for one in (1, 2, 5) if one * 10**power <= most), default=1)
