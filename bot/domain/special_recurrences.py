"""Recurrences: what keeps coming back at one place, and which unit had most of it. Special actions are made of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """What the rows say of one category at one place of one unit: how many tickets, by how many `posts`.

    `newest` is the number of the newest ticket; `fresh`, how many came since the last proposals.
    """

    category: str
    place_name: str
    unit_code: str | None
    count: int
    posts: int
    newest: int
    fresh: int = 0


@dataclass(frozen=True, slots=True)
class Recurrence:
    """What keeps coming back. `ground`: its tickets are those of this unit and of what lies below it; None: all.

    `lead` is the unit that had most of them.
    """

    category: str
    place_name: str
    ground: str | None
    lead: str
    count: int
    newest: int
    fresh: int


def recurrences(
    found: Iterable[Found], times: int, ground: str | None, shared: Collection[str] = ()
) -> list[Recurrence]:
    """What was reported at least so many times, most often first.

    Of one post that names three buildings the three tickets are one time. The tickets of all units at a place count
    together, but for names that several units' places `shared` bear: there each unit's are of another place.
    """
    groups: defaultdict[tuple[str, str, str | None], list[Found]] = defaultdict(list)
    for one in found:
        where = one.unit_code if one.place_name in shared else ground
        groups[one.category, one.place_name, where].append(one)
    made = [
        Recurrence(
            category=category,
            place_name=place_name,
            ground=where,
            lead=lead,
            count=sum(one.count for one in group),
            newest=max(one.newest for one in group),
            fresh=sum(one.fresh for one in group),
        )
        for (category, place_name, where), group in groups.items()
        if sum(one.posts for one in group) >= times
        and (lead := leader((one.unit_code, one.count, one.newest) for one in group)) is not None
    ]
    return sorted(made, key=most_often)


def most_often(one: Recurrence) -> tuple[int, int]:
    """The order in which they are told: most often first, of equals the one with the newest ticket."""
    return -one.count, -one.newest


def leader(had: Iterable[tuple[str | None, int, int]]) -> str | None:
    """Who had most, of equals who had the newest: of (unit, how many, the newest's number). None: no unit had any."""
    sums: dict[str, tuple[int, int]] = {}
    for code, count, newest in had:
        if code is not None:
            before, newest_before = sums.get(code, (0, 0))
            sums[code] = (before + count, max(newest, newest_before))
    return max(sums, key=lambda code: sums[code], default=None)
