"""What was learned from history, applied to a text: its category, its unit, and the words that say so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import exp
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.reading.lexicon import Hit, Lexicon

Weights = NDArray[np.float16]
"""One row for each gram, one column for each code. Half precision: the tenth digit of a weight decides nothing."""
_RUN = re.compile(r"[^\W\d_]+")
_ALIKE = str.maketrans("123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ\n", "000000000abcdefghijklmnopqrstuvwxyz ")
"""Which digits stand there teaches nothing: 12栋 and 13栋 are one. A model's file keeps a gram a line."""
_SURE = 0.97
"""A learned alias counts for routing from here on."""
_LONGEST_TOLD = 12
_LEAST_SHARE = 0.3


class Guess(NamedTuple):
    """A code with the probability that it is right, and the half-open span of the text that speaks most for it."""

    code: str
    confidence: float
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class LearnedAlias:
    """A name that the tickets of one unit say: `count` of them, and `others` of all other units."""

    word: str
    unit: str
    count: int
    others: int
    confidence: float
    """The probability that the next ticket with this name is of this unit."""


@dataclass(frozen=True, slots=True)
class Trust:
    """A logistic curve to the probability that a guess is right.

    It goes by the best score, its lead over the second, and the share of the text's grams that were seen before: a
    name that nobody has said resembles many that were.
    """

    intercept: float
    of_top: float
    of_lead: float
    of_known: float = 0.0

    def probability(self, top: float, lead: float, known: float) -> float:
        shown = self.intercept + self.of_top * top + self.of_lead * lead + self.of_known * known
        return 1 / (1 + exp(-max(-30.0, min(30.0, shown))))


@dataclass(frozen=True, slots=True, eq=False)
class Scorer:
    """A linear model over character n-grams: support vectors, and the mean of the log-count ratios.

    The mean is taken by how rare each gram is, and for `letters` half of it with each gram alike.
    """

    codes: tuple[str, ...]
    grams: Mapping[str, int]
    """Each gram's row."""
    longest: int
    letters: bool
    """Whether grams are of letters alone, as names are; otherwise signs and the places of digits tell, too."""
    inverse: NDArray[np.float32]
    """How telling each gram is by its rarity; the length of a text's vector is made of these."""
    weights: Weights
    ratios: Weights
    bias: NDArray[np.float32]
    trust: Trust
    bar: float = 0.0
    """Guesses below this confidence are not to be acted on by themselves."""

    def guess(self, text: str) -> Guess | None:
        """The likeliest code; None for a text of which nothing was ever seen."""
        placed = list(self._placed(text))
        rows = list(dict.fromkeys([row for _, _, row in placed]))
        if not rows:
            return None
        parts: NDArray[np.float32] = self.weights[rows].astype(np.float32)
        inverse = self.inverse[rows]
        parts /= float(np.linalg.norm(inverse))
        share = inverse / float(inverse.sum())
        if self.letters:
            share = 0.5 / len(rows) + 0.5 * share
        parts += self.ratios[rows].astype(np.float32) * share[:, None]
        scores = parts.sum(axis=0) + self.bias
        best, second = np.argsort(-scores)[:2].tolist()
        known = len(rows) / len(grams_of(text, self.longest, self.letters))
        confidence = self.trust.probability(float(scores[best]), float(scores[best] - scores[second]), known)
        gains = dict(zip(rows, (parts[:, best] - parts[:, second]).tolist(), strict=True))
        start, end = _telling(text, [(first, last, gains[row]) for first, last, row in placed])
        return Guess(self.codes[best], round(confidence, 3), start, end)

    def _placed(self, text: str) -> Iterator[tuple[int, int, int]]:
        """The rows of known grams with their spans in the text; the blank that marks an edge has none."""
        known, sizes = self.grams, range(1, self.longest + 1)
        for begun, run in _runs(text, self.letters):
            padded, offset, until = f" {run} ", begun - 1, begun + len(run)
            length = len(padded)
            for size in sizes:
                for at in range(length - size + 1):
                    row = known.get(padded[at : at + size])
                    if row is not None:
                        yield (offset + at if at else offset + 1), min(until, offset + at + size), row


