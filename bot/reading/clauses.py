"""Clauses: the stretches of a post that may each tell a problem of their own, by its marks or without any."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from typing import TypeVar

from bot.reading.addresses import Tail
from bot.reading.categories import Sense
from bot.reading.findings import Findings
from bot.reading.kinds import CLEAR, Force
from bot.reading.lexicon import Hit
from bot.reading.places import Named

Found = TypeVar("Found", Named, Tail, Hit[Sense], Hit[Force])
Span = tuple[int, int]

_TEN = "一二三四五六七八九十"
_WORDS = "".join(
    f"{chr(a + 1)}-{chr(b - 1)}" for a, b in pairwise(map(ord, sorted(f"\u4dff{_TEN}第\ua000"))) if b - a > 1
)
"""All ideographs but those in the number of an item."""
_SIGN = r"[^\w:#\-%.()\"'@&*=【】《》“”‘’°]"
_BOUNDARY = re.compile(
    rf"[^A-Z{_WORDS}](?:"  # over these the engine runs in one loop: 3.7 → 2.9 µs
    rf"(?<=[0-9])\u20e3|(?<={_SIGN}){_SIGN}*|(?<=\.)\.+"
    r"|(?<=[1-9])(?<!\d:[1-9])(?<![0-9A-Z.\-][1-9])[0-9]?"
    r"(?:[.、)](?![0-9])|\.(?=[0-9]{1,3}(?:栋|幢|号楼|单元|座)))"
    r"|(?<=\()[0-9一二三四五六七八九十]{1,2}\)"
    rf"|(?:(?<=^.)|(?<=[\s,。;!?:了].))(?:(?:(?<=第)[{_TEN}]{{1,2}}|(?<=[{_TEN}])[{_TEN}]?)[、)](?![{_TEN}])|(?<=[一二三四五六])是)"
    r"|(?<=第)[一二三四五六](?=[,:])"
    ")"
)
"""Marks of punctuation, blanks, emoji and bullets, or the number of an item: 1. 2、 3) (一) 四、 一是."""
_NUMBERS = frozenset(";0123456789一二三四五六七八九十.)是\u20e3")
_STOPS = frozenset("。!?\n")
"""A full stop or the number of an item begin something new; a comma, a blank or a picture says less."""
_TOWARDS = frozenset("在到往向至朝从离近靠把将")
"""Before a place: no new problem, only where it is or how far it reaches (流到5栋)."""
_LINK = re.compile("([了着啦啊吧呢哦]*)(?:也|还有?|和|跟|与|又|以及|另外|且|并且?|同时|都|再就是|然后)*")
_DOERS = frozenset("被把将让叫给由遭")
_DOING = re.compile("[倒扔堆贴停种放摆丢搭建撞压砸盖挡占挖](?:了|着|满了?|过|上了?)?$")
"""A deed that has an object: what follows is what was thrown, put or hit."""
_PLACE, _THING, _FAULT = 0, 1, 2
_Mark = tuple[int, int, int, bool]
"""Start, end, what it is, and whether it tells by itself that something is wrong."""
_findings = tuple.__new__
"""Findings(…) without the way through its own constructor, as in the lexicon."""
_NEXT = 4
"""Marks looked at behind a thing for its own fault."""


def clauses(text: str) -> list[Span]:
    """The half-open spans between marks, empty ones left out."""
    spans: list[Span] = []
    reached = 0
    for match in _BOUNDARY.finditer(text):
        start, end = match.span()
        if start > reached:
            spans.append((reached, start))
        reached = end
    if reached < len(text):
        spans.append((reached, len(text)))
    return spans or [(0, len(text))]


def follows_number(text: str, start: int) -> bool:
    """Whether a clause is an item of a list: behind its number, or a semicolon."""
    before = text[max(0, start - 4) : start].rstrip(" 、")
    return before[-1:] in _NUMBERS and bool(before)


def follows_firmly(text: str, start: int) -> bool:
    """Whether a clause stands at the beginning, behind a full stop, or is an item of a list."""
    before = text[max(0, start - 4) : start].rstrip(" ")
    return not before or before[-1] in _STOPS or follows_number(text, start)


def parts_of(text: str, whole: Findings) -> list[Findings]:
    """The findings by clause; where marks are missing, a clause ends before the place or thing of the next problem."""
    return _shared_out(_cut(text, _unbroken(clauses(text), whole), whole), whole)


def _unbroken(spans: Sequence[Span], whole: Findings) -> list[Span]:
    """Clauses joined again where a name or a tail goes across the mark: 3、5栋, 3栋 2单元."""
    across = sorted([(name.start, name.end) for name in whole.names] + [(tail.start, tail.end) for tail in whole.tails])
    across.reverse()
    joined: list[Span] = []
    for start, end in spans:
        while across and across[-1][1] <= start:
            across.pop()
        if joined and across and across[-1][0] < joined[-1][1]:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _cut(text: str, spans: Sequence[Span], whole: Findings) -> list[Span]:
    """芙蓉苑3栋井盖没了5栋路灯不亮 is cut before 5栋, 路灯不亮电梯停了 before 电梯."""
    marks: list[_Mark] = [(name.start, name.end, _PLACE, False) for name in whole.names if name.kind != "department"]
    marks += [(tail.start, tail.end, _PLACE, False) for tail in whole.tails if tail.firm]
    marks += [(hit.start, hit.end, _THING, hit.meanings[0].telling) for hit in whole.things]
    marks += [(hit.start, hit.end, _FAULT, False) for hit in whole.faults]
    marks.sort(reverse=True)
    pieces: list[Span] = []
    for start, end in spans:
        thing = told = False
        reached = start
        while marks and marks[-1][0] < end:
            begin, stop, kind, telling = marks.pop()
            if told and kind != _FAULT and begin >= reached and not (kind == _PLACE and text[begin - 1] in _TOWARDS):
                link = _LINK.match(text, reached, begin)
                tight = link is not None and link.end() == begin
                if kind == _THING and _is_object(text, begin, told_after=_tells_after(marks, stop, end)):
                    tight = False
                if tight or kind == _PLACE:
                    at = link.end(1) if link is not None and tight else begin
                    if at > start:
                        pieces.append((start, at))
                        start = at
                    thing = told = False
            thing = thing or kind == _THING
            told = told or (thing and (telling or (kind == _FAULT and stop > reached)))
            reached = max(reached, stop)
        pieces.append((start, end))
    return pieces


def _is_object(text: str, begin: int, *, told_after: bool) -> bool:
    """Whether a thing is what somebody did the wrong with or to: 消防通道被|车堵住了, 有人倒了|建筑垃圾."""
    before = text[max(0, begin - 3) : begin]
    return before[-1:] in _DOERS or (not told_after and _DOING.search(before) is not None)


def _tells_after(marks: Sequence[_Mark], start: int, end: int) -> bool:
    """Whether a fault is told behind a thing, in its clause. The marks are in reversed order."""
    return any(kind == _FAULT and start <= begin < end for begin, _, kind, _ in reversed(marks[-_NEXT:]))


def _shared_out(spans: Sequence[Span], whole: Findings) -> list[Findings]:
    """The findings of a text, each given to the clause in which it begins."""
    names, tails = list(reversed(whole.names)), list(reversed(whole.tails))
    things, faults = list(reversed(whole.things)), list(reversed(whole.faults))
    parts: list[Findings] = []
    for start, end in spans:
        told, felt = _taken(things, end), _taken(faults, end)
        speaks = bool(told) or CLEAR in [hit[3][0] for hit in felt]
        speaking = ((start, end),) if speaks else ()
        found = start, end, _taken(names, end), _taken(tails, end), told, felt, speaking
        parts.append(_findings(Findings, found))
    return parts


def _taken(stack: list[Found], end: int) -> tuple[Found, ...]:
    if not stack or stack[-1].start >= end:
        return ()
    taken: list[Found] = []
    while stack and stack[-1].start < end:
        taken.append(stack.pop())
    return tuple(taken)


def spoken(spans: Sequence[Span], whole: Findings) -> Findings:
    """The findings of a text as one problem, with the clauses that tell of it."""
    starts = sorted([hit[0] for hit in whole.things] + [hit[0] for hit in whole.faults if hit[3][0] is CLEAR])
    starts.append(whole.end)
    speaking = tuple([span for span in spans if starts[bisect_left(starts, span[0])] < span[1]])
    return _findings(Findings, (*whole[:6], speaking))
