"""Counts over tickets and their events, for a period and for now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.domain.moves import REOPENING
from bot.domain.periods import Period
from bot.domain.statistics import COUNTED, Counts, Timing
from bot.domain.tickets import Move, State
from bot.domain.trends import Flow, Span
from storage.bounds import END_OF_TIME, of_period, of_units
from storage.times import from_ms, to_ms
from storage.transaction import Tx, Value

Cell = tuple[str | None, str | None]
"""A unit's code and a category's, either None: the finest grain that is counted, everything else is a sum."""


def _listed(values: Sequence[str]) -> str:
    return ", ".join(f"'{value}'" for value in values)


# As the partial index tickets_open spells it, in its order: else SQLite does not use it.
_OPEN = f"t.state IN ({_listed([state for state in State if not state.is_over])})"
_WORKING = f"t.state IN ({_listed([State.ASSIGNED, State.ACCEPTED])})"
_STANDING = f"t.state IN ({_listed([State.RESOLVED, State.CLOSED])})"
_MOVED = "ticket_events e JOIN tickets t ON t.id = e.ticket_id"


def _within(column: str) -> str:
    return f"{column} >= :start AND {column} < :end"


# What to select, from where, and which rows: each counts by cell, under the names of Counts.
_QUERIES: tuple[tuple[str, str, str], ...] = (
    (
        # Dispatches come after their ticket's report: those since the period began are enough, and far fewer.
        "count(*) AS received, count(*) FILTER (WHERE t.assigned_at IS NOT NULL AND t.id NOT IN ("
        f"SELECT e.ticket_id FROM ticket_events e WHERE e.kind = '{Move.DISPATCH}'"
        " AND e.actor_id IS NOT NULL AND e.done_at >= :start)) AS auto",
        "tickets t",
        _within("t.created_at"),
    ),
    (
        "count(*) AS resolved, count(*) FILTER (WHERE t.resolved_at <= t.due_at) AS on_time",
        "tickets t",
        f"{_within('t.resolved_at')} AND {_STANDING}",
    ),
    ("count(*) AS closed", "tickets t", f"{_within('t.closed_at')} AND t.state = '{State.CLOSED}'"),
    (
        "count(*) AS missed",
        "tickets t",
        f"{_within('t.due_at')} AND ({_STANDING} AND t.resolved_at > t.due_at OR {_WORKING} AND t.due_at < :now)",
    ),
    (
        "count(*) AS reopened",
        _MOVED,
        f"e.kind IN ({_listed(sorted(REOPENING))}) AND {_within('e.done_at')}",
    ),
    (
        "count(DISTINCT t.id) AS rejected",
        _MOVED,
        f"e.kind = '{Move.REJECT}' AND {_within('e.done_at')} AND t.state = '{State.REJECTED}'",
    ),
    (
        f"count(*) AS open, count(*) FILTER (WHERE t.state = '{State.TRIAGE}') AS waiting_triage,"
        f" count(*) FILTER (WHERE t.state = '{State.ASSIGNED}') AS waiting_acceptance,"
        f" count(*) FILTER (WHERE t.state = '{State.RESOLVED}') AS waiting_review,"
        f" count(*) FILTER (WHERE {_WORKING} AND t.due_at < :now) AS overdue",
        "tickets t",
        _OPEN,
    ),
)


def cells(tx: Tx, period: Period, now: datetime, units: Sequence[str] | None = None) -> dict[Cell, Counts]:
    """The counts of every cell that has any; `units` None means all, tickets without a unit included."""
    named = of_period(period) | {"now": to_ms(now)}
    own, codes = of_units(units, "t.unit_code")
    found: defaultdict[Cell, dict[str, int]] = defaultdict(dict)
    for what, source, condition in _QUERIES:
        rows = tx.rows(
            f"SELECT t.unit_code AS unit_code, t.category AS category, {what} FROM {source}"
            f" WHERE ({condition}){own} GROUP BY t.unit_code, t.category",
            **named,
            **codes,
        )
        for row in rows:
            cell = found[row["unit_code"], row["category"]]
            cell.update({name: row[name] for name in row.keys() if name in COUNTED})  # noqa: SIM118 - a Row iterates its values
    return {cell: Counts(**counted) for cell, counted in found.items()}


def response(tx: Tx, period: Period, units: Sequence[str] | None = None) -> Timing:
    """From report to acceptance, of the tickets accepted in the period."""
    return _timing(tx, "t.accepted_at - t.created_at", _within("t.accepted_at"), period, units)


def fix(tx: Tx, period: Period, units: Sequence[str] | None = None) -> Timing:
    """From assignment to resolution, of the tickets whose standing resolution fell in the period."""
    return _timing(tx, "t.resolved_at - t.assigned_at", f"{_within('t.resolved_at')} AND {_STANDING}", period, units)


def _timing(tx: Tx, span: str, condition: str, period: Period, units: Sequence[str] | None) -> Timing:
    own, codes = of_units(units, "t.unit_code")
    # Nearest rank: the smallest time that at least half (90 %) of the tickets did not exceed.
    rows = tx.rows(
        f"WITH spans AS (SELECT {span} AS span FROM tickets t WHERE {condition}{own} AND ({span}) IS NOT NULL),"
        " ranked AS (SELECT span, row_number() OVER (ORDER BY span) AS rank, count(*) OVER () AS n FROM spans)"
        " SELECT span, n FROM ranked WHERE rank IN ((n * 50 + 99) / 100, (n * 90 + 99) / 100) ORDER BY rank",
        **of_period(period),
        **codes,
    )
    if not rows:
        return Timing()
    median, p90 = (timedelta(milliseconds=row["span"]) for row in (rows[0], rows[-1]))
    return Timing(rows[0]["n"], median, p90)


def flows(tx: Tx, spans: Sequence[Span], units: Sequence[str] | None = None) -> list[Flow]:
    """What came in and was resolved in each of these spans, in their order: the figures `received` and `resolved`."""
    if not spans:
        return []
    own, codes = of_units(units, "t.unit_code")
    bounds: dict[str, Value] = {}
    for number, span in enumerate(spans):
        bounds |= {f"s{number}": to_ms(span.start), f"e{number}": to_ms(span.end)}
    listed = ", ".join(f"({number}, :s{number}, :e{number})" for number in range(len(spans)))
    rows = tx.rows(
        f"WITH spans (number, begins, ends) AS (VALUES {listed}) SELECT"
        " (SELECT count(*) FROM tickets t WHERE t.created_at >= s.begins AND t.created_at < s.ends" + own + ")"
        " AS received,"
        " (SELECT count(*) FROM tickets t WHERE t.resolved_at >= s.begins AND t.resolved_at < s.ends"
        f" AND {_STANDING}{own}) AS resolved FROM spans s ORDER BY s.number",
        **bounds,
        **codes,
    )
    return [Flow(row["received"], row["resolved"]) for row in rows]


def first_received(tx: Tx, units: Sequence[str] | None = None) -> datetime | None:
    """When the first ticket of all came in."""
    own, codes = of_units(units, "t.unit_code")
    at = tx.value(f"SELECT min(t.created_at) FROM tickets t WHERE t.created_at IS NOT NULL{own}", **codes)
    return None if at is None else from_ms(at)


def last_activity(tx: Tx, before: datetime | None, units: Sequence[str] | None = None) -> datetime | None:
    """When a ticket was last received, resolved or closed before that moment (None: at all)."""
    own, codes = of_units(units, "t.unit_code")
    moment = END_OF_TIME if before is None else to_ms(before)
    latest = [
        tx.value(
            f"SELECT max({column}) FROM tickets t WHERE {column} < :before AND {condition}{own}", before=moment, **codes
        )
        for column, condition in _ACTIVITY
    ]
    return max((from_ms(at) for at in latest if at is not None), default=None)


# Moments that make a period worth showing, each under the condition that the counts above put to it.
_ACTIVITY = (
    ("t.created_at", "t.created_at IS NOT NULL"),
    ("t.resolved_at", _STANDING),
    ("t.closed_at", f"t.state = '{State.CLOSED}'"),
)
