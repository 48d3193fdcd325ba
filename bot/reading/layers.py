"""A list of words that can change while the bot runs: a large base that stays, and a small layer of changes above it.

To build an automaton holds the interpreter, 7 µs for each word: the base is built once, before polling starts.
"""

from __future__ import annotations

from collections.abc import Mapping
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
        reached = 0
        below, above = self.base.longest(text), self._above.longest(text)
        while below or above:
            first = min([*above[:1], *below[:1]], key=_rank)  # of one span, what is above counts
            if first.word in self._gone and not (above and above[0] is first):
                shorter = self._shorter(text, first)
                if shorter is None:
                    reached = first.start + 1
                    below = _moved(self.base.longest(text[reached:]), reached)
                    continue
                first = shorter if not above or _rank(shorter) < _rank(above[0]) else above[0]
            hits.append(first)
            reached = first.end
            below, above = (
                self._behind(self.base, text, below, reached),
                self._behind(self._above, text, above, reached),
            )
        return hits

    def _shorter(self, text: str, gone: Hit[Meaning]) -> Hit[Meaning] | None:
        """The longest word that is still listed and begins where a word that is gone begins."""
        end = gone.end - 1
        while end > gone.start:
            found = self.base.longest(text[gone.start : end])
            if not found or found[0].start:
                return None
            hit = _moved(found[:1], gone.start)[0]
            if hit.word not in self._gone:
                return hit
            end = hit.end - 1
        return None

    def _behind(
        self, lexicon: Lexicon[Meaning], text: str, hits: list[Hit[Meaning]], reached: int
    ) -> list[Hit[Meaning]]:
        """The hits from there on; where one began before and is passed over, the search is made anew."""
        left = [hit for hit in hits if hit.start >= reached]
        if any(hit.start < reached < hit.end for hit in hits):
            return _moved(lexicon.longest(text[reached:]), reached)
        return left


def _rank(hit: Hit[Meaning]) -> tuple[int, int]:
    return hit.start, -hit.end


def _moved(hits: list[Hit[Meaning]], by: int) -> list[Hit[Meaning]]:
    return [hit._replace(start=hit.start + by, end=hit.end + by) for hit in hits]
