"""Bare pictures: what a phone wrote into a file besides its pixels is gone, and the picture is the same to look at."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import ExifTags, Image, PngImagePlugin

from handlers.bare_pictures import bare_picture
from handlers.photo_positions import read_position
from tests.sandbox.pictures import jpeg

SECRET = b"N30-17-24-E118"
"""Stands in everything that may be said beside the pixels."""


def _exif(orientation: int = 1) -> Image.Exif:
    exif = Image.Exif()
    gps = ExifTags.GPS
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.ImageDescription] = SECRET.decode()
    exif[ExifTags.IFD.GPSInfo] = {
        gps.GPSLatitudeRef: "N",
        gps.GPSLatitude: (30.0, 17.0, 24.0),
        gps.GPSLongitudeRef: "E",
        gps.GPSLongitude: (118.0, 8.0, 15.0),
    }
    return exif


def _half_red(mode: str = "RGB") -> Image.Image:
    """Red above, blue below; so that one sees which way is up."""
    picture = Image.new(mode, (64, 48), "blue")
    picture.paste("red", (0, 0, 64, 24))
    return picture


def _saved(kind: str, **more: object) -> bytes:
    out = io.BytesIO()
    _half_red().save(out, kind, **more)
    return out.getvalue()


def _with_segment(data: bytes, marker: int, body: bytes) -> bytes:
    """A JPEG with one more segment behind its first mark."""
    return data[:2] + bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body + data[2:]


def _png_with_chunks() -> bytes:
    told = PngImagePlugin.PngInfo()
    told.add_text("Location", SECRET.decode())
    told.add_itxt("XML:com.adobe.xmp", f"<x>{SECRET.decode()}</x>")
    return _saved("PNG", pnginfo=told, exif=_exif())


def _motion_photo() -> bytes:
    """As some phones make them: a film behind the picture, which says where it was taken."""
    return jpeg(sides=(64, 48)) + b"\0\0\0\x20ftypmp42" + b"\0\0\0\x20udta\xa9xyz" + SECRET


def _two_pictures() -> bytes:
    """Multi-picture format: a second picture with its own EXIF behind the first."""
    out = io.BytesIO()
    _half_red().save(out, "MPO", save_all=True, append_images=[_half_red()], exif=_exif())
    return out.getvalue()


TALKING = {
    "EXIF in a JPEG": _saved("JPEG", exif=_exif()),
    "XMP in a JPEG": _with_segment(jpeg(sides=(64, 48)), 0xE1, b"http://ns.adobe.com/xap/1.0/\0" + SECRET),
    "IPTC in a JPEG": _with_segment(jpeg(sides=(64, 48)), 0xED, b"Photoshop 3.0\x008BIM" + SECRET),
    "a comment in a JPEG": _with_segment(jpeg(sides=(64, 48)), 0xFE, SECRET),
    "a segment of some maker": _with_segment(jpeg(sides=(64, 48)), 0xE7, SECRET),
    "a preview in the first segment": _with_segment(jpeg(sides=(64, 48)), 0xE0, b"JFXX\0" + SECRET),
    "a film behind a JPEG": _motion_photo(),
    "a second picture behind a JPEG": _two_pictures(),
    "PNG": _png_with_chunks(),
    "WebP": _saved("WEBP", exif=_exif(), xmp=b"<x>" + SECRET + b"</x>"),
    "TIFF": _saved("TIFF", description=SECRET.decode()),
    "AVIF": _saved("AVIF", exif=_exif(), xmp=b"<x>" + SECRET + b"</x>"),
    "GIF": _saved("GIF", comment=SECRET),
}


@pytest.mark.parametrize("name", TALKING)
def test_only_what_is_to_be_seen_is_left(name: str) -> None:
    data = TALKING[name]
    assert SECRET in data or read_position(data) is not None, "or this file has nothing to lose"
    bare = bare_picture(data)
    assert SECRET not in bare
    assert read_position(bare) is None
    with Image.open(io.BytesIO(bare)) as picture:
        assert not picture.getexif()
        assert not {"xmp", "comment", "photoshop", "mp", "Location", "XML:com.adobe.xmp"} & picture.info.keys()
        assert picture.size == (64, 48)
    assert bare_picture(bare) == bare or picture.format == "PNG", "and a second time there is nothing to do"


def test_a_picture_that_says_nothing_stays_byte_by_byte() -> None:
    assert bare_picture(jpeg(sides=(64, 48))) == jpeg(sides=(64, 48))
    progressive = _saved("JPEG", progressive=True, restart_marker_rows=1, icc_profile=b"a profile of colours")
    assert bare_picture(progressive) == progressive


def test_it_stands_upright_without_the_tag_that_said_so() -> None:
    """Turned by a half: red is above in the file, and below for whoever looks at it."""
    with Image.open(io.BytesIO(bare_picture(_saved("JPEG", exif=_exif(orientation=3))))) as picture:
        red, _, blue = picture.getpixel((32, 40))  # type: ignore[misc]
        assert red > 200 > 60 > blue


def test_what_shines_through_stays_so() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (8, 8), (255, 0, 0, 99)).save(out, "PNG", exif=_exif())
    with Image.open(io.BytesIO(bare_picture(out.getvalue()))) as picture:
        assert picture.getpixel((4, 4)) == (255, 0, 0, 99)


def test_a_huge_picture_becomes_one_that_can_be_shown() -> None:
    out = io.BytesIO()
    Image.new("L", (9000, 300)).save(out, "JPEG", exif=_exif())
    with Image.open(io.BytesIO(bare_picture(out.getvalue()))) as picture:
        assert picture.size == (4500, 150)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xd8",
        b"\xff\xd8\xff",
        b"\xff\xd8\xff\xe0\0\0",
        jpeg()[: len(jpeg()) // 2],
        b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", bytes(13)),
        "这不是图片".encode(),
    ],
)
def test_what_is_no_picture(data: bytes) -> None:
    with pytest.raises(ValueError, match="no picture"):
        bare_picture(data)


def test_an_upright_picture_is_held_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """170 kB may be 60 megapixels, 240 MB: with the copies that nobody needs it was three times that."""

    def refused(picture: Image.Image) -> Image.Image:
        raise AssertionError("copied")

    monkeypatch.setattr(Image.Image, "copy", refused)
    assert Image.open(io.BytesIO(bare_picture(_saved("PNG")))).size == (64, 48)
