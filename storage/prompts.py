"""Prompts: whose next message in which chat answers which question.

`expires_at` is also moved by storage/waits.py, where the host's clock was put back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.prompts import Asked
from storage.times import from_ms, to_ms
from storage.transaction import Tx


@dataclass(frozen=True, slots=True)
class Prompt:
    ticket_id: int
    asked: Asked
    notice_id: int | None
    expires_at: datetime


def ask(
    tx: Tx,
    person_id: int,
    chat_id: int,
    ticket_id: int,
    asked: Asked,
    notice_id: int | None,
    expires_at: datetime,
) -> None:
    """Wait for the person's words; an older question in the same chat is forgotten."""
    tx.run(
        "INSERT INTO prompts (person_id, chat_id, ticket_id, asked, notice_id, expires_at)"
        " VALUES (:person, :chat, :ticket, :asked, :notice, :expires)"
        " ON CONFLICT (person_id, chat_id) DO UPDATE SET ticket_id = excluded.ticket_id, asked = excluded.asked,"
        " notice_id = excluded.notice_id, expires_at = excluded.expires_at",
        person=person_id,
        chat=chat_id,
        ticket=ticket_id,
        asked=asked.value,
        notice=notice_id,
        expires=to_ms(expires_at),
    )


def waiting(tx: Tx, person_id: int, chat_id: int, now: datetime) -> Prompt | None:
    row = tx.row(
        "SELECT * FROM prompts WHERE person_id = :person AND chat_id = :chat AND expires_at > :now",
        person=person_id,
        chat=chat_id,
        now=to_ms(now),
    )
    return Prompt(row["ticket_id"], Asked(row["asked"]), row["notice_id"], from_ms(row["expires_at"])) if row else None


def close(tx: Tx, person_id: int, chat_id: int) -> None:
    tx.run("DELETE FROM prompts WHERE person_id = :person AND chat_id = :chat", person=person_id, chat=chat_id)


def close_asked_by(tx: Tx, notice_id: int) -> None:
    """Stop waiting for the answer to this question."""
    tx.run("DELETE FROM prompts WHERE notice_id = :notice", notice=notice_id)


def follow(tx: Tx, old_notice: int, new_notice: int) -> None:
    """The question was sent again as another notice."""
    tx.run("UPDATE prompts SET notice_id = :new WHERE notice_id = :old", old=old_notice, new=new_notice)


def expired(tx: Tx, now: datetime) -> list[tuple[int, int, int | None]]:
    """Person, chat and notice of the questions nobody answered in time."""
    rows = tx.rows("SELECT person_id, chat_id, notice_id FROM prompts WHERE expires_at <= :now", now=to_ms(now))
    return [(row["person_id"], row["chat_id"], row["notice_id"]) for row in rows]
