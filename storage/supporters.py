"""Supporters: who reported the same problem later, with which post."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.tickets import Ticket
from storage.times import to_ms
from storage.transaction import Row, Tx


@dataclass(frozen=True, slots=True)
class Supporter:
    """One post that tells of a ticket's problem once more. (chat, message) is where it stands."""

    ticket_id: int
    post_id: int
    person_id: int
    name: str
    merged_from: int | None
    chat_id: int
    message_id: int
    topic: int | None
    private: bool


_SELECT = (
    "SELECT s.*, p.chat_id, p.message_id, p.topic, p.private FROM supporters s JOIN posts p ON p.id = s.post_id"
    " WHERE s.left_at IS NULL AND "
)


def _supporter(row: Row) -> Supporter:
    return Supporter(
        ticket_id=row["ticket_id"],
        post_id=row["post_id"],
        person_id=row["person_id"],
        name=row["name"],
        merged_from=row["merged_from"],
        chat_id=row["chat_id"],
        message_id=row["message_id"],
        topic=row["topic"],
        private=bool(row["private"]),
    )


def join(
    tx: Tx, ticket_id: int, post_id: int, person_id: int, name: str, merged_from: int | None, now: datetime
) -> None:
    """A post supports a ticket from now on; one that had left comes back."""
    tx.run(
        "INSERT INTO supporters (ticket_id, post_id, person_id, name, merged_from, joined_at)"
        " VALUES (:ticket, :post, :person, :name, :merged, :at)"
        " ON CONFLICT (ticket_id, post_id) DO UPDATE SET left_at = NULL, merged_from = excluded.merged_from,"
        " joined_at = excluded.joined_at",
        ticket=ticket_id,
        post=post_id,
        person=person_id,
        name=name,
        merged=merged_from,
        at=to_ms(now),
    )


def leave(tx: Tx, ticket_id: int, post_id: int, now: datetime) -> None:
    tx.run(
        "UPDATE supporters SET left_at = :at WHERE ticket_id = :ticket AND post_id = :post AND left_at IS NULL",
        ticket=ticket_id,
        post=post_id,
        at=to_ms(now),
    )


def of_ticket(tx: Tx, ticket_id: int) -> list[Supporter]:
    """Those who have not left, in the order of joining."""
    rows = tx.rows(f"{_SELECT}s.ticket_id = :ticket ORDER BY s.joined_at, s.post_id", ticket=ticket_id)
    return [_supporter(row) for row in rows]


def of_post(tx: Tx, post_id: int) -> list[Supporter]:
    """The tickets that this post supports."""
    return [_supporter(row) for row in tx.rows(f"{_SELECT}s.post_id = :post ORDER BY s.ticket_id", post=post_id)]


def unnamed(tx: Tx, ticket_id: int) -> frozenset[int]:
    """Who reported this in private alone, also if they left since: nobody else learns their names."""
    rows = tx.rows(
        "SELECT s.person_id FROM supporters s JOIN posts p ON p.id = s.post_id WHERE s.ticket_id = :ticket"
        " GROUP BY s.person_id HAVING min(p.private) = 1",
        ticket=ticket_id,
    )
    return frozenset(row["person_id"] for row in rows)


def unnamed_of(tx: Tx, ticket: Ticket) -> frozenset[int]:
    """The same, and who reported it first, where that was in private."""
    return unnamed(tx, ticket.id) | ({ticket.reporter_id} if ticket.private else frozenset())


def left_by(tx: Tx, post_id: int) -> frozenset[int]:
    """The tickets that this post was joined to and was split off from: it never joins them again."""
    rows = tx.rows("SELECT ticket_id FROM supporters WHERE post_id = :post AND left_at IS NOT NULL", post=post_id)
    return frozenset(row["ticket_id"] for row in rows)
