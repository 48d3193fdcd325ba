"""Pair sheets: before and after of several repairs below each other, each pair below its own line."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from bot.drawing.font import font_file
from bot.drawing.pairs import framed

WIDTH, HALF_HEIGHT = 1280, 480
"""Pixels: Telegram shows a photo no wider. The height of a photo."""
_GAP, _LABEL, _MARK = 8, 60, 40
_PAPER, _INK, _WHITE = "#FBFAF6", "#1E2A32", "#ffffff"
_COLOURS = ("#b45309", "#15803d")


def pair_sheet(pairs: Sequence[tuple[str, Path, Path]], words: tuple[str, str]) -> bytes:
    """A JPEG of all the pairs (label, before, after) that can be decoded. Raises ValueError where none can."""
    bands = []
    for label, before, after in pairs:
        try:
            bands.append(_band(label, before, after, words))
        except (OSError, ValueError):  # the others are still worth seeing
            continue
    if not bands:
        raise ValueError("no pair of photos can be read")
    height = sum(band.height for band in bands)
    sheet = Image.new("RGB", (WIDTH, height), _PAPER)
    y = 0
    for band in bands:
        sheet.paste(band, (0, y))
        y += band.height
    out = io.BytesIO()
    sheet.save(out, "JPEG", quality=85, optimize=True)
    return out.getvalue()


def _band(label: str, before: Path, after: Path, words: tuple[str, str]) -> Image.Image:
    """Raises OSError, ValueError."""
    half = (WIDTH - _GAP) // 2
    band = Image.new("RGB", (WIDTH, _LABEL + HALF_HEIGHT + _GAP), _PAPER)
    pen = ImageDraw.Draw(band)
    font = ImageFont.truetype(str(font_file()), 34)
    pen.text((16, _LABEL / 2), _fitting(label, font, WIDTH - 32), fill=_INK, font=font, anchor="lm")
    small = ImageFont.truetype(str(font_file()), 26)
    for path, word, colour, left in ((before, words[0], _COLOURS[0], 0), (after, words[1], _COLOURS[1], half + _GAP)):
        band.paste(framed(path, (half, HALF_HEIGHT)), (left, _LABEL))
        room = small.getlength(word) + 28
        pen.rectangle((left, _LABEL, left + room, _LABEL + _MARK), fill=colour)
        pen.text((left + room / 2, _LABEL + _MARK / 2), word, fill=_WHITE, font=small, anchor="mm")
    return band


def _fitting(text: str, font: ImageFont.FreeTypeFont, room: float) -> str:
    if font.getlength(text) <= room:
        return text
    while text and font.getlength(f"{text}…") > room:
        text = text[:-1]
    return f"{text}…"
