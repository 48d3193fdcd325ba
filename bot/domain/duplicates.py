"""Duplicates: when two reports tell of one thing, so that the later one joins the ticket that is there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.domain.areas import Place
from bot.domain.readings import Spot
from bot.domain.tickets import State, Ticket

JOINABLE = frozenset({State.TRIAGE, State.ASSIGNED, State.ACCEPTED, State.SUSPENDED})
"""What a later report may join. Where it was resolved, the next one says that it is not, or is of something new."""

_ROAD = "road"
_BUILDING = re.compile(r"([0-9A-Za-z]+)(?:号楼|[栋幢座楼#号])?")
_ENTRANCE = re.compile(r"([0-9A-Za-z]+)(?:单元|门)?")
_FLOOR = re.compile(r"(-?[0-9A-Za-z]+)[层楼]?")
_ROOM = re.compile(r"([0-9A-Za-z]+)[室号]?")
_BARE = re.compile(r"(?:[0-9A-Za-z-]+(?:号楼|单元|[栋幢座楼#号层室弄])?|[东南西北]{0,2}门口?)*")
"""An address tail without any name before it."""
_ONLY_BESIDE = re.compile(
    r"(?:[大正后侧]?门口?|路口|拐角|转角|对面|旁边?|附近|[前后边里外上下](?:面|边)?|这里|那里|处)*"
)
"""What says where beside a thing, without naming one: 路口, 对面."""
_SEVERAL = re.compile(r"[两二三四五六七八九十几多数0-9][个只盏处根块辆张把条台扇]|都|全部?|到处|多处|好几|一[排片堆路]")
"""Several things, of which the next report may mean others: 两个垃圾桶都坏了."""


def address_of(spot: Spot | None) -> str:
    """The address tail written one way, so that 3幢, 3号楼 and 3栋 are one: 12栋2单元; "" where there is none.

    A landmark counts only where nothing firmer is said: 3栋门口 and 3栋 are one building.
    """
    if spot is None:
        return ""
    firm = [
        spot.number,
        _written(spot.building, _BUILDING, "栋"),
        _written(spot.entrance, _ENTRANCE, "单元"),
        _written(spot.floor, _FLOOR, "层"),
        _written(spot.room, _ROOM, "室"),
        spot.gate,
    ]
    return "".join(part for part in firm if part) or spot.landmark or ""


def _written(part: str | None, pattern: re.Pattern[str], ending: str) -> str | None:
    match = pattern.fullmatch(part) if part else None
    return f"{match[1].upper()}{ending}" if match else part


def is_same(fresh: Ticket, there: Ticket, named: Sequence[Place], now: datetime, window: timedelta) -> bool:
    """Whether a fresh report, as the ticket that it would become, tells of the thing that another ticket is about.

    `named` are the places of the book with the fresh one's name. A wrong yes hides a problem behind another one,
    a wrong no costs the unit one look: in doubt it is no.
    """
    return (
        there.state in JOINABLE
        and not there.bundle
        and there.lead_unit is None
        and there.post_id != fresh.post_id
        and now - there.created_at <= window
        and _is_same_thing(fresh, there)
        and _is_same_place(fresh, there, named)
    )


def _is_same_thing(fresh: Ticket, there: Ticket) -> bool:
    """One 大类 and one 小类; an emergency is one with an emergency only; without a category, if it is told alike."""
    if fresh.is_urgent is not there.is_urgent:
        return False
    if fresh.category is None:
        return fresh.emergency and there.category is None and fresh.summary == there.summary
    return (fresh.category, fresh.subcategory) == (there.category, there.subcategory)


def _is_same_place(fresh: Ticket, there: Ticket, named: Sequence[Place]) -> bool:
    if fresh.place_name != there.place_name:
        return False
    if fresh.place_name is None:  # no book knows it: the same words with a building mean the same, a bare 3栋 anything
        return fresh.place == there.place and _is_firm(fresh.address) and not _BARE.fullmatch(fresh.place or "")
    units = {place.unit for place in named}
    if len(units) > 1 and (fresh.unit_code != there.unit_code or fresh.unit_code not in units | {None}):
        return False  # one name in two communities
    if fresh.address == there.address:
        return _is_firm(fresh.address) or _is_one_thing(fresh, there, named)
    short, long = sorted((fresh.address, there.address), key=len)
    return _is_firm(short) and long.startswith(short)


def _is_firm(address: str) -> bool:
    """Whether it names a number or a building, not only a gate or what stands nearby."""
    return "号" in address or "栋" in address


def _is_one_thing(fresh: Ticket, there: Ticket, named: Sequence[Place]) -> bool:
    """Without a building: an estate or a landmark has one such thing, if the 小类 is known and nobody tells of several.

    A road is too long, unless something that stands on it is named.
    """
    if fresh.subcategory is None or _SEVERAL.search(fresh.summary) or _SEVERAL.search(there.summary):
        return False
    on_road = any(place.kind == _ROAD for place in named) or not named
    return not on_road or not _ONLY_BESIDE.fullmatch(fresh.address)
