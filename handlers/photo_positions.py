"""Photo positions: where a picture file says that it was taken."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from PIL import ExifTags, Image

from bot.domain.pins import Pin
from handlers.bare_pictures import FORMATS

_SIGNS = {"N": 1, "S": -1, "E": 1, "W": -1}


def read_position(data: bytes) -> Pin | None:
    """Where a picture says it was taken (EXIF, WGS-84); None where it says nothing that can be used."""
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
            gps = picture.getexif().get_ifd(ExifTags.IFD.GPSInfo)
        lat = _degrees(gps[ExifTags.GPS.GPSLatitude]) * _SIGNS[str(gps[ExifTags.GPS.GPSLatitudeRef]).strip("\0 ")]
        lon = _degrees(gps[ExifTags.GPS.GPSLongitude]) * _SIGNS[str(gps[ExifTags.GPS.GPSLongitudeRef]).strip("\0 ")]
    except Exception:  # a damaged file makes decoders raise anything
        return None
    usable = abs(lat) <= 90 and abs(lon) <= 180 and (lat, lon) != (0.0, 0.0)  # what phones write that knew nothing
    return Pin(lat, lon) if usable else None


def _degrees(parts: Sequence[Any]) -> float:
    """Degrees, minutes, seconds."""
    degrees, minutes, seconds = (float(part) for part in parts)
    return degrees + minutes / 60 + seconds / 3600
