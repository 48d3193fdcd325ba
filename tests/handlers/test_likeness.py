"""What a photo looks like: copies of one photo stay alike, photos of different things do not."""

from __future__ import annotations

import io
from itertools import combinations

import pytest
from PIL import Image

from bot.domain.likeness import ALIKE, distance
from handlers.likeness import likeness
from tests.handlers.photographs import scene, sent


def look(data: bytes) -> int:
    seen = likeness(data)
    assert seen is not None
    return seen


@pytest.mark.parametrize("seed", range(8))
def test_a_copy_shrunk_and_compressed_anew_is_alike(seed: int) -> None:
    picture = scene(seed)
    first = look(sent(picture))
    again = Image.open(io.BytesIO(sent(picture)))
    for copy in (sent(again, quality=50), sent(picture, longest=320), sent(again, longest=400, quality=70)):
        assert distance(first, look(copy)) <= ALIKE


def test_other_photos_are_far_off() -> None:
    seen = [look(sent(scene(seed))) for seed in range(25)]
    nearest = min(distance(one, other) for one, other in combinations(seen, 2))
    assert nearest > 2 * ALIKE, nearest


def test_a_photo_is_looked_at_upright() -> None:
    picture = scene(7)
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by 90 degrees
    out = io.BytesIO()
    picture.rotate(90, expand=True).save(out, "JPEG", quality=90, exif=exif)
    assert distance(look(sent(picture)), look(out.getvalue())) <= ALIKE


@pytest.mark.parametrize("data", [b"", b"no picture", sent(Image.new("RGB", (640, 480), "black"))])
def test_what_cannot_be_known_again_has_none(data: bytes) -> None:
    assert likeness(data) is None
