"""Names and tails of one problem, joined to the spots where somebody has to go."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from bot.domain.readings import Spot
from bot.reading.addresses import Tail
from bot.reading.asides import without_neighbour
from bot.reading.corrections import without_errors
from bot.reading.meant import Meant, meant
from bot.reading.mentions import specific
from bot.reading.places import Named
from bot.reading.records import maker

_AND = re.compile(r"\s*(?:和|与|跟|及|以及|还有|、|,)\s*")
_CROSSING = re.compile(r"\s*(?:的)?(?:交叉|交汇|交界|路口|十字|丁字|口)")
_CROSSES = re.compile(r"\s*(?:和|与|跟|、|-|/|到)?\s*")
_BETWEEN = re.compile(r"\s*的?(?:之间|中间|交界|交接|当中)")
_BUILDING = re.compile(r"^\s*[0-9A-Z一二三四五六七八九十]{1,4}(?:栋|幢|号楼|座|号)")
MOST_SPOTS = 20
"""Spots of one problem: as many as MOST_SIBLINGS of a tail."""


class Located(NamedTuple):
    """A spot with the units that its name may belong to, and what was matched (normalised spans)."""

    spot: Spot | None
    units: tuple[str, ...]
    is_place: bool
    names: tuple[Named, ...] = ()
    tails: tuple[Tail, ...] = ()
    learned: tuple[tuple[int, int], ...] = ()
    """Half-open spans of the normalised text by which a learned model knew the unit."""
    earlier: tuple[tuple[int, int], ...] = ()
    """The span of the words that say that the post goes on with an earlier one, whose place this is."""
    dropped: tuple[Named, ...] = ()
    """Names in the text that do not say where: where somebody comes from, a landmark, an error taken back."""


NOWHERE = Located(None, (), False)
_spot = maker(Spot)
_SAID = ("building", "entrance", "floor", "room", "number", "gate", "landmark")
"""The fields of a spot behind its name and unit, in their order."""
_located_at = tuple.__new__
"""Located(…) without the way through its own constructor, as in the lexicon."""
_Fields = tuple[dict[str, str], tuple[Tail, ...]]
_NO_TAIL: list[_Fields] = [({}, ())]


def locate(text: str, names: Sequence[Named], tails: Sequence[Tail], told: Sequence[int] = ()) -> list[Located]:
    """The spots of a problem: one, or several where names or buildings are listed. Never empty.

    `told` are the places, in rising order, where its things and faults stand: of several names the one that they
    follow is meant.
    """
    grounds = [name for name in names if name.kind != "department"]
    landmark = None
    if len(tails) > 1:
        tails, landmark = without_neighbour(text, without_errors(text, tails))
    if len(grounds) < 2:
        return _beside(_located(text, grounds, tails, names), landmark)
    said = meant(text, grounds, tails, told)
    if said.rivals:
        spots = [_undecided(text, said)]
    elif said.stretch:
        spots = [_between(said.names)]
    else:
        spots = _located(text, said.names, said.tails, names, said.siblings)
    spots = _beside(spots, said.landmark or landmark)
    return [spot._replace(dropped=said.dropped) for spot in spots] if said.dropped else spots


def _beside(spots: list[Located], landmark: str | None) -> list[Located]:
    """One spot with the landmark, where it has none of its own; of several nobody knows which is beside it."""
    if landmark is None or len(spots) > 1 or (spot := spots[0].spot) is None or spot.landmark:
        return spots
    return [spots[0]._replace(spot=replace(spot, landmark=landmark))]


def _undecided(text: str, said: Meant) -> Located:
    """One spot of which a person must say to which of several names it belongs; the last may be the nearest."""
    likeliest = said.rivals[-1]
    fields, used = (_spots(text, [tail for tail in said.tails if tail.start >= likeliest.end]) or _NO_TAIL)[0]
    units = tuple(dict.fromkeys(code for name in said.rivals for code in name.units))
    return Located(Spot(likeliest.name, None, **fields), units, True, said.rivals, used)


def _located(
    text: str,
    meant_names: Sequence[Named],
    tails: Sequence[Tail],
    names: Sequence[Named],
    siblings: Sequence[Named] = (),
) -> list[Located]:
    """The spots of names that are all meant, each with its tails. `names`: all of the text; `siblings`: see Meant."""
    listed = siblings or _listed(text, meant_names)
    if not listed:
        return [Located(Spot(**fields), (), False, (), used) for fields, used in _spots(text, tails)] or [NOWHERE]
    located: list[Located] = []
    if len(listed) > 1 and _BETWEEN.match(text, listed[-1].end):
        return [_between(listed)]
    for index, name in enumerate(listed):
        own = tails
        if len(listed) > 1:
            until = listed[index + 1].start if index + 1 < len(listed) else len(text)
            since = 0 if index == 0 else name.start
            own = [tail for tail in tails if since <= tail.start < until]
        crossing = _crossing(text, name, names) if name.kind == "road" else None
        for fields, used in _spots(text, own) or _NO_TAIL:
            if crossing is not None:
                fields = {**fields, "landmark": f"与{crossing.name}交叉口"}
            full = _spot(name.name, name.units[0] if len(name.units) == 1 else None, *map(fields.get, _SAID))
            located.append(_located_at(Located, (full, name.units, name.is_place, (name,), used, (), (), ())))
        if len(located) >= MOST_SPOTS:
            break
    return located[:MOST_SPOTS]


def _between(listed: Sequence[Named]) -> Located:
    """One spot between two names: whose ground it is, a person must say, unless it is the same unit's."""
    units = tuple(dict.fromkeys(code for name in listed for code in name.units))
    unit = units[0] if len(units) == 1 else None
    spot = Spot(name=listed[0].name, unit_code=unit, landmark=f"和{listed[-1].name}之间")
    return Located(spot, units, True, tuple(listed))


