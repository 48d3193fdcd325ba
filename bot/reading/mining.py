"""Place words in a history: names that keep occurring in one unit's tickets and nowhere else."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from bot.reading.learned import LearnedAlias

LEAST = 3
"""Tickets that must say a name before it is one."""
_LONGEST = 10
_RUN = re.compile(r"[^\W\d_]+")
_STRAY = 0.04
"""The share of tickets of other units that a name bears: a ticket is misrouted now and then."""
_SPREAD = 0.6
"""A piece that is mostly part of one longer name is no name: 家花苑 in 逸家花苑."""
_ENDS = "省市区县镇乡村道路街巷弄栋幢号室楼的在和与了有"
"""What a name does not begin with."""

_LONG = 4
"""Letters from which a name's length says no more of how far it can be trusted."""
_ANY = 0
_PRIOR = 20
"""Tickets that the names of any length count beside those of the same length."""

Spans = dict[str, dict[str, int]]
"""Each span of letters, and in how many tickets of each unit it stands."""


def mine(texts: Sequence[str], units: Sequence[str]) -> tuple[LearnedAlias, ...]:
    """The learned aliases of a history, the surest first. `texts` are normalised, `units` their codes."""
    spans = _frequent(texts, units)
    chance = _confidences(spans)
    found = []
    for word, by_unit in spans.items():
        unit, count = max(by_unit.items(), key=lambda item: item[1])
        others = sum(by_unit.values()) - count
        if count >= LEAST and others <= _STRAY * count and word[0] not in _ENDS:
            found.append(LearnedAlias(word, unit, count, others, chance(word, count, others)))
    free = _edges(texts, {alias.word for alias in found})
    named = [alias for alias in found if alias.word in free]
    kept = _outermost(named)
    return tuple(sorted(kept, key=lambda alias: (-alias.confidence, -alias.count, alias.word)))


def _frequent(texts: Sequence[str], units: Sequence[str]) -> Spans:
    """Spans of two to ten letters that stand in LEAST tickets: a longer one can only grow from two that do."""
    every: Spans = {}
    level: Spans = {}
    for size in range(2, _LONGEST + 1):
        grown: Spans = defaultdict(lambda: defaultdict(int))
        for text, unit in zip(texts, units, strict=True):
            for span in set(_spans(text, size)):
                if size == 2 or (span[:-1] in level and span[1:] in level):
                    grown[span][unit] += 1
        level = {span: dict(by) for span, by in grown.items() if sum(by.values()) >= LEAST}
        if not level:
            break
        every.update(level)
    return every


def _spans(text: str, size: int) -> Iterator[str]:
    for run in _RUN.findall(text):
        for at in range(len(run) - size + 1):
            yield run[at : at + size]


class _Chances:
    """How often the next ticket with a name was of the same unit, by the tickets that had said it before.

    Pooled over names that were said as often and are as long; what these few cannot tell, those of any length do.
    A long name is sooner a name than a short one.
    """

    def __init__(self) -> None:
        self._right: Counter[tuple[int, int]] = Counter()
        self._wrong: Counter[tuple[int, int]] = Counter()

    def note(self, word: str, count: int, right: int, wrong: int) -> None:
        """So many tickets whose unit `count` others of that name told right, and wrong."""
        for length in (_ANY, min(len(word), _LONG)):
            self._right[_step(count), length] += right
            self._wrong[_step(count), length] += wrong

    def __call__(self, word: str, count: int, others: int) -> float:
        right, wrong = self._counted(count, _ANY)
        seen = (right + 1) / (right + wrong + 2)
        right, wrong = self._counted(count, min(len(word), _LONG))
        seen = (right + _PRIOR * seen) / (right + wrong + _PRIOR)
        return round(min(seen, (count + 1) / (count + others + 1) if others else 0.999), 3)

    def _counted(self, count: int, length: int) -> tuple[int, int]:
        return self._right[_step(count), length], self._wrong[_step(count), length]


def _confidences(spans: Spans) -> _Chances:
    """Each ticket in turn taken away: what the others said of its names, and whether that was right.

    A name of one unit alone tells each of its tickets right; with a single stray, it tells that one wrong.
    """
    chances = _Chances()
    for word, by_unit in spans.items():
        total = sum(by_unit.values())
        count = max(by_unit.values())
        if count == total:
            chances.note(word, count - 1, count, 0)
        elif total - count == 1:
            chances.note(word, count, 0, 1)
    return chances


def _step(count: int) -> int:
    """Counts that are told apart: 1 to 5, then by doubling."""
    return count if count < 6 else 5 + count.bit_length()


def _edges(texts: Sequence[str], words: set[str]) -> set[str]:
    """The words that begin and end like names: what stands before and behind them changes, or nothing does."""
    before: dict[str, Counter[str]] = defaultdict(Counter)
    behind: dict[str, Counter[str]] = defaultdict(Counter)
    sizes = sorted({len(word) for word in words})
    for text in texts:
        for run in _RUN.findall(text):
            for size in sizes:
                for at in range(len(run) - size + 1):
                    word = run[at : at + size]
                    if word in words:
                        before[word][run[at - 1] if at else ""] += 1
                        behind[word][run[at + size] if at + size < len(run) else ""] += 1
    return {word for word in words if _varied(before[word]) and _varied(behind[word])}


def _varied(neighbours: Counter[str]) -> bool:
    """Whether no letter stands there most of the time. The edge of the letters is as good as any change."""
    letters = [number for letter, number in neighbours.items() if letter]
    return max(letters, default=0) <= _SPREAD * neighbours.total()


def _outermost(aliases: Sequence[LearnedAlias]) -> list[LearnedAlias]:
    """Without those that only stretch, or are mostly a piece of, another name of the same unit."""
    by_word = {alias.word: alias for alias in aliases}
    left_out: set[str] = set()
    for alias in aliases:
        word = alias.word
        for size in range(2, len(word)):
            for at in range(len(word) - size + 1):
                inner = by_word.get(word[at : at + size])
                if inner is None or inner.unit != alias.unit:
                    continue
                left_out.add(inner.word if alias.count >= _SPREAD * inner.count else word)
    return [alias for alias in aliases if alias.word not in left_out]
