"""Asides: a building or a floor that a post names beside its place, for what lies next to it or whom it troubles."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.reading.addresses import Tail

_LEADING = re.compile("(?:^|[,.;!\n 。了])(?:就|正好|大概|应该|好像)?[在是]$")
_LONGEST_LEAD = 4
_BESIDE = re.compile(
    "[^,。;!?\n]{0,6}?(?:旁边?|边上|对面|附近|隔壁|跟前|[后前][面边])的?(?:那?一?[个盏块只边里]?)(?=[,。;!\n]|$)"
)
"""What makes of 5栋 the neighbour of what is meant: 路灯坏了，在5栋垃圾桶旁边."""
_RESIDENTS = "老人|住户|业主|居民|租户|邻居|老太太?|老头|大爷|大妈|阿姨|奶奶|爷爷|孩子|小孩|孕妇|病人|人"
_TROUBLED = "[上下出]不[来去了]|没法|无法|不方便|[天每]天爬|爬楼|爬不|走楼梯|怎么办|都在?[抱说]|反映|投诉|抱怨"
_WHOM = re.compile(f"的?(?:{_RESIDENTS})[^,。;!?\n]{{0,6}}(?:{_TROUBLED})")
"""10楼的老人下不来: whom a lift troubles, not where it is."""


def without_residents(text: str, tails: Sequence[Tail]) -> Sequence[Tail]:
    """The tails without floors that only say whom the fault troubles. In danger somebody must be fetched there."""
    if not any("floor" in tail.fields for tail in tails):
        return tails
    return [tail for tail in tails if len(tail.fields) > 1 or "floor" not in tail.fields or not _troubled(text, tail)]


def _troubled(text: str, tail: Tail) -> bool:
    return _WHOM.match(text, tail.end) is not None


def without_neighbour(text: str, tails: Sequence[Tail]) -> tuple[Sequence[Tail], str | None]:
    """The tails of the problem's own building, and the words by which another one only says where to look."""
    if not tails or "building" not in tails[0].fields:
        return tails, None
    for tail in tails[1:]:
        if "building" in tail.fields and _LEADING.search(text, max(0, tail.start - _LONGEST_LEAD), tail.start):
            end = tail.end
            if "landmark" not in tail.fields:
                beside = _BESIDE.match(text, tail.end)
                if beside is None:
                    continue
                end = beside.end()
            return [one for one in tails if not tail.start <= one.start < end], text[tail.start : end]
    return tails, None
