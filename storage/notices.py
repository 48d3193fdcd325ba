"""Notices: queued with the change they tell of, found again when it changes, kept for as long as their message.

`not_before` and `sent_at` are also moved by storage/waits.py, where the host's clock was put back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.domain.notices import POLICIES, Call, Draft, Errand, NoticeKind, NoticeState, errand_of
from bot.domain.privacy import is_pseudonym, is_severed
from storage.json_text import from_text, to_text
from storage.times import from_ms, maybe_from_ms, to_ms
from storage.transaction import Row, Tx

AGAIN = ":again"


def again_key(key: str, attempts: int) -> str:
    """The key of the copy of a message of which nobody knew whether it had arrived."""
    return f"{key}{AGAIN}{attempts}"


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice as kept. `message_id` is its message once sent; of a reaction, the message reacted to."""

    id: int
    key: str
    kind: NoticeKind
    call: Call
    chat_id: int
    topic: int | None
    ticket_id: int | None
    unit_code: str | None
    target: int | None
    message_id: int | None
    reply_to: int | None
    payload: dict[str, Any]
    state: NoticeState
    attempts: int
    queued_at: datetime
    sent_at: datetime | None
    gone: bool
    error: str | None

    @property
    def errand(self) -> Errand | None:
        return errand_of(self.key)


def read_notice(row: Row) -> Notice:
    """A row of `notices` as a value."""
    return Notice(
        id=row["id"],
        key=row["key"],
        kind=NoticeKind(row["kind"]),
        call=Call(row["call"]),
        chat_id=row["chat_id"],
        topic=row["topic"],
        ticket_id=row["ticket_id"],
        unit_code=row["unit_code"],
        target=row["target"],
        message_id=row["message_id"],
        reply_to=row["reply_to"],
        payload=from_text(row["payload"]),
        state=NoticeState(row["state"]),
        attempts=row["attempts"],
        queued_at=from_ms(row["queued_at"]),
        sent_at=maybe_from_ms(row["sent_at"]),
        gone=row["gone_at"] is not None,
        error=row["error"],
    )


def queue(tx: Tx, draft: Draft, now: datetime, *, overtakes: bool = True) -> int | None:
    """Put a notice in the outbox; what waits under the same `coalesce` is overtaken, if anything can wait there.

    Returns its id, or None when this key was queued before, and where it would go to somebody forgotten.
    """
    severed = draft.message_id is not None and is_severed(draft.message_id)
    if is_pseudonym(draft.chat_id) or severed:
        return None
    rows = tx.rows(
        "INSERT INTO notices (key, kind, call, priority, chat_id, topic, ticket_id, unit_code, target, message_id,"
        " reply_to, coalesce, payload, queued_at, not_before)"
        " VALUES (:key, :kind, :call, :priority, :chat, :topic, :ticket, :unit, :target, :message,"
        " :reply_to, :coalesce, :payload, :at, :not_before) ON CONFLICT (key) DO NOTHING RETURNING id",
        key=draft.key,
        kind=draft.kind.value,
        call=draft.call.value,
        priority=POLICIES[draft.kind].priority,
        chat=draft.chat_id,
        topic=draft.topic,
        ticket=draft.ticket_id,
        unit=draft.unit_code,
        target=draft.target,
        message=draft.message_id,
        reply_to=None if draft.reply_to is not None and is_severed(draft.reply_to) else draft.reply_to,
        coalesce=draft.coalesce,
        payload=to_text(draft.payload),
        at=to_ms(now),
        not_before=to_ms(draft.not_before) if draft.not_before else 0,
    )
    if not rows:
        return None
    queued = int(rows[0]["id"])
    if overtakes and draft.coalesce is not None:
        tx.run(
            "UPDATE notices SET state = 'dropped', error = 'overtaken'"
            " WHERE coalesce = :coalesce AND state = 'queued' AND id <> :id",
            coalesce=draft.coalesce,
            id=queued,
        )
    return queued


def load(tx: Tx, notice_id: int) -> Notice | None:
    row = tx.row("SELECT * FROM notices WHERE id = :id", id=notice_id)
    return read_notice(row) if row else None


