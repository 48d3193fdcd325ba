"""Photographs for tests: drawn scenes with structure, and what Telegram and phones do to a picture."""

from __future__ import annotations

import io
import random

from PIL import Image, ImageDraw, ImageFilter


def scene(seed: int, sides: tuple[int, int] = (480, 640)) -> Image.Image:
    """A lane with houses, sky and things in it, like no other seed's."""
    chance = random.Random(seed)
    width, height = sides
    picture = Image.new("RGB", sides, _colour(chance))
    pen = ImageDraw.Draw(picture)
    for _ in range(40):
        left, top = chance.randrange(width), chance.randrange(height)
        right, bottom = left + chance.randrange(20, width // 2), top + chance.randrange(20, height // 2)
        draw = chance.choice((pen.rectangle, pen.ellipse))
        draw((left, top, right, bottom), fill=_colour(chance))
    return picture.filter(ImageFilter.GaussianBlur(2))


def _colour(chance: random.Random) -> tuple[int, int, int]:
    return chance.randrange(256), chance.randrange(256), chance.randrange(256)


def sent(picture: Image.Image, *, longest: int = 1280, quality: int = 80) -> bytes:
    """The picture as Telegram sends it on: shrunk and compressed anew."""
    small = picture.copy()
    small.thumbnail((longest, longest))
    out = io.BytesIO()
    small.save(out, "JPEG", quality=quality)
    return out.getvalue()
