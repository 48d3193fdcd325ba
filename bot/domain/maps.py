"""Maps: where the tickets of a period stand, as far as anybody knows, and how much of the world a picture shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from math import cos, radians
from statistics import median

from bot.domain.areas import Place, TimeClass, Unit
from bot.domain.periods import Period
from bot.domain.pins import Pin, metres
from bot.domain.statistics import Scope
from bot.domain.tickets import State

METRES_PER_DEGREE = 111_195.0
"""Of latitude, on a globe of 6,371 km."""


class Standing(StrEnum):
    """What a map tells apart: LATE is `overdue` of the figures, LATE and OPEN together are their `open`."""

    LATE = "late"
    OPEN = "open"
    OVER = "over"


class Source(StrEnum):
    """Where a position comes from: the book's place, or what the reporter sent."""

    PLACE = "place"
    PIN = "pin"


@dataclass(frozen=True, slots=True)
class Spotted:
    """A ticket as far as a map tells of it: nobody's name and nobody's words. `pin` None also where it was private."""

    id: int
    state: State
    unit_code: str | None
    category: str | None
    subcategory: str | None
    time_class: TimeClass
    place_name: str | None
    private: bool
    created_at: datetime
    due_at: datetime | None
    resolved_at: datetime | None
    closed_at: datetime | None
    pin: Pin | None

    def standing(self, now: datetime) -> Standing:
        if self.state.is_over:
            return Standing.OVER
        working = self.state in {State.ASSIGNED, State.ACCEPTED}
        return Standing.LATE if working and self.due_at is not None and self.due_at < now else Standing.OPEN


@dataclass(frozen=True, slots=True)
class Position:
    """Degrees north and east, WGS-84."""

    lat: float
    lon: float
    source: Source


def placed(places: Iterable[Place]) -> dict[str, list[Place]]:
    """The places that have a position, by their names."""
    found: dict[str, list[Place]] = {}
    for place in places:
        if place.lat is not None and place.lon is not None:
            found.setdefault(place.name, []).append(place)
    return found


def position_of(ticket: Spotted, places: Mapping[str, Sequence[Place]]) -> Position | None:
    """Its place goes before its pin: couriers send a position from where they stand by then (docs/decisions/0015).

    Of several places of one name it is the one in the ticket's unit; where that decides nothing, the pin does.
    """
    named = places.get(ticket.place_name or "", ())
    own = [place for place in named if place.unit == ticket.unit_code] or named
    if len(own) == 1 and own[0].lat is not None and own[0].lon is not None:
        return Position(own[0].lat, own[0].lon, Source.PLACE)
    return None if ticket.pin is None else Position(ticket.pin.lat, ticket.pin.lon, Source.PIN)


@dataclass(frozen=True, slots=True)
class Plot:
    """What a map is made of. `tickets` stand somewhere, `unplaced` nowhere that anybody knows.

    `units` and `places` are those of the scope that have any ground; of the whole area, where it has none (a
    department's tickets lie all over it). `cut`: these are not all.
    """

    period: Period
    now: datetime
    scope: Scope
    units: tuple[Unit, ...]
    places: tuple[Place, ...]
    tickets: tuple[tuple[Spotted, Position], ...]
    unplaced: int
    cut: bool = False

    @property
    def is_blank(self) -> bool:
        """There is neither a boundary nor a position: nothing to draw."""
        return not (self.tickets or self.places or any(unit.boundary for unit in self.units))


Spot = tuple[float, float]
"""Latitude and longitude."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of the world that a map shows, in degrees."""

    south: float
    west: float
    north: float
    east: float

    def holds(self, spot: Spot) -> bool:
        return self.south <= spot[0] <= self.north and self.west <= spot[1] <= self.east

    def grown(self, share: float, least: float) -> Frame:
        """Wider on each side by this share of the longer one, by no less than `least` metres."""
        east_metres = METRES_PER_DEGREE * max(0.01, cos(radians((self.south + self.north) / 2)))
        longer = max((self.north - self.south) * METRES_PER_DEGREE, (self.east - self.west) * east_metres)
        more = max(share * longer, least)
        north, east = more / METRES_PER_DEGREE, more / east_metres
        return Frame(
            max(-90.0, self.south - north),
            max(-180.0, self.west - east),
            min(90.0, self.north + north),
            min(180.0, self.east + east),
        )


def around(spots: Sequence[Spot]) -> Frame | None:
    """The smallest frame that holds them all; None where there are none."""
    if not spots:
        return None
    lats, lons = [lat for lat, _ in spots], [lon for _, lon in spots]
    return Frame(min(lats), min(lons), max(lats), max(lons))


_ASTRAY, _NEAR = 30, 10_000.0
_TAKEN = 5000


def without_strays(spots: Sequence[Spot]) -> list[Spot]:
    """Those that lie together: within 10 km of their middle, or within 30 times the usual distance from it.

    A single slip of the pen, or a position sent from a journey, would shrink a whole town to a dot. The middle is that
    of some thousands of them: to sort a hundred thousand holds the interpreter.
    """
    if not spots:
        return []
    some = spots[:: len(spots) // _TAKEN + 1]
    middle = Pin(median(lat for lat, _ in some), median(lon for _, lon in some))
    limit = max(_NEAR, _ASTRAY * median(metres(middle, Pin(*spot)) for spot in some))
    far = (metres(middle, Pin(*spot)) for spot in spots)
    return [spot for spot, away in zip(spots, far, strict=True) if away <= limit]


def frame_of(corners: Sequence[Spot], places: Sequence[Spot], pins: Sequence[Spot]) -> Frame | None:
    """What a map shows. None: there is nothing to show.

    Boundaries (`corners`) are shown whole; then what the book places, without strays; pins only near these. Where the
    book says nothing the pins decide, again without strays.
    """
    base = around([*corners, *without_strays([*corners, *places])])
    if base is None:
        return around(without_strays(pins))
    reach = base.grown(0.25, 1000.0)
    return around(
        [(base.south, base.west), (base.north, base.east), *(spot for spot in pins if reach.holds(spot))],
    )
