"""Where tickets stand, and which part of the world a map shows: tables of positions, strays and frames."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.areas import Place
from bot.domain.maps import (
    Frame,
    Position,
    Source,
    Spot,
    Standing,
    around,
    frame_of,
    placed,
    position_of,
    without_strays,
)
from bot.domain.pins import Pin
from bot.domain.tickets import State
from tests.notices.mapped import NOW, spotted

GARDEN = Place(name="湖畔花园", unit="u0", lat=30.0, lon=118.0)
TWIN = Place(name="湖畔花园", unit="u1", lat=30.1, lon=118.1)
BARE = Place(name="柳园", unit="u0")
PIN = Pin(30.2, 118.2)


@pytest.mark.parametrize(
    ("places", "facts", "position"),
    [
        ([GARDEN], {"place_name": "湖畔花园"}, Position(30.0, 118.0, Source.PLACE)),
        ([GARDEN], {"place_name": "湖畔花园", "pin": PIN}, Position(30.0, 118.0, Source.PLACE)),  # words before a pin
        ([GARDEN], {"place_name": "湖畔花园", "unit_code": "chengguan"}, Position(30.0, 118.0, Source.PLACE)),
        ([GARDEN, TWIN], {"place_name": "湖畔花园", "unit_code": "u1"}, Position(30.1, 118.1, Source.PLACE)),
        ([GARDEN, TWIN], {"place_name": "湖畔花园", "unit_code": "chengguan"}, None),
        (
            [GARDEN, TWIN],
            {"place_name": "湖畔花园", "unit_code": None, "pin": PIN},
            Position(30.2, 118.2, Source.PIN),
        ),
        ([BARE], {"place_name": "柳园"}, None),
        ([BARE], {"place_name": "柳园", "pin": PIN}, Position(30.2, 118.2, Source.PIN)),
        ([], {"pin": PIN}, Position(30.2, 118.2, Source.PIN)),
        ([GARDEN], {}, None),
    ],
)
def test_where_a_ticket_stands(places: list[Place], facts: dict[str, object], position: Position | None) -> None:
    assert position_of(spotted(**facts), placed(places)) == position


@pytest.mark.parametrize(
    ("state", "due", "standing"),
    [
        (State.ASSIGNED, -1, Standing.LATE),
        (State.ACCEPTED, -1, Standing.LATE),
        (State.ACCEPTED, 0, Standing.OPEN),  # due this very moment is not late, as in the figures
        (State.ASSIGNED, 1, Standing.OPEN),
        (State.ASSIGNED, None, Standing.OPEN),
        (State.TRIAGE, -1, Standing.OPEN),
        (State.SUSPENDED, -1, Standing.OPEN),
        (State.RESOLVED, -1, Standing.OPEN),
        (State.CLOSED, -1, Standing.OVER),
        (State.REJECTED, -1, Standing.OVER),
        (State.MERGED, -1, Standing.OVER),
        (State.WITHDRAWN, -1, Standing.OVER),
    ],
)
def test_how_a_ticket_stands(state: State, due: int | None, standing: Standing) -> None:
    at = None if due is None else NOW + timedelta(milliseconds=due)
    assert spotted(state=state, due_at=at).standing(NOW) is standing


TOWN: list[Spot] = [(30.00, 118.00), (30.01, 118.01), (30.02, 118.00)]
BEIJING = (39.9, 116.4)


@pytest.mark.parametrize(
    ("spots", "kept"),
    [
        ([], []),
        ([BEIJING], [BEIJING]),
        (TOWN, TOWN),
        ([*TOWN, BEIJING], TOWN),  # a slip of the pen
        ([*TOWN, (30.25, 118.2)], [*TOWN, (30.25, 118.2)]),  # a village of the county
        ([TOWN[0]] * 5 + [(30.05, 118.0)], [TOWN[0]] * 5 + [(30.05, 118.0)]),
        ([TOWN[0]] * 5 + [(30.5, 118.0)], [TOWN[0]] * 5),
    ],
)
def test_what_lies_far_from_all_others_is_a_stray(spots: list[Spot], kept: list[Spot]) -> None:
    assert without_strays(spots) == kept


@pytest.mark.parametrize(
    ("corners", "places", "pins", "frame"),
    [
        ([], [], [], None),
        ([], [], TOWN, Frame(30.00, 118.00, 30.02, 118.01)),
        ([], [], [*TOWN, BEIJING], Frame(30.00, 118.00, 30.02, 118.01)),
        ([], TOWN, [BEIJING], Frame(30.00, 118.00, 30.02, 118.01)),
        ([], TOWN, [(30.024, 118.0)], Frame(30.00, 118.00, 30.024, 118.01)),  # just outside: shown
        ([BEIJING, (40.0, 116.5)], TOWN, [], Frame(30.0, 116.4, 40.0, 118.01)),  # boundaries are always whole
        (TOWN[:2], [BEIJING], [], Frame(30.0, 118.0, 30.01, 118.01)),  # a slip of the pen beside a boundary
        ([], TOWN[:1], TOWN, Frame(30.0, 118.0, 30.0, 118.0)),  # within 1 km of the only place: none of the pins
    ],
)
def test_what_a_map_shows(corners: list[Spot], places: list[Spot], pins: list[Spot], frame: Frame | None) -> None:
    assert frame_of(corners, places, pins) == frame


def test_a_frame_grows_by_metres_as_wide_as_high_and_stays_on_the_globe() -> None:
    grown = Frame(60.0, 10.0, 60.0, 10.0).grown(0.25, 1000.0)
    assert grown.north - grown.south == pytest.approx(2000 / 111_195)
    assert grown.east - grown.west == pytest.approx(2 * 2000 / 111_195, rel=0.01)  # half as wide a degree, at 60 north
    assert Frame(-90, -180, 90, 180).grown(1, 1) == Frame(-90, -180, 90, 180)
    assert around([]) is None
