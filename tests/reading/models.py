"""Models made by hand: a few grams that speak for a code, and learned aliases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import numpy as np

from bot.reading.learned import LearnedAlias, LearnedModel, Scorer, Trust, array

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def scorer(speaking: Mapping[str, str], bar: float = 0.9, sure: float = 4.0) -> Scorer:
    """Each gram speaks for one code. `sure` is how much confidence a lead gives."""
    codes = tuple(sorted(set(speaking.values())))
    grams = {gram: row for row, gram in enumerate(speaking)}
    weights = np.zeros((len(grams), len(codes)))
    for gram, code in speaking.items():
        weights[grams[gram], codes.index(code)] = 1.0
    return Scorer(
        codes,
        grams,
        max(map(len, grams)),
        True,
        array(np.ones(len(grams)), np.float32),
        array(weights, np.float16),
        array(np.zeros_like(weights), np.float16),
        array(np.zeros(len(codes)), np.float32),
        Trust(0.0, 0.0, sure),
        bar,
    )


def a_model(
    categories: Mapping[str, str] | None = None,
    units: Mapping[str, str] | None = None,
    aliases: Sequence[LearnedAlias] = (),
    sure: float = 4.0,
) -> LearnedModel:
    return LearnedModel(
        NOON,
        100,
        0.9 if categories else None,
        0.6 if units else None,
        0.98 if units else None,
        scorer(categories, sure=sure) if categories else None,
        scorer(units, sure=sure) if units else None,
        tuple(aliases),
    )


def an_alias(word: str, unit: str, count: int = 9, others: int = 0, confidence: float = 0.99) -> LearnedAlias:
    return LearnedAlias(word, unit, count, others, confidence)
