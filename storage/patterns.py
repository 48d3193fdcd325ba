"""Patterns of LIKE: words that people typed, with nothing left in them that LIKE would take for a sign."""

from __future__ import annotations


def like(word: str) -> str:
    """Matches what holds this word. The statement says ESCAPE '!'."""
    for sign in "!%_":
        word = word.replace(sign, f"!{sign}")
    return f"%{word}%"
