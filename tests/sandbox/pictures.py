"""Small real pictures for tests."""

from __future__ import annotations

import io
from functools import lru_cache

from PIL import Image


@lru_cache(maxsize=64)
def jpeg(color: str = "red", sides: tuple[int, int] = (64, 48)) -> bytes:
    """A plain JPEG of this colour and size in pixels."""
    out = io.BytesIO()
    Image.new("RGB", sides, color).save(out, "JPEG")
    return out.getvalue()
