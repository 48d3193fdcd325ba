"""Follow-ups: 还有井盖也没了 says no place because the same sender named it a moment ago."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from bot.domain.readings import Earlier, Spot
from bot.domain.routing import Routed, Rule
from bot.reading.addresses import find_tails
from bot.reading.normalise import normalise
from bot.reading.places import Gazetteer
from bot.reading.spots import Located, locate
from bot.reading.squeezing import blank

_OPENING = re.compile(
    r"[\s,.。!~…]*(?:(?:对了|哦对|噢|哦|嗯|啊|@[^\s@]{1,32})[\s,!~…]*){0,2}(?:[^,。!?;:\n]{0,10}?)"
    "(还有|另外|此外|再有|再就是|同样|顺便|补充|以及|同时|又有|也(?!许|就是|不知|不是))"
)
_OWN_PLACE = re.compile(
    "[\u4e00-\u9fff]{2}(?:小区|花园|花苑|公寓|家园|新村|社区|大道|大街|广场|大厦|公园|学校|小学|中学|医院|[村街巷苑城园]"
    "|(?<![马道公铁])路(?![灯面牌沿边上障口基缘肩过段]))"
)
"""What sounds like a name that no book knows: it says another place, if not which."""
_NO_NAME = re.compile(
    "(?:这|那|本|同一|整|一|我们|咱们|我|咱)个?(?:小区|村|社区|公园|学校|街|巷|路)|[的在是有到]|[里门楼旁边]"
)
_INSIDE = ("entrance", "floor", "room")
"""What stands below a building, the widest first."""


def opening(text: str) -> tuple[int, int] | None:
    """Where a text says that it goes on with what was told before, half-open; None where it does not.

    还有 and the like open it, or 也 stands in its first words. One that sounds like naming a place of its own does not.
    """
    told = _OPENING.match(text)
    if told is None or _OWN_PLACE.search(_NO_NAME.sub("  ", text)):
        return None
    return told.span(1)


def goes_on(text: str) -> bool:
    """Whether a post may lack its place because its sender told it before. For who must fetch what was told."""
    return opening(normalise(text).text) is not None


class Follower:
    """Places of earlier reports, read against one area."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._where = lru_cache(maxsize=4)(self._read)  # asked again for each of twenty buildings

    def _read(self, earlier: Earlier) -> Located:
        """The spot that a ticket shows; of an ambiguous name's units, the one that has the ticket."""
        text = normalise(earlier.place).text
        names = [name for name in self._gazetteer.find(text) if name.kind != "department"]
        spans = [(name.start, name.end) for name in names]
        located = locate(text, names, find_tails(blank(text, spans), {end for _, end in spans}, text))[0]
        if earlier.unit_code in located.units and located.spot is not None:
            spot = replace(located.spot, unit_code=earlier.unit_code)
            located = located._replace(spot=spot, units=(earlier.unit_code,))
        return located

    def placed(self, text: str, located: Located, earlier: Earlier) -> Located:
        """A problem that names no place, at that of the earlier report; its own building or gate goes before."""
        told = opening(text)
        before = self._where(earlier)
        if told is None or before.spot is None or located.learned:
            return located
        spot = _together(located.spot, before.spot)
        return located._replace(spot=spot, units=before.units, is_place=before.is_place, earlier=(told,))


def at_the_same(own: Located, before: Located) -> Located:
    """A later problem of a post that names no place, at that of the one before it; its own landmark stays."""
    if before.spot is None:
        return own
    tails = (*before.tails, *(tail for tail in own.tails if tail not in before.tails))
    return before._replace(spot=_together(own.spot, before.spot), tails=tails)


def _together(own: Spot | None, before: Spot) -> Spot:
    """What is said now, and what of the earlier spot still holds beside it: in 还有2单元 its building does."""
    if own is None:
        return before
    if own.number or own.building or own.gate:
        return replace(own, name=before.name, unit_code=before.unit_code)
    said = {field: value for field in _INSIDE if (value := getattr(own, field)) is not None}
    deepest = next((place for place, field in enumerate(_INSIDE) if field in said), len(_INSIDE))
    gone = dict.fromkeys(_INSIDE[deepest:])
    landmark = own.landmark or (None if said else before.landmark)
    return replace(before, **(gone | {"landmark": landmark} | said))


def by_rule(routed: Routed, located: Located) -> Routed:
    """The rule is the earlier report's place where it was that which decided."""
    if not located.earlier or routed.rule not in {Rule.PLACE, Rule.UNIT_NAME}:
        return routed
    return replace(routed, rule=Rule.EARLIER)