@dataclass(frozen=True, slots=True, eq=False)
class LearnedModel:
    """All that was learned from one history, with what a person wants to know of it before trusting it."""

    made_at: datetime
    """Aware."""
    rows: int
    """Rows of the history that taught anything."""
    score: float | None
    """The share of categories that were guessed right, each by a model that had not seen the text."""
    unit_coverage: float | None
    """The share of texts with a unit that would have been routed, likewise."""
    unit_precision: float | None
    """The share of those that would have been routed right."""
    categories: Scorer | None
    units: Scorer | None
    aliases: tuple[LearnedAlias, ...]
    _lexicon: list[Lexicon[LearnedAlias]] = field(default_factory=list)

    @property
    def codes(self) -> tuple[frozenset[str], frozenset[str]]:
        """The codes of categories and those of units that it knows."""
        categories = self.categories.codes if self.categories is not None else ()
        units = self.units.codes if self.units is not None else ()
        return frozenset(categories), frozenset(units) | {alias.unit for alias in self.aliases}

    def category_of(self, text: str) -> Guess | None:
        """The category of a normalised text."""
        return self.categories.guess(text) if self.categories is not None else None

    def unit_of(self, text: str) -> Guess | None:
        """The unit of a normalised text, only where that is sure enough to send a ticket there.

        A learned alias says it, unless other words speak for another unit; without one the sum of all words must.
        """
        guess = self.units.guess(text) if self.units is not None else None
        named = self._named(text)
        if named is not None:
            if guess is None or guess.code == named.code or guess.confidence < 1 - _SURE:
                return named
            return None
        return guess if guess is not None and self.units is not None and guess.confidence >= self.units.bar else None

    def _named(self, text: str) -> Guess | None:
        hits = [hit for hit in self.lexicon.longest(text) if hit.meanings[0].confidence >= _SURE]
        if len({alias.unit for hit in hits for alias in hit.meanings}) != 1:
            return None
        best: Hit[LearnedAlias] = max(hits, key=lambda hit: hit.meanings[0].confidence)
        alias = best.meanings[0]
        return Guess(alias.unit, alias.confidence, best.start, best.end)

    @property
    def words(self) -> frozenset[str]:
        """The learned aliases, as text."""
        return frozenset(alias.word for alias in self.aliases)

    @property
    def lexicon(self) -> Lexicon[LearnedAlias]:
        if not self._lexicon:
            self._lexicon.append(Lexicon((alias.word, alias) for alias in self.aliases))
        return self._lexicon[0]


def _runs(text: str, letters: bool) -> Iterator[tuple[int, str]]:
    """What grams are cut from, with its first position: each run of letters, or the whole text."""
    if not letters:
        yield 0, text.translate(_ALIKE)
        return
    for run in _RUN.finditer(text):
        yield run.start(), run[0]


def grams_of(text: str, longest: int, letters: bool = True) -> set[str]:
    """The character n-grams of a text, each once; a blank stands for the edge of a run."""
    found: set[str] = set()
    for _, run in _runs(text, letters):
        padded = f" {run} "
        for size in range(1, longest + 1):
            found.update([padded[at : at + size] for at in range(len(padded) - size + 1)])
    found.discard(" ")
    return found


def _telling(text: str, gains: Sequence[tuple[int, int, float]]) -> tuple[int, int]:
    """The stretch of letters in which the gains lie closest; a character that adds little does not stretch it."""
    by_char = [0.0] * len(text)
    for start, end, gain in gains:
        share = gain / max(1, end - start)
        for position in range(start, end):
            if text[position].isalpha():
                by_char[position] += share
    least = _LEAST_SHARE * max(by_char)
    most, held, begun, told = 0.0, 0.0, 0, (0, 1)
    for position, gain in enumerate(by_char):
        if held <= 0 or not gain:  # digits and punctuation gain nothing: no stretch goes across them
            held, begun = 0.0, position
        held += gain - least
        if held > most:
            most, told = held, (max(begun, position + 1 - _LONGEST_TOLD), position + 1)
    return told


def array(values: Any, kind: type[np.floating[Any]]) -> NDArray[Any]:
    """Values as they are kept in a model."""
    return np.ascontiguousarray(values, dtype=kind)
