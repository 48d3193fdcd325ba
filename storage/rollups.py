"""Rollups: the sums of whole months, kept by triggers in the transaction of whatever changes a ticket.

A ticket counts for the unit and the category that it has now, so that a change of either moves all that it has added:
each change takes away what the old row counted and adds what the new one does. Triggers, because no way of changing
a ticket can pass them by; made from storage/measures.py, because a second definition would drift from the first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime, tzinfo
from itertools import pairwise

from storage.measures import EVENTS, GROUPS, TICKETS, Group, number
from storage.times import to_ms
from storage.transaction import Tx

_FIRST_YEAR, _LAST_YEAR = 2000, 2099
"""What lies outside is counted from the rows (storage/statistics.py): nothing is wrong then, only slower."""


def keep(tx: Tx, zone: tzinfo) -> bool:
    """See to it that sums are kept, by the clocks of this zone. Returns whether they had to be made anew.

    For 1,000,000 tickets that takes some ten seconds; it is needed once, and after a change of zone or of measures.
    """
    mark = _mark(zone)
    if tx.value("SELECT mark FROM rollups") == mark:
        return False
    for name in _TRIGGERS:
        tx.run(f"DROP TRIGGER IF EXISTS {name}")
    tx.run("DELETE FROM tallies")
    tx.run("DELETE FROM months")
    tx.run_many("INSERT INTO months (starts_at, ends_at) VALUES (:start, :end)", [*_months(zone)])
    for group in GROUPS:
        tx.run(_filling(group))
    for trigger in _TRIGGERS.values():
        tx.run(trigger)
    tx.run("INSERT INTO rollups (id, mark) VALUES (1, :mark) ON CONFLICT (id) DO UPDATE SET mark = :mark", mark=mark)
    return True


def is_kept(tx: Tx) -> bool:
    """Whether there are sums, of the measures that this program knows."""
    mark: str | None = tx.value("SELECT mark FROM rollups")
    return mark is not None and mark.startswith(_MEASURES)


def months_within(tx: Tx, start: int, end: int) -> tuple[int, int] | None:
    """From when to when (UTC milliseconds) whole months lie between these moments; None: there is none."""
    row = tx.row(
        "SELECT min(starts_at) AS starts, max(ends_at) AS ends FROM months WHERE starts_at >= :start"
        " AND starts_at < :end AND ends_at <= :end",
        start=start,
        end=end,
    )
    return None if row is None or row["starts"] is None else (row["starts"], row["ends"])


def _months(zone: tzinfo) -> Iterator[dict[str, int]]:
    numbers = range(_FIRST_YEAR * 12, (_LAST_YEAR + 1) * 12 + 1)
    firsts = (to_ms(datetime(number // 12, number % 12 + 1, 1, tzinfo=zone)) for number in numbers)
    for start, end in pairwise(firsts):
        yield {"start": start, "end": end}


def _month_of(moment: str) -> str:
    """That `m` is the month of a moment, found by its key."""
    return f"m.starts_at = (SELECT max(starts_at) FROM months WHERE starts_at <= {moment}) AND m.ends_at > {moment}"


def _added(group: Group) -> str:
    return ", ".join(f"{name} = {name} + excluded.{name}" for name in group.measures)


def _filling(group: Group) -> str:
    """All sums of a group, counted from the rows."""
    source = "ticket_events e JOIN tickets t ON t.id = e.ticket_id" if group.events else "tickets t"
    sums = ", ".join(f"sum({number(condition)})" for condition in group.measures.values())
    return (
        f"INSERT INTO tallies (month, unit_code, category, {', '.join(group.measures)})"
        f" SELECT m.starts_at, coalesce({group.unit}, ''), coalesce(t.category, ''), {sums}"
        f" FROM {source} JOIN months m ON {_month_of(group.moment)} WHERE {group.only} GROUP BY 1, 2, 3"
        f" ON CONFLICT (month, unit_code, category) DO UPDATE SET {_added(group)}"
    )


def _counting(group: Group, row: str, sign: str, when: str = "") -> str:
    """One statement of a trigger: what this row (NEW or OLD) counts is added to its month, or taken away."""

    def of_row(sql: str) -> str:
        return sql.replace("t.", f"{row}.") if not group.events else sql.replace("e.", f"{row}.")

    category = f"{row}.category"
    if group.events:
        category = f"(SELECT t.category FROM tickets t WHERE t.id = {row}.ticket_id)"
    counted = ", ".join(f"{sign}{number(of_row(condition))}" for condition in group.measures.values())
    return (
        f"INSERT INTO tallies (month, unit_code, category, {', '.join(group.measures)})"
        f" SELECT m.starts_at, coalesce({of_row(group.unit)}, ''), coalesce({category}, ''), {counted}"
        f" FROM months m WHERE {_month_of(of_row(group.moment))} AND {of_row(group.only)}{when}"
        f" ON CONFLICT (month, unit_code, category) DO UPDATE SET {_added(group)};"
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


def _differs(columns: tuple[str, ...]) -> str:
    return " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in columns)


def _recounting(group: Group) -> str:
    """A changed row counts as it is now, and no more as it was; nothing is written where that is the same."""
    when = f" AND ({_differs((*_WHOSE, *_COLUMNS[group.moment]))})"
    return f"{_counting(group, 'OLD', '-', when)} {_counting(group, 'NEW', '', when)}"


def _moving(group: Group, row: str, sign: str) -> str:
    """What a ticket's events count goes along to its new category."""
    sums = ", ".join(f"{sign}sum({number(condition)})" for condition in group.measures.values())
    return (
        f"INSERT INTO tallies (month, unit_code, category, {', '.join(group.measures)})"
        f" SELECT m.starts_at, coalesce({group.unit}, ''), coalesce({row}.category, ''), {sums}"
        f" FROM ticket_events e JOIN months m ON {_month_of(group.moment)}"
        f" WHERE e.ticket_id = {row}.id AND {group.only} GROUP BY 1, 2, 3"
        f" ON CONFLICT (month, unit_code, category) DO UPDATE SET {_added(group)};"
    )


_CHANGED = tuple(dict.fromkeys((*_WHOSE, *(column for columns in _COLUMNS.values() for column in columns))))

_TRIGGERS: dict[str, str] = {
    "tally_new_ticket": "CREATE TRIGGER tally_new_ticket AFTER INSERT ON tickets BEGIN "
    + " ".join(_counting(group, "NEW", "") for group in TICKETS)
    + " END",
    "tally_changed_ticket": f"CREATE TRIGGER tally_changed_ticket AFTER UPDATE OF {', '.join(_CHANGED)} ON tickets"
    f" WHEN {_differs(_CHANGED)} BEGIN " + " ".join(map(_recounting, TICKETS)) + " END",
    "tally_new_event": "CREATE TRIGGER tally_new_event AFTER INSERT ON ticket_events"
    f" WHEN {' OR '.join(f'({group.only})' for group in EVENTS).replace('e.', 'NEW.')} BEGIN "
    + " ".join(_counting(group, "NEW", "") for group in EVENTS)
    + " END",
    "tally_other_category": "CREATE TRIGGER tally_other_category AFTER UPDATE OF category ON tickets"
    " WHEN OLD.category IS NOT NEW.category BEGIN "
    + " ".join(f"{_moving(group, 'OLD', '-')} {_moving(group, 'NEW', '')}" for group in EVENTS)
    + " END",
}

_MEASURES = hashlib.sha256("\n".join((*map(_filling, GROUPS), *_TRIGGERS.values())).encode()).hexdigest()


def _mark(zone: tzinfo) -> str:
    return f"{_MEASURES} {zone}"
