"""Boundaries of units: GeoJSON files checked and brought to one plain geometry."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

_KINDS = ("Polygon", "MultiPolygon")
_MOST_POINTS = 200_000


class BoundaryFault(Exception):  # noqa: N818 - told to the operator as it is
    """A boundary's file cannot be used; the text says what is wrong and what mends it."""


def read_boundary(text: str) -> str:
    """The polygon of a GeoJSON text as a plain geometry. Raises BoundaryFault.

    A Feature, or a FeatureCollection of one, is taken for its geometry. Positions are longitude, latitude in WGS-84
    (RFC 7946): a file in GCJ-02, as Chinese map services give it, lies some hundred metres off and cannot be told.
    """
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BoundaryFault(f"not JSON ({error}); export it again as GeoJSON") from None
    geometry = _geometry(found)
    _check_positions(geometry["coordinates"])
    return json.dumps(_valid({"type": geometry["type"], "coordinates": geometry["coordinates"]}))


def _geometry(found: Any) -> dict[str, Any]:
    features = found.get("features") if isinstance(found, dict) else None
    if isinstance(features, list):
        if len(features) != 1:
            raise BoundaryFault(f"it holds {len(features)} features; write one file for each unit, with one feature")
        found = features[0]
    if isinstance(found, dict) and found.get("type") == "Feature":
        found = found.get("geometry")
    kind = found.get("type") if isinstance(found, dict) else None
    if kind not in _KINDS or not isinstance(found.get("coordinates"), list):
        raise BoundaryFault(f"it holds {_named(kind)}; a boundary is a {' or a '.join(_KINDS)}")
    checked: dict[str, Any] = found
    return checked


def _named(kind: Any) -> str:
    return f"a {kind}" if isinstance(kind, str) else "no geometry"


def _check_positions(coordinates: list[Any]) -> None:
    """Every position on the globe, longitude first."""
    waiting: list[Any] = list(coordinates)
    count = 0
    while waiting:
        one = waiting.pop()
        if not isinstance(one, list) or not one:
            raise BoundaryFault(f"{json.dumps(one)[:40]} is no position; write [longitude, latitude]")
        if isinstance(one[0], list):
            waiting += one
            continue
        count += 1
        if count > _MOST_POINTS:
            raise BoundaryFault(f"it has more than {_MOST_POINTS} points; simplify it, metres are enough")
        _check_position(one)


def _check_position(one: list[Any]) -> None:
    numbers = len(one) >= 2 and all(isinstance(part, int | float) and not isinstance(part, bool) for part in one)
    if not numbers:
        raise BoundaryFault(f"{json.dumps(one)[:40]} is no position; write [longitude, latitude]")
    lon, lat = one[:2]
    if abs(lat) > 90 and abs(lon) <= 90:
        raise BoundaryFault(f"[{lon}, {lat}] has its numbers exchanged; write longitude first")
    if abs(lat) > 90 or abs(lon) > 180:
        raise BoundaryFault(f"[{lon}, {lat}] is not on the globe; export it in degrees (WGS-84, EPSG:4326)")


def _valid(geometry: dict[str, Any]) -> dict[str, Any]:
    import shapely

    try:
        shape = shapely.from_geojson(json.dumps(geometry))
    except shapely.errors.GEOSException as error:
        raise BoundaryFault(
            f"its rings cannot be read ({error}); each needs four positions and ends as it began"
        ) from None
    if shape.is_empty:
        raise BoundaryFault("it is empty; draw the boundary again")
    if not shape.is_valid:
        why = shapely.is_valid_reason(shape)
        raise BoundaryFault(
            f"it is not a sound polygon ({why}); let a map program mend it, such as QGIS: Fix geometries"
        )
    return geometry


def corners(polygon: str) -> list[tuple[float, float]]:
    """The south-west and north-east corner of a checked geometry, as latitude and longitude."""
    import shapely

    west, south, east, north = (float(edge) for edge in shapely.bounds(shapely.from_geojson(polygon)))
    return [(south, west), (north, east)]


def right_handed(polygon: str) -> dict[str, Any]:
    """A checked geometry as RFC 7946 wants it: outer rings run against the clock, holes with it (3.1.6).

    A third number of a position, its height, is left out: nothing here knows of heights.
    """
    geometry = json.loads(polygon)
    if geometry["type"] == "Polygon":
        turned: list[Any] = _turned(geometry["coordinates"])
    else:
        turned = [_turned(rings) for rings in geometry["coordinates"]]
    return {"type": geometry["type"], "coordinates": turned}


def _turned(rings: list[list[list[float]]]) -> list[list[list[float]]]:
    found = []
    for number, ring in enumerate(rings):
        flat = [position[:2] for position in ring]
        against = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(flat)) > 0
        found.append(flat if against == (number == 0) else flat[::-1])
    return found
