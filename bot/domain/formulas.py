"""Formulas: what a spreadsheet would compute in a cell, and the apostrophe that keeps it from doing so."""

from __future__ import annotations

from typing import Final

SIGNS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula; a Chinese one also in full width."""


def guarded(cell: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would compute it, as it does with -Infinity and +86."""
    return f"'{cell}" if cell.startswith(SIGNS) else cell


def unguarded(cell: str) -> str:
    """The text as it was before `guarded`."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(SIGNS) else cell
