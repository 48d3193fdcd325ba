"""Positions: what a pin means by boundaries and by the nearest place, and that words go before it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bot.domain.areas import Area, Boundary, Place, Route, Unit, UnitKind
from bot.domain.boundaries import read_boundary
from bot.domain.categories import BUILT_IN
from bot.domain.pins import Pin, metres
from bot.domain.readings import Problem, ReadingContext
from bot.reading.atlas import Atlas
from bot.reading.reader import Reader


def square(west: float, south: float, east: float, north: float) -> str:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return read_boundary(json.dumps({"type": "Polygon", "coordinates": [ring]}))


AREA = Area(
    name="湖区",
    units=(
        Unit(code="area", name="湖区", kind=UnitKind.AREA),
        Unit(code="town", name="柳堤镇", kind=UnitKind.STREET, parent="area", boundary="town.geojson"),
        Unit(code="willow", name="柳堤社区", kind=UnitKind.COMMUNITY, parent="town"),
        Unit(code="maple", name="枫桥社区", kind=UnitKind.COMMUNITY, parent="town", boundary="maple.geojson"),
        Unit(code="lake", name="临湖社区", kind=UnitKind.COMMUNITY, parent="area"),
        Unit(code="lights", name="路灯所", kind=UnitKind.DEPARTMENT, parent="area"),
    ),
    places=(
        Place(name="枫桥小区", unit="maple", lat=30.0005, lon=118.0005),
        Place(name="柳堤花园", unit="willow", lat=30.0150, lon=118.0150),
        Place(name="湖滨家园", unit="lake", lat=30.5, lon=118.5),
        Place(name="湖心公寓", unit="town", lat=30.5, lon=118.5004),
        Place(name="没有坐标的大院", unit="lake"),
    ),
    categories=BUILT_IN,
    routes=(Route(when="subcategory=streetlamp", to="lights"),),
    boundaries=(
        Boundary(file="town.geojson", polygon=square(118.0, 30.0, 118.02, 30.02)),
        Boundary(file="maple.geojson", polygon=square(118.0, 30.0, 118.01, 30.01)),
    ),
)
READER = Reader(AREA)
FAR = Pin(31.0, 119.0)


def read(text: str, pin: Pin) -> Problem:
    (problem,) = READER.read(text, ReadingContext(pin=pin)).problems
    return problem


@pytest.mark.parametrize(
    ("pin", "names", "units", "rule"),
    [
        (Pin(30.0006, 118.0006), ("枫桥小区",), ("maple",), "boundary"),
        (Pin(30.0090, 118.0090), (), ("maple",), "boundary"),  # nothing within 300 m, but the boundary holds it
        (
            Pin(30.0151, 118.0151),
            ("柳堤花园",),
            ("willow",),
            "boundary",
        ),  # the place says more than the town's boundary
        (Pin(30.0190, 118.0190), (), ("town",), "boundary"),
        (Pin(30.0, 118.0), ("枫桥小区",), ("maple",), "boundary"),  # on the very line
        (Pin(30.4999, 118.4995), ("湖滨家园",), ("lake",), "pin"),
        (Pin(30.5, 118.50018), ("湖滨家园", "湖心公寓"), ("lake", "town"), "pin"),  # as far from the one as the other
    ],
)
def test_what_a_position_means(pin: Pin, names: tuple[str, ...], units: tuple[str, ...], rule: str) -> None:
    found = READER.where(pin)
    assert found is not None
    assert (found.names, found.units, found.rule) == (names, units, rule)


def test_too_far_is_asked() -> None:
    assert READER.where(FAR) is None
    assert READER.where(Pin(30.5, 118.4968)) is None, "307 m"
    assert Reader(AREA, reach=400).where(Pin(30.5, 118.4968)) is not None
    assert Atlas(AREA.model_copy(update={"places": (), "boundaries": ()}), 300).at(FAR) is None


def test_two_boundaries_of_one_level_leave_both() -> None:
    two = square(118.0, 30.0, 118.02, 30.02)
    units = tuple(one if one.code != "lake" else one.model_copy(update={"boundary": "l"}) for one in AREA.units)
    both = AREA.model_copy(update={"units": units, "boundaries": (*AREA.boundaries, Boundary(file="l", polygon=two))})
    found = Atlas(both, 300).at(Pin(30.0006, 118.0006))
    assert found is not None
    assert set(found.units) == {"maple", "lake"}


@pytest.mark.parametrize(
    ("text", "pin", "spot", "unit", "rule"),
    [
        ("垃圾桶坏了", Pin(30.0006, 118.0006), "枫桥小区", "maple", "boundary"),
        ("垃圾桶坏了", Pin(30.4990, 118.4990), "湖滨家园附近", "lake", "pin"),
        ("垃圾桶坏了", Pin(30.0090, 118.0090), "定位30.00900,118.00900", "maple", "boundary"),
        ("3栋的垃圾桶坏了", Pin(30.0006, 118.0006), "枫桥小区3栋", "maple", "boundary"),
        ("柳堤花园的垃圾桶坏了", Pin(30.0006, 118.0006), "柳堤花园", "willow", "place"),  # words go before the pin
        ("柳堤社区门口垃圾成堆", Pin(30.0006, 118.0006), "柳堤社区门口", "willow", "unit name"),
        ("路灯不亮", Pin(30.0006, 118.0006), "枫桥小区", "lights", "route 1"),
        ("垃圾桶坏了", replace(FAR, title="柳堤花园(东门)"), "柳堤花园", "willow", "venue"),  # its title is read first
        ("垃圾桶坏了", replace(FAR, title="某某便利店"), None, None, None),
    ],
)
def test_a_report_with_a_pin(text: str, pin: Pin, spot: str | None, unit: str | None, rule: str | None) -> None:
    problem = read(text, pin)
    assert (problem.spot.on_screen() if problem.spot else None) == spot
    assert (problem.unit_code, problem.rule) == (unit, rule)


def test_as_near_to_two_units_is_theirs_to_choose() -> None:
    problem = read("垃圾桶坏了", Pin(30.5, 118.50018))
    assert (problem.unit_code, problem.candidates, problem.rule) == (None, ("lake", "town"), "ambiguous")


def test_a_pin_makes_no_report_of_chatter() -> None:
    assert not READER.read("我到了，在楼下等你", ReadingContext(pin=Pin(30.0006, 118.0006))).problems


def test_metres_between_two_positions() -> None:
    assert metres(Pin(30.0, 118.0), Pin(30.0, 118.0)) == 0
    assert metres(Pin(30.0, 118.0), Pin(30.001, 118.0)) == pytest.approx(111.2, abs=0.1)
    assert metres(Pin(30.0, 118.0), Pin(30.0, 118.001)) == pytest.approx(96.3, abs=0.1)
