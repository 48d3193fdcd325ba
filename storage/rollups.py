"""Rollups: the sums of whole months and days, kept by triggers in the transaction of whatever changes a ticket.

A ticket counts for the unit and the category that it has now, so that a change of either moves all that it has added:
each change takes away what the old row counted and adds what the new one does. Triggers, because no way of changing
a ticket can pass them by; made from storage/measures.py, because a second definition would drift from the first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from functools import cache
from itertools import pairwise

from storage.measures import EVENTS, GROUPS, TICKETS, Group, number
from storage.times import to_ms
from storage.transaction import Tx

_MONTHS_OF = (2000, 2099)
_DAYS_OF = (2024, 2043)
"""First and last year. What lies outside is counted from the rows (storage/statistics.py): not wrong, only slower."""


@dataclass(frozen=True, slots=True)
class Grain:
    """Sums of one length of time. `calendar` is the table of its spans, `tallies` that of the sums, by `keys`."""

    calendar: str
    tallies: str
    keys: tuple[str, ...]


MONTHS = Grain("months", "tallies", ("month", "unit_code", "category"))
DAYS = Grain("days", "day_tallies", ("day", "unit_code"))
"""Days have no categories: there would be nearly as many sums as tickets."""
_GRAINS = (MONTHS, DAYS)


def keep(tx: Tx, zone: tzinfo) -> bool:
    """See to it that sums are kept, by the clocks of this zone. Returns whether they had to be made anew.

    For 1,000,000 tickets that takes half a minute; it is needed once, and after a change of zone or of measures.
    """
    mark, before = _mark(zone), tx.value("SELECT mark FROM rollups") or ""
    if before == mark:
        return False
    for row in tx.rows("SELECT name FROM sqlite_master WHERE type = 'trigger' AND substr(name, 1, 6) = 'tally_'"):
        tx.run(f"DROP TRIGGER {row['name']}")
    for grain in _GRAINS:
        tx.run(f"DELETE FROM {grain.tallies}")
        if not before.endswith(f" {zone}"):
            tx.run(f"DELETE FROM {grain.calendar}")
            spans = _months(zone) if grain is MONTHS else _days(zone)
            tx.run_many(f"INSERT INTO {grain.calendar} (starts_at, ends_at) VALUES (:start, :end)", spans)
    for group in GROUPS:
        _fill(tx, group)
    for trigger in _TRIGGERS.values():
        tx.run(trigger)
    tx.run("INSERT INTO rollups (id, mark) VALUES (1, :mark) ON CONFLICT (id) DO UPDATE SET mark = :mark", mark=mark)
    return True


def is_kept(tx: Tx) -> bool:
    """Whether there are sums, of the measures that this program knows."""
    mark: str | None = tx.value("SELECT mark FROM rollups")
    return mark is not None and mark.startswith(_MEASURES)


def within(tx: Tx, grain: Grain, start: int, end: int) -> tuple[int, int] | None:
    """From when to when (UTC milliseconds) whole spans of it lie between these moments; None: there is none."""
    row = tx.row(
        f"SELECT (SELECT min(starts_at) FROM {grain.calendar} WHERE starts_at >= :start) AS starts,"
        f" (SELECT ends_at FROM {grain.calendar} WHERE starts_at < :end AND ends_at <= :end"
        " ORDER BY starts_at DESC LIMIT 1) AS ends",
        start=start,
        end=end,
    )
    if row is None or row["starts"] is None or row["ends"] is None or row["starts"] >= row["ends"]:
        return None
    return row["starts"], row["ends"]


@cache
def _months(zone: tzinfo) -> Sequence[dict[str, int]]:
    numbers = range(_MONTHS_OF[0] * 12, (_MONTHS_OF[1] + 1) * 12 + 1)
    return _between(datetime(number // 12, number % 12 + 1, 1, tzinfo=zone) for number in numbers)


@cache
def _days(zone: tzinfo) -> Sequence[dict[str, int]]:
    first, after = date(_DAYS_OF[0], 1, 1), date(_DAYS_OF[1] + 1, 1, 1)
    days = (first + timedelta(days=number) for number in range((after - first).days + 1))
    return _between(datetime.combine(day, time(), zone) for day in days)


def _between(midnights: Iterable[datetime]) -> Sequence[dict[str, int]]:
    """The spans; none for a day that a country left out."""
    return [{"start": start, "end": end} for start, end in pairwise(map(to_ms, midnights)) if start < end]


def _span_of(grain: Grain, moment: str) -> str:
    """That `m` is the span of a moment, found by its key."""
    return (
        f"m.starts_at = (SELECT max(starts_at) FROM {grain.calendar} WHERE starts_at <= {moment})"
        f" AND m.ends_at > {moment}"
    )


def _insert(grain: Grain, group: Group) -> str:
    return f"INSERT INTO {grain.tallies} ({', '.join((*grain.keys, *group.measures))})"


def _adding(grain: Grain, group: Group) -> str:
    added = ", ".join(f"{name} = {name} + excluded.{name}" for name in group.measures)
    return f"ON CONFLICT ({', '.join(grain.keys)}) DO UPDATE SET {added}"


def _cell(grain: Grain, unit: str, category: str) -> str:
    """The values of the keys, for the span `m`."""
    return ", ".join(("m.starts_at", f"coalesce({unit}, '')", f"coalesce({category}, '')")[: len(grain.keys)])


def _fill(tx: Tx, group: Group) -> None:
    """All sums of a group, counted from the rows, one month after the other: a short stretch is sorted in memory."""
    table, moment = ("ticket_events" if group.events else "tickets"), group.moment[2:]
    first, last = (tx.value(f"SELECT {end}({moment}) FROM {table}") for end in ("min", "max"))
    if first is None:
        return
    for month in tx.rows(
        "SELECT starts_at, ends_at FROM months WHERE ends_at > :first AND starts_at <= :last", first=first, last=last
    ):
        for grain in _GRAINS:
            tx.run(_filling(grain, group), start=month["starts_at"], end=month["ends_at"])


def _filling(grain: Grain, group: Group) -> str:
    """The sums of a month, or of its days."""
    source = "tickets t" if not group.events else "ticket_events e"
    if group.events and "category" in grain.keys:
        source += " CROSS JOIN tickets t ON t.id = e.ticket_id"
    sums = ", ".join(f"sum({number(condition)})" for condition in group.measures.values())
    return (
        f"{_insert(grain, group)} SELECT {_cell(grain, group.unit, 't.category')}, {sums}"
        f" FROM {grain.calendar} m CROSS JOIN {source} WHERE m.starts_at >= :start AND m.starts_at < :end"
        f" AND {group.moment} >= m.starts_at AND {group.moment} < m.ends_at AND {group.only}"
        f" GROUP BY {', '.join(str(place + 1) for place in range(len(grain.keys)))} {_adding(grain, group)}"
    )


def _of(group: Group, row: str, sql: str) -> str:
    """What is said of a row of its table, said of the row of a trigger: NEW or OLD."""
    return sql.replace("e." if group.events else "t.", f"{row}.")


def _counting(group: Group, row: str, sign: str) -> str:
    """Statements of a trigger: what this row counts is added to its month and its day, or taken away."""
    counts = _of(group, row, group.only)
    counted = ", ".join(f"{sign}{number(_of(group, row, condition))}" for condition in group.measures.values())
    category = f"(SELECT t.category FROM tickets t WHERE t.id = {row}.ticket_id)" if group.events else f"{row}.category"
    return " ".join(
        f"{_insert(grain, group)} SELECT {_cell(grain, _of(group, row, group.unit), category)}, {counted}"
        f" FROM {grain.calendar} m WHERE {_span_of(grain, _of(group, row, group.moment))} AND {counts}"
        f" {_adding(grain, group)};"
        for grain in _GRAINS
    )


_WHOSE = ("unit_code", "category")
_COLUMNS: dict[str, tuple[str, ...]] = {
    "t.created_at": ("bot_unit",),
    "t.accepted_at": ("accepted_at", "respond_by"),
    "t.respond_by": ("accepted_at", "respond_by"),
    "t.resolved_at": ("resolved_at", "due_at", "state"),
    "t.due_at": ("resolved_at", "due_at", "state"),
    "t.closed_at": ("closed_at", "state"),
}
"""What decides over the measures of each moment, beside whose the ticket is."""


def _moving(group: Group, row: str, sign: str) -> str:
    """What a ticket's events count goes along to its new category."""
    sums = ", ".join(f"{sign}sum({number(condition)})" for condition in group.measures.values())
    return (
        f"{_insert(MONTHS, group)} SELECT {_cell(MONTHS, group.unit, f'{row}.category')}, {sums}"
        f" FROM ticket_events e JOIN months m ON {_span_of(MONTHS, group.moment)}"
        f" WHERE e.ticket_id = {row}.id AND {group.only} GROUP BY 1, 2, 3 {_adding(MONTHS, group)};"
    )


