"""What figures are held against: the same counts from bare rows, each by an index that holds all that it needs."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from storage.measures import GROUPS, Group, number

_TICKETS = ("state", "unit_code", "category", "bot_unit", "created_at", "accepted_at", "respond_by", "resolved_at")
_EVENTS = ("kind", "state", "unit_code", "had_by", "stars", "done_at")
Rows = list[tuple[object, ...]]


@contextmanager
def laid_bare(source: Path, since: int) -> Iterator[Callable[[int, int], Rows]]:
    """A database in memory of the tickets since then, without texts, and with an index for each moment that is counted.

    Gives a function that counts all measures from one moment to just before another (UTC milliseconds).
    """
    with closing(sqlite3.connect("file::memory:", uri=True, isolation_level=None)) as connection:
        connection.execute("ATTACH :source AS source", {"source": f"file:{source}?mode=ro"})
        own = ", ".join((*_TICKETS, "closed_at", "due_at"))
        connection.execute(f"CREATE TABLE tickets AS SELECT {own} FROM source.tickets WHERE created_at >= {since}")
        connection.execute(
            f"CREATE TABLE ticket_events AS SELECT {', '.join(f'e.{name}' for name in _EVENTS)}, t.category AS category"
            f" FROM source.tickets t JOIN source.ticket_events e ON e.ticket_id = t.id WHERE t.created_at >= {since}"
        )
        for place, group in enumerate(GROUPS):
            table = "ticket_events" if group.events else "tickets"
            connection.execute(f"CREATE INDEX bare_{place} ON {table} ({', '.join(_needed(group))})")
        queries = [_query(group) for group in GROUPS]

        def count(start: int, end: int) -> Rows:
            return [row for query in queries for row in connection.execute(query, {"start": start, "end": end})]

        yield count


def _needed(group: Group) -> list[str]:
    said = " ".join((group.moment, group.only, group.unit, *group.measures.values()))
    return list(dict.fromkeys((*re.findall(r"\b[te]\.(\w+)", said), "category")))


def _query(group: Group) -> str:
    letter, table = ("e", "ticket_events") if group.events else ("t", "tickets")
    counted = ", ".join(f"sum({number(condition)})" for condition in group.measures.values())
    return (
        f"SELECT {group.unit}, {letter}.category, {counted} FROM {table} {letter}"
        f" WHERE {group.moment} >= :start AND {group.moment} < :end AND {group.only} GROUP BY 1, 2"
    )
