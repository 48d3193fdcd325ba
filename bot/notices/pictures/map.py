"""The sheet of a map: every word, outline and number of it, ready to be drawn by a process that knows nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.maps import Frame


@dataclass(frozen=True, slots=True)
class Ground:
    """A unit's ground. `polygon` is GeoJSON as text; `outer`: others lie within it, it is a line and no name."""

    name: str
    polygon: str
    outer: bool
    weight: int


@dataclass(frozen=True, slots=True)
class Name:
    """Of a unit without a boundary, in the middle of its places. Where names need the same room `weight` decides."""

    name: str
    lat: float
    lon: float
    weight: int


@dataclass(frozen=True, slots=True)
class MapSheet:
    """`frame` None: there is nowhere to draw, `notes` say why.

    `symbols` are packed rows (latitude, longitude, late, open, over), one a position; `places` packed rows (latitude,
    longitude) of what the book places: thousands of small objects would be pickled in one go. `legend` names the
    three kinds of symbols with how many tickets each stands for; `lengths` are the words for metres and kilometres;
    `unnamed` is said where names of units find no room.
    """

    whose: str
    period: str
    counted: str
    frame: Frame | None
    grounds: tuple[Ground, ...]
    names: tuple[Name, ...]
    symbols: bytes
    places: bytes
    legend: tuple[tuple[str, int], tuple[str, int], tuple[str, int]]
    sizes: str
    north: str
    lengths: tuple[str, str]
    unnamed: str
    notes: tuple[str, ...]
