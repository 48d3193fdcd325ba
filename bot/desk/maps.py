"""Maps: which tickets stand on one, and where each of them does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.desk.statistics import part_of
from bot.domain.areas import Area, Place, Unit
from bot.domain.maps import Plot, Position, Spotted, placed, position_of
from bot.domain.periods import Period
from bot.domain.statistics import Scope
from storage import spots
from storage.spots import PIECE, Key
from storage.transaction import Tx

MOST = 50_000
"""Tickets of one map, the newest and all that is open: beyond that no symbol says anything more."""


def numbers(received: Iterable[Key], still_open: Iterable[int]) -> tuple[list[int], bool]:
    """What is drawn of these, and whether there is more."""
    found = list(dict.fromkeys([*still_open, *(number for _, number in received)]))
    return found[:MOST], len(found) > MOST


def plot(area: Area, period: Period, now: datetime, scope: Scope, found: Iterable[Spotted], *, cut: bool) -> Plot:
    """The tickets at their positions."""
    by_name = placed(area.places)
    tickets: list[tuple[Spotted, Position]] = []
    unplaced = 0
    for ticket in found:
        position = position_of(ticket, by_name)
        if position is None:
            unplaced += 1
        else:
            tickets.append((ticket, position))
    units, places = _ground(area, by_name.values(), scope.unit_code)
    return Plot(period, now, scope, units, places, tuple(tickets), unplaced, cut)


def _ground(
    area: Area, located: Iterable[list[Place]], unit_code: str | None
) -> tuple[tuple[Unit, ...], tuple[Place, ...]]:
    every = [place for named in located for place in named]
    units = tuple(unit for unit in area.units if area.covers(unit_code, unit.code))
    codes = {unit.code for unit in units}
    places = tuple(place for place in every if place.unit in codes)
    if places or any(unit.boundary for unit in units):
        return units, places
    return area.units, tuple(every)


def read_plot(tx: Tx, area: Area, period: Period, now: datetime, scope: Scope) -> Plot:
    """All at once, for a command that holds up nobody; the bot reads piece by piece (handlers/maps.py).

    Raises Refused(UNKNOWN_UNIT).
    """
    part = part_of(area, scope)
    keys: list[Key] = []
    while len(keys) <= MOST and (more := spots.received(tx, period, keys[-1] if keys else None, part)):
        keys += more
    found, cut = numbers(keys, spots.still_open(tx, part))
    read = [one for at in range(0, len(found), PIECE) for one in spots.spotted(tx, found[at : at + PIECE])]
    return plot(area, period, now, scope, read, cut=cut)


def for_readers(drawn: Plot, *, in_group: bool) -> Plot:
    """Where couriers read nothing is shown of what was said in private, not even where."""
    if not in_group:
        return drawn
    return replace(drawn, tickets=tuple((one, at) for one, at in drawn.tickets if not one.private))
