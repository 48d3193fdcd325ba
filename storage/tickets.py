"""Tickets: the current pointer, updated in the same transaction as its event (storage/events.py)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.domain.tickets import State, Ticket
from storage.bounds import among, of_moments
from storage.json_text import from_text, to_text
from storage.ticket_rows import INSERT, UPDATE, changing, read_ticket
from storage.times import maybe_from_ms, to_ms
from storage.transaction import Tx

IS_OPEN = "state IN ('triage', 'assigned', 'accepted', 'suspended', 'resolved')"
"""Word for word the condition of the index tickets_open: SQLite uses a partial index only where a query says it."""


def add(tx: Tx, ticket: Ticket, why: Sequence[str]) -> Ticket:
    """Keep a new ticket (its `id` is ignored). Returns it with its number."""
    number = tx.insert(
        INSERT,
        post_id=ticket.post_id,
        chat_id=ticket.chat_id,
        message_id=ticket.message_id,
        topic=ticket.topic,
        private=ticket.private,
        reporter_id=ticket.reporter_id,
        reporter_name=ticket.reporter_name,
        parent_id=ticket.parent_id,
        lead_unit=ticket.lead_unit,
        why=to_text(list(why)),
        created_at=to_ms(ticket.created_at),
        **changing(ticket),
    )
    return ticket.model_copy(update={"id": number})


def save(tx: Tx, ticket: Ticket) -> None:
    tx.run(UPDATE, id=ticket.id, **changing(ticket))


def load(tx: Tx, number: int) -> Ticket | None:
    row = tx.row("SELECT * FROM tickets WHERE id = :id", id=number)
    return read_ticket(row) if row else None


def of_post(tx: Tx, post_id: int) -> list[Ticket]:
    return [
        read_ticket(row) for row in tx.rows("SELECT * FROM tickets WHERE post_id = :post ORDER BY id", post=post_id)
    ]


def bundle_of(tx: Tx, reporter_id: int, *, private: bool) -> Ticket | None:
    """The person's reports that wait together for a decision (bot/desk/bundles.py)."""
    row = tx.row(
        "SELECT * FROM tickets WHERE reporter_id = :who AND bundle = 1 AND state = 'triage' AND private = :private"
        " ORDER BY id DESC LIMIT 1",
        who=reporter_id,
        private=private,
    )
    return read_ticket(row) if row else None


_IS_JOINABLE = "state IN ('triage', 'assigned', 'accepted', 'suspended')"
"""Word for word the condition of the index tickets_alike."""


_SAME_ADDRESS = (
    "(address = :address OR (address <> '' AND :address <> '' AND (substr(address, 1, length(:address)) = :address"
    " OR substr(:address, 1, length(address)) = address)))"
)
"""One address, or one that begins with the other: 12栋 and 12栋2单元."""


def alike(tx: Tx, fresh: Ticket, since: datetime, limit: int = 50) -> list[Ticket]:
    """Open tickets since then that may be of this one's thing (bot/domain/duplicates.py says which are): those of
    their own before parts, newest first. Asked for every report: what can be told by columns never becomes a Ticket.
    """
    same_spot = "place IS :written" if fresh.place_name is None else _SAME_ADDRESS
    where = {"written": fresh.place} if fresh.place_name is None else {"address": fresh.address}
    rows = tx.rows(
        f"SELECT * FROM tickets WHERE place_name IS :place AND category IS :category AND {_IS_JOINABLE}"
        " AND created_at >= :since AND subcategory IS :subcategory AND post_id <> :post AND lead_unit IS NULL"
        f" AND {same_spot} ORDER BY parent_id IS NOT NULL, created_at DESC, id DESC LIMIT :limit",
        place=fresh.place_name,
        category=fresh.category,
        subcategory=fresh.subcategory,
        post=fresh.post_id,
        since=to_ms(since),
        limit=limit,
        **where,
    )
    return [read_ticket(row) for row in rows]


