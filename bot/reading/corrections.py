"""Corrections: what a post takes back (打错了, 不是青禾湾) is not where the problem is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.reading.addresses import Tail

_DENIED = re.compile("(?:(?<![是在可])不[是在]|并非|而非|不属于|不是[说指]|[写打说当看]成|误写|以为[是在]?) ?$")
"""What stands before a name that is taken back: 是芙蓉苑不是碧水湾."""
_ASKED = re.compile("[^,。;!\n]{0,4}(?:吗|就是)")
"""这不是碧水湾吗, 不是碧水湾就是芙蓉苑: nothing is denied."""
_CORRECTED = re.compile(
    "(?:打|写|发|说|搞|弄|看|记)错(?:了|字|地方|小区|位置|名字?)*|更正|纠正|改一下|口误|手误|笔误"
    "|(?:^|[,。;!?\n ])不对(?=[,。!\n 是应])"
)


def is_denied(text: str, start: int, end: int) -> bool:
    """Whether the span is said not to be the place."""
    return _DENIED.search(text, max(0, start - 6), start) is not None and _ASKED.match(text, end) is None


def corrections(text: str, start: int, end: int) -> list[int]:
    """Where between two places in the text it is said that what stands before was an error."""
    return [match.start() for match in _CORRECTED.finditer(text, start, end)]


def without_errors(text: str, tails: Sequence[Tail]) -> Sequence[Tail]:
    """The tails that are not taken back: 5栋 of 3栋路灯不亮，打错了是5栋, and of 是5栋不是3栋."""
    marks = corrections(text, tails[0].end, tails[-1].start)
    denied = {tail.start for tail in tails if is_denied(text, tail.start, tail.end)}
    if not marks and not denied:
        return tails
    held = [tail for tail in tails if tail.start not in denied]
    after = {field for tail in held if marks and tail.start > marks[-1] for field in tail.fields}
    left = [tail for tail in held if not marks or tail.end > marks[-1] or after.isdisjoint(tail.fields)]
    return left if any(tail.firm for tail in left) else tails
