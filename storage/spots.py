"""Spots: the tickets that a map of a period shows, read in pieces that hold up nobody; no words, nobody's name."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.areas import TimeClass
from bot.domain.maps import Spotted
from bot.domain.periods import Period
from bot.domain.pins import Pin
from bot.domain.tickets import State
from storage.bounds import END_OF_TIME, among, of_period
from storage.measures import OPEN
from storage.statistics import WHOLE, Part
from storage.times import from_ms, maybe_from_ms
from storage.transaction import Row, Tx

PIECE = 250
"""Spots read in one look: a few milliseconds, in which no other reading waits."""
KEYS = 2000
"""Numbers read in one look."""

Key = tuple[int, int]
"""When a ticket came in, in UTC milliseconds, and its number."""


def received(tx: Tx, period: Period, before: Key | None, part: Part = WHOLE) -> list[Key]:
    """The next KEYS of those that came in in the period, newest first. An empty list: there are no more."""
    own, names = part.where()
    bounds = of_period(period)
    at, last = before or (END_OF_TIME, 0)
    rows = tx.rows(
        "SELECT t.created_at, t.id FROM tickets t WHERE t.created_at >= :start AND t.created_at < :end"
        " AND t.created_at <= :at AND (t.created_at < :at OR t.id < :last)"
        f"{own} ORDER BY t.created_at DESC, t.id DESC LIMIT :limit",
        at=at,
        last=last,
        limit=KEYS,
        **bounds,
        **names,
    )
    return [(row["created_at"], row["id"]) for row in rows]


def still_open(tx: Tx, part: Part = WHOLE) -> list[int]:
    """The numbers of all that is open now, whenever it came in: what is open is little beside what there was."""
    own, names = part.where()
    return [row["id"] for row in tx.rows(f"SELECT t.id FROM tickets t WHERE {OPEN}{own}", **names)]


def spotted(tx: Tx, numbers: Sequence[int]) -> list[Spotted]:
    """These tickets, in this order; at most PIECE. Of a private report the position that came with it is left out."""
    inside, names = among("n", numbers)
    rows = tx.rows(
        f"SELECT {_COLUMNS}, coalesce(p.lat, q.lat) AS lat, coalesce(p.lon, q.lon) AS lon FROM tickets t"
        " LEFT JOIN posts p ON p.id = t.post_id AND t.private = 0"
        # of the parts the first that brings a position, as storage/posts.py takes it
        " LEFT JOIN posts q ON p.lat IS NULL AND q.id = (SELECT x.id FROM posts x WHERE x.joined_to = p.id"
        " AND x.lat IS NOT NULL ORDER BY x.sent_at, x.message_id LIMIT 1)"
        f" WHERE t.id IN ({inside})",
        **names,
    )
    found = {row["id"]: _spotted(row) for row in rows}
    return [found[number] for number in numbers if number in found]


_COLUMNS = ", ".join(
    f"t.{name}"
    for name in (
        "id",
        "state",
        "unit_code",
        "category",
        "subcategory",
        "time_class",
        "place_name",
        "private",
        "created_at",
        "due_at",
        "resolved_at",
        "closed_at",
    )
)


def _spotted(row: Row) -> Spotted:
    return Spotted(
        id=row["id"],
        state=State(row["state"]),
        unit_code=row["unit_code"],
        category=row["category"],
        subcategory=row["subcategory"],
        time_class=TimeClass(row["time_class"]),
        place_name=row["place_name"],
        private=bool(row["private"]),
        created_at=from_ms(row["created_at"]),
        due_at=maybe_from_ms(row["due_at"]),
        resolved_at=maybe_from_ms(row["resolved_at"]),
        closed_at=maybe_from_ms(row["closed_at"]),
        pin=None if row["lat"] is None or row["lon"] is None else Pin(row["lat"], row["lon"]),
    )
