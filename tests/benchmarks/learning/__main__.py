"""`python -m tests.benchmarks.learning [ADDRESSES]`: what is learned, beside a plain model on the same split.

The history of categories is made up (history.py), that of estates and units too; ADDRESSES is a file of tagged
addresses (one character and its BIO tag a line), whose districts are the units.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from bot.domain.areas import Category
from bot.domain.categories import BUILT_IN
from bot.reading.normalise import normalise
from bot.reading.training import Example, learn
from tests.benchmarks.learning import grounds
from tests.benchmarks.learning.history import Row, made_up
from tests.benchmarks.learning.plain import Plain

_ROWS, _SHARE = 6_000, 0.7
_MANY = 15_000
_BANDS = ((0.0, 0.5), (0.5, 0.7), (0.7, 0.85), (0.85, 0.95), (0.95, 1.01))


def categories(rows: Sequence[Row]) -> None:
    """Accuracy of both on what neither has seen, and how often our confidence is right."""
    cut = int(len(rows) * _SHARE)
    known, new = rows[:cut], rows[cut:]
    for grams in ((1, 2), (1, 3), (2, 4)):
        plain = Plain([row.text for row in known], [row.category for row in known], grams)
        guesses = plain.guess([row.text for row in new])
        right = sum(code == row.category for (code, _), row in zip(guesses, new, strict=True))
        print(f"  plain, n-grams of {grams[0]} to {grams[1]}          {right / len(new):.4f}")
    for name, book in (("learned", ()), ("learned, with the book's words", BUILT_IN)):
        _told(name, known, new, book)


def _told(name: str, known: Sequence[Row], new: Sequence[Row], book: Sequence[Category]) -> None:
    model = learn([Example(row.text, row.category) for row in known], datetime.now(UTC), book=book)
    found = [(model.category_of(normalise(row.text).text), row.category) for row in new]
    right = sum(guess is not None and guess.code == code for guess, code in found)
    print(f"  {name:<33}   {right / len(new):.4f}   (cross-validated before: {model.score})")
    for low, high in _BANDS:
        band = [
            (guess.confidence, guess.code == code) for guess, code in found if guess and low <= guess.confidence < high
        ]
        if band:
            said, held = (sum(values) / len(band) for values in zip(*band, strict=True))
            print(f"    says {said:.3f}, is right {held:.3f}   of {len(band)}")


def speed(rows: Sequence[Row]) -> None:
    """Seconds to learn from many rows, categories and 40 units, and microseconds for a text."""
    units = [f"unit{number % 40}" for number in range(len(rows))]
    examples = [Example(row.text, row.category, unit) for row, unit in zip(rows, units, strict=True)]
    begun = time.perf_counter()
    model = learn(examples, datetime.now(UTC))
    print(f"  {len(rows):,} rows, 8 categories, 40 units: {time.perf_counter() - begun:.1f} s; expected < 30")
    texts = [normalise(row.text).text for row in rows[:2_000]]
    begun = time.perf_counter()
    for text in texts:
        model.category_of(text)
    print(f"  a text's category: {(time.perf_counter() - begun) / len(texts) * 1e6:.0f} µs")


def main(arguments: list[str]) -> int:
    print(f"categories, {_ROWS:,} rows that are made up, {_SHARE:.0%} to learn from")
    categories(made_up(_ROWS))
    print("units, made-up tickets at named places")
    grounds.measure(grounds.made_up())
    if arguments and Path(arguments[0]).exists():
        print("units, real addresses with the district taken out")
        grounds.measure(grounds.addresses(Path(arguments[0])))
    print("speed")
    speed(made_up(_MANY))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
