"""Recurrences: what was reported again and again at one place, and the tickets that show it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from bot.domain.special_actions import LOST, Member
from bot.domain.special_recurrences import Found
from bot.domain.tickets import State
from storage.bounds import among, of_units
from storage.measures import OPEN, listed
from storage.times import from_ms, to_ms
from storage.transaction import Row, Tx

# Help for another ticket is the same problem.
_COUNTS = f"t.state NOT IN ({listed(sorted(LOST))}) AND t.lead_unit IS NULL"


def places_since(tx: Tx, since: datetime, units: Collection[str] | None) -> list[str]:
    """The names of the places of which these units (None: all) have something that was reported since then."""
    own, names = of_units(units, "+unit_code")
    rows = tx.rows(
        f"SELECT DISTINCT place_name FROM tickets WHERE created_at >= :since AND place_name IS NOT NULL{own}"
        " ORDER BY place_name",
        since=to_ms(since),
        **names,
    )
    return [row["place_name"] for row in rows]


def recurring(
    tx: Tx, places: Sequence[str], start: datetime, fresh_since: datetime, times: int, units: Collection[str] | None
) -> list[Found]:
    """What was reported at least so many times since `start` at one of these places, by unit. None: of all units.

    Tickets of an action are seen to. Some hundred places take a few milliseconds: an index is asked for each.
    """
    own, names = of_units(units, "t.unit_code")
    inside, named = among("p", places)
    rows = tx.rows(
        "SELECT * FROM (SELECT *, sum(posts) OVER (PARTITION BY category, place_name) AS together FROM ("
        " SELECT t.category, t.place_name, t.unit_code, count(*) AS count, count(DISTINCT t.post_id) AS posts,"
        " max(t.id) AS newest, sum(t.created_at >= :fresh) AS fresh FROM tickets t"
        f" WHERE t.place_name IN ({inside}) AND t.created_at >= :start"
        f" AND t.category IS NOT NULL AND {_COUNTS}{own}"
        " AND NOT EXISTS (SELECT 1 FROM special_action_tickets m WHERE m.ticket_id = t.id)"
        " GROUP BY t.category, t.place_name, t.unit_code)) WHERE together >= :times",
        start=to_ms(start),
        fresh=to_ms(fresh_since),
        times=times,
        **names,
        **named,
    )
    return [
        Found(
            row["category"],
            row["place_name"],
            row["unit_code"],
            row["count"],
            row["posts"],
            row["newest"],
            row["fresh"],
        )
        for row in rows
    ]


def evidence(
    tx: Tx, category: str, place_name: str, units: Collection[str] | None, start: datetime, limit: int = 5000
) -> list[Member]:
    """The tickets of this kind at this place that were received since `start` or are still open, the newest first."""
    own, names = of_units(units, "t.unit_code")
    rows = tx.rows(
        "SELECT t.id, t.created_at, t.state, t.unit_code, t.subcategory FROM tickets t"
        f" WHERE t.place_name = :place AND t.category = :category AND {_COUNTS}{own}"
        f" AND (t.created_at >= :start OR {OPEN}) ORDER BY t.created_at DESC, t.id DESC LIMIT :limit",
        place=place_name,
        category=category,
        start=to_ms(start),
        limit=limit,
        **names,
    )
    return [read_member(row) for row in rows]


def read_member(row: Row) -> Member:
    return Member(row["id"], from_ms(row["created_at"]), State(row["state"]), row["unit_code"], row["subcategory"])
