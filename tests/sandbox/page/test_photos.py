"""Photos: made as a phone would send them, or refused."""

from __future__ import annotations

import io
import struct
import threading
import zlib
from typing import Any

import pytest
from PIL import Image

from bot.sandbox import files
from bot.sandbox.page import Phrase, Sample
from bot.sandbox.page.photos import Darkroom, sniffed
from bot.sandbox.page.refusals import PageRefused
from tests.sandbox.page.conftest import House
from tests.sandbox.pictures import jpeg


def drawn(mode: str, sides: tuple[int, int], kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    Image.new(mode, sides).save(out, kind, **options)
    return out.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is this large."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")
    )


async def developed(data: bytes) -> Image.Image:
    with Image.open(io.BytesIO(await Darkroom().develop(data))) as picture:
        picture.load()
        return picture


async def test_it_is_turned_upright_and_forgets_where_it_was_taken() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held upright
    exif.get_ifd(0x8825)[2] = (29.0, 43.0, 0.0)
    out = io.BytesIO()
    Image.new("RGB", (400, 300), "red").save(out, "JPEG", exif=exif)
    picture = await developed(out.getvalue())
    assert (picture.size, picture.format) == ((300, 400), "JPEG")
    assert not picture.getexif()


@pytest.mark.parametrize(
    ("mode", "kind"),
    [("RGB", "PNG"), ("RGBA", "PNG"), ("P", "GIF"), ("L", "JPEG"), ("CMYK", "JPEG"), ("I;16", "PNG"), ("RGB", "WEBP")],
)
async def test_every_kind_becomes_a_jpeg_of_1280_pixels_at_most(mode: str, kind: str) -> None:
    picture = await developed(drawn(mode, (1600, 800), kind))
    assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (1280, 640))


async def test_what_is_transparent_turns_white() -> None:
    picture = await developed(drawn("RGBA", (50, 50), "PNG"))
    pixel: Any = picture.getpixel((25, 25))
    assert min(pixel) > 250


@pytest.mark.parametrize(
    "data",
    [
        b"this is a text, whatever its name says",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\xff\xd8\xff",
        jpeg()[:300],
        drawn("RGB", (64, 64), "PNG")[:60],
        drawn("RGB", (64, 64), "BMP"),
        drawn("RGB", (64, 64), "TIFF"),
        b"%PDF-1.4",
        b"\0" * 1000,
    ],
)
async def test_what_is_no_photo(data: bytes) -> None:
    with pytest.raises(PageRefused) as refused:
        await Darkroom().develop(data)
    assert refused.value.status == 415


@pytest.mark.parametrize("sides", [(40_000, 40_000), (9_500, 9_500), (12_000, 9_000), (2_100, 100), (1, 30)])
async def test_what_is_too_large_or_too_narrow_is_not_even_decoded(sides: tuple[int, int]) -> None:
    with pytest.raises(PageRefused) as refused:
        await Darkroom().develop(bomb(*sides))
    assert refused.value.status == 422


async def test_refusals_reach_the_browser(house: House) -> None:
    for data, status in ((b"text named .jpg", 415), (bomb(40_000, 40_000), 422)):
        answered, body = await house.send(("photo", data, "a.jpg", "image/jpeg"), **{"as": 101, "chat": house.group.id})
        assert (answered, len(body["error"]["zh"]) > 5) == (status, True)
    assert house.sandbox.last(house.group, by=house.wang) is not None
    assert all(message.media is None for message in house.sandbox.messages(house.group))


async def test_photos_are_developed_away_from_the_loop(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The loop also serves the bot's calls. The smaller sizes are made there too, not when the message is published."""
    threads: list[int] = []
    scaled = files._scaled

    def watched(picture: Image.Image, side: int) -> tuple[tuple[int, int], bytes]:
        threads.append(threading.get_ident())
        return scaled(picture, side)

    monkeypatch.setattr(files, "_scaled", watched)
    fresh = drawn("RGB", (1001, 501), "PNG")
    house.backstage.samples = [Sample("new", Phrase("新", "New"), jpeg("pink", (1002, 502)))]
    parts = [("photo", fresh, "a.png"), ("sample", "new")]
    status, _ = await house.send(*parts, **{"as": 101, "chat": house.group.id})
    assert status == 200
    assert len(threads) == 6
    assert threading.get_ident() not in threads


def test_images_are_known_by_their_bytes() -> None:
    assert sniffed(jpeg()) == "image/jpeg"
    assert sniffed(drawn("RGB", (4, 4), "PNG")) == "image/png"
    assert sniffed(drawn("P", (4, 4), "GIF")) == "image/gif"
    assert sniffed(drawn("RGB", (4, 4), "WEBP")) == "image/webp"
    for other in (b"", b"<html>", b"<svg>", b"RIFF1234WAVE", b"%PDF"):
        assert sniffed(other) is None
