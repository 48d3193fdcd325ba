"""Counts over tickets and their events, for a period and for now: sums of whole months, and what lies around them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.statistics import COUNTED, Counts, Timings
from bot.domain.tickets import State
from bot.domain.trends import Flow, Span
from storage.bounds import END_OF_TIME, of_moments, of_units
from storage.measures import AGED, GROUPS, KEPT, NOW, OPEN, STANDING, TIMINGS, Group, number
from storage.rollups import DAYS, MONTHS, Grain, is_kept, within
from storage.times import from_ms, to_ms
from storage.timings import timings
from storage.transaction import Tx, Value

Cell = tuple[str | None, str | None]
"""A unit's code and a category's, either None: the finest grain that is counted, everything else is a sum."""


@dataclass(frozen=True, slots=True)
class Part:
    """Which tickets are counted: of these units (None: of all, and of none), of this category, at this place."""

    units: Sequence[str] | None = None
    category: str | None = None
    place: str | None = None

    def where(self, unit: str = "t.unit_code") -> tuple[str, dict[str, Value]]:
        """Further conditions over a ticket `t`, and their values. `unit` says whose a row is."""
        sql, names = of_units(self.units, unit)
        if self.category is not None:
            sql, names = f"{sql} AND t.category = :category", names | {"category": self.category}
        if self.place is not None:
            sql, names = f"{sql} AND t.place_name = :place", names | {"place": self.place}
        return sql, names


WHOLE = Part()


class _Sums:
    """Counts by cell, added up piece by piece; or, not `split`, all in one cell."""

    def __init__(self, *, split: bool) -> None:
        self.split = split
        self._cells: defaultdict[Cell, list[int]] = defaultdict(lambda: [0] * len(COUNTED))

    def add(self, tx: Tx, cell: str, counted: dict[str, str], rest: str, **values: Value) -> None:
        """The rows of a query. `cell` are the two columns of a row's cell, `counted` what to add for each name."""
        sums = ", ".join(f"sum({count})" for count in counted.values())
        head, tail = (f"{cell}, ", " GROUP BY 1, 2") if self.split else ("NULL, NULL, ", "")
        places = [COUNTED.index(name) for name in counted]
        for unit, category, *numbers in map(tuple, tx.rows(f"SELECT {head}{sums} FROM {rest}{tail}", **values)):
            found = self._cells[unit or None, category or None]
            for place, count in zip(places, numbers, strict=True):
                found[place] += count or 0

    def counts(self) -> dict[Cell, Counts]:
        return {cell: Counts._make(counted) for cell, counted in self._cells.items() if any(counted)}


def cells(
    tx: Tx, start: datetime | None, end: datetime | None, now: datetime, part: Part = WHOLE
) -> dict[Cell, Counts]:
    """The counts of every cell that has any, from `start` to just before `end`; None is before, and after, all time."""
    return _counted(tx, start, end, now, part, _Sums(split=True)).counts()


def whole(tx: Tx, start: datetime | None, end: datetime | None, now: datetime, part: Part = WHOLE) -> Counts:
    """The same in one: what the cells add up to, for less."""
    return _counted(tx, start, end, now, part, _Sums(split=False)).counts().get((None, None), Counts())


def _counted(tx: Tx, start: datetime | None, end: datetime | None, now: datetime, part: Part, sums: _Sums) -> _Sums:
    bounds = of_moments(start, end)
    for grain, first, after in _stretches(tx, bounds["start"], bounds["end"], part, sums.split):
        if grain is not None:
            _add_kept(tx, grain, first, after, part, sums)
            continue
        for group in GROUPS:
            _count(tx, group, (first, after), part, sums)
    _count_open(tx, bounds["start"], bounds["end"], now, part, sums)
    return sums


def _stretches(tx: Tx, start: int, end: int, part: Part, split: bool) -> Iterator[tuple[Grain | None, int, int]]:
    """The time in between, cut up: by what it is to be counted, None for the rows. Sums of days know no categories."""
    if part.place is not None or not is_kept(tx):
        yield None, start, end
    else:
        grains = (MONTHS,) if split or part.category is not None else (MONTHS, DAYS)
        yield from _cut(tx, start, end, grains)


def _cut(tx: Tx, start: int, end: int, grains: tuple[Grain, ...]) -> Iterator[tuple[Grain | None, int, int]]:
    if start >= end:
        return
    found = within(tx, grains[0], start, end) if grains else None
    if found is not None:
        yield grains[0], *found
        yield from _cut(tx, start, found[0], grains[1:])
        yield from _cut(tx, found[1], end, grains[1:])
    elif grains:
        yield from _cut(tx, start, end, grains[1:])
    else:
        yield None, start, end


def _add_kept(tx: Tx, grain: Grain, first: int, after: int, part: Part, sums: _Sums) -> None:
    own, names = of_units(part.units)
    if part.category is not None:
        own, names = f"{own} AND category = :category", names | {"category": part.category}
    # One span after the other: by span and unit the primary key finds a unit's few rows among those of all.
    sums.add(
        tx,
        "unit_code, category",
        {name: name for name in KEPT},
        f"{grain.tallies} WHERE {grain.keys[0]} IN"
        f" (SELECT starts_at FROM {grain.calendar} WHERE starts_at >= :first AND starts_at < :after){own}",
        first=first,
        after=after,
        **names,
    )


