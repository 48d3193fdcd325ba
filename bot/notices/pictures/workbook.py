"""A workbook: its sheets, their columns and their rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pydantic_core import from_json, to_json

Cell = str | int | float | None
LONGEST_CELL = 2000
"""Characters that a cell is given: Excel takes 32,767, a reader far fewer."""
MOST_ROWS = 1_000_000
"""Rows that a sheet is given: Excel takes 1,048,576."""


def packed(rows: Iterable[Iterable[Cell]]) -> bytes:
    """Rows as one piece of bytes: thousands of small objects would be pickled in one go, in which nothing else runs."""
    listed = [list(row) for row in rows]
    pieces = (to_json(listed[at : at + _AT_ONCE])[1:-1] for at in range(0, len(listed), _AT_ONCE))
    return b"[" + b",".join(pieces) + b"]"


_AT_ONCE = 5000
"""Rows that are written in a few milliseconds, in which nothing else runs either."""


def unpacked(piece: bytes) -> list[list[Cell]]:
    rows: list[list[Cell]] = from_json(piece)
    return rows


@dataclass(frozen=True, slots=True)
class Column:
    """`width` is in characters of Excel. `kind` is "text", "line" (text that is not wrapped), "link" (the address of a
    page), "number", "share", "hours" or "time" (ISO 8601 without a zone).
    """

    head: str
    width: float
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Spool:
    """Many rows, in a file that both processes see: one packed piece a line, and behind the last an empty one.

    It may be read while it is still written. `count` is how many rows it will have at most.
    """

    path: str
    count: int


END_OF_SPOOL = b"\n"


@dataclass(frozen=True, slots=True)
class Leaf:
    """One sheet of a workbook: two lines above the columns' heads, then the rows in packed pieces.

    The first `still` columns stay in sight. The last `sums` rows stay where they are when a reader sorts or filters.
    """

    name: str
    title: str
    below: str
    columns: tuple[Column, ...]
    pieces: tuple[bytes, ...] | Spool
    still: int = 0
    sums: int = 0

    def count(self) -> int:
        """How many rows it has, or will have at most."""
        if isinstance(self.pieces, Spool):
            return self.pieces.count
        return sum(len(unpacked(piece)) for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Workbook:
    """`into`: the file that shall hold it; None: it is handed back. Tens of megabytes are better not handed about."""

    leaves: tuple[Leaf, ...]
    into: str | None = None
