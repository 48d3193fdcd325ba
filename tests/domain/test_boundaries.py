"""Boundaries: what GeoJSON files may hold, and what is said of those that cannot be used."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import pytest

from bot.domain.area_book import AreaBookFaults, read_area_book
from bot.domain.boundaries import BoundaryFault, corners, read_boundary, right_handed
from bot.domain.categories import BUILT_IN

RING = [[118.0, 30.0], [118.1, 30.0], [118.1, 30.1], [118.0, 30.0]]
POLYGON = {"type": "Polygon", "coordinates": [RING]}
FEATURE = {"type": "Feature", "properties": {"name": "龙西社区"}, "geometry": POLYGON}


@pytest.mark.parametrize(
    "found",
    [
        POLYGON,
        {"type": "MultiPolygon", "coordinates": [[RING]]},
        FEATURE,
        {"type": "FeatureCollection", "features": [FEATURE]},
        {"type": "Polygon", "coordinates": [[[*one, 12.5] for one in RING]]},  # with heights
    ],
)
def test_what_a_boundary_may_be(found: dict[str, Any]) -> None:
    read = json.loads(read_boundary(json.dumps(found)))
    assert read["type"] in {"Polygon", "MultiPolygon"}
    assert set(read) == {"type", "coordinates"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "it holds no geometry"),
        ('{"type": "Point", "coordinates": [118, 30]}', "it holds a Point; a boundary is a Polygon or a MultiPolygon"),
        (json.dumps({"type": "FeatureCollection", "features": [FEATURE, FEATURE]}), "it holds 2 features"),
        (json.dumps({"type": "Polygon", "coordinates": [RING[:2]]}), "each needs four positions"),
        (json.dumps({"type": "Polygon", "coordinates": []}), "it is empty"),
        (json.dumps({"type": "Polygon", "coordinates": [[["a", "b"]]]}), "is no position"),
        (json.dumps({"type": "Polygon", "coordinates": [[*RING[:2], None, *RING[2:]]]}), "is no position"),
        (json.dumps({"type": "Polygon", "coordinates": [[one[::-1] for one in RING]]}), "longitude first"),
        (json.dumps({"type": "Polygon", "coordinates": [[[5e5, 3e6]] * 4]}), "not on the globe"),
        (
            json.dumps({"type": "Polygon", "coordinates": [[[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]]}),
            "not a sound polygon (Self-intersection",
        ),
    ],
)
def test_what_cannot_be_used_is_told_with_a_remedy(text: str, told: str) -> None:
    with pytest.raises(BoundaryFault) as caught:
        read_boundary(text)
    assert told in str(caught.value)


UNITS = """\
[area]
name = "黄山区"
[[unit]]
code = "longxi"
name = "龙西社区"
kind = "community"
boundary = "longxi.geojson"
"""


def _open(name: str) -> str:
    if name != "longxi.geojson":
        raise FileNotFoundError(2, "No such file or directory")
    return json.dumps(FEATURE)


def test_a_book_brings_its_boundaries() -> None:
    area = read_area_book(UNITS, built_in=BUILT_IN, open_file=_open)
    assert [boundary.file for boundary in area.boundaries] == ["longxi.geojson"]
    assert json.loads(area.boundaries[0].polygon) == POLYGON
    assert read_area_book(UNITS, built_in=BUILT_IN).boundaries == ()


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ('boundary = "gone.geojson"', 'boundary "gone.geojson" cannot be read (No such file or directory)'),
        ('boundary = "longxi.geojson"', 'is that of unit "longxi" already'),
        ('boundary = "/etc/passwd"', "leads elsewhere"),
        ('boundary = "../other/x.geojson"', "leads elsewhere"),
        ("boundary = 5", "boundary = 5 is not text"),
    ],
)
def test_faults_stand_at_the_line_of_the_unit(more: str, told: str) -> None:
    text = f'{UNITS}[[unit]]\ncode = "b"\nname = "乙社区"\nkind = "community"\n{more}\n'
    with pytest.raises(AreaBookFaults) as caught:
        read_area_book(text, built_in=BUILT_IN, open_file=_open)
    assert any(line.startswith("area.toml:12: ") and told in line for line in caught.value.lines())


def _turns_left(ring: list[list[float]]) -> bool:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) > 0


SQUARE = [[0.0, 0.0], [4.0, 0.0], [4.0, 4.0], [0.0, 4.0], [0.0, 0.0]]
HOLE = [[1.0, 1.0], [2.0, 1.0], [2.0, 2.0], [1.0, 2.0], [1.0, 1.0]]


@pytest.mark.parametrize("turned", [False, True])
def test_outer_rings_run_against_the_clock_and_holes_with_it(turned: bool) -> None:
    rings = [SQUARE[::-1], HOLE] if turned else [SQUARE, HOLE[::-1]]
    many = {"type": "MultiPolygon", "coordinates": [rings, rings]}
    for found in (
        *right_handed(json.dumps(many))["coordinates"],
        right_handed(json.dumps({"type": "Polygon", "coordinates": rings}))["coordinates"],
    ):
        assert [_turns_left(ring) for ring in found] == [True, False]
        assert [sorted(ring) for ring in found] == [sorted(SQUARE), sorted(HOLE)]


def test_heights_are_left_out_and_corners_are_those_of_all_parts() -> None:
    high = [[*position, 12.5] for position in SQUARE]
    far = [[10.0 + lon, lat] for lon, lat in SQUARE]
    written = json.dumps({"type": "MultiPolygon", "coordinates": [[high], [far]]})
    assert right_handed(written)["coordinates"] == [[SQUARE], [far]]
    assert corners(written) == [(0.0, 0.0), (4.0, 14.0)]
