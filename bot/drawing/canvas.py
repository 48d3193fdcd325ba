"""The canvas: text, boxes and lines placed in pixels from the top left corner, in a font that knows Chinese.

It loads matplotlib (0.4 s and 70 MB), without pyplot and without any state of matplotlib's own.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Literal

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import EllipseCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, FancyBboxPatch, PathPatch, Polygon, Rectangle
from matplotlib.path import Path
from PIL import Image

from bot.drawing.letters import DPI, Letters, printable, width

_HAIR = 1e-6  # of a pixel, by which a sum of floats may go too far
_NEVER_FIRST = frozenset("，。、；：！？）》”’…")  # no line of Chinese begins with these

Align = Literal["left", "center", "right"]
Point = tuple[float, float]


class Canvas:
    """A page of so many pixels. `y` grows downwards; text stands on its baseline."""

    def __init__(self, width: int, height: int, paper: str) -> None:
        self.width, self.height = width, height
        self.figure = Figure(figsize=(width / DPI, height / DPI), dpi=DPI, facecolor=paper)
        self._agg = FigureCanvasAgg(self.figure)
        self._axes = self.figure.add_axes((0, 0, 1, 1))
        self._axes.set_xlim(0, width)
        self._axes.set_ylim(height, 0)
        self._axes.set_axis_off()
        self._layer = 0

    def text_width(self, text: str, size: float) -> float:
        """Pixels."""
        return size * width(printable(text))

    def cut(self, text: str, size: float, room: float) -> str:
        """Printable text that fits into the room, with an ellipsis where it was cut."""
        whole = printable(text)
        if self.text_width(whole, size) <= room + _HAIR:
            return whole
        low, high = 0, len(whole)
        while low < high:
            middle = (low + high + 1) // 2
            if self.text_width(whole[:middle].rstrip() + "…", size) <= room:
                low = middle
            else:
                high = middle - 1
        return whole[:low].rstrip() + "…"

    def wrapped(self, text: str, size: float, room: float, most: int) -> list[str]:
        """Lines that fit into the room; the last of `most` is cut."""
        rest = printable(text)
        lines: list[str] = []
        while rest and len(lines) < most - 1 and self.text_width(rest, size) > room:
            fits = max(1, len(self.cut(rest, size, room)) - 1)
            if fits > 1 and rest[fits] in _NEVER_FIRST:
                fits -= 1
            lines.append(rest[:fits])
            rest = rest[fits:].lstrip()
        return [*lines, self.cut(rest, size, room)] if rest else lines

    def size_for(self, text: str, size: float, room: float, least: float) -> float:
        """The largest size up to `size` at which the text fits into the room, but no smaller than `least`."""
        width = self.text_width(text, size)
        return size if width <= room else max(least, size * room / width)

    def text(
        self, x: float, y: float, text: str, size: float, color: str, align: Align = "left", room: float | None = None
    ) -> None:
        """One line. `$` is a dollar, never mathematics. Where it does not fit into the room it is cut."""
        said = printable(text) if room is None else self.cut(text, size, room)
        if said:
            self._put(Letters(x, y, said, size, color, align))

    def box(self, x: float, y: float, width: float, height: float, color: str, *, rounded: float = 0) -> None:
        """A filled box; `rounded` is the radius of its corners."""
        radius = min(rounded, width / 2, height / 2)
        if radius <= 0:
            self._put(Rectangle((x, y), width, height, facecolor=color, linewidth=0))
            return
        style = f"round,pad=0,rounding_size={radius}"
        self._put(FancyBboxPatch((x, y), width, height, boxstyle=style, facecolor=color, linewidth=0))

    def dot(self, x: float, y: float, radius: float, color: str) -> None:
        self._put(Circle((x, y), radius, facecolor=color, linewidth=0))

    def line(self, xs: Sequence[float], ys: Sequence[float], color: str, width: float, *, dashed: bool = False) -> None:
        """A line through these points; `width` in pixels."""
        drawn = Line2D(xs, ys, color=color, linewidth=width * 72 / DPI, solid_capstyle="round", solid_joinstyle="round")
        if dashed:
            drawn.set_linestyle((0, (3, 2.2)))
        self._put(drawn)

    def area(self, xs: Sequence[float], ys: Sequence[float], color: str) -> None:
        """A filled shape."""
        self._put(Polygon(list(zip(xs, ys, strict=True)), closed=True, facecolor=color, linewidth=0))

    def outlined(self, rings: Sequence[Sequence[Point]], fill: str, edge: str, width: float) -> None:
        """A shape with its line, `width` in pixels. Rings that run the other way round are holes in it."""
        path = Path.make_compound_path(*(Path(ring, closed=True) for ring in rings))
        self._put(PathPatch(path, facecolor=fill, edgecolor=edge, linewidth=width * 72 / DPI, joinstyle="round"))

    def dots(self, centres: Sequence[Point], radius: float, color: str) -> None:
        """Thousands of equal ones at once."""
        if len(centres):
            self._put(
                EllipseCollection(
                    [2 * radius],
                    [2 * radius],
                    [0],
                    units="xy",
                    offsets=centres,
                    transOffset=self._axes.transData,
                    facecolors=color,
                    linewidths=0,
                )
            )

    def _put(self, artist: Artist) -> None:
        """What is drawn later lies above: matplotlib would sort by kind."""
        self._layer += 1
        artist.set_zorder(self._layer)
        self._axes.add_artist(artist)

    def png(self) -> bytes:
        """The file, without a layer of transparency that nothing uses."""
        self._agg.draw()  # type: ignore[no-untyped-call]
        written = io.BytesIO()
        drawn = Image.fromarray(np.asarray(self._agg.buffer_rgba()))  # type: ignore[no-untyped-call]
        drawn.convert("RGB").save(written, "PNG", compress_level=1)
        return written.getvalue()
