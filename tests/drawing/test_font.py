"""The font: it is there, and it is known which characters it lacks."""

from __future__ import annotations

from pathlib import Path

import matplotlib
import pytest

from bot.drawing.font import font_file, has_glyph


@pytest.mark.parametrize(("character", "there"), [("蜂", True), ("a", True), ("\U0001f41d", False)])
def test_our_font(character: str, there: bool) -> None:
    assert has_glyph(font_file(), character) is there


def test_a_latin_font_knows_no_chinese() -> None:
    latin = Path(matplotlib.get_data_path()) / "fonts/ttf/DejaVuSans.ttf"
    assert has_glyph(latin, "a")
    assert not has_glyph(latin, "蜂")


def test_what_is_no_font(tmp_path: Path) -> None:
    (tmp_path / "a.ttf").write_bytes(b"no font")
    with pytest.raises(OSError, match="unknown file format"):
        has_glyph(tmp_path / "a.ttf", "蜂")
