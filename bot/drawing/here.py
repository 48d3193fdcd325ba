"""Drawing at once, in the process at hand: for a command that ends afterwards."""

from __future__ import annotations

import os
import tempfile

from bot.notices.pictures.sheet import Sheet


def draw_here(sheet: Sheet) -> bytes:
    """The picture as a PNG. matplotlib may look for a place to keep its list of fonts: not in the caller's home."""
    with tempfile.TemporaryDirectory(prefix="fengshao-") as folder:
        os.environ.setdefault("MPLCONFIGDIR", folder)
        from bot.drawing.statistics import png

        return png(sheet)
