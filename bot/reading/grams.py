"""Character n-grams: cut from a text where they stand, and the stretch of it for which they speak most."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from operator import add

import numpy as np

_RUN = re.compile(r"[^\W\d_]+")
_ALIKE = str.maketrans("123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ\n", "000000000abcdefghijklmnopqrstuvwxyz ")
"""Which digits stand there teaches nothing: 12栋 and 13栋 are one. A model's file keeps a gram a line."""
_LONGEST_TOLD = 12
_LEAST_SHARE = 0.3
_FAR = 1e6

Cut = tuple[int, int, Sequence[str]]
"""Where the first gram begins (-1 for an edge), their size, and all grams of that size in one run of a text."""


def cuts_of(text: str, longest: int, letters: bool) -> Iterator[Cut]:
    """All grams of a text where they stand, without the blank that marks an edge by itself."""
    for begun, run in _runs(text, letters):
        yield begun, 1, run
        padded = f" {run} "
        grams: Iterable[str] = padded
        for size in range(2, longest + 1):
            grams = list(map(add, grams, padded[size - 1 :]))
            yield begun - 1, size, grams


def _runs(text: str, letters: bool) -> Iterator[tuple[int, str]]:
    """What grams are cut from, with its first position: each run of letters, or the whole text."""
    if not letters:
        yield 0, text.translate(_ALIKE)
        return
    for run in _RUN.finditer(text):
        yield run.start(), run[0]


def grams_of(text: str, longest: int, letters: bool = True) -> set[str]:
    """The character n-grams of a text, each once; a blank stands for the edge of a run."""
    found = {gram for _, _, cut in cuts_of(text, longest, letters) for gram in cut}
    found.discard(" ")
    return found


def telling(text: str, cuts: Sequence[Cut], gains: Sequence[float]) -> tuple[int, int]:
    """The stretch of letters in which the gains of all grams, cut by cut, lie closest.

    A character that adds little does not stretch it.
    """
    by_char = np.zeros(len(text) + 2)
    begun = 0
    for start, size, grams in cuts:
        shares = np.array(gains[begun : begun + len(grams)]) / size
        begun += len(grams)
        for at in range(start + 1, start + 1 + size):
            by_char[at : at + len(shares)] += shares
    letters = np.array(list(map(str.isalpha, text)))
    gained = np.where(letters, by_char[1:-1], 0.0)
    # A stretch is a difference of two sums; a character that is no letter lets the sum fall too far to cross.
    risen = np.cumsum(np.where(letters, gained - _LEAST_SHARE * gained.max(), -_FAR))
    before = np.concatenate(([0.0], risen[:-1]))
    end = int((risen - np.minimum.accumulate(before)).argmax()) + 1
    return max(int(before[:end].argmin()), end - _LONGEST_TOLD), end
