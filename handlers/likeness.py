"""What a photo looks like, in 64 bits: the worker's own look at a picture that it has just decoded."""

from __future__ import annotations

import io

from PIL import Image, ImageOps

from bot.domain.likeness import BITS, says_something
from handlers.bare_pictures import FORMATS

_SIDE = 8


def likeness(data: bytes) -> int | None:
    """The difference hash of a picture, upright; None where it is none, or has no structure to know it by."""
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
            picture.draft("L", (256, 256))  # a JPEG is decoded small at once
            upright = ImageOps.exif_transpose(picture)
            cells = upright.convert("L").resize((_SIDE + 1, _SIDE), Image.Resampling.LANCZOS).tobytes()
    except Exception:  # a damaged file makes decoders raise anything
        return None
    bits = 0
    for row in range(_SIDE):
        for column in range(_SIDE):
            at = row * (_SIDE + 1) + column
            bits = bits << 1 | (cells[at] > cells[at + 1] + 1)  # one step of grey is noise
    return bits if bits < 1 << BITS and says_something(bits) else None
