"""The kind of problem: weighted words of the area's categories, with a confidence."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import NamedTuple

from bot.domain.areas import Category
from bot.reading.lexicon import Hit, Lexicon
from bot.reading.vocabulary import CLEAR_FAULTS

_CLEAR: Lexicon[bool] = Lexicon((word, True) for word in CLEAR_FAULTS)

_TELLING = re.compile(
    "[被乱堵占坏漏溢倒断裂塌脏臭破烂扰吵违噪爆淹枯死垂掉坠抛偷缺丢粪癣焚]|私(?!家)|没|不见|不亮|满|横流|"
    "飞线|脱落|积水|着火|起火|"
    "失火|冒烟|被困|触电|落水|小广告|杂物|渣土|僵尸|地锁|扬尘|油烟|烧(?![烤饼])|露天烧烤|摊贩|地摊|摆摊|尸|流浪(?!猫)|野狗|恶犬|异味|脏|不拴|"
    "蟑螂|老鼠|建筑垃圾|装修垃圾|大件|一堆|废弃|停了|停运|故障|充电$|[夜晨晚].?施工|通宵"
)


_TELLING_WEIGHT = 2
"""What a word that tells what is wrong weighs more than its length."""
_BESIDE = frozenset("旁边上里内门对附跟前下口后")
_BESIDE_WEIGHT = 0.3
"""A thing that only says where to look (消防栓旁边停满了车) weighs less than what is there."""
_LEAST_WEIGHT = 2.0
_NOT_OF = {
    "漏气": re.compile("[胎车暖瓶球袋枕垫床锅空]"),
    "停电": re.compile("停电[动瓶驴]"),
    "没电": re.compile("[瓶池车机我快器表]|没电[梯话视脑影动瓶池车量子器]"),
}
"""A word that is of its kind only where nothing such stands around it: 轮胎漏气 is no gas, 没电梯 no power cut."""
_REACH_OF_HEAD = 6
_MOST_JUDGED = 4_000


class Sense(NamedTuple):
    """What a category word speaks for; `telling` when the word alone says that something is wrong."""

    category: str
    subcategory: str | None
    telling: bool
    beside: bool = False
    """The word only says where: 旁边, 里, 门口 follows it."""


class Kindred(NamedTuple):
    """The best guess and the words that led to it."""

    category: str | None = None
    subcategory: str | None = None
    confidence: float = 0.0
    hits: tuple[Hit[Sense], ...] = ()
    learned: tuple[tuple[int, int], ...] = ()
    """Half-open spans of the normalised text that a learned model went by; none: it was judged by words."""


_kindred = tuple.__new__
"""Kindred(…) without the way through its own constructor, as in the lexicon."""


class Categoriser:
    """The words of an area's categories. A longer word is a more specific one and weighs more."""

    def __init__(self, categories: Sequence[Category]) -> None:
        entries: list[tuple[str, Sense]] = []
        for big in categories:
            entries.extend((word, Sense(big.code, None, _tells(word))) for word in (big.name, *big.keywords))
            for small in big.sub:
                words = dict.fromkeys((small.name, *small.keywords))
                entries.extend((word, Sense(big.code, small.code, _tells(word))) for word in words)
        self._words: Lexicon[Sense] = Lexicon(entries)
        self._beside: dict[str, tuple[Sense, ...]] = {}
        self._judged: dict[tuple[tuple[object, ...], ...], Kindred] = {}

    def find(self, text: str) -> list[Hit[Sense]]:
        found = self._words.outermost(text)
        if not found:
            return found
        padded = text + " "
        return [
            hit if padded[hit.end] not in _BESIDE else self._whereabouts(hit)
            for hit in found
            if hit.word not in _NOT_OF
            or not _NOT_OF[hit.word].search(text, max(0, hit.start - _REACH_OF_HEAD), hit.end + 1)
        ]

    def _whereabouts(self, hit: Hit[Sense]) -> Hit[Sense]:
        """The hit as one that only says where, unless its word tells what is wrong."""
        known = self._beside.get(hit.word)
        if known is None:
            known = tuple(sense if sense.telling else sense._replace(beside=True) for sense in hit.meanings)
            self._beside[hit.word] = known
        return hit._replace(meanings=known)

    def judge(self, hits: Sequence[Hit[Sense]]) -> Kindred:
        """The category for which most is said. Ties go to the word that was said first."""
        if not hits:
            return Kindred()
        said = tuple([hit[2:] for hit in hits])
        kindred = self._judged.get(said)
        if kindred is None:
            if len(self._judged) >= _MOST_JUDGED:
                self._judged.clear()
            kindred = self._judged[said] = self._judge(hits)
        best = kindred.category
        spoken = tuple([hit for hit in hits if hit[3][0][0] == best or best in [sense[0] for sense in hit[3]]])
        return _kindred(Kindred, (best, kindred.subcategory, kindred.confidence, spoken, ()))

    def _judge(self, hits: Sequence[Hit[Sense]]) -> Kindred:
        """Without the hits. Remembered by their words and meanings: people say the same few, 2 µs instead of 6."""
        big: dict[str, float] = {}
        small: dict[tuple[str, str], float] = {}
        telling: set[str] = set()
        for word, meanings in {hit.word: hit.meanings for hit in hits}.items():
            for sense in meanings:
                weight = (len(word) + _TELLING_WEIGHT * sense.telling) / len(meanings)
                if sense.beside:
                    weight *= _BESIDE_WEIGHT
                if sense.telling:
                    telling.add(sense.category)
                big[sense.category] = big.get(sense.category, 0.0) + weight
                if sense.subcategory is not None:
                    key = (sense.category, sense.subcategory)
                    small[key] = small.get(key, 0.0) + weight
        best, share, inside = next(iter(big)), 1.0, list(small)
        if len(big) > 1:
            best = max(big, key=big.__getitem__)
            share = big[best] / sum(big.values())
            inside = [key for key in small if key[0] == best]
        subcategory = max(inside, key=small.__getitem__)[1] if inside else None
        confidence = _confidence(
            max(big[best], _LEAST_WEIGHT), share, told=best in telling, rivalled=bool(telling - {best})
        )
        return Kindred(best, subcategory, round(confidence, 2))


def _confidence(weight: float, share: float, *, told: bool, rivalled: bool) -> float:
    """The probability that the category is right, from the weight of its words and their share of all.

    A word that tells what is wrong says the category, 0.98 of the time; a mere thing may only say where it is
    (人行道, 消防栓): 0.9; and where another category has the telling word, seldom.
    Measured on own labelled sentences (tests/benchmarks/accuracy/calibration.py).
    """
    sure = 0.98 if told else 0.9
    if rivalled and not told:
        sure *= 0.6
    return sure * math.sqrt(share) * (1 - math.exp2(-2 * weight))


def _tells(word: str) -> bool:
    return _TELLING.search(word) is not None or bool(_CLEAR.longest(word))
