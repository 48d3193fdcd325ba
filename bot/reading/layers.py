"""A list of words that can change while the bot runs: a large base that stays, and a small layer of changes above it.

To build an automaton holds the interpreter, 7 µs for each word: the base is built once, before polling starts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Generic

from bot.reading.lexicon import Hit, Lexicon, Meaning


class LayeredLexicon(Generic[Meaning]):
    """A lexicon in which some words mean something else than in its base, are new, or are gone."""

    def __init__(self, base: Lexicon[Meaning], changes: Mapping[str, tuple[Meaning, ...]] | None = None) -> None:
        """`changes` are folded words with all their meanings now; one without a meaning is gone."""
        self.base = base
        self.changes = dict(changes or {})
        entries = [(word, meaning) for word, meanings in self.changes.items() for meaning in meanings]
        self._above: Lexicon[Meaning] = Lexicon(entries)
        self._gone = frozenset(word for word, meanings in self.changes.items() if not meanings)

    def changed(self, changes: Mapping[str, tuple[Meaning, ...]]) -> LayeredLexicon[Meaning]:
        """With further changes; those that are undone are forgotten."""
        every = self.changes | dict(changes)
        return LayeredLexicon(
            self.base, {word: now for word, now in every.items() if set(now) != set(self.base.meanings_of(word))}
        )

    def meanings_of(self, word: str) -> tuple[Meaning, ...]:
        """What a folded word means, () for one that is not listed."""
        known = self.changes.get(word)
        return self.base.meanings_of(word) if known is None else known

    def longest(self, text: str) -> list[Hit[Meaning]]:
        """The words in the text, leftmost and longest, none overlapping."""
        below = self.base.longest(text)
        if not self.changes:
            return below
        above = self._above.longest(text)
        if not above and not any(hit.word in self._gone for hit in below):
            return below
        return self._merged(text)

    def _merged(self, text: str) -> list[Hit[Meaning]]:
        """Word by word, each search going on behind the last word. Seldom needed: changes are few."""
        hits: list[Hit[Meaning]] = []
        below = _Search(text, lambda at: self._left(text, at))
        above = _Search(text, lambda at: _first(self._above, text, at))
        reached = 0
        while True:
            next_ones = [hit for hit in (above.at(reached), below.at(reached)) if hit is not None]
            if not next_ones:
                return hits
            hits.append(min(next_ones, key=_rank))  # of one span, what is above counts
            reached = hits[-1].end

    def _left(self, text: str, at: int) -> Hit[Meaning] | None:
        """The first word of the base from there on that is not gone."""
        while (found := _first(self.base, text, at)) is not None:
            if found.word not in self._gone:
                return found
            if (shorter := self._shorter(text, found)) is not None:
                return shorter
            at = found.start + 1
        return None

    def _shorter(self, text: str, gone: Hit[Meaning]) -> Hit[Meaning] | None:
        """The longest word that is still listed and begins where a word that is gone begins."""
        end = gone.end - 1
        while end > gone.start:
            found = self.base.longest(text[gone.start : end])
            if not found or found[0].start:
                return None
            hit = _moved(found[0], gone.start)
            if hit.word not in self._gone:
                return hit
            end = hit.end - 1
        return None


class _Search(Generic[Meaning]):
    """The next word of one layer, looked for again only when it was passed over."""

    def __init__(self, text: str, first: Callable[[int], Hit[Meaning] | None]) -> None:
        self._first = first
        self._next: Hit[Meaning] | None = None
        self._none_from = len(text)

    def at(self, position: int) -> Hit[Meaning] | None:
        """The first word that begins there or later."""
        if position >= self._none_from:
            return None
        if self._next is None or self._next.start < position:
            self._next = self._first(position)
            if self._next is None:
                self._none_from = position
        return self._next


def _first(lexicon: Lexicon[Meaning], text: str, at: int) -> Hit[Meaning] | None:
    """The first of the longest words from there on, looked for in short stretches: to search all that follows for each
    word of a long text would be quadratic.
    """
    reach = lexicon.longest_word
    while at < len(text) and reach:
        end = at + 2 * reach
        found = lexicon.longest(text[at:end])
        if not found:
            at += reach + 1  # a word that begins before that would have ended within the stretch
        elif found[0].start <= reach or end >= len(text):
            return _moved(found[0], at)
        else:
            at += found[0].start  # a longer one may begin here
    return None


def _rank(hit: Hit[Meaning]) -> tuple[int, int]:
    return hit.start, -hit.end


def _moved(hit: Hit[Meaning], by: int) -> Hit[Meaning]:
    return hit._replace(start=hit.start + by, end=hit.end + by)
