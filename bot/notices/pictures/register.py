"""The pages of a register: what stands on each."""

from __future__ import annotations

from dataclasses import dataclass

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
