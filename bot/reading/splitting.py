"""Clauses of a post, and which of them belong to one problem."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import TypeVar

from bot.reading.addresses import Tail
from bot.reading.categories import Categoriser, Sense
from bot.reading.lexicon import Hit
from bot.reading.places import Named

_BOUNDARY = re.compile(r"[,。!?;\n]|(?:(?<=^)|(?<=[,。;:\s]))[1-9][.、)](?![0-9])")
Found = TypeVar("Found", Named, Tail, Hit[Sense], Hit[bool])

MOST_PROBLEMS = 10
"""A post with more is a list that a person should read: what follows joins the last problem."""


@dataclass(frozen=True, slots=True)
class Findings:
    """All that was found in a stretch of the normalised text, in reading order."""

    start: int
    end: int
    names: tuple[Named, ...]
    tails: tuple[Tail, ...]
    things: tuple[Hit[Sense], ...]
    faults: tuple[Hit[bool], ...]
    """The meaning of a fault is whether it is clear."""
    speaking: tuple[tuple[int, int], ...]
    """The clauses that tell of a thing or a fault."""

    @property
    def whole(self) -> bool:
        """Whether it tells a problem by itself."""
        telling = any(sense.telling for hit in self.things for sense in hit.meanings)
        return bool(self.things) and (telling or any(hit.meanings[0] for hit in self.faults))

    @property
    def located(self) -> bool:
        return bool(self.names) or any(tail.firm for tail in self.tails)

    def joined(self, other: Findings) -> Findings:
        """Both together; `other` follows."""
        return Findings(
            self.start,
            other.end,
            self.names + other.names,
            self.tails + other.tails,
            self.things + other.things,
            self.faults + other.faults,
            self.speaking + other.speaking,
        )


def clauses(text: str) -> list[tuple[int, int]]:
    """The half-open spans between marks of punctuation, empty ones left out."""
    spans: list[tuple[int, int]] = []
    reached = 0
    for match in _BOUNDARY.finditer(text):
        spans.append((reached, match.start()))
        reached = match.end()
    spans.append((reached, len(text)))
    return [(start, end) for start, end in spans if text[start:end].strip()]


def shared_out(spans: Sequence[tuple[int, int]], whole: Findings) -> list[Findings]:
    """The findings of a text, each given to the clause in which it begins."""
    names, tails = list(reversed(whole.names)), list(reversed(whole.tails))
    things, faults = list(reversed(whole.things)), list(reversed(whole.faults))
    parts: list[Findings] = []
    for start, end in spans:
        told, felt = _taken(things, end), _taken(faults, end)
        speaks = bool(told) or any(hit.meanings[0] for hit in felt)
        speaking = ((start, end),) if speaks else ()
        parts.append(Findings(start, end, _taken(names, end), _taken(tails, end), told, felt, speaking))
    return parts


def _taken(stack: list[Found], end: int) -> tuple[Found, ...]:
    taken: list[Found] = []
    while stack and stack[-1].start < end:
        taken.append(stack.pop())
    return tuple(taken)


def problems_of(parts: Sequence[Findings], categoriser: Categoriser) -> list[Findings]:
    """Clauses joined to problems: one that tells a whole problem of another place or kind opens a new one."""
    groups: list[Findings] = []
    for part in parts:
        if groups and not (len(groups) < MOST_PROBLEMS and _opens(groups[-1], part, categoriser)):
            groups[-1] = groups[-1].joined(part)
        else:
            groups.append(part)
    return groups


def joined(parts: Sequence[Findings]) -> Findings:
    """All clauses as one problem. `parts` is not empty."""
    return reduce(Findings.joined, parts)


def _opens(group: Findings, part: Findings, categoriser: Categoriser) -> bool:
    if not group.whole:
        return False
    if part.located and group.located:
        return bool(part.things or part.faults)
    if not part.whole:
        return False
    mine, other = categoriser.judge(group.things), categoriser.judge(part.things)
    return mine.category != other.category
