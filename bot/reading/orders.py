"""Replied words of secretaries and reporters: what was done, what is promised, what is asked, for which tickets."""

from __future__ import annotations

import re

from bot.domain.readings import Order, OrderWord
from bot.reading import order_patterns as said
from bot.reading.late_patterns import late
from bot.reading.normalise import normalise

_LONGEST = 200
_TRIM = " \t\n,。!~、;:"
_SPOKEN_END = late(r"[咯啦嘞喽咧哒唠](?<!^[好行得].)(?<=[\u4e00-\u9fff].)(?=$|[,。!~;、\s])")
"""The endings of several provinces that say what 了 says: 修好嘞; 好嘞 by itself only agrees."""
_CLAUSE = late(r"[,。!;\n]+|\s+")

_NAMED = r"#?\s?T\s?\d{4,9}(?!\d)|#\d{4,9}(?!\d)"
_NUMBERS = late(
    rf"(?<![A-Z\d])(?:{_NAMED})(?:[\s、,;/和与及跟]*(?:{_NAMED}|\d{{4,9}}(?![\d年月日号元米弄路])))*(?:号|这几个|这两个)?"
)
"""T1024, #T1024 #T1025, T1024、1025."""
_BARE = late(
    r"\d{4,9}(?:[\s、,/和与及跟]+\d{4,9})*号?(?=\s|、|,|:|(?:都|均|全|已|也|这|两|工单|好|修|处理|清|办|没|未|还|又))"
)
"""Numbers alone, at the beginning and before what only a ticket has: 1024、1026 都好了."""
_REFERRED = late(
    rf"(?:与|和|同|跟)\s*(?:{_NAMED})\s*(?:号|工单)*(?:重复|一样|相同|是?同一|合并)|(?:见|参见|并到|并入)\s*(?:{_NAMED})"
)
"""Another ticket that this one is compared to, not one that the reply is for: 已处理，与 T1002 重复."""
_DIGITS = late(r"\d+")
_MIXED = late(r"(?<!\d)\d{4,9}(?![\d年元米弄路])|一个.{0,12}一个")
"""Another number within what is said of some, or one thing of one and another of another: 1024 好了 1025 没好."""


def read_order(text: str) -> Order | None:
    """What a reply asks for, or None when it asks for nothing that the desk knows.

    Denials are looked for first and questions never settle anything: a reply that is not
    understood costs a tap, one that closes a ticket wrongly costs the courier's trust.
    Numbers of tickets that the reply names come with it; when it says one thing of one and another of
    another, it is not understood.
    """
    words = text.strip()
    plain = _plainly(words)
    if not plain or len(plain) > _LONGEST:
        return None
    parts = _by_number(_REFERRED.sub("", plain) if _REFERRED.search(plain, 1) else plain)
    if any(numbers and _MIXED.search(rest) for numbers, rest in parts):
        return None
    understood = {_replied(rest) for _, rest in parts if rest}
    if len(understood) != 1:
        return None
    (word,) = understood
    numbers = tuple(dict.fromkeys(number for named, _ in parts for number in named))
    return Order(word, words, numbers) if word is not None else None


def _plainly(text: str) -> str:
    """The text normalised, without blank ends, and with 了 where it was said otherwise."""
    return _SPOKEN_END.sub("了", normalise(text).text.strip(_TRIM))


def _by_number(plain: str) -> list[tuple[list[int], str]]:
    """The tickets that are named and what is said of them; without a number, all of it."""
    bare = _BARE.match(plain)
    groups = [bare] if bare is not None else list(_NUMBERS.finditer(plain))
    if not groups:
        return [([], plain)]
    parts: list[tuple[list[int], str]] = [([], plain[: groups[0].start()].strip(_TRIM))]
    ends = [group.start() for group in groups[1:]] + [len(plain)]
    for group, end in zip(groups, ends, strict=True):
        numbers = [int(digits) for digits in _DIGITS.findall(group[0])]
        parts.append((numbers, plain[group.end() : end].strip(_TRIM)))
    return parts


def _replied(plain: str) -> OrderWord | None:
    """The word of a reply, where a deed may be told in fewer words than in a post: 换了新的."""
    word = word_of(plain)
    if word is None and _is_told(plain, said.BRIEFLY_DONE):
        return OrderWord.RESOLVE
    return word


