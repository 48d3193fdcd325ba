"""Findings: names, address tails, things and faults that were found in a text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cache
from operator import itemgetter
from typing import NamedTuple

from bot.reading.addresses import Tail, find_tails
from bot.reading.categories import Categoriser, Sense
from bot.reading.fault_patterns import clear_of, said_faults
from bot.reading.kinds import CLEAR, Force
from bot.reading.lexicon import Hit, Lexicon, Meaning
from bot.reading.places import Gazetteer, Named
from bot.reading.squeezing import BLANK, Squeezed, blank, squeeze
from bot.reading.vocabulary import CLEAR_FAULTS, FAULT_HINTS, NO_FAULTS, PLEAS

_FORCES = (
    (Force.CLEAR, CLEAR_FAULTS),
    (Force.NONE, NO_FAULTS),
    (Force.PLEA, PLEAS),
    (Force.HINT, FAULT_HINTS),
)
_ITEM = re.compile(r"\.{2,}|(?<![0-9.])[1-9]\.(?=[0-9]{1,3}(?:栋|幢|号楼|单元|座))")
"""Dots and an item's number before a building: 1.3栋 is no decimal."""
_LIST = re.compile(r"(?:^|[\s,。;:了])1、[^\0]{2,80}?[\s,。;了]2、")
_LISTED = re.compile(r"(?:(?<=^)|(?<=[\s,。;:了]))[1-9]、")
"""1、3栋…2、5栋… counts items; 1、3栋 alone are two buildings."""
_NONE = Force.NONE
_start = itemgetter(0)
_NO_ENDS: frozenset[int] = frozenset()
_hit = tuple.__new__
"""Hit(…) and Findings(…) without the way through their own constructors, as in the lexicon."""


class Findings(NamedTuple):
    """All that was found in a stretch of the normalised text, in reading order."""

    start: int
    end: int
    names: tuple[Named, ...]
    tails: tuple[Tail, ...]
    things: tuple[Hit[Sense], ...]
    faults: tuple[Hit[Force], ...]
    speaking: tuple[tuple[int, int], ...]
    """The clauses that tell of a thing or a fault."""

    @property
    def telling(self) -> bool:
        """Whether a word alone says that something is wrong."""
        for hit in self.things:
            for sense in hit.meanings:
                if sense.telling:
                    return True
        return False

    @property
    def outright(self) -> list[Hit[Force]]:
        """The faults that are stated outright."""
        return [hit for hit in self.faults if hit[3][0] is CLEAR]

    @property
    def clear(self) -> bool:
        """Whether a fault is stated outright."""
        return CLEAR in [hit[3][0] for hit in self.faults]

    @property
    def apart(self) -> bool:
        """Whether a clear fault is stated in other words than the thing itself."""
        return not {hit[:2] for hit in self.things}.issuperset([hit[:2] for hit in self.outright])

    @property
    def whole(self) -> bool:
        """Whether it tells a problem by itself."""
        return bool(self.things) and (self.telling or self.clear)

    def without(self, spans: Iterable[tuple[int, int]]) -> Findings:
        """Without things and faults that overlap the spans: 万一着火 is no fire."""
        hidden = _joined(spans)
        ends = [end for _, end in hidden]
        return self._replace(
            things=tuple([hit for hit in self.things if not _overlaps(hit.start, hit.end, hidden, ends)]),
            faults=tuple([hit for hit in self.faults if not _overlaps(hit.start, hit.end, hidden, ends)]),
        )

    @property
    def is_empty(self) -> bool:
        return not (self.things or self.faults or self.names or self.tails)

    @property
    def is_named(self) -> bool:
        """Whether a place or a unit of the book is named."""
        return False in [name.kind == "department" for name in self.names]

    @property
    def located(self) -> bool:
        return bool(self.names) or True in [tail.firm for tail in self.tails]


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in order and apart, those that overlap as one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _overlaps(start: int, end: int, spans: Sequence[tuple[int, int]], ends: Sequence[int]) -> bool:
    behind = bisect_right(ends, start)
    return behind < len(spans) and spans[behind][0] < end


class Finder:
    """Finds all of it in a text. A name is blanked before words are looked for: 广场花苑 says nothing of a square."""

    def __init__(self, gazetteer: Gazetteer, categoriser: Categoriser) -> None:
        self._gazetteer = gazetteer
        self._categoriser = categoriser
        self._faults = _faults()

    def find(self, plain: str, chat_unit: str | None) -> Findings:
        """What the normalised text holds; `chat_unit` supports names that are ordinary words, too."""
        names, nameless = self._gazetteer.parted(plain, chat_unit)
        if "." in nameless:
            nameless = _ITEM.sub(_blanked, nameless)
        if "2、" in nameless and _LIST.search(plain) is not None:
            nameless = _LISTED.sub(_blanked, nameless)
        tails = find_tails(nameless, {name[1] for name in names} if names else _NO_ENDS, plain)
        unplaced = blank(nameless, [tail[:2] for tail in tails if tail.firm]) if tails else nameless
        squeezed = squeeze(unplaced)
        things = self._categoriser.find(squeezed[0])
        if things and squeezed[1] is not None:
            things = _moved(things, squeezed[1])
        faults = self._told_faults(unplaced, squeezed)
        return _hit(Findings, (0, len(plain), tuple(names), tuple(tails), tuple(things), faults, ()))

    def _told_faults(self, unplaced: str, squeezed: Squeezed) -> tuple[Hit[Force], ...]:
        """Words of fault and of request, and faults told by a way of speaking where no such word stands."""
        listed = self._faults.longest(*squeezed)
        said = said_faults(unplaced)
        if not said and not listed:
            return ()
        faults = [hit for hit in listed if hit[3][0] is not _NONE]
        if said:
            more = clear_of(said, [hit for hit in listed if hit[3][0] is CLEAR or hit[3][0] is _NONE])
            if more:
                faults = sorted([*faults, *more], key=_start)
        return tuple(faults)


@cache
def _faults() -> Lexicon[Force]:
    """The same for every area: at a change of the book nothing waits for it."""
    return Lexicon((word, force) for force, listed in _FORCES for word in listed)


def _blanked(match: re.Match[str]) -> str:
    return BLANK * len(match[0])


def _moved(hits: list[Hit[Meaning]], origins: list[int]) -> list[Hit[Meaning]]:
    """Hits in the squeezed text, at their spans in the text it came from."""
    return [_hit(Hit, (origins[first], origins[last - 1] + 1, word, told)) for first, last, word, told in hits]
