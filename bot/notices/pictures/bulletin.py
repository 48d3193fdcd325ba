"""The sheets of a bulletin: what stands on its picture, on the pages of its list, and in its workbook."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pydantic_core import from_json, to_json

from bot.notices.pictures.sheet import Headline


@dataclass(frozen=True, slots=True)
class NamedRow:
    """One ticket that is named: its number, whose it is, what and where, and how late. `resolved`: it is done since."""

    number: str
    unit: str
    what: str
    late: str
    resolved: bool


@dataclass(frozen=True, slots=True)
class NamedTable:
    """Those named, the worst first. `more` is the line for those that do not stand here, empty where all do."""

    title: str
    order: str
    rows: tuple[NamedRow, ...]
    more: str = ""


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A unit that changed: what of it, its name, and the two rates. `better`: it improved."""

    label: str
    name: str
    before: str
    now: str
    better: bool


@dataclass(frozen=True, slots=True)
class BulletinSheet:
    """The picture: numbers against the period before, who is named, who changed most. Empty sections are left out.

    `place` is the line of a unit's rank, empty where there is none.
    """

    whose: str
    period: str
    counted: str
    headlines: tuple[Headline, ...]
    place: str = ""
    changed: str = ""
    changes: tuple[ChangeRow, ...] = ()
    named: NamedTable | None = None


Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """One upright A4 page of the list. `rows` have as many cells as `heads`; `signs` are the lines to sign on.

    `late` names the rows (by position) whose last cell tells of something late.
    """

    title: str
    whose: str
    period: str
    counted: str
    page: str
    heads: Row
    rows: tuple[Row, ...]
    late: frozenset[int] = frozenset()
    note: str = ""
    signs: tuple[str, ...] = ()


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
