"""Pairs: before and after of a repair side by side in one picture, each with its word."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, ImageOps

from bot.drawing.font import font_file

SIDE = 800
"""Pixels of each half: Telegram shows 1280 at most."""

_GAP = 8
_BAR = 56
_TEXT = 32
_GREY, _WHITE, _BEFORE, _AFTER = "#e5e7eb", "#ffffff", "#b45309", "#15803d"


def side_by_side(before: Path, after: Path, words: tuple[str, str]) -> bytes:
    """A JPEG: `before` at the left, `after` at the right, each whole and below its word.

    Raises OSError where a file is gone, ValueError where one cannot be decoded.
    """
    canvas = Image.new("RGB", (2 * SIDE + _GAP, SIDE + _BAR), _GREY)
    pen = ImageDraw.Draw(canvas)
    font = ImageFont.truetype(str(font_file()), _TEXT)
    for path, word, colour, left in ((before, words[0], _BEFORE, 0), (after, words[1], _AFTER, SIDE + _GAP)):
        pen.rectangle((left, 0, left + SIDE, _BAR), fill=colour)
        pen.text((left + SIDE / 2, _BAR / 2), word, fill=_WHITE, font=font, anchor="mm")
        canvas.paste(framed(path, (SIDE, SIDE)), (left, _BAR))
    out = io.BytesIO()
    canvas.save(out, "JPEG", quality=85, optimize=True)
    return out.getvalue()


def framed(path: Path, box: tuple[int, int]) -> Image.Image:
    """Upright, whole, in the middle of a grey box of so many pixels. A JPEG is decoded near that size at once.

    Raises OSError where the file is gone, ValueError where it cannot be decoded.
    """
    try:
        with Image.open(path) as picture:
            picture.draft("RGB", box)
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except OSError:
        raise
    except Exception as error:  # a damaged file makes decoders raise anything
        raise ValueError(f"{path.name} is no picture") from error
    whole = ImageOps.contain(upright, box, Image.Resampling.LANCZOS)
    frame = Image.new("RGB", box, _GREY)
    frame.paste(whole, ((box[0] - whole.width) // 2, (box[1] - whole.height) // 2))
    return frame
