"""Photo positions: what a picture file says of where it was taken."""

from __future__ import annotations

import io

import pytest
from PIL import ExifTags, Image

from handlers.photo_positions import read_position
from tests.sandbox.pictures import jpeg


def taken_at(lat: object, lon: object, north: str = "N", east: str = "E") -> bytes:
    exif = Image.Exif()
    gps = ExifTags.GPS
    exif[ExifTags.IFD.GPSInfo] = {
        gps.GPSLatitudeRef: north,
        gps.GPSLatitude: lat,
        gps.GPSLongitudeRef: east,
        gps.GPSLongitude: lon,
    }
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "JPEG", exif=exif)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "pin"),
    [
        (taken_at((30.0, 17.0, 24.0), (118.0, 8.0, 15.0)), (30.29, 118.1375)),
        (taken_at((30.0, 30.0, 0.0), (118.0, 30.0, 0.0), "S", "W"), (-30.5, -118.5)),
        (taken_at((0.0, 0.0, 0.0), (0.0, 0.0, 0.0)), None),
        (taken_at((91.0, 0.0, 0.0), (118.0, 0.0, 0.0)), None),
        (taken_at((30.0, 0.0), (118.0, 0.0, 0.0)), None),
        (taken_at((30.0, 0.0, 0.0), (118.0, 0.0, 0.0), "X"), None),
        (jpeg(), None),
        (b"no picture", None),
        (b"", None),
    ],
)
def test_where_a_picture_was_taken(data: bytes, pin: tuple[float, float] | None) -> None:
    found = read_position(data)
    assert (None if found is None else (round(found.lat, 6), round(found.lon, 6))) == pin
