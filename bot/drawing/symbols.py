"""Symbols: of each position how many tickets are late, open and over, by shape, colour and size; near ones are one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import hypot, sqrt

from bot.drawing.canvas import Canvas
from bot.drawing.palette import ALARM, INK, PAPER

LATE, OPEN, OVER = ALARM, "#2B5C8A", "#A9BFC0"
"""Red, blue and a light grey: told apart by who does not see red or green as well; the shapes say the same."""

_SMALLEST, _WIDEST = 10.0, 84.0
_REACHES = (12.0, 32.0, 52.0, 72.0, 92.0)
_MANY, _SQUARE = 300, 40.0
_NUMBERED, _LETTERS, _SMALL_LETTERS, _EDGE = 18.0, 28, 22, 2.0
_HALVES = (1.25, 0.886, 1.0)
"""Half a triangle, a square and a disc, in radii: so wide and so tall all three have the same area."""
_CLOSE = 0.86
"""Symbols may overlap by so much of their size before they become one."""

Counts = tuple[int, int, int]
"""Late, open, over."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Tickets around one point of the picture, in pixels."""

    x: float
    y: float
    counts: Counts

    @property
    def total(self) -> int:
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Sizes:
    """Areas say how many: the radius grows with the root, from `one`, the radius of a single ticket."""

    one: float

    def radius(self, count: int) -> float:
        return max(_SMALLEST, self.one * sqrt(count)) if count else 0.0

    def halves(self, counts: Counts) -> list[float]:
        """Of each symbol half its width, which is half its height too."""
        return [self.radius(count) * half for count, half in zip(counts, _HALVES, strict=True)]


LARGEST = Sizes(16.0)


def sizes_for(clusters: Sequence[Cluster]) -> Sizes:
    """So that the widest, its symbols side by side, still leaves room for others."""
    widest = max((sum(LARGEST.halves(one.counts)) for one in clusters), default=0.0)
    return LARGEST if widest <= _WIDEST else Sizes(LARGEST.one * _WIDEST / widest)


def clustered(points: Sequence[Cluster]) -> tuple[list[Cluster], Sizes]:
    """Symbols that would lie on each other put together: as few as need be, by distances that grow."""
    squares = _gridded(points)
    for reach in _REACHES:
        found = _within_reach(squares, reach)
        sizes = sizes_for(found)
        if len(apart := _apart(found, sizes)) == len(found):
            break
    while len(apart) < len(found):  # the last of them leaves few that lie on each other
        found, apart = apart, _apart(apart, sizes)
    return found, sizes


