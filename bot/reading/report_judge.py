"""Whether a text is like the reports of a history or like everyday talk: a judge learned beside the categories."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.reading.grams import cuts_of

LONGEST = 2
READ = 400
"""Characters of a text that are looked at: what comes after them is told again."""
SHORTEST = 6
"""Characters below which a text is never judged to be a report: 好的，收到 proves nothing."""


@dataclass(frozen=True, slots=True, eq=False)
class ReportJudge:
    """Support vectors between a history's reports and everyday talk, over single characters and pairs.

    A gram that was never seen lengthens the text's vector: of what is foreign to both sides little is believed.
    """

    grams: Mapping[str, int]
    """Each gram's row."""
    rarity: NDArray[np.float32]
    """How telling each gram is by how seldom it stands, in both sides together."""
    weights: NDArray[np.float32]
    """What each gram adds for a report, rarity and all."""
    unseen: float
    """The rarity of a gram that was never seen."""
    bias: float
    bar: float
    """From here on a text is a report."""
    high_bar: float
    """… where something else speaks for talk: a question, words of orders, pay or private life."""
    recognised: float
    """The share of the history's reports above the bar, each judged by a model that had not seen it."""
    mistaken: float
    """The share of talk above the bar, likewise."""

    def is_report(self, text: str, *, doubtful: bool) -> bool:
        """Whether a normalised text without blank ends is like the reports; `doubtful` ones must be so all the more."""
        return len(text) >= SHORTEST and self.score(text) >= (self.high_bar if doubtful else self.bar)

    def score(self, text: str) -> float:
        """How far it lies on the side of the reports; talk lies below zero. Linear in the length."""
        grams = all_grams(text[:READ])
        rows = list(filter(None, map(self.grams.get, grams)))  # row 0 is no gram's
        if not rows:
            return self.bias
        at = np.array(rows)
        rarity = self.rarity.take(at)
        length = float(rarity @ rarity) + (len(grams) - len(rows)) * self.unseen**2
        return float(self.weights.take(at).sum()) / math.sqrt(length) + self.bias


def all_grams(text: str) -> dict[str, None]:
    """The character n-grams of a text with all its signs, each once, in the order in which they stand."""
    return dict.fromkeys([gram for _, _, cut in cuts_of(text, LONGEST, letters=False) for gram in cut])