def _triggers() -> Iterator[tuple[str, str]]:
    """One for each moment: most changes are of none of them, which WHEN finds out at the least cost."""
    for group in GROUPS:
        name = group.moment[2:] if not group.events else f"event_by_{group.unit[2:]}"
        table = "ticket_events" if group.events else "tickets"
        counts = f"{_of(group, 'NEW', group.only)} AND {_of(group, 'NEW', group.moment)} IS NOT NULL"
        yield f"tally_new_{name}", f"AFTER INSERT ON {table} WHEN {counts} BEGIN {_counting(group, 'NEW', '')} END"
    for group in TICKETS:
        columns = (*_WHOSE, *_COLUMNS[group.moment])
        changed = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in columns)
        recounted = f"{_counting(group, 'OLD', '-')} {_counting(group, 'NEW', '')}"
        on = f"AFTER UPDATE OF {', '.join(columns)} ON tickets"
        yield f"tally_changed_{group.moment[2:]}", f"{on} WHEN {changed} BEGIN {recounted} END"
    moved = " ".join(f"{_moving(group, 'OLD', '-')} {_moving(group, 'NEW', '')}" for group in EVENTS)
    on = "AFTER UPDATE OF category ON tickets WHEN OLD.category IS NOT NEW.category"
    yield "tally_other_category", f"{on} BEGIN {moved} END"


_TRIGGERS = {name: f"CREATE TRIGGER {name} {body}" for name, body in _triggers()}
_FILLINGS = [_filling(grain, group) for grain in _GRAINS for group in GROUPS]
_MEASURES = hashlib.sha256("\n".join((*_FILLINGS, *_TRIGGERS.values())).encode()).hexdigest()


def _mark(zone: tzinfo) -> str:
    return f"{_MEASURES} {zone}"
