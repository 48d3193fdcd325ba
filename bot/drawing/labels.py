"""Labels: names near their places that lie on nothing and on no other; what finds no room is left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from bot.drawing.canvas import Canvas
from bot.drawing.palette import INK, PAPER

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""
Numbers = NDArray[np.float64]

_SIZES = (30, 26)
_LONGEST = 12
"""Letters of a name: longer ones are cut."""
_AIR = 5.0
_STEP = 9.0
_MOST = 4000
_RISE, _DEPTH = 0.86, 0.16
"""Of Chinese letters above and below their line, in heights."""


@dataclass(frozen=True, slots=True)
class Label:
    """The ways to write a name, the best first, and the point that it belongs to, in pixels.

    The heavier labels choose first. Within a `ground` (a shape) the name stays where it says whose ground it is.
    """

    names: tuple[str, ...]
    x: float
    y: float
    weight: int
    ground: Any = None


@dataclass(frozen=True, slots=True)
class Placed:
    name: str
    middle: float
    base: float
    size: int
    box: Box


def placed(canvas: Canvas, labels: Sequence[Label], taken: Sequence[Box], within: Box) -> list[Placed]:
    """Where the names stand. `taken` are the boxes of the symbols; nothing leaves `within`."""
    found: list[Placed] = []
    for _, label in sorted(enumerate(labels), key=lambda one: (-one[1].weight, one[0])):
        busy = np.array([*taken, *(one.box for one in found)], dtype=np.float64).reshape(-1, 4)
        middles = _around(label) if label.ground is None else _inside(label)
        first = next(_free(canvas, label, middles, busy, within), None)
        if first is not None:
            found.append(first)
    return found


def _free(canvas: Canvas, label: Label, middles: Numbers, busy: Numbers, within: Box) -> Iterator[Placed]:
    """Of each way to write the name the best free middle."""
    for name in label.names:
        for size in _SIZES:
            shown = canvas.cut(name, size, _LONGEST * size)
            half = np.array((canvas.text_width(shown, size) / 2 + _AIR, size / 2 + _AIR))
            boxes = np.hstack((middles - half, middles + half))
            low, high = (boxes[:, :2] >= within[:2]).all(axis=1), (boxes[:, 2:] <= within[2:]).all(axis=1)
            fits = np.logical_and(np.logical_and(low, high), ~_hit(boxes, busy))
            if label.ground is not None and fits.any():  # whole within the ground, where that is possible
                ends = boxes[:, [0, 2]]
                own = [shapely.contains_xy(label.ground, ends[:, side], middles[:, 1]) for side in (0, 1)]
                fits = both if (both := fits & own[0] & own[1]).any() else fits
            if fits.any():
                at = int(fits.argmax())
                x, y = (float(part) for part in middles[at])
                left, top, right, bottom = (float(part) for part in boxes[at])
                yield Placed(shown, x, y + size * (_RISE - _DEPTH) / 2, size, (left, top, right, bottom))


def _hit(boxes: Numbers, busy: Numbers) -> NDArray[np.bool_]:
    """Which of the boxes lies on one that is taken."""
    one, other = boxes[:, None, :], busy[None, :, :]
    across = np.logical_and(one[..., 0] < other[..., 2], other[..., 0] < one[..., 2])
    down = np.logical_and(one[..., 1] < other[..., 3], other[..., 1] < one[..., 3])
    return np.asarray(np.logical_and(across, down).any(axis=1), dtype=np.bool_)


def _around(label: Label) -> Numbers:
    """Points at and around a point, near ones first."""
    return _by_distance(label, 150.0, 90.0)


def _inside(label: Label) -> Numbers:
    left, top, right, bottom = label.ground.bounds
    found = _by_distance(label, max(label.x - left, right - label.x), max(label.y - top, bottom - label.y))
    own: Numbers = found[shapely.contains_xy(label.ground, found[:, 0], found[:, 1])]
    return own


def _by_distance(label: Label, wide: float, tall: float) -> Numbers:
    """A grid of at most some thousand points, those above and below a little before those beside."""
    step = max(_STEP, (4 * wide * tall / _MOST) ** 0.5)
    across, down = (np.arange(-int(half / step), int(half / step) + 1) * step for half in (wide, tall))
    offsets = np.array(np.meshgrid(across, down), dtype=np.float64).reshape(2, -1).T
    order = np.argsort(np.hypot(offsets[:, 0] * 1.1, offsets[:, 1]), kind="stable")
    found: Numbers = offsets[order] + (label.x, label.y)
    return found


_RIM = ((-3, 0), (3, 0), (0, -3), (0, 3), (-2, -2), (2, -2), (-2, 2), (2, 2))


def draw_labels(canvas: Canvas, found: Sequence[Placed]) -> None:
    """With a rim of paper, which keeps them apart from the lines that they stand on."""
    for one in found:
        for across, down in _RIM:
            canvas.text(one.middle + across, one.base + down, one.name, one.size, PAPER, "center")
        canvas.text(one.middle, one.base, one.name, one.size, INK, "center")
