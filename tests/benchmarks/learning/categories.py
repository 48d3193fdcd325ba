"""Learned categories beside a plain model on the same splits of a made-up history, and how honest it is."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import pairwise
from statistics import mean, stdev

from bot.domain.areas import Category
from bot.domain.categories import BUILT_IN
from bot.reading.normalise import normalise
from bot.reading.training import Example, learn
from tests.benchmarks.accuracy.figures import Figure, share
from tests.benchmarks.learning.history import Row, made_up
from tests.benchmarks.learning.plain import Plain

_ROWS, _SHARE, _SPLITS = 6_000, 0.7, 3
_GRAMS = ((1, 2), (1, 3), (2, 4))
_BOUNDS = (0.0, 0.5, 0.7, 0.85, 0.95, 1.01)
Said = list[tuple[float, bool, str]]
"""Of each new text the confidence, whether the guess was right, and text and guess in words."""


def measure() -> list[Figure]:
    """Both are right so often, by how much ours leads on average of the splits, and what its confidence is worth."""
    rows = made_up(_ROWS)
    plain: dict[tuple[int, int], list[float]] = {grams: [] for grams in _GRAMS}
    ours: list[float] = []
    with_book: list[float] = []
    said: Said = []
    for seed in range(_SPLITS):
        known, new = _split(rows, seed)
        for grams, shares in plain.items():
            shares.append(_plain(known, new, grams))
        guessed = _learned(known, new)
        ours.append(_right(guessed))
        with_book.append(_right(_learned(known, new, BUILT_IN)))
        said += guessed
    figures = [
        Figure(f"categories by a plain model, n-grams of {low} to {high}", mean(shares), len(rows), made_up=True)
        for (low, high), shares in plain.items()
    ]
    best = max(plain.values(), key=mean)
    leads = [one - other for one, other in zip(ours, best, strict=True)]
    wrong = [told for _, right, told in said if not right]
    figures += [
        Figure("learned categories, right", mean(ours), len(rows), "", wrong, made_up=True),
        Figure(
            f"learned categories above the best plain model (± {stdev(leads):.4f})",
            mean(leads),
            len(rows),
            "> 0.02",
            made_up=True,
        ),
        Figure(
            "  with the words of the built-in book, which half of it says", mean(with_book), len(rows), made_up=True
        ),
    ]
    return figures + _confidences(said)


def _split(rows: Sequence[Row], seed: int) -> tuple[list[Row], list[Row]]:
    shuffled = list(rows)
    random.Random(seed).shuffle(shuffled)
    cut = int(len(shuffled) * _SHARE)
    return shuffled[:cut], shuffled[cut:]


def _plain(known: Sequence[Row], new: Sequence[Row], grams: tuple[int, int]) -> float:
    guesses = Plain([row.text for row in known], [row.category for row in known], grams).guess(
        [row.text for row in new]
    )
    return share(sum(code == row.category for (code, _), row in zip(guesses, new, strict=True)), len(new))


def _right(said: Said) -> float:
    return share(sum(right for _, right, _ in said), len(said))


def _learned(known: Sequence[Row], new: Sequence[Row], book: Sequence[Category] = ()) -> Said:
    model = learn([Example(row.text, row.category) for row in known], datetime.now(UTC), book=book)
    said: Said = []
    for row in new:
        guess = model.category_of(normalise(row.text).text)
        code, confidence = (guess.code, guess.confidence) if guess is not None else (None, 0.0)
        said.append((confidence, code == row.category, f"{row.text} → {code} {confidence:.2f}, not {row.category}"))
    return said


def _confidences(said: Said) -> list[Figure]:
    figures = []
    for low, high in pairwise(_BOUNDS):
        band = [(confidence, right) for confidence, right, _ in said if low <= confidence < high]
        if band:
            told, held = mean(confidence for confidence, _ in band), mean(right for _, right in band)
            figures.append(Figure(f"  of those that say {told:.2f}, right", held, len(band), made_up=True))
    sure = [one for one in said if one[0] >= 0.9]
    wrong = [told for _, right, told in sure if not right]
    right = share(len(sure) - len(wrong), len(sure))
    return [
        *figures,
        Figure("learned categories that say 0.9 and more, right", right, len(sure), "> 0.9", wrong, "", True),
    ]
