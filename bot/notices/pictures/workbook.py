"""A workbook: its sheets, their columns and their rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pydantic_core import from_json, to_json

Cell = str | int | float | None


def packed(rows: Iterable[Iterable[Cell]]) -> bytes:
    """Rows as one piece of bytes: thousands of small objects would be pickled in one go, in which nothing else runs."""
    return to_json([list(row) for row in rows])


def unpacked(piece: bytes) -> list[list[Cell]]:
    rows: list[list[Cell]] = from_json(piece)
    return rows


@dataclass(frozen=True, slots=True)
class Column:
    """`kind` is "text", "number", "share" or "time" (ISO 8601 without a zone); `width` in characters of Excel."""

    head: str
    width: float
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Leaf:
    """One sheet of a workbook: two lines above the columns' heads, then the rows in packed pieces."""

    name: str
    title: str
    below: str
    columns: tuple[Column, ...]
    pieces: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Workbook:
    leaves: tuple[Leaf, ...]
