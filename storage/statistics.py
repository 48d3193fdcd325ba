"""Counts over tickets and their events, for a period and for now: sums of whole months, and what lies around them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.areas import TimeClass
from bot.domain.statistics import AGES, COUNTED, Counts, Timing, Timings
from bot.domain.tickets import State
from bot.domain.trends import Flow, Span
from storage.bounds import END_OF_TIME, of_moments, of_units
from storage.measures import GROUPS, KEPT, NOW, OPEN, STANDING, Group, number
from storage.rollups import is_kept, months_within
from storage.times import from_ms, to_ms
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
    """Counts by cell, added up piece by piece."""

    def __init__(self) -> None:
        self._cells: defaultdict[Cell, list[int]] = defaultdict(lambda: [0] * len(COUNTED))

    def add(self, tx: Tx, sql: str, names: Sequence[str], **values: Value) -> None:
        """The rows of a query: unit, category, and a number for each of the names."""
        places = [COUNTED.index(name) for name in names]
        for unit, category, *numbers in map(tuple, tx.rows(sql, **values)):
            cell = self._cells[unit or None, category or None]
            for place, counted in zip(places, numbers, strict=True):
                cell[place] += counted

    def counts(self) -> dict[Cell, Counts]:
        return {cell: Counts._make(counted) for cell, counted in self._cells.items() if any(counted)}


def cells(
    tx: Tx, start: datetime | None, end: datetime | None, now: datetime, part: Part = WHOLE
) -> dict[Cell, Counts]:
    """The counts of every cell that has any, from `start` to just before `end`; None is before, and after, all time."""
    bounds = of_moments(start, end)
    sums = _Sums()
    for edge in _months(tx, bounds["start"], bounds["end"], part, sums):
        for group in GROUPS:
            _count(tx, group, edge, part, sums)
    _count_open(tx, bounds["start"], bounds["end"], now, part, sums)
    return sums.counts()


def _months(tx: Tx, start: int, end: int, part: Part, sums: _Sums) -> Iterator[tuple[int, int]]:
    """Adds what is kept of whole months. Returns the spans that are left, to be counted from the rows."""
    within = months_within(tx, start, end) if part.place is None and is_kept(tx) else None
    if within is None:
        yield start, end
        return
    own, names = of_units(part.units)
    if part.category is not None:
        own, names = f"{own} AND category = :category", names | {"category": part.category}
    # One month after the other: by month and unit the primary key finds a unit's few rows among those of all.
    sums.add(
        tx,
        f"SELECT unit_code, category, {', '.join(f'sum({name})' for name in KEPT)} FROM tallies WHERE month IN"
        f" (SELECT starts_at FROM months WHERE starts_at >= :first AND starts_at < :after){own}"
        " GROUP BY unit_code, category",
        KEPT,
        first=within[0],
        after=within[1],
        **names,
    )
    if start < within[0]:
        yield start, within[0]
    if within[1] < end:
        yield within[1], end


def _count(tx: Tx, group: Group, span: tuple[int, int], part: Part, sums: _Sums) -> None:
    own, names = part.where(group.unit)
    # Events are found by their kind and time, their tickets by their number: CROSS keeps to this order.
    source = "ticket_events e CROSS JOIN tickets t ON t.id = e.ticket_id" if group.events else "tickets t"
    counted = ", ".join(f"sum({number(condition)})" for condition in group.measures.values())
    sums.add(
        tx,
        f"SELECT {group.unit}, t.category, {counted} FROM {source}"
        f" WHERE {group.moment} >= :start AND {group.moment} < :end AND {group.only}{own} GROUP BY 1, 2",
        tuple(group.measures),
        start=span[0],
        end=span[1],
        **names,
    )


def _count_open(tx: Tx, start: int, end: int, now: datetime, part: Part, sums: _Sums) -> None:
    own, names = part.where()
    counted = ", ".join(f"sum({number(condition)})" for condition in NOW.values())
    sums.add(
        tx,
        f"SELECT t.unit_code, t.category, {counted} FROM tickets t WHERE {OPEN}{own} GROUP BY 1, 2",
        tuple(NOW),
        start=start,
        end=end,
        now=to_ms(now),
        **names,
    )


def ages(tx: Tx, now: datetime, part: Part = WHOLE) -> tuple[int, ...]:
    """How many are open of each age, youngest first: one number more than AGES has bounds."""
    own, names = part.where()
    bounds = [to_ms(now - age) for age in AGES]
    older = ", ".join(f"sum({number(f't.created_at < {bound}')})" for bound in bounds)
    row = tx.row(f"SELECT count(*), {older} FROM tickets t WHERE {OPEN}{own}", **names)
    steps = [number or 0 for number in tuple(row or ())]
    return tuple(more - less for more, less in zip(steps, (*steps[1:], 0), strict=True))


def response(tx: Tx, start: datetime | None, end: datetime | None, part: Part = WHOLE) -> Timings:
    """From report to acceptance, of the tickets accepted then."""
    return _timings(tx, "t.accepted_at", "t.created_at", "t.accepted_at IS NOT NULL", start, end, part)


def fix(tx: Tx, start: datetime | None, end: datetime | None, part: Part = WHOLE) -> Timings:
    """From assignment to resolution, of the tickets whose standing resolution fell then."""
    standing = f"{STANDING} AND t.assigned_at IS NOT NULL"
    return _timings(tx, "t.resolved_at", "t.assigned_at", standing, start, end, part)


def _timings(
    tx: Tx, moment: str, since: str, condition: str, start: datetime | None, end: datetime | None, part: Part
) -> Timings:
    own, names = part.where()
    rows = tx.rows(
        f"SELECT t.time_class AS time_class, {moment} - {since} AS span FROM tickets t"
        f" WHERE {moment} >= :start AND {moment} < :end AND {condition}{own}",
        **of_moments(start, end),
        **names,
    )
    spans: defaultdict[str, list[int]] = defaultdict(list)
    for time_class, span in map(tuple, rows):
        spans[time_class].append(span)
    return Timings(
        _timing([span for some in spans.values() for span in some]),
        tuple((one, _timing(spans[one.value])) for one in TimeClass if spans[one.value]),
    )


def _timing(spans: list[int]) -> Timing:
    """Nearest rank: the smallest time that at least half (90 %) of the tickets did not exceed."""
    if not spans:
        return Timing()
    spans.sort()
    n = len(spans)
    median, p90 = (timedelta(milliseconds=spans[(n * share + 99) // 100 - 1]) for share in (50, 90))
    return Timing(n, median, p90)


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
