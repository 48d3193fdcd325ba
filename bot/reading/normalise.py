"""One spelling for reading (widths, case, invisible marks, simplified), with the way back kept."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Any

_LONGEST_EXPANSION = 4
"""NFKC makes up to 18 characters of one (U+FDFA); past this a character stays itself: length stays linear."""

_IDEOGRAPHS = re.compile("[\u3400-\u9fff]+")


@dataclass(frozen=True, slots=True)
class NormalText:
    """The text to read. `origins[i]` is where character i came from; None when no character moved."""

    text: str
    original: str
    origins: tuple[int, ...] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The half-open span of the original that `text[start:end]` stands for."""
        if self.origins is None:
            return start, end
        if start >= end:
            at = self.origins[start] if start < len(self.origins) else len(self.original)
            return at, at
        return self.origins[start], self.origins[end - 1] + 1


class _Folds(dict[str, str]):
    """What each character becomes, remembered for the basic plane (so the memory is bounded)."""

    def __missing__(self, char: str) -> str:
        folded = _fold_char(char)
        if char <= "\uffff":
            self[char] = folded
        return folded


def _fold_char(char: str) -> str:
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


_FOLDS = _Folds()


@cache
def _simple() -> frozenset[str]:
    """The ideographs of GB 2312, which are simplified: a text of these alone needs no conversion."""
    rows = bytes(byte for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF) for byte in (high, low))
    return frozenset(rows.decode("gb2312", errors="ignore")) | frozenset("嘚囧嗨喵")


@cache
def _converter() -> Any:
    """OpenCC, loaded by the first text that needs it: most runs never do."""
    from opencc import OpenCC

    return OpenCC("t2s")


@cache
def _simplified_char(char: str) -> str:
    converted: str = _converter().convert(char)
    return converted if len(converted) == 1 else char


def _simplify(text: str) -> str:
    """Traditional to simplified, never changing the length."""
    unusual = set(text) - _simple()
    if not any(_IDEOGRAPHS.match(char) for char in unusual):
        return text
    converted: str = _converter().convert(text)
    if len(converted) == len(text):
        return converted
    return "".join(_simplified_char(char) if char in unusual else char for char in text)


def normalise(text: str) -> NormalText:
    """NFKC character by character, ASCII in capitals, invisible marks dropped, simplified. Linear."""
    folded = [_FOLDS[char] for char in text]
    joined = "".join(folded)
    if len(joined) == len(text) and "" not in folded:
        return NormalText(_simplify(joined), text, None)
    origins = tuple(index for index, piece in enumerate(folded) for _ in piece)
    return NormalText(_simplify(joined), text, origins)


def fold(word: str) -> str:
    """A word of a book in the spelling of normalised text."""
    return normalise(word).text.strip()