def _count(tx: Tx, group: Group, span: tuple[int, int], part: Part, sums: _Sums) -> None:
    # The others are looked for by their time: by the unit alone, all that it ever had would be read.
    by_unit = group.events or group.moment in _INDEXED_BY_UNIT
    own, names = part.where(group.unit if by_unit else f"+{group.unit}")
    source, moment = "tickets t", group.moment
    if part.place is not None:
        moment = f"+{moment}"  # a place has few tickets: they are looked for by it, and not by the time
        source += " CROSS JOIN ticket_events e ON e.ticket_id = t.id" if group.events else ""
    elif group.events:
        # Events are found by their kind and time, their tickets by their number: CROSS keeps to this order.
        needed = sums.split or part.category is not None
        source = f"ticket_events e{' CROSS JOIN tickets t ON t.id = e.ticket_id' if needed else ''}"
    sums.add(
        tx,
        f"{group.unit}, t.category",
        {name: number(condition) for name, condition in group.measures.items()},
        f"{source} WHERE {moment} >= :start AND {moment} < :end AND {group.only}{own}",
        start=span[0],
        end=span[1],
        **names,
    )


_INDEXED_BY_UNIT = frozenset({"t.created_at", "t.accepted_at", "t.resolved_at"})


def _count_open(tx: Tx, start: int, end: int, now: datetime, part: Part, sums: _Sums) -> None:
    own, names = part.where()
    sums.add(
        tx,
        "t.unit_code, t.category",
        {name: number(condition) for name, condition in NOW.items()},
        f"tickets t WHERE {OPEN}{own}",
        start=start,
        end=end,
        now=to_ms(now),
        **names,
    )


def ages(tx: Tx, now: datetime, part: Part = WHOLE) -> tuple[int, ...]:
    """How many are open of each age, youngest first: one number more than AGES has bounds."""
    own, names = part.where()
    counted = ", ".join(f"sum({number(condition)})" for condition in AGED.values())
    row = tx.row(f"SELECT {counted} FROM tickets t WHERE {OPEN}{own}", now=to_ms(now), **names)
    return tuple(count or 0 for count in tuple(row or ()))


def response(tx: Tx, start: datetime | None, end: datetime | None, part: Part = WHOLE) -> Timings:
    """From report to acceptance, of the tickets accepted then."""
    return _timings(tx, "response", start, end, part)


def fix(tx: Tx, start: datetime | None, end: datetime | None, part: Part = WHOLE) -> Timings:
    """From assignment to resolution, of the tickets whose standing resolution fell then."""
    return _timings(tx, "fix", start, end, part)


def _timings(tx: Tx, measure: str, start: datetime | None, end: datetime | None, part: Part) -> Timings:
    own, names = part.where()
    bounds, lasting = of_moments(start, end), TIMINGS[measure]
    if part.place is not None:
        lasting = replace(lasting, moment=f"+{lasting.moment}")  # as in _count
    return timings(tx, lasting, bounds["start"], bounds["end"], own, names)


def flows(tx: Tx, spans: Sequence[Span], part: Part = WHOLE) -> list[Flow]:
    """What came in and was resolved in each of these spans, in their order: the figures `received` and `resolved`."""
    if not spans:
        return []
    own, names = part.where()
    bounds: dict[str, Value] = {}
    for place, span in enumerate(spans):
        bounds |= {f"s{place}": to_ms(span.start), f"e{place}": to_ms(span.end)}
    listed = ", ".join(f"({place}, :s{place}, :e{place})" for place in range(len(spans)))
    rows = tx.rows(
        f"WITH spans (number, begins, ends) AS (VALUES {listed}) SELECT"
        " (SELECT count(*) FROM tickets t WHERE t.created_at >= s.begins AND t.created_at < s.ends" + own + ")"
        " AS received,"
        " (SELECT count(*) FROM tickets t WHERE t.resolved_at >= s.begins AND t.resolved_at < s.ends"
        f" AND {STANDING}{own}) AS resolved FROM spans s ORDER BY s.number",
        **bounds,
        **names,
    )
    return [Flow(row["received"], row["resolved"]) for row in rows]


def first_received(tx: Tx, part: Part = WHOLE) -> datetime | None:
    """When the first ticket of all came in."""
    own, names = part.where()
    at = tx.value(f"SELECT min(t.created_at) FROM tickets t WHERE t.created_at IS NOT NULL{own}", **names)
    return None if at is None else from_ms(at)


def last_activity(tx: Tx, before: datetime | None, part: Part = WHOLE) -> datetime | None:
    """When a ticket was last received, resolved or closed before that moment (None: at all)."""
    own, names = part.where()
    moment = END_OF_TIME if before is None else to_ms(before)
    latest = [
        tx.value(
            f"SELECT max({column}) FROM tickets t WHERE {column} < :before AND {condition}{own}", before=moment, **names
        )
        for column, condition in _ACTIVITY
    ]
    return max((from_ms(at) for at in latest if at is not None), default=None)


# Moments that make a period worth showing, each under the condition that the counts above put to it.
_ACTIVITY = (
    ("t.created_at", "t.created_at IS NOT NULL"),
    ("t.resolved_at", STANDING),
    ("t.closed_at", f"t.state = '{State.CLOSED}'"),
)
