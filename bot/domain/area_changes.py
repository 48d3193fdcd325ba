"""A change of an area that leaves most of its places as they are, small enough to be made while the bot runs."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from bot.domain.areas import Area, Frozen, Place

MOST = 2000
"""Places of one change; beyond that the whole area is put in the place of the old one."""

PlaceKey = tuple[str, str]
"""Unit and name: no unit has two places of one name."""


class AreaChange(Frozen):
    """`frame` is the new area without its places; `gone` are places that are no more, `saved` new or different ones."""

    frame: Area
    gone: tuple[PlaceKey, ...] = ()
    saved: tuple[Place, ...] = ()


def key_of(place: Place) -> PlaceKey:
    return place.unit, place.name


def change_between(old: Area, new: Area) -> AreaChange | None:
    """What makes `new` of `old`; None where it is too much. The order of places says nothing and stays as it is."""
    before = {key_of(place): place for place in old.places}
    after = {key_of(place): place for place in new.places}
    gone = tuple(key for key in before if key not in after)
    saved = tuple(place for key, place in after.items() if before.get(key) != place)
    if len(gone) + len(saved) > MOST:
        return None
    return AreaChange(frame=new.model_copy(update={"places": ()}), gone=gone, saved=saved)


def amended(
    places: tuple[Place, ...], touched: AbstractSet[PlaceKey], now: tuple[Place, ...]
) -> tuple[tuple[Place, ...], tuple[Place, ...]]:
    """The places with the touched ones as they are now (changed where they stood, new ones at the end), and the
    touched ones as they were.
    """
    coming = {key_of(place): place for place in now}
    names = {name for _, name in touched}
    kept: list[Place] = []
    gone: list[Place] = []
    for place in places:  # 100,000 of them while posts wait: no more for each than to look for its name
        if place.name not in names or key_of(place) not in touched:
            kept.append(place)
            continue
        gone.append(place)
        if (new := coming.pop(key_of(place), None)) is not None:
            kept.append(new)
    return (*kept, *coming.values()), tuple(gone)