def of_key(tx: Tx, key: str) -> Notice | None:
    row = tx.row("SELECT * FROM notices WHERE key = :key", key=key)
    return read_notice(row) if row else None


def of_message(tx: Tx, chat_id: int, message_id: int) -> Notice | None:
    """The notice that made this message of the bot."""
    row = tx.row(
        "SELECT * FROM notices WHERE chat_id = :chat AND message_id = :message"
        " AND call IN ('sendMessage', 'sendPhoto', 'sendDocument') LIMIT 1",
        chat=chat_id,
        message=message_id,
    )
    return read_notice(row) if row else None


def about(tx: Tx, ticket_id: int, chat_id: int, message_id: int, limit: int = 200) -> list[Notice]:
    """Every notice of a ticket, whatever became of it, and the reactions on the message that reported it: newest last.

    Of very many, the newest.
    """
    rows = tx.rows(
        "SELECT * FROM notices WHERE ticket_id = :ticket"
        " OR (call = 'setMessageReaction' AND chat_id = :chat AND message_id = :message)"
        " ORDER BY id DESC LIMIT :limit",
        ticket=ticket_id,
        chat=chat_id,
        message=message_id,
        limit=limit,
    )
    return [read_notice(row) for row in reversed(rows)]


def waiting_under(tx: Tx, coalesce: str) -> Notice | None:
    row = tx.row("SELECT * FROM notices WHERE coalesce = :coalesce AND state = 'queued'", coalesce=coalesce)
    return read_notice(row) if row else None


def id_waiting_under(tx: Tx, coalesce: str) -> int | None:
    """The same, where nothing of it need be read."""
    found: int | None = tx.value(
        "SELECT id FROM notices WHERE coalesce = :coalesce AND state = 'queued'", coalesce=coalesce
    )
    return found


def edits_of(notice_id: int) -> str:
    """The `coalesce` of all edits of one message of the bot."""
    return f"edit:{notice_id}"


def follow(tx: Tx, old: int, new: int) -> None:
    """What is to change one message is to change another: of what waits for that then, the newest is left, as ever."""
    tx.run(
        "UPDATE notices SET target = :new, coalesce = CASE coalesce WHEN :under THEN :after ELSE coalesce END"
        " WHERE target = :old AND state IN ('queued', 'sending')",
        old=old,
        new=new,
        under=edits_of(old),
        after=edits_of(new),
    )
    tx.run(
        "UPDATE notices SET state = 'dropped', error = 'overtaken' WHERE coalesce = :after AND state = 'queued'"
        " AND id < (SELECT max(id) FROM notices WHERE coalesce = :after AND state = 'queued')",
        after=edits_of(new),
    )


def amend(tx: Tx, notice_id: int, call: Call, payload: dict[str, Any]) -> bool:
    """Change a notice that has not left yet, instead of sending it and then editing it. False when it has left."""
    touched = tx.run(
        "UPDATE notices SET call = :call, payload = :payload WHERE id = :id AND state = 'queued'",
        id=notice_id,
        call=call.value,
        payload=to_text(payload),
    )
    return bool(touched)


def withhold_key(tx: Tx, key: str) -> bool:
    """Keep back what was queued under this key and has not left yet."""
    return bool(
        tx.run(
            "UPDATE notices SET state = 'dropped', error = 'no longer wanted' WHERE key = :key AND state = 'queued'",
            key=key,
        )
    )


def withhold(tx: Tx, notice_id: int) -> bool:
    """Keep back a notice that has not left yet. False when it has."""
    return bool(
        tx.run(
            "UPDATE notices SET state = 'dropped', error = 'no longer wanted' WHERE id = :id AND state = 'queued'",
            id=notice_id,
        )
    )


def in_states(tx: Tx, states: Sequence[NoticeState]) -> list[Notice]:
    """Word for word as the index notices_unsettled has it when asked for (UNCERTAIN, FAILED): else it is not used."""
    named = ", ".join(f"'{state.value}'" for state in states)
    rows = tx.rows(f"SELECT * FROM notices WHERE state IN ({named}) ORDER BY id")
    return [read_notice(row) for row in rows]
