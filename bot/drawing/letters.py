"""Letters: what the font can print, how wide it runs, and lines of it drawn from glyphs that are kept.

matplotlib lays every line of text out twice and draws each letter anew: most of what a page costs. A line here is put
together from the glyphs of earlier lines, and what the next page needs is nearly always there.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from math import ceil, floor
from typing import Any

import numpy as np
from matplotlib.backend_bases import RendererBase
from matplotlib.colors import to_rgb
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.text import Text
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from bot.drawing.font import font_file

DPI = 100
_MISSING = "〓"  # what a Chinese printer sets where a character is not in the case
_DROPPED = frozenset({"So", "Sk", "Cf", "Cc", "Cs", "Co", "Cn", "Mn", "Me"})
_SIZES = 64
_KEPT = 8192
"""Glyphs of about a kilobyte each, and lines of text of which the sizes are asked again and again."""

Mask = NDArray[np.uint8]
"""How dark each pixel is, from the top row down."""


@cache
def _has_glyph(character: str) -> bool:
    return bool(get_font(str(font_file())).get_char_index(ord(character)))


@lru_cache(maxsize=_KEPT)
def printable(text: str) -> str:
    """The text in one line, with what the font lacks taken out (emoji, marks) or shown as 〓 (rare characters)."""
    kept = []
    for character in " ".join(text.split()):
        if _has_glyph(character) and unicodedata.category(character) not in {"Cf", "Cc"}:
            kept.append(character)
        elif unicodedata.category(character) not in _DROPPED:
            kept.append(_MISSING)
    return "".join(kept).strip() or (_MISSING if text.strip() else "")


@cache
def _advance(character: str) -> float:
    """How far a character moves the pen, in letters' heights. Cheaper by far than letting matplotlib lay text out."""
    font = get_font(str(font_file()))
    font.set_size(72, DPI)
    return float(font.load_char(ord(character)).linearHoriAdvance) / 65536 / DPI


@lru_cache(maxsize=_KEPT)
def width(text: str) -> float:
    """Of printable text, in letters' heights."""
    return sum(map(_advance, text))


@lru_cache(maxsize=_SIZES)
def _typeface(size: float) -> FontProperties:
    """`size` in pixels. The font is named by its file: no search through the system's fonts."""
    return FontProperties(fname=str(font_file()), size=size * 72 / DPI)


@lru_cache(maxsize=_SIZES)
def _font(size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(font_file(), size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=_KEPT)
def _glyph(character: str, size: float) -> tuple[int, int, Mask]:
    """Where its left and its top lie from the pen, downwards, and itself."""
    font = _font(size)
    left, top, right, bottom = (round(edge) for edge in font.getbbox(character, anchor="ls"))
    drawn = Image.new("L", (max(1, right - left), max(1, bottom - top)))
    ImageDraw.Draw(drawn).text((-left, -top), character, 255, font, anchor="ls")
    return left, top, np.asarray(drawn)


def _line(text: str, size: float, start: float) -> tuple[int, int, Mask]:
    """The same of a line of text whose pen starts at so much of a pixel."""
    pen, placed = start, []
    for character in text:
        left, top, mask = _glyph(character, size)
        placed.append((round(pen) + left, top, mask))
        pen += size * _advance(character)
    first = min(left for left, _, _ in placed)
    highest = min(top for _, top, _ in placed)
    wide = max(left + mask.shape[1] for left, _, mask in placed) - first
    tall = max(top + mask.shape[0] for _, top, mask in placed) - highest
    line = np.zeros((tall, wide), np.uint8)
    for left, top, mask in placed:
        part = line[top - highest : top - highest + mask.shape[0], left - first : left - first + mask.shape[1]]
        np.maximum(part, mask, out=part)
    return first, highest, line


_SHIFTS = {"left": 0.0, "center": 0.5, "right": 1.0}


class Letters(Text):
    """One line of text on its baseline, `size` in pixels. `$` is a dollar, never mathematics."""

    def __init__(self, x: float, y: float, text: str, size: float, color: str, align: str) -> None:
        super().__init__(x, y, text, color=color, fontproperties=_typeface(size), ha=align, va="baseline")
        self.set_parse_math(False)
        self._size, self._shift = size, _SHIFTS[align]

    def draw(self, renderer: RendererBase) -> None:
        """matplotlib calls it."""
        text = self.get_text()
        if not text:
            return
        x, y = self.get_transform().transform(self.get_position())
        x -= self._shift * self._size * width(text)
        left, top, mask = _line(text, self._size, x - floor(x))
        inked = np.empty((*mask.shape, 4), np.uint8)
        inked[..., :3] = np.round(np.multiply(to_rgb(self.get_color()), 255))
        inked[..., 3] = mask[::-1]  # the renderer's rows go upwards
        context: Any = renderer.new_gc()
        renderer.draw_image(context, floor(x) + left, ceil(y - 0.5) - top - mask.shape[0], inked)
        context.restore()
