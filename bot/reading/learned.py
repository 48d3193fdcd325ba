"""What was learned from history, applied to a text: its category, its unit, and the words that say so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from math import exp
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.reading.grams import cuts_of, telling
from bot.reading.lexicon import Hit, Lexicon
from bot.reading.report_judge import ReportJudge

Weights = NDArray[np.float16]
"""One row for each gram, one column for each code. Half precision: the tenth digit of a weight decides nothing."""
_SURE = 0.97
"""A learned alias counts for routing from here on."""


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
        cuts = list(cuts_of(text, self.longest, self.letters))
        grams = [gram for _, _, cut in cuts for gram in cut]
        found = list(map(self.grams.get, grams))
        every = dict.fromkeys(found)
        every.pop(None, None)
        if not every:
            return None
        rows = np.array(list(every))
        inverse = self.inverse.take(rows)
        length = float(inverse @ inverse) ** 0.5
        share = inverse / inverse.sum()
        if self.letters:
            share = 0.5 / len(rows) + 0.5 * share
        weights = self.weights.take(rows, axis=0).astype(np.float32)
        ratios = self.ratios.take(rows, axis=0).astype(np.float32)
        scores = weights.sum(axis=0) / length + share @ ratios + self.bias
        best, second = (-scores).argsort()[:2].tolist()
        known = len(rows) / (len(dict.fromkeys(grams)) - (" " in grams))
        confidence = self.trust.probability(float(scores[best]), float(scores[best] - scores[second]), known)
        gains = (weights[:, best] - weights[:, second]) / length + (ratios[:, best] - ratios[:, second]) * share
        by_row: dict[int | None, float] = dict(zip(every, gains.tolist(), strict=True))
        by_row[None] = 0.0
        start, end = telling(text, cuts, [by_row[row] for row in found])
        return Guess(self.codes[best], round(confidence, 3), start, end)


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
    judge: ReportJudge | None = None
    """What tells its reports from everyday talk."""
    usual: int = 0
    """Characters of the middle one of its texts with a category."""
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


def array(values: Any, kind: type[np.floating[Any]]) -> NDArray[Any]:
    """Values as they are kept in a model."""
    return np.ascontiguousarray(values, dtype=kind)
