"""Drawing at once, in the process at hand: for a command that ends afterwards."""

from __future__ import annotations

import os
import tempfile

from bot.drawing.drawers import Drawable, drawn


def draw_here(sheet: Drawable) -> bytes:
    """The picture as a PNG, the workbook as an XLSX file.

    matplotlib may look for a place to keep its list of fonts: not in the caller's home.
    """
    with tempfile.TemporaryDirectory(prefix="fengshao-") as folder:
        os.environ.setdefault("MPLCONFIGDIR", folder)
        return drawn(sheet)
