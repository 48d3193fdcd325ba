"""Photos as a messenger sends them: checked, turned upright, made smaller, stripped of what the camera wrote."""

from __future__ import annotations

import asyncio
import io

from PIL import Image, ImageOps

from bot.sandbox import limits
from bot.sandbox.files import photo_sizes
from bot.sandbox.page import refusals

_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "MPO")
_SCALABLE = frozenset({"RGB", "RGBA", "L", "CMYK"})
_LONGEST_SIDE = 1280
_QUALITY = 87
"""As a phone sends a photo that is not asked to be large. (The page's own script leaves it up to 2,560 pixels, so that
little has to be sent; what is kept of it is decided here.)"""
_AT_ONCE = 2
_SNIFFED = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF8", "image/gif"),
)


class Darkroom:
    """Develops photos in threads, a few at a time: a decoded one takes up to 100 MB."""

    def __init__(self) -> None:
        self._places = asyncio.Semaphore(_AT_ONCE)

    async def develop(self, data: bytes) -> bytes:
        """A person's photo as their phone would send it: a JPEG of 1,280 pixels at most, without metadata.

        Raises PageRefused: 415 for what is no image, 422 for one of odd proportions.
        """
        async with self._places:
            return await asyncio.to_thread(_developed, data)

    async def warm(self, data: bytes) -> None:
        """Let the sandbox find a photo's smaller sizes ready: it would make them in the event loop."""
        async with self._places:
            await asyncio.to_thread(photo_sizes, data)


def _developed(data: bytes) -> bytes:
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
            _check_shape(*picture.size)
            picture.draft("RGB", (_LONGEST_SIDE, _LONGEST_SIDE))
            upright = _plain(ImageOps.exif_transpose(picture))
            upright.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
            out = io.BytesIO()
            _on_white(upright).save(out, "JPEG", quality=_QUALITY)
    except refusals.PageRefused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise refusals.PHOTO_SHAPE.refused() from None
    except Exception:  # decoders raise whatever they like at bytes that are no image
        raise refusals.NOT_AN_IMAGE.refused() from None
    developed = out.getvalue()
    photo_sizes(developed)
    return developed


def _check_shape(width: int, height: int) -> None:
    """Before anything is decoded. The limits are sendPhoto's."""
    if width + height > limits.PHOTO_SIDES or max(width, height) > limits.PHOTO_RATIO * min(width, height):
        raise refusals.PHOTO_SHAPE.refused()


def _plain(picture: Image.Image) -> Image.Image:
    """In a mode that scales well: palettes and odd depths do not."""
    if picture.mode in _SCALABLE:
        return picture
    return picture.convert("RGBA" if picture.has_transparency_data else "RGB")


def _on_white(picture: Image.Image) -> Image.Image:
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    ground = Image.new("RGBA", picture.size, "white")
    ground.alpha_composite(picture.convert("RGBA"))
    return ground.convert("RGB")


def sniffed(data: bytes) -> str | None:
    """The type of an image by its first bytes; None for everything else, SVG and HTML among it."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return next((mime for magic, mime in _SNIFFED if data.startswith(magic)), None)
