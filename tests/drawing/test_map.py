"""The drawn map: everything on the page and on nothing else, names at their places, sizes and angles that are true."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from math import cos, radians, sqrt

import pytest
from matplotlib.text import Text
from PIL import Image

from bot.domain.areas import Place
from bot.domain.maps import Frame
from bot.domain.pins import Pin, metres
from bot.drawing.canvas import Canvas
from bot.drawing.map import _planned, draw
from bot.drawing.page import WIDTH
from bot.drawing.palette import PAPER
from bot.drawing.projection import Projection, bar_length, shape_of
from bot.drawing.symbols import LARGEST, Cluster, Sizes, box_of, clustered, kept_within, sizes_for
from bot.notices.maps import Shown, map_sheet
from bot.notices.pictures.map import MapSheet
from bot.notices.texts import Texts
from tests.notices.mapped import LAT, LON, ZONE, area, plotted, ring, spotted, tickets, town, unit

_HOLED = {"type": "MultiPolygon", "coordinates": [[ring(LAT, LON, 0.01), ring(LAT, LON, 0.004)[::-1]]]}
_ISLANDS = {"type": "MultiPolygon", "coordinates": [[ring(LAT, LON + 0.03, 0.01)], [ring(LAT, LON + 0.05, 0.003)]]}


@cache
def sheet(name: str) -> MapSheet:
    of, found = {
        "town": lambda: (town(), tickets(town(), 120)),
        "no boundaries": lambda: (town(bounded=False), tickets(town(), 90)),
        "one point": lambda: (
            area([unit("u0", "龙西社区")], [Place(name="湖畔花园", unit="u0", lat=LAT, lon=LON)]),
            [spotted(place_name="湖畔花园")],
        ),
        "only pins": lambda: (area([unit("u0", "龙西社区")]), [spotted(pin=Pin(LAT, LON))]),
        "parts and holes": lambda: (
            area(
                [unit("u0", "环形社区", boundary="a"), unit("u1", "群岛社区", boundary="b")],
                polygons=[("a", _HOLED), ("b", _ISLANDS)],
            ),
            [spotted(pin=Pin(LAT, LON + 0.05))],
        ),
        "ten thousand": lambda: (town(8, 10), tickets(town(8, 10), 10_000, pinned=1.0)),
        "odd names": lambda: (
            area(
                [unit(f"u{n}", "永不落幕的长名称$x^2$😀<b>第三片区\u202e社区") for n in range(4)],
                [Place(name=f"p{n}", unit=f"u{n}", lat=LAT, lon=LON) for n in range(4)],
            ),
            [],
        ),
        "nothing": lambda: (area([unit("u0", "龙西社区")]), []),
    }[name]()
    return map_sheet(Texts(), Shown(of, plotted(of, found)), ZONE)


NAMES = ["town", "no boundaries", "one point", "only pins", "parts and holes", "ten thousand", "odd names", "nothing"]


@cache
def page(name: str) -> Canvas:
    """Drawn once for all tests."""
    return draw(sheet(name))


def texts(canvas: Canvas) -> Iterator[Text]:
    """Without the rims of paper around names."""
    for text in canvas.figure.findobj(Text):
        if isinstance(text, Text) and text.get_text() and text.get_color() != PAPER:
            yield text


def words(canvas: Canvas) -> list[str]:
    return [text.get_text() for text in texts(canvas)]


@pytest.mark.parametrize("name", NAMES)
def test_the_file_is_upright_for_a_phone(name: str) -> None:
    with Image.open(io.BytesIO(page(name).png())) as picture:
        assert (picture.format, picture.width) == ("PNG", WIDTH)
        assert 900 <= picture.height <= 1700


@pytest.mark.parametrize("name", NAMES)
def test_words_stay_on_the_page_and_lie_on_no_others(name: str) -> None:
    boxes = [(text.get_text(), text.get_window_extent()) for text in texts(page(name))]
    for number, (one, box) in enumerate(boxes):
        assert box.x0 >= 0 and box.x1 <= WIDTH and box.y0 >= 0 and box.y1 <= page(name).height, one
        for other, behind in boxes[number + 1 :]:
            apart = box.x1 <= behind.x0 or behind.x1 <= box.x0 or box.y1 <= behind.y0 or behind.y1 <= box.y0
            assert apart, f"{one} | {other}"


def test_every_community_of_a_town_is_named_and_the_legend_counts_all() -> None:
    said = words(page("town"))
    for name in ("龙西社区", "平东社区", "凤凰社区", "东风社区", "青石区", "地图 · 2026年11月", "1 公里", "北"):
        assert name in said, name
    assert sum(count for _, count in sheet("town").legend) == 120
    assert "有的单位名放不下，没有写。" not in said


def test_names_that_find_no_room_are_told_of() -> None:
    assert "有的单位名放不下，没有写。" in words(page("ten thousand"))


def test_a_blank_map_still_says_why() -> None:
    assert sheet("nothing").frame is None
    assert "这段时间没有能上图的工单。" in words(page("nothing"))


def test_parts_and_holes_are_drawn_and_named() -> None:
    assert {"环形社区", "群岛社区"} <= set(words(page("parts and holes")))
    frame = sheet("parts and holes").frame
    assert frame is not None
    plan = _planned(sheet("parts and holes"), frame, 560.0)
    with Image.open(io.BytesIO(page("parts and holes").png())) as picture:
        colours = picture.convert("RGB")
        hole, land, sea = (
            colours.getpixel(tuple(map(round, plan.projection.pixel(LAT, LON + across))))
            for across in (0, 0.009, 0.016)
        )
    assert hole == sea != land


# The projection.


@pytest.mark.parametrize("lat", [-60.0, 0.0, 30.29, 53.5, 75.0])
def test_angles_are_true_and_the_scale_is_that_of_the_middle(lat: float) -> None:
    frame = Frame(lat - 0.05, 118.0, lat + 0.05, 118.1)
    projection = Projection(frame, 0, 0, 1000, 1000, 100.0)
    x, y = projection.pixel(lat, 118.05)
    step = 0.001
    east, north = projection.pixel(lat, 118.05 + step / cos(radians(lat))), projection.pixel(lat + step, 118.05)
    assert east[0] - x == pytest.approx(y - north[1], rel=1e-3)  # as far to the east as to the north
    assert (east[1], north[0]) == (pytest.approx(y), pytest.approx(x))  # north is up
    told = metres(Pin(lat, 118.05), Pin(lat + step, 118.05))
    assert (y - north[1]) * projection.metres_per_pixel == pytest.approx(told, rel=2e-3)


def test_a_frame_fills_its_box_and_a_point_stands_in_the_middle_of_its_surroundings() -> None:
    frame = Frame(30.0, 118.0, 30.1, 118.3)
    projection = Projection(frame, 10, 20, 900, 900, 100.0)
    assert projection.pixel(30.0, 118.0)[0] == pytest.approx(10)
    assert projection.pixel(30.1, 118.3)[0] == pytest.approx(910)
    point = Projection(Frame(30.0, 118.0, 30.0, 118.0), 0, 0, 900, 600, 600.0)
    assert point.pixel(30.0, 118.0) == (pytest.approx(450), pytest.approx(300))
    assert point.metres_per_pixel == pytest.approx(1.0)
    assert shape_of(Frame(30.0, 118.0, 30.0, 118.0), 600.0) == 0


def test_the_whole_world_and_the_poles_are_no_fault() -> None:
    world = Projection(Frame(-90, -180, 90, 180), 0, 0, 1000, 1000, 100.0)
    for spot in ((-90, -180), (90, 180), (0, 0)):
        assert all(-1 <= part <= 1001 for part in world.pixel(*spot))


@pytest.mark.parametrize(
    ("scale", "room", "length"),
    [(1.0, 260, 200), (2.0, 260, 500), (0.001, 260, 1), (40.0, 260, 10_000), (1.0, 200, 200)],
)
def test_the_bar_is_a_round_number_that_fits(scale: float, room: float, length: int) -> None:
    assert bar_length(scale, room) == length


# The symbols.


def test_areas_say_how_many() -> None:
    sizes = Sizes(13.0)
    assert sizes.radius(4) == pytest.approx(2 * sizes.radius(1))
    triangle, square, disc = sizes.halves((9, 9, 9))
    assert triangle * 2 * triangle * 2 / 2 == pytest.approx(3.1416 * disc**2, rel=0.01)
    assert (2 * square) ** 2 == pytest.approx(3.1416 * disc**2, rel=0.01)


@pytest.mark.parametrize("count", [1, 30, 400, 3000])
def test_no_ticket_is_lost_and_no_symbol_lies_on_another(count: int) -> None:
    points = [
        Cluster(100 + 800 * (n * 0.618 % 1), 100 + 600 * (n * 0.414 % 1), ((n % 7) // 6, n % 2, 1))
        for n in range(count)
    ]
    found, sizes = clustered(points)
    assert sum(one.total for one in found) == sum(one.total for one in points)
    for number, one in enumerate(found):
        left, top, right, bottom = box_of(one, sizes)
        for other in found[number + 1 :]:
            far, high, wide, low = box_of(other, sizes)
            across, down = min(right, wide) - max(left, far), min(bottom, low) - max(top, high)
            assert across <= 0.3 * (wide - far) or down <= 0.3 * (low - high)


def test_one_place_with_thousands_fits_on_the_page() -> None:
    (found,), sizes = clustered([Cluster(10, 10, (4000, 9000, 70_000))])
    assert sum(sizes.halves(found.counts)) <= 90
    assert sizes.radius(70_000) == pytest.approx(sizes.one * sqrt(70_000))
    left, top, right, bottom = box_of(kept_within(found, sizes, (0, 0, 500, 500)), sizes)
    assert left >= 0 and top >= 0 and right <= 500 and bottom <= 500
    assert clustered([]) == ([], LARGEST)
    assert sizes_for([]) == LARGEST


def test_the_legend_word_of_an_operator_is_cut() -> None:
    long = replace(sheet("one point"), legend=(("长" * 40, 1_234_567), ("长" * 40, 0), ("长" * 40, 5)))
    boxes = [text.get_window_extent() for text in texts(draw(long))]
    assert all(box.x1 <= WIDTH for box in boxes)
