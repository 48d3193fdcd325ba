"""The font of the pictures: Noto Sans SC, which the wheel of zhplot brings along."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path


@cache
def font_file() -> Path:
    """zhplot itself would set up pyplot and is not imported. Raises FileNotFoundError."""
    spec = find_spec("zhplot")
    folders = spec.submodule_search_locations if spec is not None else None
    if not folders:
        raise FileNotFoundError("zhplot is not installed: the pictures take their Chinese font from it")
    return Path(next(iter(folders))) / "fonts" / "NotoSansSC-Regular.ttf"


def has_glyph(path: Path, character: str) -> bool:
    """Whether this font draws the character itself, not the box for those that it lacks. Raises OSError."""
    from PIL import ImageFont

    font = ImageFont.truetype(path, 32)
    return bytes(font.getmask(character)) != bytes(font.getmask("\U0010ffff"))
