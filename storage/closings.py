"""Closings: what of a group's reports was closed since a moment. Nothing that was said in private, and no help."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from bot.domain.tickets import Ticket
from storage.ticket_rows import read_ticket
from storage.times import to_ms
from storage.transaction import Tx

_CLOSED = (
    "FROM tickets t LEFT JOIN chats c ON c.id = t.chat_id"
    " WHERE t.state = 'closed' AND t.closed_at > :since AND t.closed_at <= :until"
    " AND t.private = 0 AND t.lead_unit IS NULL"
)
_IN_CHAT = f"{_CLOSED} AND coalesce(c.migrated_to, t.chat_id) = :chat"
"""A group that became a supergroup reads what was reported before, too."""


@dataclass(frozen=True, slots=True)
class Span:
    """From just after one moment to another."""

    since: datetime
    until: datetime

    @property
    def named(self) -> dict[str, int]:
        return {"since": to_ms(self.since), "until": to_ms(self.until)}


def chats_with(tx: Tx, when: Span) -> set[int]:
    """The groups of whose reports something was closed (not rejected) then."""
    rows = tx.rows(f"SELECT DISTINCT coalesce(c.migrated_to, t.chat_id) AS chat {_CLOSED}", **when.named)
    return {row["chat"] for row in rows}


def of_chat(tx: Tx, chat_id: int, when: Span, limit: int) -> list[Ticket]:
    """What of a group's reports was closed then, in the order of closing."""
    rows = tx.rows(
        f"SELECT t.* {_IN_CHAT} ORDER BY t.closed_at, t.id LIMIT :limit", chat=chat_id, limit=limit, **when.named
    )
    return [read_ticket(row) for row in rows]


def kinds(tx: Tx, chat_id: int, when: Span) -> Counter[tuple[str | None, str | None]]:
    """How many of them were closed then, by category and subcategory."""
    rows = tx.rows(
        f"SELECT t.category, t.subcategory, count(*) AS number {_IN_CHAT} GROUP BY t.category, t.subcategory",
        chat=chat_id,
        **when.named,
    )
    return Counter({(row["category"], row["subcategory"]): row["number"] for row in rows})
