"""The known word that a misspelt one was most likely meant to be."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import process


def nearest(written: str, known: Iterable[str], cutoff: float = 60.0) -> str | None:
    """The likeliest of the known words, or None when nothing is near (rapidfuzz's measure, 0 to 100)."""
    found = process.extractOne(written, list(known), score_cutoff=cutoff)
    return found[0] if found else None


def did_you_mean(written: str, known: Iterable[str], otherwise: str) -> str:
    """The remedy for an unknown word: the nearest known one, or what to do when nothing is near."""
    meant = nearest(written, known)
    return f'did you mean "{meant}"?' if meant is not None else otherwise
