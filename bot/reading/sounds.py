"""How characters sound: one number a syllable, so that homophones and near sounds are the same."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from threading import Lock

_SAME = ((re.compile("^([zcs])h"), r"\1"), (re.compile("^n(?!$)"), "l"), (re.compile("ng$"), "n"))
"""What southern speech and quick typing mix up: zh and z, n and l at the start, ing and in."""


class Sounds:
    """Character → number. Learns a character at its first use: a book has some thousands of them."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._syllables: dict[str, int] = {}
        self._learning = Lock()

    def learn(self, chars: Iterable[str]) -> None:
        unknown = [char for char in chars if char not in self._numbers]
        if unknown:
            with self._learning:  # the start may warm one thread while posts are read in another
                self._learn(unknown)

    def _learn(self, unknown: list[str]) -> None:
        # Its 47,000 phrases take 45 MB and only settle readings by their neighbours; here characters come alone.
        os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
        from pypinyin import lazy_pinyin

        for char in unknown:
            syllable = next(iter(lazy_pinyin(char)), char)
            for pattern, short in _SAME:
                syllable = pattern.sub(short, syllable)
            self._numbers[char] = self._syllables.setdefault(syllable, len(self._syllables) + 1)

    def of(self, text: str) -> list[int]:
        """The numbers of a text, from 1 on; at most 65,535 are given out, as there are fewer syllables and signs."""
        self.learn(set(text))
        return [self._numbers[char] for char in text]
