"""A list of words with meanings, found in a text in one linear pass."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Generic, NamedTuple, TypeVar

from ahocorasick_rs import AhoCorasick, MatchKind

from bot.reading.normalise import fold_all

Meaning = TypeVar("Meaning")


class Hit(NamedTuple, Generic[Meaning]):
    """A word at a half-open span of the text that was searched, with all that the word may mean."""

    start: int
    end: int
    word: str
    meanings: tuple[Meaning, ...]


_hit = tuple.__new__
"""Hit(…) without the way through its own constructor: 0.2 µs instead of 0.5, for each word of each post."""


class Lexicon(Generic[Meaning]):
    """Words → meanings. A word that is listed twice has several meanings. Words are folded like the text."""

    def __init__(self, entries: Iterable[tuple[str, Meaning]]) -> None:
        listed = list(entries)
        meanings: dict[str, tuple[Meaning, ...]] = {}
        for word, (_, meaning) in zip(fold_all([written for written, _ in listed]), listed, strict=True):
            known = meanings.get(word, ())
            if word and meaning not in known:
                meanings[word] = (*known, meaning)
        self._words = list(meanings)
        self._meanings = list(meanings.values())
        self.longest_word = max(map(len, meanings), default=0)
        """Characters of the longest of them."""
        self._longest = self._automaton(MatchKind.LeftmostLongest)
        self._all: AhoCorasick | None = None

    def _automaton(self, kind: MatchKind) -> AhoCorasick | None:
        return AhoCorasick(self._words, matchkind=kind, store_patterns=False) if self._words else None

    def __len__(self) -> int:
        return len(self._words)

    @property
    def words(self) -> Sequence[str]:
        """The folded words, each once."""
        return self._words

    def meanings_of(self, word: str) -> tuple[Meaning, ...]:
        """What a folded word means, () for one that is not listed. A table of the words would double the memory."""
        hits = self.longest(word)
        return hits[0].meanings if hits and hits[0].word == word else ()

    def longest(self, text: str, origins: Sequence[int] | None = None) -> list[Hit[Meaning]]:
        """The words in the text, leftmost and longest, none overlapping.

        With `origins`, where each of its characters stood in another text, the spans are of that one.
        """
        if self._longest is None:
            return []
        found = self._longest.find_matches_as_indexes(text)
        if not found:
            return []
        words, meanings = self._words, self._meanings
        if origins is not None:
            return [
                _hit(Hit, (origins[start], origins[end - 1] + 1, words[index], meanings[index]))
                for index, start, end in found
            ]
        return [_hit(Hit, (start, end, words[index], meanings[index])) for index, start, end in found]

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where `longest` finds words, half-open."""
        if self._longest is None:
            return []
        return [match[1:] for match in self._longest.find_matches_as_indexes(text)]

    def outermost(self, text: str) -> list[Hit[Meaning]]:
        """Every word that does not lie within a longer one; those that merely overlap all count."""
        if not self._words:
            return []
        if self._all is None:
            self._all = self._automaton(MatchKind.Standard)
            assert self._all is not None
        found = self._all.find_matches_as_indexes(text, overlapping=True)
        if not found:
            return []
        words, meanings = self._words, self._meanings
        outer: list[tuple[int, int, int]] = []
        for match in found:  # by their ends: one that lies within another is found before it, or ends with it
            _, start, end = match
            while outer and outer[-1][1] >= start:
                outer.pop()
            if not outer or outer[-1][2] < end:
                outer.append(match)
        return [_hit(Hit, (start, end, words[index], meanings[index])) for index, start, end in outer]
