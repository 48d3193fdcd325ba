"""Made-up areas with their places on the map, and tickets that stand at them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from math import cos, pi, radians, sin
from random import Random
from zoneinfo import ZoneInfo

from bot.desk.maps import plot
from bot.domain.areas import Area, Boundary, Category, Place, TimeClass, Unit, UnitKind
from bot.domain.maps import Plot, Spotted
from bot.domain.periods import read_period
from bot.domain.pins import Pin
from bot.domain.statistics import Scope
from bot.domain.tickets import State

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 22, 18, 30, tzinfo=ZONE)
LAT, LON = 30.29, 118.14
_CATEGORIES = (Category(code="sanitation", name="环境卫生", time_class=TimeClass.A),)
_COMMUNITIES = ["龙西", "龙北", "芙蓉", "平东", "凤凰", "湖滨", "北门", "柳园", "石桥", "南苑", "曙光", "东风"]


def unit(code: str, name: str, kind: UnitKind = UnitKind.COMMUNITY, **facts: str | None) -> Unit:
    return Unit.model_validate({"code": code, "name": name, "kind": kind, "parent": "street", **facts})


def area(
    units: Iterable[Unit], places: Iterable[Place] = (), polygons: Iterable[tuple[str, dict[str, object]]] = ()
) -> Area:
    boundaries = tuple(Boundary(file=file, polygon=json.dumps(polygon)) for file, polygon in polygons)
    above = (
        Unit(code="area", name="青石区", kind=UnitKind.AREA),
        Unit(code="street", name="青石街道", kind=UnitKind.STREET, parent="area"),
        Unit(code="chengguan", name="城管局", kind=UnitKind.DEPARTMENT, parent="area"),
    )
    return Area(
        name="青石区", units=(*above, *units), places=tuple(places), categories=_CATEGORIES, boundaries=boundaries
    )


def town(rows: int = 3, columns: int = 4, *, bounded: bool = True, each: int = 5, step: float = 0.012) -> Area:
    """Communities side by side, each about a kilometre wide, with crooked boundaries that they have in common."""
    random = Random(7)
    wide = step / cos(radians(LAT))
    joints = {
        (row, column): (
            round(LON + wide * (column + random.uniform(-0.25, 0.25)), 6),
            round(LAT + step * (row + random.uniform(-0.25, 0.25)), 6),
        )
        for row in range(rows + 1)
        for column in range(columns + 1)
    }
    units, places, polygons = [], [], []
    for row in range(rows):
        for column in range(columns):
            number = row * columns + column
            name = _COMMUNITIES[number % len(_COMMUNITIES)] + ("" if number < 12 else f"第{number // 12}")
            file = f"u{number}.geojson" if bounded else None
            units.append(unit(f"u{number}", f"{name}社区", boundary=file))
            corners = ((row, column), (row, column + 1), (row + 1, column + 1), (row + 1, column), (row, column))
            outline = [at for ends in pairwise(corners) for at in _way(*(joints[end] for end in ends), step)]
            polygons.append((f"u{number}.geojson", {"type": "Polygon", "coordinates": [[*outline, outline[0]]]}))
            for place in range(each):
                lat = LAT + step * (row + random.uniform(0.2, 0.8))
                lon = LON + wide * (column + random.uniform(0.2, 0.8))
                places.append(Place(name=f"{name}{place + 1}号院", unit=f"u{number}", lat=lat, lon=lon))
    return area(units, places, polygons if bounded else ())


_Joint = tuple[float, float]


def _way(start: _Joint, end: _Joint, step: float, turns: int = 6) -> list[_Joint]:
    """The crooked line between two joints, the end left out: the same for the neighbours on both sides."""
    low, high = sorted((start, end))
    random = Random(f"{low}{high}")
    between = [
        (
            low[0] + (high[0] - low[0]) * n / turns + random.uniform(-0.03, 0.03) * step,
            low[1] + (high[1] - low[1]) * n / turns + random.uniform(-0.03, 0.03) * step,
        )
        for n in range(1, turns)
    ]
    return [start, *(between if start == low else between[::-1])]


def ring(lat: float, lon: float, radius: float, corners: int = 40) -> list[list[float]]:
    """A closed circle, against the clock, `radius` in degrees of latitude."""
    found = [
        [lon + radius * cos(2 * pi * n / corners) / cos(radians(lat)), lat + radius * sin(2 * pi * n / corners)]
        for n in range(corners)
    ]
    return [*found, found[0]]


def spotted(number: int = 1001, **facts: object) -> Spotted:
    values: dict[str, object] = {
        "id": number,
        "state": State.CLOSED,
        "unit_code": "u0",
        "category": "sanitation",
        "subcategory": None,
        "time_class": TimeClass.A,
        "place_name": None,
        "private": False,
        "created_at": NOW - timedelta(days=2),
        "due_at": NOW - timedelta(days=1),
        "resolved_at": None,
        "closed_at": None,
        "pin": None,
    }
    return Spotted(**(values | facts))  # type: ignore[arg-type]


_STATES = (State.CLOSED, State.CLOSED, State.CLOSED, State.ACCEPTED, State.ASSIGNED, State.RESOLVED, State.REJECTED)


def tickets(area: Area, count: int, seed: int = 1, pinned: float = 0.2) -> list[Spotted]:
    """At a few places many, at most places few; some with a position of their own."""
    random = Random(seed)
    found = []
    for number in range(count):
        place = area.places[min(int(random.expovariate(4 / len(area.places))), len(area.places) - 1)]
        own = random.random() < pinned
        assert place.lat is not None and place.lon is not None
        found.append(
            spotted(
                1001 + number,
                state=random.choice(_STATES),
                unit_code=place.unit,
                due_at=NOW + timedelta(hours=random.uniform(-20, 60)),
                place_name=None if own else place.name,
                pin=Pin(place.lat + random.gauss(0, 0.001), place.lon + random.gauss(0, 0.001)) if own else None,
            )
        )
    return found


def plotted(area: Area, found: Sequence[Spotted], unit_code: str | None = None, *, period: str = "month") -> Plot:
    return plot(area, read_period(period, NOW, ZONE), NOW, Scope(unit_code), found, cut=False)
