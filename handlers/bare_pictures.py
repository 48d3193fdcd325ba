"""Bare pictures: a picture file without all that it says besides what is to be seen, above all where it was taken.

Telegram takes that out of photos, and leaves it in images that are sent as files.
"""

from __future__ import annotations

import io

from PIL import Image, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF")
"""What phones make. Pillow knows dozens more, and hands one of them (EPS) to another program."""

_SIDE = 4000
"""A JPEG whose longer side has twice as many pixels is decoded at half its size, and so on: more is never shown."""

_QUALITY = 90
_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
_NEEDED = {*range(0xC0, 0xD0), _SCAN, 0xDB, 0xDD}
"""Markers of segments without which there is no picture (ITU-T T.81, table B.1)."""
_HARMLESS = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
"""Application segments that say how to show the pixels, and how each of them begins."""


def bare_picture(data: bytes) -> bytes:
    """The picture alone: the same bytes where there is nothing else, else drawn anew, upright, the first of several.

    Neither EXIF, XMP, IPTC, comments, previews nor a film behind the picture are in it.
    Raises ValueError where it cannot be decoded.
    """
    if _is_bare_jpeg(data):
        return data
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
            scale = max(1, max(picture.size) // _SIDE)
            picture.draft(None, (picture.width // scale, picture.height // scale))
            ImageOps.exif_transpose(picture, in_place=True)  # it would copy also what is upright
            picture.load()
            see_through = picture.has_transparency_data
            profile = picture.info.get("icc_profile") if picture.mode in {"RGB", "RGBA", "L"} else None
            mode = "RGBA" if see_through else "L" if picture.mode == "L" else "RGB"
            pixels = picture if picture.mode == mode else picture.convert(mode)
    except Exception as error:  # a damaged file makes decoders raise anything
        raise ValueError("no picture") from error
    pixels.info = {}  # encoders write some of it without being asked
    out = io.BytesIO()
    if see_through:
        pixels.save(out, "PNG", icc_profile=profile)
    else:
        pixels.save(out, "JPEG", quality=_QUALITY, icc_profile=profile)
    return out.getvalue()


def _is_bare_jpeg(data: bytes) -> bool:
    """Whether it is a JPEG of nothing but segments that a decoder needs, and nothing lies behind its end."""
    if data[:2] != bytes((0xFF, _START)):
        return False
    at = 2
    while data[at : at + 1] == b"\xff":
        marker = data[at + 1] if at + 1 < len(data) else 0
        if marker == _END:
            return at + 2 == len(data)
        length = int.from_bytes(data[at + 2 : at + 4])
        begins = _HARMLESS.get(marker, b"" if marker in _NEEDED else None)
        if begins is None or not data.startswith(begins, at + 4) or length < 2:
            return False
        at += 2 + length
        if marker == _SCAN:
            at = _behind_scan(data, at)
    return False


def _behind_scan(data: bytes, at: int) -> int:
    """Where the next segment begins: in a scan 0xFF is followed by 0, or by a restart mark."""
    while (at := data.find(b"\xff", at)) >= 0:
        if data[at + 1 : at + 2] not in _IN_SCAN:
            return at
        at += 2
    return len(data)


_IN_SCAN = {b"\0", *(bytes((mark,)) for mark in range(0xD0, 0xD8))}
