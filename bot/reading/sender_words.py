"""Words of those who reported something, below their own report: 撤回, 有异议, 不是同一个, 五星."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.reading.late_patterns import late
from bot.reading.normalise import normalise

_LONGEST = 200
_TRIM = " \t\n,。!~、;:"


class SenderWord(StrEnum):
    WITHDRAW = "withdraw"
    OBJECT = "object"
    DETACH = "detach"
    STARS = "stars"


@dataclass(frozen=True, slots=True)
class SenderOrder:
    """What a sender asks for. `words` is the reason, as far as one was given; `stars` 1 to 5, with STARS only."""

    word: SenderWord
    words: str = ""
    stars: int | None = None


_QUESTION = late(r"[?]|[吗么呢][。!\s]*$|怎么|能不能|可不可以|可以.{0,6}不")
_GAP = r"(?=$|[,。!:;、~\s])[,。!:;、~\s]*"
_WITHDRAW = late(
    rf"(?:我?[想要]?|请|麻烦)(?:撤回|撤销|撤单|作废|取消(?=上报|工单|这[条单个]))"
    rf"(?:这[条单个]|上报|工单|一下|了|吧|谢谢)*{_GAP}(?P<why>.*)|不用(?:再)?(?:处理|管|修|弄|来|报)了{_GAP}(?P<other>.*)",
    re.DOTALL,
)
_OBJECT = late(rf"我?(?:对此|对这个)?(?:有异议|不同意|不认可|不接受|不服|申诉|异议){_GAP}(?P<why>.*)", re.DOTALL)
_DETACH = late(
    r"(?:(?:和|跟|与)?(?:这|那|他|前面|上面)(?:两|俩)?[个处条件]?(?:报的)?)?"
    r"(?:不是(?:同一|一)(?:[个处条件只盏块]|回事|码事|个?地方|个?问题)|不一样|(?:我(?:报|说)的)?是?另外?一[个处条件只盏块])"
    rf"(?:地方|问题|东西|事|的|啊|哦|呀|哈)*{_GAP}(?P<why>.*)",
    re.DOTALL,
)
_STARS = late(r"(?:给|打|评)?(?:个)?(?P<count>[1-5一二两三四五])(?:颗)?[星分](?:好评|谢谢|[。!~])*")
_COUNTS = {written: count for count, written in enumerate("一二三四五", 1)} | {"两": 2}


def read_sender_words(text: str) -> SenderOrder | None:
    """What a sender's reply asks for, or None. Questions ask for nothing: 怎么撤回？"""
    words = normalise(text).text.strip(_TRIM) if len(text) <= _LONGEST else ""
    if not words or _QUESTION.search(words):
        return None
    if match := _STARS.fullmatch(words):
        written = match["count"]
        return SenderOrder(SenderWord.STARS, stars=_COUNTS.get(written) or int(written))
    if match := _WITHDRAW.fullmatch(words):
        return SenderOrder(SenderWord.WITHDRAW, match["why"] or match["other"] or "")
    if match := _OBJECT.fullmatch(words):
        return SenderOrder(SenderWord.OBJECT, match["why"])
    if match := _DETACH.fullmatch(words):
        return SenderOrder(SenderWord.DETACH, match["why"])
    return None
