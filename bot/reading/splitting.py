"""Clauses of a post, and which of them belong to one problem."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeVar

from bot.reading.addresses import Tail
from bot.reading.categories import Categoriser, Sense
from bot.reading.findings import Findings
from bot.reading.kinds import CLEAR, Force
from bot.reading.lexicon import Hit
from bot.reading.places import Named

Found = TypeVar("Found", Named, Tail, Hit[Sense], Hit[Force])

MOST_PROBLEMS = 10
"""A post with more is a list that a person should read: what follows joins the last problem."""

_MOST_JUDGED = 8
_ADDED = re.compile("也|还有|另外|此外|同时|而且|再就是|并且|以及")
_BOUNDARY = re.compile(r"[,。!?;\n1-9](?:(?<![1-9])|(?:(?<=^.)|(?<=[,。;:\s].))[.、)](?![0-9]))")
"""A mark of punctuation, or the number of an item (1. 2、 3)). It opens with a set: three times as quick."""


class _Group:
    """The clauses of one problem, while it is still growing."""

    def __init__(self, part: Findings) -> None:
        self.parts = [part]
        self.things = {hit.word: hit for hit in part.things[:_MOST_JUDGED]}
        self.whole = part.whole
        self.located = part.located

    def add(self, part: Findings) -> None:
        self.parts.append(part)
        self.whole = self.whole or part.whole or (bool(self.things) and (part.clear or part.telling))
        self.located = self.located or part.located
        for hit in part.things[:_MOST_JUDGED]:
            if len(self.things) < _MOST_JUDGED:
                self.things.setdefault(hit.word, hit)


def clauses(text: str) -> list[tuple[int, int]]:
    """The half-open spans between marks of punctuation, empty ones left out."""
    spans: list[tuple[int, int]] = []
    reached = 0
    for match in _BOUNDARY.finditer(text):
        start, end = match.span()
        if start > reached:
            spans.append((reached, start))
        reached = end
    if reached < len(text):
        spans.append((reached, len(text)))
    return spans or [(0, len(text))]


def shared_out(spans: Sequence[tuple[int, int]], whole: Findings) -> list[Findings]:
    """The findings of a text, each given to the clause in which it begins."""
    names, tails = list(reversed(whole.names)), list(reversed(whole.tails))
    things, faults = list(reversed(whole.things)), list(reversed(whole.faults))
    parts: list[Findings] = []
    for start, end in spans:
        told, felt = _taken(things, end), _taken(faults, end)
        speaks = bool(told) or CLEAR in [hit.meanings[0] for hit in felt]
        speaking = ((start, end),) if speaks else ()
        parts.append(Findings(start, end, _taken(names, end), _taken(tails, end), told, felt, speaking))
    return parts


def _taken(stack: list[Found], end: int) -> tuple[Found, ...]:
    if not stack or stack[-1].start >= end:
        return ()
    taken: list[Found] = []
    while stack and stack[-1].start < end:
        taken.append(stack.pop())
    return tuple(taken)


def is_single(whole: Findings) -> bool:
    """Whether there is nothing to split: one spot at most, and things of one category at most."""
    if len(whole.names) > 1 or len(whole.tails) > 1:
        return False
    kinds = {sense.category for hit in whole.things for sense in hit.meanings}
    return len(kinds) <= 1


def spoken(spans: Sequence[tuple[int, int]], whole: Findings) -> Findings:
    """The findings of a text as one problem, with the clauses that tell of it."""
    starts = [hit.start for hit in whole.things] + [hit.start for hit in whole.outright]
    starts.sort(reverse=True)
    speaking: list[tuple[int, int]] = []
    for span in spans:
        speaks = False
        while starts and starts[-1] < span[1]:
            speaks = True
            starts.pop()
        if speaks:
            speaking.append(span)
    return whole._replace(speaking=tuple(speaking))


def joined(parts: Sequence[Findings]) -> Findings:
    """All parts as one problem. `parts` is not empty."""
    if len(parts) == 1:
        return parts[0]
    return Findings(
        parts[0].start,
        parts[-1].end,
        tuple([name for part in parts for name in part.names]),
        tuple([tail for part in parts for tail in part.tails]),
        tuple([thing for part in parts for thing in part.things]),
        tuple([fault for part in parts for fault in part.faults]),
        tuple([span for part in parts for span in part.speaking]),
    )


def problems_of(text: str, parts: Sequence[Findings], categoriser: Categoriser) -> list[Findings]:
    """Clauses joined to problems: one that tells a whole problem of another place or kind opens a new one."""
    groups: list[_Group] = []
    for part in parts:
        if groups and part.is_empty:
            groups[-1].parts.append(part)
        elif not groups or (len(groups) < MOST_PROBLEMS and _opens(text, groups[-1], part, categoriser)):
            groups.append(_Group(part))
        else:
            groups[-1].add(part)
    return [joined(group.parts) for group in groups]


def _stands_alone(text: str, part: Findings) -> bool:
    """Whether a clause tells something new: after a full stop, led by its thing, or joined with 也 or 还有.

    What merely follows a comma is mostly a consequence: 车辆乱停，把人行道都占了.
    """
    if part.start == 0 or text[part.start - 1] != ",":
        return True
    leads = not text[part.start : part.things[0].start].strip()
    return leads or _ADDED.search(text, part.start, part.end) is not None


def _opens(text: str, group: _Group, part: Findings, categoriser: Categoriser) -> bool:
    if not group.whole:
        return False
    if part.located and group.located:
        return bool(part.things or part.faults)
    if not part.whole or all(hit.word in group.things for hit in part.things):
        return False
    if not _stands_alone(text, part):
        return False
    mine, other = categoriser.judge(tuple(group.things.values())), categoriser.judge(part.things[:_MOST_JUDGED])
    return mine.category != other.category
