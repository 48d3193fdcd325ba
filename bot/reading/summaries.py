"""The problem in the post's own words: without the place, without courtesy, at most sixty characters."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.reading.lexicon import Lexicon
from bot.reading.normalise import NormalText
from bot.reading.vocabulary import COURTESY

LONGEST = 60
_MOST_CLAUSES = 8
"""Clauses of a problem that its summary may tell: the first ones say what it is."""
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
_TRAILERS = " \t\n,;:、-~…(。!\u1680\u2028\u2029"
_WIDTHS = tuple(zip(",!?;:", "，！？；：", strict=True))


def summarise(normal: NormalText, clauses: Sequence[tuple[int, int]], left_out: Sequence[tuple[int, int]]) -> str:
    """The words of the clauses without the spans `left_out` (both in normalised text).

    Where nothing is left, the post itself.
    """
    text = normal.text
    gone = sorted([*left_out, *_COURTESY.spans(text)])
    told: list[str] = []
    length = 0
    for start, end in clauses[:_MOST_CLAUSES]:
        if length >= LONGEST:
            break
        words = _told(text, start, end, gone)
        if words and words not in told:
            told.append(words)
            length += len(words) + 1
    summary = ("，".join(told) or normal.original.strip())[:LONGEST]
    for narrow, wide in _WIDTHS:  # quicker than a table: mostly there is none
        summary = summary.replace(narrow, wide)
    return summary


def _told(text: str, start: int, end: int, gone: Sequence[tuple[int, int]]) -> str:
    """The words of one clause without the spans that are gone, which are in rising order."""
    words = ""
    reached = start
    for first, last in gone:
        if first >= end:
            break
        if first > reached:
            words += _begun(text[reached:first])
        if last > reached:
            reached = last
    words = _begun(words + _begun(text[reached:end]))
    return words.rstrip(_TRAILERS).replace("\n", " ")


def _begun(words: str) -> str:
    """Without what only leads to the matter: 门口的，有个垃圾桶 is 垃圾桶."""
    if words[:1] not in _LEADERS:
        return words
    leading = _LEADING.match(words)
    return words[leading.end() :] if leading is not None else words
