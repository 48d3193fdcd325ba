"""Prompts: whose next message in which chat answers which question.

`expires_at` is also moved by storage/waits.py, where the host's clock was put back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.prompts import NOTHING_SAID, Asked, Said
from storage.json_text import from_text, to_text
from storage.times import from_ms, to_ms
from storage.transaction import Row, Tx


@dataclass(frozen=True, slots=True)
class Prompt:
    ticket_id: int
    asked: Asked
    notice_id: int | None
    expires_at: datetime
    said: Said = NOTHING_SAID


def _prompt(row: Row) -> Prompt:
    said = Said.model_validate(from_text(row["said"]))
    return Prompt(row["ticket_id"], Asked(row["asked"]), row["notice_id"], from_ms(row["expires_at"]), said)


def ask(
    tx: Tx,
    person_id: int,
    chat_id: int,
    ticket_id: int,
    asked: Asked,
    notice_id: int | None,
    expires_at: datetime,
    said: Said = NOTHING_SAID,
) -> None:
    """Wait for the person's words; an older question in the same chat is forgotten."""
    tx.run(
        "INSERT INTO prompts (person_id, chat_id, ticket_id, asked, notice_id, expires_at, said)"
        " VALUES (:person, :chat, :ticket, :asked, :notice, :expires, :said)"
        " ON CONFLICT (person_id, chat_id) DO UPDATE SET ticket_id = excluded.ticket_id, asked = excluded.asked,"
        " notice_id = excluded.notice_id, expires_at = excluded.expires_at, said = excluded.said",
        person=person_id,
        chat=chat_id,
        ticket=ticket_id,
        asked=asked.value,
        notice=notice_id,
        expires=to_ms(expires_at),
        said=to_text(said.model_dump(mode="json", exclude_defaults=True)),
    )


def waiting(tx: Tx, person_id: int, chat_id: int, now: datetime) -> Prompt | None:
    row = tx.row(
        "SELECT * FROM prompts WHERE person_id = :person AND chat_id = :chat AND expires_at > :now",
        person=person_id,
        chat=chat_id,
        now=to_ms(now),
    )
    return _prompt(row) if row else None


def asked_by(tx: Tx, notice_id: int) -> Prompt | None:
    """The question that this message puts, whoever it is put to, also when its time is over."""
    row = tx.row("SELECT * FROM prompts WHERE notice_id = :notice", notice=notice_id)
    return _prompt(row) if row else None


def say_more(tx: Tx, person_id: int, chat_id: int, said: Said) -> None:
    """What was said before the question has grown."""
    tx.run(
        "UPDATE prompts SET said = :said WHERE person_id = :person AND chat_id = :chat",
        said=to_text(said.model_dump(mode="json", exclude_defaults=True)),
        person=person_id,
        chat=chat_id,
    )


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
