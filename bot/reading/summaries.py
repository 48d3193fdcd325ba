"""The problem in the post's own words: without the place, without courtesy, at most sixty characters."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.reading.lexicon import Lexicon
from bot.reading.normalise import NormalText
from bot.reading.vocabulary import COURTESY

LONGEST = 60
_MOST_CLAUSES = 8
_COURTESY: Lexicon[bool] = Lexicon((word, True) for word in COURTESY)
_LEADING = re.compile(
    r"(?:[\s,。!?;:、.\-~…()\"'“”【】\[\]#]|的居民|的业主|居民|业主|的|在|是|里面|里|有个|有人在?|"
    r"这边|这里|那边|那里|上面|上的|处|口的|口|"
    r"关于|至|和|与|跟|及|还有|另外|此外|然后|同时|而且|再就是|[一二三四五六]是)+"
)
_LEADERS = frozenset(
    " \t\n,。!?;:、.-~…()\"'“”【】[]#的居业在是里有这那上处口关至和与跟及还另此然同而再一二三四五六\u1680\u2028\u2029"
)
"""What _LEADING can begin with, in normalised text."""
_TRAILING = re.compile(r"[\s,;:、\-~…(。!]+$")
_WIDTHS = str.maketrans(",!?;:", "，！？；：")


def summarise(normal: NormalText, clauses: Sequence[tuple[int, int]], left_out: Sequence[tuple[int, int]]) -> str:
    """The words of the clauses without the spans `left_out` (both in normalised text).

    Where nothing is left, the post itself.
    """
    told: list[str] = []
    length = 0
    for start, end in clauses[:_MOST_CLAUSES]:
        if length >= LONGEST:
            break
        words = _told(normal.text, start, end, left_out)
        if words and words not in told:
            told.append(words)
            length += len(words) + 1
    return ("，".join(told) or normal.original.strip()).translate(_WIDTHS)[:LONGEST]


def _told(text: str, start: int, end: int, left_out: Sequence[tuple[int, int]]) -> str:
    stretch = text[start:end]
    spans = [(max(0, first - start), last - start) for first, last in left_out if first < end and last > start]
    spans += [(hit.start, hit.end) for hit in _COURTESY.longest(stretch)]
    spans.sort()
    words = ""
    reached = 0
    for first, last in spans:
        if first > reached:
            words += _begun(stretch[reached:first])
        if last > reached:
            reached = last
    words = _begun(words + _begun(stretch[reached:]))
    return _TRAILING.sub("", words).replace("\n", " ")


def _begun(words: str) -> str:
    """Without what only leads to the matter: 门口的，有个垃圾桶 is 垃圾桶."""
    if words[:1] not in _LEADERS:
        return words
    leading = _LEADING.match(words)
    return words[leading.end() :] if leading is not None else words
