"""The canvas: text, boxes and lines placed in pixels from the top left corner, in a font that knows Chinese.

It loads matplotlib (0.4 s and 70 MB), without pyplot and without any state of matplotlib's own.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Literal

from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, FancyBboxPatch, Polygon, Rectangle
from matplotlib.text import Text

from bot.drawing.font import font_file

_DPI = 100
_HAIR = 1e-6  # of a pixel, by which a sum of floats may go too far
_MISSING = "〓"  # what a Chinese printer sets where a character is not in the case
_DROPPED = frozenset({"So", "Sk", "Cf", "Cc", "Cs", "Co", "Cn", "Mn", "Me"})

_NEVER_FIRST = frozenset("，。、；：！？）》”’…")  # no line of Chinese begins with these

Align = Literal["left", "center", "right"]


@cache
def _typeface(size: float) -> FontProperties:
    """`size` in pixels. The font is named by its file: no search through the system's fonts."""
    return FontProperties(fname=str(font_file()), size=size * 72 / _DPI)


@cache
def _has_glyph(character: str) -> bool:
    return bool(get_font(str(font_file())).get_char_index(ord(character)))


@cache
def _advance(character: str) -> float:
    """How far a character moves the pen, in letters' heights. Cheaper by far than letting matplotlib lay text out."""
    font = get_font(str(font_file()))
    font.set_size(72, _DPI)
    return float(font.load_char(ord(character)).linearHoriAdvance) / 65536 / _DPI


def printable(text: str) -> str:
    """The text in one line, with what the font lacks taken out (emoji, marks) or shown as 〓 (rare characters)."""
    kept = []
    for character in " ".join(text.split()):
        if _has_glyph(character) and unicodedata.category(character) not in {"Cf", "Cc"}:
            kept.append(character)
        elif unicodedata.category(character) not in _DROPPED:
            kept.append(_MISSING)
    return "".join(kept).strip() or (_MISSING if text.strip() else "")


class Canvas:
    """A page of so many pixels. `y` grows downwards; text stands on its baseline."""

    def __init__(self, width: int, height: int, paper: str) -> None:
        self.width, self.height = width, height
        self.figure = Figure(figsize=(width / _DPI, height / _DPI), dpi=_DPI, facecolor=paper)
        self._agg = FigureCanvasAgg(self.figure)
        self._axes = self.figure.add_axes((0, 0, 1, 1))
        self._axes.set_xlim(0, width)
        self._axes.set_ylim(height, 0)
        self._axes.set_axis_off()
        self._layer = 0

    def text_width(self, text: str, size: float) -> float:
        """Pixels."""
        return size * sum(map(_advance, printable(text)))

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
            placed = Text(x, y, said, color=color, fontproperties=_typeface(size), ha=align, va="baseline")
            placed.set_parse_math(False)
            self._put(placed)

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
        drawn = Line2D(
            xs, ys, color=color, linewidth=width * 72 / _DPI, solid_capstyle="round", solid_joinstyle="round"
        )
        if dashed:
            drawn.set_linestyle((0, (3, 2.2)))
        self._put(drawn)

    def area(self, xs: Sequence[float], ys: Sequence[float], color: str) -> None:
        """A filled shape."""
        self._put(Polygon(list(zip(xs, ys, strict=True)), closed=True, facecolor=color, linewidth=0))

    def _put(self, artist: Artist) -> None:
        """What is drawn later lies above: matplotlib would sort by kind."""
        self._layer += 1
        artist.set_zorder(self._layer)
        self._axes.add_artist(artist)

    def png(self) -> bytes:
        written = io.BytesIO()
        self._agg.print_png(written, pil_kwargs={"compress_level": 3})  # type: ignore[no-untyped-call]
        return written.getvalue()
