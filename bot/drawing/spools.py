"""Spools: rows that are read from a file while another process still writes it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from bot.notices.pictures.workbook import END_OF_SPOOL, Cell, Leaf, Spool, unpacked

_PAUSE = 0.01
"""Seconds until it is looked again whether there is more. How long it is waited at all is the caller's patience."""


def rows_of(leaf: Leaf) -> Iterator[list[list[Cell]]]:
    """Piece by piece. Raises OSError."""
    if not isinstance(leaf.pieces, Spool):
        yield from map(unpacked, leaf.pieces)
        return
    with Path(leaf.pieces.path).open("rb") as file:
        line = b""
        while (line := line + file.readline()) != END_OF_SPOOL:
            if line.endswith(b"\n"):
                yield unpacked(line)
                line = b""
            else:
                time.sleep(_PAUSE)
