"""Drawing a map: the units' outlines and names, a symbol for the tickets of each position, legend, scale and north."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from bot.domain.maps import Frame
from bot.drawing.canvas import Canvas
from bot.drawing.labels import Label, Placed, draw_labels, placed
from bot.drawing.page import EDGE, INNER, RIGHT, SMALLEST, WIDTH, draw_head
from bot.drawing.palette import INK, MUTED, PAPER, TRACK
from bot.drawing.projection import Projection, bar_length, shape_of
from bot.drawing.symbols import LARGEST, Cluster, Sizes, box_of, clustered, draw_cluster, draw_symbol, kept_within
from bot.notices.pictures.map import MapSheet
from bot.notices.pictures.workbook import unpacked

_TOP, _LEAST, _TALLEST = 212, 560, 1100
_PADDING = 52
"""Around what the frame holds: room for half a symbol."""
_SCALE, _LEGEND, _NOTE = 66, 62, 44
_SURROUNDINGS = 800.0
"""Metres that a map shows at least: a single place stands in the middle of them."""
_SEA, _LAND, _BORDER, _OUTER, _PLACE = TRACK, "#FDFCF9", "#BDB6A6", "#857E70", "#CBC4B3"


def draw(sheet: MapSheet) -> Canvas:
    """The page. `png()` of it makes the file."""
    tall = _height(sheet)
    bottom = _TOP + tall
    plan = None if sheet.frame is None else _planned(sheet, sheet.frame, tall)
    sizes = LARGEST if plan is None else plan.sizes
    notes = _wrapped((*sheet.notes, sheet.unnamed) if plan is not None and plan.unnamed else sheet.notes)
    legend = _LEGEND * (2 if any(count for _, count in sheet.legend) else 1)
    canvas = Canvas(WIDTH, round(bottom + _SCALE + legend + _NOTE * len(notes) + 30), PAPER)
    draw_head(canvas, sheet.whose, sheet.period, sheet.counted)
    canvas.box(EDGE, _TOP, INNER, tall, _SEA, rounded=12)
    if plan is not None:
        _map(canvas, sheet, plan)
        _scale(canvas, sheet, plan.projection, bottom)
    _legend(canvas, sheet, bottom + _SCALE, sizes)
    for number, note in enumerate(notes, 1):
        canvas.text(EDGE, bottom + _SCALE + legend + _NOTE * number - 8, note, SMALLEST, MUTED)
    return canvas


def png(sheet: MapSheet) -> bytes:
    """The file."""
    return draw(sheet).png()


def _height(sheet: MapSheet) -> float:
    """As the frame is shaped, within what a phone shows in one piece."""
    if sheet.frame is None:
        return _LEAST
    room = INNER - 2 * _PADDING
    return max(_LEAST, min(_TALLEST, room * shape_of(sheet.frame, _SURROUNDINGS) + 2 * _PADDING))


@dataclass(frozen=True, slots=True)
class _Plan:
    """What stands where: the shapes of the grounds in pixels, the symbols, the names; whether some found no room."""

    projection: Projection
    shapes: tuple[Any, ...]
    clusters: tuple[Cluster, ...]
    sizes: Sizes
    names: tuple[Placed, ...]
    unnamed: bool


def _planned(sheet: MapSheet, frame: Frame, tall: float) -> _Plan:
    left, top = EDGE + _PADDING, _TOP + _PADDING
    projection = Projection(frame, left, top, INNER - 2 * _PADDING, tall - 2 * _PADDING, _SURROUNDINGS)
    within = (EDGE + 6, _TOP + 6, RIGHT - 6, _TOP + tall - 6)
    shapes = tuple(_projected(ground.polygon, projection) for ground in sheet.grounds)
    found, sizes = clustered(
        [
            Cluster(*projection.pixel(lat, lon), (late, unsettled, over))
            for lat, lon, late, unsettled, over in _rows(sheet.symbols)
        ]
    )
    clusters = tuple(kept_within(one, sizes, within) for one in found)
    labels = [*_of_grounds(sheet, shapes), *_of_places(sheet, projection)]
    names = placed(Canvas(10, 10, PAPER), labels, [box_of(one, sizes) for one in clusters], within)
    return _Plan(projection, shapes, clusters, sizes, tuple(names), len(names) < len(labels))


def _rows(packed: bytes) -> list[Any]:
    return unpacked(packed)


def _of_grounds(sheet: MapSheet, shapes: Sequence[Any]) -> Iterator[Label]:
    for ground, shape in zip(sheet.grounds, shapes, strict=True):
        if ground.name and not shape.is_empty:
            largest = max(shapely.get_parts(shape), key=lambda part: part.area)
            point = _middle(largest)
            yield Label(_ways(ground.name), point.x, point.y, ground.weight, largest)


def _of_places(sheet: MapSheet, projection: Projection) -> Iterator[Label]:
    for one in sheet.names:
        yield Label(_ways(one.name), *projection.pixel(one.lat, one.lon), one.weight)


_KINDS = ("社区居委会", "居委会", "社区", "村委会", "村", "街道", "镇", "乡")


def _ways(name: str) -> tuple[str, ...]:
    """龙西 for 龙西社区, as people say it, where the whole name has no room."""
    ends = (kind for kind in _KINDS if name.endswith(kind) and len(name) > len(kind) + 1)
    return (name, *(name.removesuffix(kind) for kind in ends))[:2]


def _map(canvas: Canvas, sheet: MapSheet, plan: _Plan) -> None:
    """Grounds, the lines of those that enclose others above them, places, symbols, names."""
    for ground, shape in zip(sheet.grounds, plan.shapes, strict=True):
        for rings in _rings(shape):
            canvas.outlined(rings, _LAND, _OUTER if ground.outer else _BORDER, 2.5)
    for ground, shape in zip(sheet.grounds, plan.shapes, strict=True):
        for rings in _rings(shape) if ground.outer else ():
            canvas.outlined(rings, "none", _OUTER, 4)
    canvas.dots([plan.projection.pixel(lat, lon) for lat, lon in _rows(sheet.places)], 4, _PLACE)
    for one in sorted(plan.clusters, key=lambda one: one.total, reverse=True):  # the large ones lie lowest
        draw_cluster(canvas, one, plan.sizes)
    draw_labels(canvas, plan.names)


def _projected(polygon: str, projection: Projection) -> Any:
    """In pixels. A shape that is less than a pixel keeps its corners."""
    shape = shapely.transform(shapely.force_2d(shapely.from_geojson(polygon)), projection.pixels)
    simple = shapely.simplify(shape, 0.6)
    return shapely.orient_polygons(shape if simple.is_empty else simple)


def _rings(shape: Any) -> Iterator[list[list[tuple[float, float]]]]:
    for part in shapely.get_parts(shape):
        rings = (part.exterior, *part.interiors)
        yield [[(float(x), float(y)) for x, y in np.asarray(ring.coords)] for ring in rings]


def _middle(part: Any) -> Any:
    """A point deep within, where a name has the most room."""
    return (
        shapely.get_point(shapely.maximum_inscribed_circle(part, tolerance=2.0), 0) if part.area > 1 else part.centroid
    )


def _scale(canvas: Canvas, sheet: MapSheet, projection: Projection, y: float) -> None:
    """Below the map, where nothing can lie on them: a bar of so many metres, and an arrow to the north."""
    length = bar_length(projection.metres_per_pixel, 260)
    wide = length / projection.metres_per_pixel
    base = y + 40
    for x in (EDGE, EDGE + wide):
        canvas.line((x, x), (base - 16, base), INK, 3)
    canvas.line((EDGE, EDGE + wide), (base, base), INK, 3)
    metres, kilometres = sheet.lengths
    told = f"{length // 1000:,} {kilometres}" if length >= 1000 else f"{length} {metres}"
    canvas.text(EDGE + wide + 16, base + 2, told, SMALLEST, INK)
    canvas.text(RIGHT, base + 2, sheet.north, SMALLEST, INK, "right")
    x = RIGHT - canvas.text_width(sheet.north, SMALLEST) - 22
    canvas.area((x, x + 11, x, x - 11), (base - 26, base + 4, base - 4, base + 4), INK)


def _legend(canvas: Canvas, sheet: MapSheet, y: float, sizes: Sizes) -> None:
    """What the three shapes say and how many tickets each stands for; then how size is to be read."""
    step = INNER / 3
    for kind, (word, count) in enumerate(sheet.legend):
        x = EDGE + kind * step
        told = f"{count:,}"
        shown = canvas.cut(word, 30, step - 70 - canvas.text_width(told, 30))
        draw_symbol(canvas, kind, x + 20, y + 24, 16)
        canvas.text(x + 50, y + 34, shown, 30, INK)
        canvas.text(x + 62 + canvas.text_width(shown, 30), y + 34, told, 30, INK)
    if any(count for _, count in sheet.legend):
        _sizes(canvas, sheet, y + _LEGEND, sizes)


def _sizes(canvas: Canvas, sheet: MapSheet, y: float, sizes: Sizes) -> None:
    x: float = EDGE + 4
    for count in _samples(max(count for _, count in sheet.legend), sizes):
        radius, told = sizes.radius(count), f"{count:,}"
        draw_symbol(canvas, 2, x + radius, y + 24, radius)
        canvas.text(x + 2 * radius + 10, y + 34, told, SMALLEST, MUTED)
        x += 2 * radius + 34 + canvas.text_width(told, SMALLEST)
    canvas.text(x, y + 34, sheet.sizes, SMALLEST, MUTED, room=RIGHT - x)


def _samples(most: int, sizes: Sizes) -> list[int]:
    """A single ticket, and a number whose symbol is as large as a line of the legend takes."""
    told = [one * 10**power for power in range(6) for one in (1, 2, 5) if one * 10**power <= most]
    return [1, *[count for count in told if sizes.radius(1) + 6 < sizes.radius(count) <= 30][-1:]]


def _wrapped(notes: Sequence[str]) -> list[str]:
    canvas = Canvas(10, 10, PAPER)
    return [line for note in notes for line in canvas.wrapped(note, SMALLEST, INNER, 2)]
