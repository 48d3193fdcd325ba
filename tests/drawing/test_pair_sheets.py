"""Sheets of pairs: each below its line, whole, and without those that cannot be read."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from bot.drawing.pair_sheets import HALF_HEIGHT, WIDTH, pair_sheet

WORDS = ("处理前", "处理后")


def saved(folder: Path, name: str, colour: str, sides: tuple[int, int] = (900, 1600)) -> Path:
    path = folder / name
    Image.new("RGB", sides, colour).save(path)
    return path


def test_pairs_stand_below_each_other(tmp_path: Path) -> None:
    red, blue = saved(tmp_path, "r.png", "#ff0000"), saved(tmp_path, "b.png", "#0000ff", (1600, 900))
    one, other = ("#T1001 东湖花园3栋 " + "垃圾桶" * 40, red, blue), ("", blue, red)
    with Image.open(io.BytesIO(pair_sheet([one, other], WORDS))) as picture:
        band = picture.height // 2
        assert picture.width == WIDTH and band > HALF_HEIGHT
        middle = 60 + HALF_HEIGHT // 2
        found = [
            max(range(3), key=picture.getpixel((x, y)).__getitem__)  # type: ignore[union-attr]
            for y in (middle, band + middle)
            for x in (WIDTH // 4, 3 * WIDTH // 4)
        ]
    assert found == [0, 2, 2, 0]


def test_a_pair_that_cannot_be_read_is_left_out(tmp_path: Path) -> None:
    red = saved(tmp_path, "r.png", "#ff0000")
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"no picture")
    whole = pair_sheet([("一", red, red)], WORDS)
    assert pair_sheet([("二", red, broken), ("三", tmp_path / "gone.jpg", red), ("一", red, red)], WORDS) == whole
    with pytest.raises(ValueError, match="no pair"):
        pair_sheet([("二", red, broken)], WORDS)
