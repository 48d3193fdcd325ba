"""Digests: how much each unit has to do, by one query for all of them, and the few tickets that a digest shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.tickets import State, Ticket
from bot.domain.workloads import Workload
from storage.bounds import of_units
from storage.json_text import from_text
from storage.ticket_rows import read_ticket
from storage.tickets import IS_OPEN
from storage.times import maybe_from_ms, to_ms
from storage.transaction import Row, Tx

_WORKING = "state IN ('assigned', 'accepted')"


def workloads(
    tx: Tx, now: datetime, midnight: datetime, back: datetime, units: Sequence[str] | None = None
) -> dict[str | None, Workload]:
    """What is open, by unit, None for what has none yet; nothing else is read than one index.

    `midnight` is the end of today, `back` the beginning of the next working day; `units` None: all. What is `fresh` is
    not counted here.
    """
    condition, named = of_units(units)
    rows = tx.rows(
        "SELECT state, unit_code, count(*) AS number, min(due_at) AS soonest,"
        " count(*) FILTER (WHERE due_at <= :now) AS overdue,"
        " count(*) FILTER (WHERE due_at > :now AND due_at < :midnight) AS today,"
        " count(*) FILTER (WHERE due_at >= :midnight AND due_at < :back) AS ahead"
        f" FROM tickets WHERE {IS_OPEN}{condition} GROUP BY state, unit_code",
        now=to_ms(now),
        midnight=to_ms(midnight),
        back=to_ms(back),
        **named,
    )
    loads: dict[str | None, Workload] = {}
    for row in rows:
        code, counted = row["unit_code"], _COUNTED.get(State(row["state"]))
        if counted is not None:
            loads[code] = loads.get(code, Workload()) + counted(row)
    return loads


def _in_hand(row: Row) -> Workload:
    late_since = maybe_from_ms(row["soonest"]) if row["overdue"] else None
    counts = {name: row[name] for name in ("overdue", "today", "ahead")}
    return Workload(working=row["number"], late_since=late_since, **counts)


_COUNTED: dict[State, Callable[[Row], Workload]] = {
    State.ASSIGNED: _in_hand,
    State.ACCEPTED: _in_hand,
    State.RESOLVED: lambda row: Workload(review=row["number"]),
    State.TRIAGE: lambda row: Workload(triage=row["number"]),
}


def pressing(tx: Tx, unit_code: str, before: datetime, limit: int) -> list[Ticket]:
    """What this unit still works on and what is due before then, the soonest first."""
    rows = tx.rows(
        f"SELECT * FROM tickets WHERE {IS_OPEN} AND {_WORKING} AND unit_code = :unit AND due_at < :before"
        " ORDER BY due_at, id LIMIT :limit",
        unit=unit_code,
        before=to_ms(before),
        limit=limit,
    )
    return [read_ticket(row) for row in rows]


def new(tx: Tx, unit_code: str, since: datetime, due_from: datetime, limit: int) -> list[Ticket]:
    """What this unit works on, was opened since then, and is not due before `due_from`; the oldest first."""
    rows = tx.rows(
        f"SELECT * FROM tickets WHERE {IS_OPEN} AND {_WORKING} AND unit_code = :unit AND created_at >= :since"
        " AND (due_at IS NULL OR due_at >= :due_from) ORDER BY id LIMIT :limit",
        unit=unit_code,
        since=to_ms(since),
        due_from=to_ms(due_from),
        limit=limit,
    )
    return [read_ticket(row) for row in rows]


def in_review(tx: Tx, units: Sequence[str] | None, limit: int) -> list[int]:
    """What waits for its review in these units, the lowest numbers first; `units` None: everywhere."""
    condition, named = of_units(units)
    rows = tx.rows(
        f"SELECT id FROM tickets WHERE {IS_OPEN} AND state = 'resolved'{condition} ORDER BY id + 0 LIMIT :limit",
        limit=limit,
        **named,
    )
    return [row["id"] for row in rows]


_LOOKED_AT = 10_000
"""Tickets in triage that are looked at for one ground, at most: the oldest."""


@dataclass(frozen=True, slots=True)
class Triaged:
    """Where tickets that wait for their dispatch may belong (bot/domain/rights.py), and which they are."""

    unit_code: str | None
    returners: tuple[str, ...]
    candidates: tuple[str, ...]
    ids: list[int] = field(default_factory=list)


def in_triage(tx: Tx) -> list[Triaged]:
    """What waits for its dispatch, by where it may belong: many share few answers. The ids of each in their order."""
    rows = tx.rows(
        "SELECT id, unit_code, returners, candidates FROM tickets"
        f" WHERE {IS_OPEN} AND state = 'triage' ORDER BY id + 0 LIMIT :limit",
        limit=_LOOKED_AT,
    )
    groups: dict[tuple[str | None, str, str], Triaged] = {}
    for number, code, returners, candidates in rows:
        group = groups.get((code, returners, candidates))
        if group is None:
            group = Triaged(code, tuple(from_text(returners)), tuple(from_text(candidates)))
            groups[code, returners, candidates] = group
        group.ids.append(number)
    return list(groups.values())
