"""The address tail: building, entrance, floor, room, house number, gate and landmark, in Arabic digits.

Marks (3栋, 88号, 东门) are found one by one, then marks that stand side by side are joined into one tail. A field that
comes again opens a sibling (3栋和5栋).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

from bot.domain.readings import Spot
from bot.reading.mark_pattern import MARK
from bot.reading.marks import MOST_SIBLINGS, Mark, marks_of

_NEEDED = frozenset("0123456789栋幢#座元层楼室房门号口处边近面前后下壁角旁弄内里外那有的")
"""Every mark holds a digit, ends in one of these, is followed by one, or follows one."""
_GLUE = frozenset(" ,、的在")
_AND = re.compile(r"[、,和跟与及还有以/ ]{0,2}")
_LEVELS = {"building": 0, "entrance": 1, "floor": 2, "room": 3}
_FIRM = frozenset(("building", "entrance", "room", "number", "gate"))
_APART = frozenset(",。!?;:\n、和与及")
_REACH = 20
"""Characters between a house number and what belongs to it: 春华路26号财富中心1659."""


class Tail(NamedTuple):
    """An address tail at a half-open span of the normalised text."""

    start: int
    end: int
    fields: dict[str, str]
    """The fields of its spot that it says. Never changed: a Spot for each tail on the way costs 2 µs."""
    firm: bool
    """Whether it names a building, entrance, room, number or gate: something that only an address has."""

    @property
    def spot(self) -> Spot:
        return Spot(**self.fields)


_make = tuple.__new__
"""Tail(…) without the way through its own constructor, as in the lexicon."""


def find_tails(text: str, anchors: Collection[int] = frozenset(), plain: str | None = None) -> list[Tail]:
    """The tails in reading order. `anchors` are the ends of known names, `plain` the text before they were blanked."""
    if _NEEDED.isdisjoint(text):
        return []
    unblanked = text if plain is None else plain
    tails: list[Tail] = []
    cluster: list[Mark] = []
    numbered_until = -1
    search = MARK.search
    match = search(text)
    while match is not None:
        reached = match.end(match.lastindex or 0)
        for mark in marks_of(match, text, unblanked, cluster, anchors, numbered_until):
            if cluster and not _joins(text, cluster[-1], mark):
                tails += _tails_of(cluster)
                cluster = []
            cluster.append(mark)
            if mark[0] == "number":
                numbered_until = _reach(text, mark[3])
        match = search(text, max(reached, match.end()))  # not at each character within a mark
    if cluster:
        tails += _tails_of(cluster)
    return tails


def _reach(text: str, end: int) -> int:
    """How far an address goes on behind its house number: to the next break, or a name's length."""
    for position in range(end, min(len(text), end + _REACH)):
        if text[position] in _APART:
            return position
    return end + _REACH


def _joins(text: str, last: Mark, mark: Mark) -> bool:
    """Whether two marks stand side by side."""
    apart = mark[2] - last[3]
    if apart <= 0:
        return True
    if apart > 2:
        return False
    gap = text[last.end : mark.start]
    return (
        gap in _GLUE
        or not gap.strip("东西南北 -_/()")
        or (mark.field == last.field and _AND.fullmatch(gap) is not None)
    )


def _tails_of(cluster: list[Mark]) -> list[Tail]:
    """One tail of a cluster, or siblings where a field comes again."""
    if len(cluster) == 1 and len(cluster[0].values) == 1:
        field, values, start, end = cluster[0]
        return [_make(Tail, (start, end, {field: values[0]}, field in _FIRM))]
    fields = {mark[0]: mark[1][0] for mark in cluster}
    if len(fields) == len(cluster) and not [mark for mark in cluster if len(mark[1]) > 1]:
        return [_tail(fields, cluster[0][2], cluster[-1][3])]
    tails: list[Tail] = []
    fields = {}
    start = end = 0
    for mark in cluster:
        field, values, begin, reached = mark
        for value in values:
            if field in fields:
                tails.append(_tail(fields, start, end))
                fields = _inherited(fields, field)
                start = begin
            elif not fields:
                start = begin
            fields[field] = value
            end = reached
        if len(tails) >= MOST_SIBLINGS:
            break
    if fields:
        tails.append(_tail(fields, start, end))
    return tails


def _inherited(fields: dict[str, str], again: str) -> dict[str, str]:
    """What a sibling keeps: the levels above the field that comes again (3栋1单元和2单元)."""
    if again not in _LEVELS:
        return {}
    return {name: value for name, value in fields.items() if _LEVELS.get(name, 9) < _LEVELS[again]}


def _tail(fields: dict[str, str], start: int, end: int) -> Tail:
    return _make(Tail, (start, end, fields, not _FIRM.isdisjoint(fields)))