def _listed(text: str, names: Sequence[Named]) -> Sequence[Named]:
    """The names that are spots of their own: the most specific one and those listed beside it."""
    if len(names) < 2:
        return names
    best = max(names, key=specific)
    if best.kind == "road" and (crossed := _crossing(text, best, names)) is not None:
        return [min(best, crossed, key=lambda name: name.start)]
    if not best.is_place:
        return [best]
    chain = [best]
    same = [name for name in names if specific(name) == specific(best)]
    for name in same:
        if name.name == best.name:
            continue
        last = chain[-1]
        if name.start >= last.end and _AND.match(_without_tail(text[last.end : name.start])):
            chain.append(name)
    return chain


def _without_tail(gap: str) -> str:
    """What joins two names when a building stands between them: 龙西小区3栋和广场花苑."""
    return _BUILDING.sub("", gap)


def _crossing(text: str, name: Named, names: Sequence[Named]) -> Named | None:
    """The other road, when two roads name one crossing (人民路与建设路交叉口)."""
    if name.kind != "road":
        return None
    for other in names:
        if other is name or other.kind != "road":
            continue
        first, second = sorted((name, other), key=lambda road: road.start)
        if _CROSSES.fullmatch(text[first.end : second.start]) and _CROSSING.match(text[second.end :]):
            return other
    return None


def _spots(text: str, tails: Sequence[Tail]) -> list[_Fields]:
    """Tails as spots: those that complete each other are one, those that repeat a building are siblings."""
    spots: list[_Fields] = []
    for tail in tails:
        if len(spots) == MOST_SPOTS:
            break
        if not spots:
            spots.append((tail.fields, (tail,)))
            continue
        spot, used = spots[-1]
        if _BETWEEN.match(text[tail.end : tail.end + 3]):
            beside = text[tail.start : tail.end]
            spots[-1] = ({**spot, "landmark": f"和{beside}之间"}, (*used, tail))
        elif tail.firm and "building" in tail.fields and "building" in spot:
            if tail.fields not in [known for known, _ in spots]:
                spots.append((tail.fields, (tail,)))
        elif tail.firm and _clashes(spot, tail.fields):
            spots.append((tail.fields, (tail,)))
        else:
            spots[-1] = ({**tail.fields, **spot}, (*used, tail))
    return spots


def _clashes(spot: dict[str, str], other: dict[str, str]) -> bool:
    return any(spot.get(field, value) != value for field, value in other.items() if field != "landmark")
