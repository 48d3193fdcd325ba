"""Requests: moves that somebody proposed, and what a coordinator said to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.tickets import Move
from bot.domain.wishes import Wish
from storage.times import from_ms, to_ms
from storage.transaction import Row, Tx


class Outcome(StrEnum):
    """What became of a request."""

    AGREED = "agreed"
    DECLINED = "declined"
    OVERTAKEN = "overtaken"  # the ticket went another way meanwhile


@dataclass(frozen=True, slots=True)
class Request:
    """One move that somebody proposed. `outcome` None: it still waits."""

    id: int
    ticket_id: int
    move: Move
    person_id: int
    person_name: str
    wish: Wish
    words: str
    asked_at: datetime
    outcome: Outcome | None


def _request(row: Row) -> Request:
    return Request(
        id=row["id"],
        ticket_id=row["ticket_id"],
        move=Move(row["move"]),
        person_id=row["person_id"],
        person_name=row["person_name"],
        wish=Wish.model_validate_json(row["wish"]),
        words=row["words"],
        asked_at=from_ms(row["asked_at"]),
        outcome=Outcome(row["outcome"]) if row["outcome"] else None,
    )


def add(tx: Tx, ticket_id: int, move: Move, person_id: int, name: str, wish: Wish, words: str, now: datetime) -> int:
    """Keep a new request. Returns its id; there may be none of this move waiting on the ticket."""
    return tx.insert(
        "INSERT INTO requests (ticket_id, move, person_id, person_name, wish, words, asked_at)"
        " VALUES (:ticket, :move, :person, :name, :wish, :words, :at)",
        ticket=ticket_id,
        move=move.value,
        person=person_id,
        name=name,
        wish=wish.model_dump_json(exclude_defaults=True),
        words=words,
        at=to_ms(now),
    )


def load(tx: Tx, request_id: int) -> Request | None:
    row = tx.row("SELECT * FROM requests WHERE id = :id", id=request_id)
    return _request(row) if row else None


def waiting(tx: Tx, ticket_id: int) -> list[Request]:
    """What nobody has said anything to yet, oldest first."""
    rows = tx.rows(
        "SELECT * FROM requests WHERE ticket_id = :ticket AND settled_at IS NULL ORDER BY id", ticket=ticket_id
    )
    return [_request(row) for row in rows]


def all_waiting(tx: Tx, limit: int = 50) -> list[Request]:
    """Of every ticket, oldest first. Behind a plus the id leads no way through all that was ever asked."""
    rows = tx.rows("SELECT * FROM requests WHERE settled_at IS NULL ORDER BY id + 0 LIMIT :limit", limit=limit)
    return [_request(row) for row in rows]


def settle(tx: Tx, request_id: int, outcome: Outcome, person_id: int | None, now: datetime) -> None:
    tx.run(
        "UPDATE requests SET outcome = :outcome, settled_by = :person, settled_at = :at"
        " WHERE id = :id AND settled_at IS NULL",
        id=request_id,
        outcome=outcome.value,
        person=person_id,
        at=to_ms(now),
    )