def _within_reach(clusters: Sequence[Cluster], reach: float) -> list[Cluster]:
    """Each goes to the first larger one within reach (pixels; symbols stand side by side, so further to the side)."""
    leaders: list[list[Cluster]] = []
    nearby: defaultdict[tuple[int, int], list[list[Cluster]]] = defaultdict(list)
    for one in sorted(clusters, key=lambda one: (-one.total, one.y, one.x)):
        column, row = int(one.x // (1.5 * reach)), int(one.y // reach)
        for group in nearby[column, row]:
            if hypot((group[0].x - one.x) / 1.5, group[0].y - one.y) < reach:
                group.append(one)
                break
        else:
            leaders.append([one])
            for across in (-1, 0, 1):
                for down in (-1, 0, 1):
                    nearby[column + across, row + down].append(leaders[-1])
    return [_together(group) for group in leaders]


def _gridded(points: Sequence[Cluster]) -> list[Cluster]:
    """What lies in one small square is one from the start: ten thousand points become some hundreds."""
    step = _SMALLEST if len(points) <= _MANY else 2.4 * _SMALLEST
    squares: defaultdict[tuple[int, int], list[Cluster]] = defaultdict(list)
    for one in points:
        squares[int(one.x // step), int(one.y // step)].append(one)
    return [_together(group) for group in squares.values()]


def _together(group: Sequence[Cluster]) -> Cluster:
    """In the middle of its tickets."""
    whole = sum(one.total for one in group)
    late, unsettled, over = map(sum, zip(*(one.counts for one in group), strict=True))
    return Cluster(
        sum(one.x * one.total for one in group) / whole,
        sum(one.y * one.total for one in group) / whole,
        (late, unsettled, over),
    )


def _apart(clusters: Sequence[Cluster], sizes: Sizes) -> list[Cluster]:
    """Each goes to the first larger one that it would lie on; so put together, they may lie on others again."""
    hosts: list[tuple[float, float, float, float, list[Cluster]]] = []
    nearby: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for one in sorted(clusters, key=lambda one: (-one.total, one.y, one.x)):
        halves = sizes.halves(one.counts)
        wide, tall = _CLOSE * sum(halves), _CLOSE * max(halves)
        for at in nearby[int(one.x // _SQUARE), int(one.y // _SQUARE)]:
            x, y, broad, high, group = hosts[at]
            if abs(x - one.x) < broad + wide and abs(y - one.y) < high + tall:
                group.append(one)
                break
        else:
            for square in _squares(one, wide, tall):
                nearby[square].append(len(hosts))
            hosts.append((one.x, one.y, wide, tall, [one]))
    return [group[0] if len(group) == 1 else _together(group) for *_, group in hosts]


def _squares(one: Cluster, wide: float, tall: float) -> Iterator[tuple[int, int]]:
    """Those in which the middle of a smaller one may lie that touches this one: it is no wider, and no taller."""
    left, right = (int((one.x + side * 2 * wide) // _SQUARE) for side in (-1, 1))
    top, bottom = (int((one.y + side * 2 * wide) // _SQUARE) for side in (-1, 1))
    for column in range(left, right + 1):
        for row in range(top, bottom + 1):
            yield column, row


def box_of(cluster: Cluster, sizes: Sizes) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of its symbols."""
    halves = sizes.halves(cluster.counts)
    wide, tall = sum(halves), max(halves)
    return cluster.x - wide, cluster.y - tall, cluster.x + wide, cluster.y + tall


def kept_within(cluster: Cluster, sizes: Sizes, within: tuple[float, float, float, float]) -> Cluster:
    """Moved so far that its symbols stand inside."""
    left, top, right, bottom = box_of(cluster, sizes)
    x = cluster.x + max(0.0, within[0] - left) - max(0.0, right - within[2])
    y = cluster.y + max(0.0, within[1] - top) - max(0.0, bottom - within[3])
    return Cluster(x, y, cluster.counts)


def draw_cluster(canvas: Canvas, cluster: Cluster, sizes: Sizes) -> None:
    """Its symbols side by side, what is late first."""
    halves = sizes.halves(cluster.counts)
    left = cluster.x - sum(halves)
    for kind, (count, half) in enumerate(zip(cluster.counts, halves, strict=True)):
        radius = sizes.radius(count)
        if count:
            draw_symbol(canvas, kind, left + half, cluster.y, radius)
            if count > 1 and radius >= _NUMBERED:
                _number(canvas, kind, count, left + half, cluster.y, radius)
        left += 2 * half


def _number(canvas: Canvas, kind: int, count: int, x: float, y: float, radius: float) -> None:
    """Where it fits: the area says as much."""
    said, room = f"{count:,}", radius * (1.3, 1.6, 1.75)[kind]
    size = canvas.size_for(said, min(_LETTERS, radius * 1.2), room, _SMALL_LETTERS)
    if canvas.text_width(said, size) <= room:
        down = size * 0.36 + (radius * 0.55 if kind == 0 else 0)
        canvas.text(x, y + down, said, size, INK if kind == 2 else PAPER, "center")


def draw_symbol(canvas: Canvas, kind: int, x: float, y: float, radius: float) -> None:
    """A triangle for what is late, a square for what is open, a disc for what is over; edged in white."""
    colour, half = (LATE, OPEN, OVER)[kind], radius * _HALVES[kind]
    for size, shade in ((half, PAPER), (half - _EDGE * (1.6 if kind == 0 else 1), colour)):
        if kind == 2:
            canvas.dot(x, y, size, shade)
        elif kind == 1:
            canvas.box(x - size, y - size, 2 * size, 2 * size, shade)
        else:
            low = (half - size) * 0.35  # so that the edge is as wide below as at the sides
            canvas.area((x, x + size, x - size), (y - size + low, y + size + low, y + size + low), shade)
