"""The map as GeoJSON: valid by RFC 7946, and without anybody's name, words or address."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
import shapely

from bot.domain.areas import Area, Place
from bot.domain.pins import Pin
from bot.domain.tickets import State
from bot.notices.geojson import map_geojson
from tests.notices.mapped import LAT, LON, NOW, ZONE, area, plotted, ring, spotted, tickets, town, unit

HOLED = {
    "type": "MultiPolygon",
    "coordinates": [[ring(LAT, LON, 0.01)[::-1], ring(LAT, LON, 0.002)], [ring(LAT, LON + 0.1, 0.01)]],
}


def collection(of: Area, *found: Any) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(map_geojson(of, plotted(of, found), ZONE))
    return told


def faults(told: dict[str, Any]) -> list[str]:
    """What RFC 7946 asks for, section by section."""
    found = []
    if told["type"] != "FeatureCollection" or not isinstance(told["features"], list):
        found.append("3.3")
    if "crs" in told:
        found.append("4: no other reference system than WGS-84")
    for feature in told["features"]:
        if set(feature) != {"type", "id", "geometry", "properties"} or feature["type"] != "Feature":
            found.append(f"3.2: {feature}")
        geometry = shapely.from_geojson(json.dumps(feature["geometry"]))
        if not geometry.is_valid or geometry.is_empty:
            found.append(f"3.1: {feature['id']}")
        west, south, east, north = geometry.bounds
        if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
            found.append(f"4: {feature['id']}")
        for part in shapely.get_parts(geometry):
            if part.geom_type == "Polygon" and not (
                part.exterior.is_ccw and not any(hole.is_ccw for hole in part.interiors)
            ):
                found.append(f"3.1.6: {feature['id']}")
    if len({feature["id"] for feature in told["features"]}) != len(told["features"]):
        found.append("3.2: an id twice")
    return found


@pytest.mark.parametrize("count", [0, 200])
def test_it_is_valid_by_the_standard(count: int) -> None:
    of = town()
    told = collection(of, *tickets(of, count))
    assert not faults(told)
    assert len(told["features"]) == 12 + count
    assert told["features"][0]["properties"] == {
        "kind": "unit",
        "unit_code": "u0",
        "unit": "龙西社区",
        "parent": "street",
    }


def test_parts_and_holes_are_turned_the_right_way_round() -> None:
    of = area([unit("u0", "龙西社区", boundary="a.geojson")], polygons=[("a.geojson", HOLED)])
    assert faults({"type": "FeatureCollection", "features": [_raw(HOLED)]}) == ["3.1.6: raw"]
    told = collection(of)
    assert not faults(told)
    assert told["features"][0]["geometry"]["type"] == "MultiPolygon"


def _raw(geometry: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "id": "raw", "geometry": geometry, "properties": {}}


def test_what_is_said_of_a_ticket_and_nothing_else() -> None:
    of = area([unit("u0", "龙西社区")], [Place(name="湖畔花园", unit="u0", lat=30.12345678, lon=118.0)])
    made = spotted(1024, state=State.ACCEPTED, place_name="湖畔花园", private=True)
    (feature,) = collection(of, made)["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [118.0, 30.123457]}  # longitude first
    assert feature["properties"] == {
        "kind": "ticket",
        "no": "T1024",
        "state": "accepted",
        "standing": "late",
        "unit_code": "u0",
        "unit": "龙西社区",
        "category": "环境卫生",
        "subcategory": None,
        "class": "A",
        "place": "湖畔花园",
        "position": "place",
        "created_at": "2026-11-20T18:30:00+08:00",
        "due_at": "2026-11-21T18:30:00+08:00",
        "resolved_at": None,
        "closed_at": None,
    }


def test_names_of_anything_do_no_harm() -> None:
    of = area([unit("u0", '龙"西\n</script>社区')], [Place(name='湖\\"畔', unit="u0", lat=30.0, lon=118.0)])
    told = collection(of, spotted(place_name='湖\\"畔'), spotted(1002, pin=Pin(30.0, 118.0), place_name=None))
    assert [feature["properties"]["unit"] for feature in told["features"]] == ['龙"西\n</script>社区'] * 2
    assert [feature["properties"]["position"] for feature in told["features"]] == ["place", "pin"]


def test_a_ticket_without_a_position_is_not_in_it() -> None:
    of = town(1, 1)
    plot = plotted(of, [spotted(place_name="无名处")])
    assert (plot.unplaced, plot.tickets) == (1, ())
    assert "ticket" not in map_geojson(of, replace(plot, now=NOW), ZONE).decode()
