"""The text as the category words see it: names blanked out, small words that only stretch a phrase gone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_FILLERS = re.compile("已经|一直|全部|全都|好像|仍然|依然|早就|突然|好几天|几天|两天|昨晚|都|又|也|已|仍|给人")
BLANK = "\x00"
_FEW = 4
"""So many spans are blanked one after the other; more are joined, so that time stays linear."""


class Squeezed(NamedTuple):
    """A shorter text. `origins[i]` is where character i stood before; None where nothing was left out."""

    text: str
    origins: list[int] | None


_squeezed = tuple.__new__
"""Squeezed(…) without the way through its own constructor, as in the lexicon."""


def blank(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with the spans (in rising order) blanked, so that 广场花苑 says nothing of a square."""
    if len(spans) <= _FEW:
        for start, end in spans:
            text = f"{text[:start]}{BLANK * (end - start)}{text[end:]}"
        return text
    pieces: list[str] = []
    reached = 0
    for start, end in spans:
        if end <= reached:
            continue
        start = max(start, reached)
        pieces += (text[reached:start], BLANK * (end - start))
        reached = end
    pieces.append(text[reached:])
    return "".join(pieces)


def squeeze(text: str) -> Squeezed:
    """井盖已经没了 → 井盖没了."""
    search = _FILLERS.search
    match = search(text)
    if match is None:
        return _squeezed(Squeezed, (text, None))
    pieces: list[str] = []
    origins: list[int] = []
    reached = 0
    while match is not None:
        start, end = match.span()
        pieces.append(text[reached:start])
        origins += range(reached, start)
        reached = end
        match = search(text, end)
    pieces.append(text[reached:])
    origins += range(reached, len(text))
    return _squeezed(Squeezed, ("".join(pieces), origins))
