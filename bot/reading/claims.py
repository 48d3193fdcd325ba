"""Claims: the report that a told deed answers, so that place and thing are found by the reader of reports."""

from __future__ import annotations

import re

from bot.reading import order_patterns as said
from bot.reading.normalise import normalise

_BROKEN = "坏了"
_LEFT = re.compile("^(?:完毕|完成|干净|到位|妥当|好|完|掉|走|了|新的?|,|。|!|;|~|[ ])+")
"""What is left of the deed behind its pattern."""


def undone(text: str) -> str:
    """3栋垃圾桶已修好 → 3栋垃圾桶坏了: what was wrong before, as a courier would have written it."""
    plain = normalise(text).text.strip()
    told = said.DONE.search(plain) or said.BRIEFLY_DONE.search(plain)
    if told is None:
        return f"{plain}{_BROKEN}"
    rest = _LEFT.sub("", plain[told.end() :])
    return f"{plain[: told.start()]}{rest}{_BROKEN}"
