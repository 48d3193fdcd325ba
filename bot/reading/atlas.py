"""The atlas: which place or unit of the area a position means, by boundaries and by the nearest place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from bot.domain.areas import Area, Place
from bot.domain.pins import Pin, metres
from bot.domain.routing import Rule

if TYPE_CHECKING:
    from numpy.typing import NDArray

REACH = 300.0
"""Metres from a pin to the place that it means, at most, where the config says nothing else."""
_AS_NEAR = 20.0
"""Metres that a phone's position is off: of two places whose distances differ less, neither is the nearer one."""
_MOST_TIED = 5


class Found(NamedTuple):
    """What a position means. `names` are the nearest places, several where they are as near; `rule` decided."""

    names: tuple[str, ...]
    units: tuple[str, ...]
    rule: str
    metres: float | None = None
    """To the nearest place."""


class Atlas:
    """Positions and boundaries of an area; both are prepared at the first pin. `reach` is in metres."""

    def __init__(self, area: Area, reach: float) -> None:
        self._area = area
        self._reach = reach
        self._places: list[Place] | None = None
        self._north: NDArray[Any]
        self._east: NDArray[Any]
        self._tree: Any = None
        self._bounded: list[str] = []

    def at(self, pin: Pin) -> Found | None:
        """The unit whose boundary holds the pin, or that of the nearest place within reach; None: somebody must say.

        A place nearby that lies in the bounded unit says more closely where. Boundaries of the same level that both
        hold it, and places of two units that are as near, leave several units.
        """
        near = self._near(pin)
        within = self._within(pin)
        if within:
            inside = [
                (place, far) for place, far in near if any(self._area.covers(code, place.unit) for code in within)
            ]
            units = tuple(dict.fromkeys(place.unit for place, _ in inside)) if len(within) == 1 and inside else within
            if len(units) > 1:
                units = within
            return Found(_names(inside), units, Rule.BOUNDARY, inside[0][1] if inside else None)
        if not near:
            return None
        return Found(_names(near), tuple(dict.fromkeys(place.unit for place, _ in near)), Rule.PIN, near[0][1])

    def _near(self, pin: Pin) -> list[tuple[Place, float]]:
        """The nearest place within reach and those as near as it, nearest first."""
        import numpy as np

        if self._places is None:
            self._survey()
        assert self._places is not None
        if not self._places:
            return []
        squares = (self._north - pin.lat) ** 2 + ((self._east - pin.lon) * np.cos(np.radians(pin.lat))) ** 2
        few = np.argpartition(squares, _MOST_TIED)[:_MOST_TIED] if len(squares) > _MOST_TIED else range(len(squares))
        near = sorted(((self._places[row], _apart(self._places[row], pin)) for row in few), key=lambda one: one[1])
        near = [(place, far) for place, far in near if far <= self._reach]
        return [one for one in near if one[1] - near[0][1] <= _AS_NEAR]

    def _survey(self) -> None:
        import numpy as np

        self._places = [place for place in self._area.places if place.lat is not None and place.lon is not None]
        self._north = np.array([place.lat for place in self._places], dtype=np.float64)
        self._east = np.array([place.lon for place in self._places], dtype=np.float64)

    def _within(self, pin: Pin) -> tuple[str, ...]:
        """The units whose boundary holds the pin, without those above another of them."""
        if not self._area.boundaries:
            return ()
        import shapely

        if self._tree is None:
            polygons = {boundary.file: shapely.from_geojson(boundary.polygon) for boundary in self._area.boundaries}
            bounded = [(unit.code, unit.boundary) for unit in self._area.units if unit.boundary in polygons]
            self._tree = shapely.STRtree([polygons[file] for _, file in bounded if file is not None])
            self._bounded = [code for code, _ in bounded]
        rows = self._tree.query(shapely.Point(pin.lon, pin.lat), predicate="intersects")
        return self._area.lowest(self._bounded[row] for row in sorted(rows))


def _apart(place: Place, pin: Pin) -> float:
    assert place.lat is not None and place.lon is not None
    return metres(Pin(place.lat, place.lon), pin)


def _names(near: Sequence[tuple[Place, float]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(place.name for place, _ in near))