def word_of(plain: str) -> OrderWord | None:
    """The word of a normalised text without blank ends."""
    if len(plain) > _LONGEST:
        return None
    if said.PROGRESS.search(plain):
        return OrderWord.PROGRESS
    word = _said(plain)
    if word is None or said.QUESTION.search(plain) or said.MOCKED.search(plain):
        return None
    return word


def _said(plain: str) -> OrderWord | None:
    """The word, be it asked or said in mockery. Most talk says none, and is looked at no further: 20 → 15 µs."""
    if said.NOT_OURS.search(plain):
        return OrderWord.NOT_OURS
    if _is_denied(plain):
        return OrderWord.DISPUTE
    if _is_confirmed(plain):
        return OrderWord.CONFIRM
    if is_done(plain):
        return OrderWord.RESOLVE
    return OrderWord.ACCEPT if said.ACCEPTED.search(plain) else None


def _is_denied(plain: str) -> bool:
    left = said.NOT_DENIED.sub("", plain)
    return said.DENIED.search(left) is not None or said.DENIED_AT_ONCE.search(left) is not None


def _is_confirmed(plain: str) -> bool:
    if said.FINE.fullmatch(plain) and not said.NOT_FINE.search(plain):
        return True
    return said.SOLVED.search(plain) is not None and not (
        said.TURNED.search(plain)
        or said.FUTURE.search(plain)
        or said.UNSURE.search(plain)
        or said.PAPERWORK.search(plain)
    )


def is_done(plain: str) -> bool:
    """Whether a deed is told as finished: not asked, promised, denied, hearsay, only begun or undone since."""
    return _is_told(plain, said.DONE)


def _is_told(plain: str, deed: re.Pattern[str]) -> bool:
    if deed.search(plain) is None or said.QUESTION.search(plain) or said.MOCKED.search(plain) or _is_denied(plain):
        return False
    if said.NOT_OURS.search(plain) or said.UNSURE.search(plain) or said.PAPERWORK.search(plain):
        return False
    if said.GUARD.search(plain) and deed.search(said.GUARD.sub("", plain)) is None:
        return False
    done: re.Match[str] | None = None
    for clause in _CLAUSE.split(plain):
        told = deed.search(clause)
        if said.FUTURE.search(clause) and not said.CARE.search(clause):
            return False
        if told is not None and not said.SOON.search(clause) and _is_finished(clause):
            done = told
        elif done is not None and said.SOON.search(clause):
            return False
    if done is None:
        return False
    return said.TURNED.search(plain, plain.rfind(done[0]) + len(done[0])) is None


def _is_finished(clause: str) -> bool:
    """已安排人清理完毕 is done although it starts as a promise; 已安排清理 and 去处理了 are not."""
    begun = said.ONLY_STARTED.search(clause)
    if begun is not None and said.FINISHED.search(clause, begun.end()) is None:
        return False
    sent = said.SENT.search(clause)
    return sent is None or said.FINISHED_SURELY.search(clause, sent.start()) is not None


_NOT_DONE = (
    said.PROGRESS,
    said.QUESTION,
    said.DENIED_AT_ONCE,
    said.FUTURE,
    said.SOON,
    said.ONLY_STARTED,
    said.ACCEPTED,
    said.NOT_OURS,
    said.MOCKED,
    said.UNSURE,
    said.SENT,
)


def puts_off(text: str) -> bool:
    """Whether words tell that it is not done: promised, denied, asked, only begun (明天处理, 还没修好？, 已安排),
    unsure (应该修好了) or meant to the contrary.
    """
    plain = _plainly(text)
    if not plain or len(plain) > _LONGEST or is_done(plain) or _is_told(plain, said.BRIEFLY_DONE):
        return False
    if said.DONE.search(plain) or _is_denied(plain):  # a deed that was told, and yet is none
        return True
    return any(pattern.search(plain) for pattern in _NOT_DONE)


def is_courtesy(text: str) -> bool:
    """Whether words only thank or acknowledge: 谢谢, 好的收到, 辛苦了."""
    plain = normalise(text).text.strip(_TRIM)
    return len(plain) <= _LONGEST and said.COURTESY.fullmatch(plain) is not None


def claims_done(text: str) -> bool:
    """Whether a post tells that something was put right (3栋垃圾桶已修好): never a new report."""
    plain = _plainly(text)
    return bool(plain) and len(plain) <= _LONGEST and is_done(plain)
