"""One spelling for reading (widths, case, invisible marks, simplified), with the way back kept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, NamedTuple

_LONGEST_EXPANSION = 3
"""NFKC makes up to 18 characters of one (U+FDFA); past this a character stays itself: length stays linear."""

_ITEM = ";"
"""What ①, ⑴, ⒈, ❶ and ㈠ become: the digit that NFKC makes of them would belong to 3栋 behind it."""
_ITEM_MARKS = (
    ("\u2460", "\u249b"),
    ("\u24ea", "\u24ff"),
    ("\u2776", "\u2793"),
    ("\u3220", "\u3229"),
    ("\u3280", "\u3289"),
)

_DASHES = frozenset("\u2010\u2012\u2013\u2014\u2015\u2212\u2500")
"""Hyphens and dashes that NFKC keeps; a phone's keyboard gives — for -."""
_DASH = re.compile(f"(?<=[0-9A-Z栋幢楼元座])[{''.join(_DASHES)}]{{1,2}}(?=[0-9A-Z])")
"""1—4栋, 12–3–402: between numbers it joins them; anywhere else it sets sentences apart."""

_MOST_REMEMBERED = 40_000
"""Characters whose fold is kept: more than GB 2312 and Big5 have together; another is worked out each time."""
_FEW = 8
"""So many characters are quicker replaced one after the other than by a table."""
_TOGETHER = 64
"""Words of a book that are folded as one text."""


class NormalText(NamedTuple):
    """The text to read. `origins[i]` is where character i came from; None when no character moved."""

    text: str
    original: str
    origins: tuple[int, ...] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The half-open span of the original that `text[start:end]` stands for; it is not empty."""
        if self.origins is None:
            return start, end
        return self.origins[start], self.origins[end - 1] + 1


_normal = tuple.__new__
"""NormalText(…) without the way through its own constructor, as in the lexicon."""


class _Folds(dict[int, str]):
    """What each character becomes: a table for `str.translate` that fills itself, within bounds."""

    def __init__(self) -> None:
        super().__init__()
        self.same: set[str] = set()
        """Characters known to stay as they are."""
        self.plain: set[str] = set()
        """Characters known to become exactly one character whatever stands beside them, and to be simplified."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = _fold_char(char)
        if len(self) < _MOST_REMEMBERED:
            self[code] = folded
            if len(folded) == 1 and not _may_be_traditional(folded) and char not in _DASHES:
                self.plain.add(char)
                if folded == char:
                    self.same.add(char)
        return folded


def _fold_char(char: str) -> str:
    if any(first <= char <= last for first, last in _ITEM_MARKS):
        return _ITEM
    category = unicodedata.category(char)
    if char in "\n\t":
        return char
    if category in {"Cf", "Cc"} or "\ufe00" <= char <= "\ufe0f":
        return ""
    if category == "Cs":
        return "\ufffd"
    folded = unicodedata.normalize("NFKC", char)
    if len(folded) > _LONGEST_EXPANSION:
        return char
    return folded.upper() if folded.isascii() else folded


@cache
def _simple() -> frozenset[str]:
    """The ideographs of GB 2312, which are simplified: a text of these alone needs no conversion."""
    rows = bytes(byte for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF) for byte in (high, low))
    return frozenset(rows.decode("gb2312", errors="ignore"))


@cache
def _unusual() -> Callable[[str], list[str]]:
    """Finds the characters of a text that may change. A set of all of them costs four times as much."""
    marks = {chr(code) for code in range(0x20, 0x7F)} | set("\n、。《》【】“”‘’")
    # NFKC leaves all ideographs of GB 2312 alone: to ask of each took 10 ms of every start.
    same = "".join(sorted(_simple().union(char for char in marks if _fold_char(char) == char)))
    return re.compile(f"[^{re.escape(same)}]").findall


def _may_be_traditional(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff" and char not in _simple()


_FOLDS = _Folds()


@cache
def _converter() -> Any:
    """OpenCC, loaded by `warm` or by the first text that needs it: a short run never does."""
    from opencc import OpenCC

    return OpenCC("t2s")


def warm() -> None:
    """Load the tables of traditional characters (80 ms), so that no post waits for them."""
    _converter()


def _simplify(text: str) -> str:
    """Traditional to simplified, never changing the length."""
    unusual = {char for char in set(text) if _may_be_traditional(char)}
    if not unusual:
        return text
    converted: str = _converter().convert(text)
    if len(converted) == len(text):
        return converted
    table = {char: _converter().convert(char) for char in unusual}
    return "".join(single if len(single := table.get(char, char)) == 1 else char for char in text)


def _replaced(text: str, changing: set[str]) -> str:
    """With the characters that change; the common few (，。！) are quicker replaced one after the other."""
    if len(changing) > _FEW:
        return text.translate(_FOLDS)
    for char in changing:
        text = text.replace(char, _FOLDS[ord(char)])
    return text


def _joining(dashes: re.Match[str]) -> str:
    return "-" * len(dashes[0])


def normalise(text: str) -> NormalText:
    """NFKC character by character, ASCII in capitals, invisible marks dropped, simplified, 1—4栋 with -. Linear."""
    changing = set(_unusual()(text))
    if _FOLDS.plain.issuperset(changing):
        return _normal(NormalText, (_replaced(text, changing), text, None))
    folded = [_FOLDS[ord(char)] for char in text]
    simplified = _DASH.sub(_joining, _simplify("".join(folded)))
    if len(simplified) == len(text) and all(folded):
        return NormalText(simplified, text, None)
    origins = tuple(index for index, piece in enumerate(folded) for _ in piece)
    return NormalText(simplified, text, origins)


def fold(word: str) -> str:
    """A word of a book in the spelling of normalised text."""
    return normalise(word).text.strip()


def fold_all(words: Sequence[str]) -> list[str]:
    """`fold` of each; many at a time where all their characters are plain: 0.3 µs a word, not 5."""
    folded: list[str] = []
    for start in range(0, len(words), _TOGETHER):
        some = words[start : start + _TOGETHER]
        together = "\n".join(some)
        changing = set(together) - _FOLDS.same - {"\n"}
        if not _FOLDS.plain.issuperset(changing):
            folded += map(fold, some)
            continue
        lines = _replaced(together, changing).split("\n")
        folded += [line.strip() for line in lines] if len(lines) == len(some) else map(fold, some)
    return folded
