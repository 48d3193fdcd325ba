"""Which of the names in a post says where the problem is, and which only where its sender comes from."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from bot.reading.addresses import Tail
from bot.reading.corrections import corrections
from bot.reading.mentions import BREAK, Mention
from bot.reading.places import Named

_FOLLOWS = re.compile("[的那这个有就是,:、在处 ]{0,4}")
_LISTED = re.compile(r"[\s,。;的]*")
_OR = re.compile(r"\s*,?\s*(?:或者?|还是|就是|要么|要不)[是在]?\s*")
_STRETCH = re.compile(r"\s*(?:一?直)?(?:到|至|-|~)\s*")
_TOWARDS = re.compile(r"\s*(?:前往|通往|[往去向回]|[骑走开跑]到)\s*")
_ON_THE_WAY = re.compile("走?[,的]?[这那]?[条一]?(?:[路途]|方向|半路|全程|沿[路线途])")
_ARRIVED = re.compile("的?(?:门|楼[下上]|里|院|发现|看[到见]|听|送|取|拿|才|时|后|就|[东西南北]门)")
_ALL_OF_THEM = re.compile("[^。;!?\n]{0,12}?(?:都|均|全部?|一样|两个|两边|几个)")
_MOST_WEIGHED = 12
"""Names of a post that are held against each other; nobody writes more in one sentence."""
_MOST_HEARD = 40
"""Things and faults that are given to names: those of two dozen clauses."""


class Meant(NamedTuple):
    """The names that may be meant, and what part the others play."""

    names: tuple[Named, ...]
    dropped: tuple[Named, ...] = ()
    """Names of where somebody comes from, of landmarks and of errors."""
    rivals: tuple[Named, ...] = ()
    """Names of which only one can be meant, the likeliest last; () where the text says which."""
    tails: tuple[Tail, ...] = ()
    """The tails that belong to no dropped name."""
    landmark: str | None = None
    """Where the place is by the words of the text: 碧水湾北门对面."""
    siblings: tuple[Named, ...] = ()
    """Names at each of which the same is wrong (碧水湾路灯坏了，芙蓉苑也是); () where there are no several."""
    stretch: bool = False
    """Whether the first and the last of the names are the ends of a way (碧水湾到芙蓉苑的路灯)."""


def meant(text: str, names: Sequence[Named], tails: Sequence[Tail], told: Sequence[int]) -> Meant:
    """Which of two names or more is meant. `told` are the places, in rising order, where things and faults stand.

    A name that is taken back, that somebody comes from or lives at, or beside which the place lies gives way to
    another. Of those left, one that the fault follows is meant, else one with a building or a gate. Where that
    leaves names of several units, nothing is guessed.
    """
    mentions = [Mention(text, names, place, tails) for place in range(min(len(names), _MOST_WEIGHED))]
    if _is_stretch(text, mentions):
        return Meant(tuple(names), (), (), tuple(tails), stretch=True)
    _hear(text, mentions, told)
    _correct(text, mentions)
    left = [one for one in mentions if not one.denied] or mentions
    landmark = None
    for one in list(left):
        others = [other for other in left if other.name.name != one.name.name and not other.aside]
        if one.beside is not None and any(_is_beside(text, one, other) for other in others):
            left.remove(one)
            landmark = text[one.name.start : one.beside]
        elif one.aside and any(_goes_before(other, one) for other in others):
            left.remove(one)
    siblings = _siblings(text, left)
    rivals = siblings or _rivals(text, left)
    if siblings or len({one.name.units for one in rivals}) < 2:
        left = _unbeaten(left, rivals)
        rivals = []
    kept = tuple(one.name for one in left)
    dropped = [one for one in mentions if one.name not in kept]
    placed = any(one.tails for one in left)
    foreign = {tail.start for one in dropped if placed or not one.corrected for tail in one.tails}
    return Meant(
        kept,
        tuple(one.name for one in dropped),
        tuple(one.name for one in rivals),
        tuple(tail for tail in tails if tail.start not in foreign),
        landmark,
        tuple(one.name for one in siblings),
    )


def _hear(text: str, mentions: Sequence[Mention], told: Sequence[int]) -> None:
    """Give each thing and fault to the name before it: strongly in the same clause, else weakly."""
    ends = [one.name.end for one in mentions]
    for position in told[:_MOST_HEARD]:
        behind = bisect_left(ends, position + 1)
        if not behind:
            mentions[0].weak = True
        elif BREAK.search(text, ends[behind - 1], position) is None:
            mentions[behind - 1].strong = mentions[behind - 1].told = True
        else:
            mentions[behind - 1].weak = mentions[behind - 1].heard = True


def _correct(text: str, mentions: Sequence[Mention]) -> None:
    """Names before 打错了 are taken back where others stand behind it, and so is a name that is denied anywhere."""
    marks = corrections(text, mentions[0].name.end, mentions[-1].name.start)
    if marks and any(one.name.start > marks[-1] and not one.denied for one in mentions):
        for one in mentions:
            one.corrected = one.name.start < marks[-1]
            one.denied = one.denied or one.corrected
    denied = {one.name.name for one in mentions if one.denied}
    for one in mentions:
        one.denied = one.name.name in denied and not (marks and one.name.start > marks[-1] and not one.denied)


def _is_beside(text: str, one: Mention, other: Mention) -> bool:
    """Whether the place called `other` is what lies beside this one."""
    assert one.beside is not None
    if other.name.start >= one.beside and _FOLLOWS.fullmatch(text, one.beside, other.name.start):
        return other.name.kind != "stem"
    return other.level >= one.level and other.name.is_place and other.beside is None


def _goes_before(other: Mention, one: Mention) -> bool:
    """Whether a name that is said by the way gives way to this one."""
    if other.level >= one.level and other.name.is_place:
        return True
    if other.name.start < one.name.start:
        return False
    return other.name.is_place or (other.weak and other.name.units != one.name.units)


def _is_stretch(text: str, mentions: Sequence[Mention]) -> bool:
    if len(mentions) != 2:
        return False
    first, last = mentions
    if first.level != last.level:
        return False
    if _TOWARDS.fullmatch(text, first.core, last.name.start):
        return _ON_THE_WAY.match(text, last.core) is not None
    to = _STRETCH.fullmatch(text, first.core, last.name.start)
    return to is not None and not last.firm and _ARRIVED.match(text, last.name.end) is None


def _siblings(text: str, left: Sequence[Mention]) -> list[Mention]:
    """The names at each of which it is wrong: the first, or several listed, are told of, each other one with 也."""
    top = max(one.level for one in left)
    by_name: dict[str, Mention] = {}
    for one in left:
        if one.level == top and one.name.is_place:
            by_name.setdefault(one.name.name, one)
    places = list(by_name.values())
    first = next((place for place, one in enumerate(places, 1) if one.told), len(places))
    others = places[first:]
    if others and _is_list(text, places[:first]) and all(one.likewise or (one.told and one.added) for one in others):
        return places
    return []


def _rivals(text: str, left: Sequence[Mention]) -> list[Mention]:
    """The names between which the text does not decide, or the one for which it does; none where none competes."""
    top = max(one.level for one in left)
    rivals = [one for one in left if one.level == top]
    if not rivals[0].name.is_place or len({one.name.name for one in left}) < 2:
        return []
    if top[0] == 2 and not any(one.strong or one.weak for one in rivals):
        rivals += [one for one in left if one.level[0] == 1 and one.strong and not _leads(one, rivals)]
    if len({one.name.name for one in rivals}) < 2 or _is_list(text, rivals):
        return []
    if any(_OR.fullmatch(text, first.core, second.name.start) for first, second in pairwise(rivals)):
        return rivals
    for first, second in pairwise(rivals):
        if _LISTED.fullmatch(text, first.core, second.name.start) and (first.firm or not second.firm):
            first.strong = second.strong = first.strong or second.strong
            first.weak = second.weak = first.weak or second.weak
    chosen = [one for one in rivals if one.strong]
    if not any(one.told for one in chosen):  # 在 alone is no more than a fault in the next clause
        chosen = [one for one in rivals if one.strong or one.heard]
    chosen = chosen or [one for one in rivals if one.weak] or rivals
    return list({one.name.name: one for one in chosen}.values())


def _unbeaten(left: Sequence[Mention], chosen: Sequence[Mention]) -> list[Mention]:
    """Those left when some are chosen from among their own level."""
    names = {one.name.name for one in chosen}
    return [one for one in left if not chosen or one.name.name in names or one.level != chosen[0].level]


def _leads(road: Mention, estates: Sequence[Mention]) -> bool:
    """Whether a road stands right before an estate, whose street it is then: 人民路碧水湾."""
    return any(road.core <= one.name.start <= road.core + 2 for one in estates)


_AND = re.compile(r"\s*(?:和|与|跟|及|以及|还有|、)\s*")
_OR_LISTED = re.compile(r"\s*(?:和|与|跟|及|以及|还有|、|,)\s*")


def _is_list(text: str, rivals: Sequence[Mention]) -> bool:
    """Whether all stand side by side: with 和 or 、, or with commas before 都."""
    joint = _OR_LISTED if _ALL_OF_THEM.match(text, rivals[-1].core) else _AND
    return all(joint.fullmatch(text, first.core, second.name.start) is not None for first, second in pairwise(rivals))
