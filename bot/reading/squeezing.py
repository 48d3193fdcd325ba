"""The text as the category words see it: names blanked out, small words that only stretch a phrase gone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

_FILLERS = re.compile("已经|一直|全部|全都|好像|仍然|依然|早就|突然|好几天|几天|两天|昨晚|都|又|也|已|仍|给人")
BLANK = "\x00"


class Squeezed(NamedTuple):
    """A shorter text; `origins[i]` is where character i stands in the text it was made from."""

    text: str
    origins: tuple[int, ...] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        if self.origins is None:
            return start, end
        return self.origins[start], self.origins[end - 1] + 1


def blank(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with the spans (in rising order) blanked, so that 广场花苑 says nothing of a square."""
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
    pieces: list[str] = []
    origins: list[int] = []
    reached = 0
    for match in _FILLERS.finditer(text):
        pieces.append(text[reached : match.start()])
        origins.extend(range(reached, match.start()))
        reached = match.end()
    if not reached:
        return Squeezed(text, None)
    pieces.append(text[reached:])
    origins.extend(range(reached, len(text)))
    return Squeezed("".join(pieces), tuple(origins))
