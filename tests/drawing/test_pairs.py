"""Pairs of photos: both whole, upright, side by side, and small enough to send."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from bot.drawing.pairs import SIDE, side_by_side

WORDS = ("处理前", "处理后")


def saved(folder: Path, name: str, colour: str, sides: tuple[int, int]) -> Path:
    path = folder / name
    Image.new("RGB", sides, colour).save(path)
    return path


@pytest.mark.parametrize(("one", "other"), [((900, 1600), (1600, 900)), ((40, 30), (5000, 20)), ((800, 800), (1, 1))])
def test_both_stand_whole_side_by_side(tmp_path: Path, one: tuple[int, int], other: tuple[int, int]) -> None:
    before, after = saved(tmp_path, "b.jpg", "#ff0000", one), saved(tmp_path, "a.png", "#0000ff", other)
    data = side_by_side(before, after, WORDS)
    assert len(data) < 1_000_000
    with Image.open(io.BytesIO(data)) as picture:
        assert picture.width > 2 * SIDE
        left, right = (
            picture.convert("RGB").getpixel((x, 56 + SIDE // 2)) for x in (SIDE // 2, picture.width - SIDE // 2)
        )
    assert isinstance(left, tuple) and left[0] > 200 > 80 > left[2]
    assert isinstance(right, tuple) and right[2] > 150 > 80 > right[0]


def test_the_words_are_written_in_chinese(tmp_path: Path) -> None:
    before, after = saved(tmp_path, "b.jpg", "#ff0000", (90, 90)), saved(tmp_path, "a.jpg", "#0000ff", (90, 90))
    with Image.open(io.BytesIO(side_by_side(before, after, WORDS))) as picture:
        bar = picture.convert("L").crop((SIDE // 2 - 60, 4, SIDE // 2 + 60, 52))
    bright = sum(1 for value in bar.tobytes() if value > 200)
    assert 200 < bright < 3000, "strokes, neither nothing nor boxes"


def test_what_is_gone_or_broken_is_said(tmp_path: Path) -> None:
    whole = saved(tmp_path, "a.jpg", "#0000ff", (90, 90))
    with pytest.raises(OSError, match=r"gone\.jpg"):
        side_by_side(tmp_path / "gone.jpg", whole, WORDS)
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"\xff\xd8\xff\xe0 no picture")
    with pytest.raises((OSError, ValueError)):
        side_by_side(whole, broken, WORDS)