def near(tx: Tx, ticket: Ticket, limit: int, *, private: bool = True) -> list[Ticket]:
    """Other open tickets of its unit, those of its place and its category first: what it might be merged into.

    Without `private`, none that was reported in private.
    """
    rows = tx.rows(
        f"SELECT * FROM tickets WHERE {IS_OPEN} AND unit_code IS :unit AND id <> :id AND lead_unit IS NULL"
        " AND private <= :private"
        " ORDER BY (place_name IS :place) DESC, (category IS :category) DESC, created_at DESC, id DESC LIMIT :limit",
        unit=ticket.unit_code,
        id=ticket.id,
        place=ticket.place_name,
        category=ticket.category,
        private=int(private),
        limit=limit,
    )
    return [read_ticket(row) for row in rows]


def helping(tx: Tx, number: int) -> list[Ticket]:
    """The help that was whistled for on a ticket, in the order of asking."""
    rows = tx.rows(
        "SELECT * FROM tickets WHERE parent_id = :parent AND lead_unit IS NOT NULL ORDER BY id", parent=number
    )
    return [read_ticket(row) for row in rows]


def to_resume(tx: Tx, now: datetime, limit: int = 100) -> list[int]:
    """The numbers of suspended tickets whose date has come."""
    rows = tx.rows(
        "SELECT id FROM tickets WHERE state = 'suspended' AND suspended_until <= :now"
        " ORDER BY suspended_until LIMIT :limit",
        now=to_ms(now),
        limit=limit,
    )
    return [row["id"] for row in rows]


def next_resumption(tx: Tx) -> datetime | None:
    """When the next suspended ticket comes back."""
    return maybe_from_ms(tx.value("SELECT min(suspended_until) FROM tickets WHERE state = 'suspended'"))


def of_units(tx: Tx, units: Sequence[str], limit: int = 50) -> list[Ticket]:
    """What these units still have to do, by due time."""
    inside, names = among("u", units)
    if not names:
        return []
    rows = tx.rows(
        f"SELECT * FROM tickets WHERE unit_code IN ({inside})"
        f" AND {IS_OPEN} AND state IN ('assigned', 'accepted') ORDER BY due_at, id LIMIT :limit",
        limit=limit,
        **names,
    )
    return [read_ticket(row) for row in rows]


def in_states(tx: Tx, states: Sequence[State], limit: int = 50) -> list[Ticket]:
    inside, names = among("s", [state.value for state in states])
    only_open = "" if any(state.is_over for state in states) else f" AND {IS_OPEN}"
    rows = tx.rows(
        f"SELECT * FROM tickets WHERE state IN ({inside}){only_open} ORDER BY due_at IS NULL, due_at, id LIMIT :limit",
        limit=limit,
        **names,
    )
    return [read_ticket(row) for row in rows]


def count_open_by_unit(tx: Tx) -> dict[str, int]:
    """How many tickets of each unit are not over yet."""
    rows = tx.rows(
        "SELECT unit_code, count(*) AS number FROM tickets WHERE unit_code IS NOT NULL"
        f" AND {IS_OPEN} GROUP BY unit_code"
    )
    return {row["unit_code"]: row["number"] for row in rows}


def every(tx: Tx, start: datetime | None = None, end: datetime | None = None) -> Iterator[Ticket]:
    """All tickets in the order of their numbers, a thousand at a time; reported from `start` to just before `end`."""
    last, bounds = 0, of_moments(start, end)
    while rows := tx.rows(
        "SELECT * FROM tickets WHERE id > :last AND created_at >= :start AND created_at < :end ORDER BY id LIMIT 1000",
        last=last,
        **bounds,
    ):
        yield from map(read_ticket, rows)
        last = rows[-1]["id"]


def why(tx: Tx, number: int) -> tuple[str, ...]:
    return tuple(from_text(tx.value("SELECT why FROM tickets WHERE id = :id", id=number) or "[]"))


def count_since(tx: Tx, since: datetime) -> Counter[str | None]:
    """How many tickets were opened since then, by the unit that has them now."""
    rows = tx.rows(  # a plain GROUP BY would walk through all that each unit ever had, in the index of units
        "SELECT unit_code, count(*) AS opened FROM tickets WHERE created_at >= :since GROUP BY +unit_code",
        since=to_ms(since),
    )
    return Counter({row["unit_code"]: row["opened"] for row in rows})
