"""The outbox: notices queued with the change they tell of, settled when they left."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.domain.notices import COUNTED, POLICIES, Call, Draft, NoticeKind, NoticeState
from storage.times import from_ms, maybe_from_ms, to_ms
from storage.transaction import Row, Tx


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


def _notice(row: Row) -> Notice:
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
        payload=json.loads(row["payload"]),
        state=NoticeState(row["state"]),
        attempts=row["attempts"],
        queued_at=from_ms(row["queued_at"]),
        sent_at=maybe_from_ms(row["sent_at"]),
        gone=row["gone_at"] is not None,
        error=row["error"],
    )


def queue(tx: Tx, draft: Draft, now: datetime) -> int | None:
    """Put a notice in the outbox; what waits under the same `coalesce` is overtaken.

    Returns its id, or None when this key was queued before.
    """
    if draft.coalesce is not None:
        tx.run(
            "UPDATE notices SET state = 'dropped', error = 'overtaken'"
            " WHERE coalesce = :coalesce AND state = 'queued' AND key <> :key",
            coalesce=draft.coalesce,
            key=draft.key,
        )
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
        reply_to=draft.reply_to,
        coalesce=draft.coalesce,
        payload=json.dumps(draft.payload, ensure_ascii=False),
        at=to_ms(now),
        not_before=to_ms(draft.not_before) if draft.not_before else 0,
    )
    return int(rows[0]["id"]) if rows else None


def load(tx: Tx, notice_id: int) -> Notice | None:
    row = tx.row("SELECT * FROM notices WHERE id = :id", id=notice_id)
    return _notice(row) if row else None


def of_message(tx: Tx, chat_id: int, message_id: int) -> Notice | None:
    """The notice that made this message of the bot."""
    row = tx.row(
        "SELECT * FROM notices WHERE chat_id = :chat AND message_id = :message"
        " AND call IN ('sendMessage', 'sendPhoto') LIMIT 1",
        chat=chat_id,
        message=message_id,
    )
    return _notice(row) if row else None


def standing(tx: Tx, ticket_id: int, *kinds: NoticeKind) -> list[Notice]:
    """The ticket's messages of these kinds that stand in a chat or are on their way, oldest first."""
    names = {f"k{i}": kind.value for i, kind in enumerate(kinds)}
    rows = tx.rows(
        f"SELECT * FROM notices WHERE ticket_id = :ticket AND kind IN ({', '.join(':' + name for name in names)})"
        " AND call IN ('sendMessage', 'sendPhoto') AND gone_at IS NULL"
        " AND state IN ('queued', 'sending', 'sent') ORDER BY id",
        ticket=ticket_id,
        **names,
    )
    return [_notice(row) for row in rows]


def waiting_under(tx: Tx, coalesce: str) -> Notice | None:
    row = tx.row("SELECT * FROM notices WHERE coalesce = :coalesce AND state = 'queued'", coalesce=coalesce)
    return _notice(row) if row else None


def amend(tx: Tx, notice_id: int, call: Call, payload: dict[str, Any]) -> bool:
    """Change a notice that has not left yet, instead of sending it and then editing it. False when it has left."""
    touched = tx.run(
        "UPDATE notices SET call = :call, payload = :payload WHERE id = :id AND state = 'queued'",
        id=notice_id,
        call=call.value,
        payload=json.dumps(payload, ensure_ascii=False),
    )
    return bool(touched)


def withhold(tx: Tx, notice_id: int) -> bool:
    """Keep back a notice that has not left yet. False when it has."""
    return bool(
        tx.run(
            "UPDATE notices SET state = 'dropped', error = 'no longer wanted' WHERE id = :id AND state = 'queued'",
            id=notice_id,
        )
    )


def chats_waiting(tx: Tx, now: datetime) -> list[int]:
    """Chats with a queued notice that are neither parked nor paused."""
    rows = tx.rows(
        "SELECT DISTINCT n.chat_id FROM notices n LEFT JOIN chats c ON c.id = n.chat_id"
        " WHERE n.state = 'queued' AND n.not_before <= :now"
        " AND c.parked_at IS NULL AND coalesce(c.paused_until, 0) <= :now",
        now=to_ms(now),
    )
    return [row["chat_id"] for row in rows]


def next_for(tx: Tx, chat_id: int, now: datetime, *, counted: bool = True) -> Notice | None:
    """What this chat is told next. Without `counted`, only calls that do not count against its window.

    An edit waits until the message it changes has been sent.
    """
    rows = tx.rows(
        "SELECT n.* FROM notices n LEFT JOIN notices t ON t.id = n.target"
        " WHERE n.chat_id = :chat AND n.state = 'queued' AND n.not_before <= :now"
        + ("" if counted else f" AND n.call NOT IN ({_COUNTED})")
        + " AND (t.id IS NULL OR t.state NOT IN ('queued', 'sending')) ORDER BY n.priority, n.id LIMIT 1",
        chat=chat_id,
        now=to_ms(now),
    )
    return _notice(rows[0]) if rows else None


_COUNTED = ", ".join(sorted(f"'{call.value}'" for call in COUNTED))


def mark_sending(tx: Tx, notice_id: int) -> None:
    tx.run("UPDATE notices SET state = 'sending', attempts = attempts + 1 WHERE id = :id", id=notice_id)


def mark_sent(tx: Tx, notice_id: int, message_id: int | None, now: datetime) -> None:
    tx.run(
        "UPDATE notices SET state = 'sent', sent_at = :at, error = NULL,"
        " message_id = coalesce(:message, message_id) WHERE id = :id",
        id=notice_id,
        message=message_id,
        at=to_ms(now),
    )


def requeue(tx: Tx, notice_id: int, error: str, not_before: datetime) -> None:
    tx.run(
        "UPDATE notices SET state = 'queued', error = :error, not_before = :at, attempts = attempts + 1 WHERE id = :id",
        id=notice_id,
        error=error[:500],
        at=to_ms(not_before),
    )


def send_again(tx: Tx, notice: Notice, error: str, not_before: datetime, now: datetime) -> int:
    """Queue a copy of a message that may or may not have arrived, and list the first as uncertain.

    What waits to edit or delete the first one waits for the copy now. Returns the copy's id.
    """
    row = tx.row(
        "INSERT INTO notices (key, kind, call, priority, chat_id, topic, ticket_id, unit_code, target, message_id,"
        " reply_to, coalesce, payload, queued_at, not_before, attempts)"
        " SELECT key || ':again' || attempts, kind, call, priority, chat_id, topic, ticket_id, unit_code, target, NULL,"
        " reply_to, coalesce, payload, :now, :at, attempts FROM notices WHERE id = :id RETURNING id",
        id=notice.id,
        now=to_ms(now),
        at=to_ms(not_before),
    )
    if row is None:
        raise LookupError(f"notice {notice.id} does not exist")
    copy = int(row["id"])
    settle(tx, notice.id, NoticeState.UNCERTAIN, f"{error}; sent again as {copy}")
    tx.run("UPDATE notices SET target = :copy WHERE target = :id AND state = 'queued'", copy=copy, id=notice.id)
    return copy


def settle(tx: Tx, notice_id: int, state: NoticeState, error: str) -> None:
    """End a notice that did not arrive: uncertain, failed or dropped."""
    tx.run(
        "UPDATE notices SET state = :state, error = :error WHERE id = :id",
        id=notice_id,
        state=state.value,
        error=error[:500],
    )


def redirect(tx: Tx, notice_id: int, chat_id: int | None = None, *, drop_reply: bool, drop_topic: bool) -> None:
    """Mend a notice's coordinates: a migrated group, a reply target or a topic that is gone."""
    tx.run(
        "UPDATE notices SET state = 'queued', chat_id = coalesce(:chat, chat_id),"
        " reply_to = CASE WHEN :reply THEN NULL ELSE reply_to END,"
        " topic = CASE WHEN :topic THEN NULL ELSE topic END WHERE id = :id",
        id=notice_id,
        chat=chat_id,
        reply=drop_reply,
        topic=drop_topic,
    )


def move_queued(tx: Tx, old: int, new: int) -> None:
    """What waits for a migrated chat goes to its new one; the old messages cannot be replied to there."""
    tx.run(
        "UPDATE notices SET chat_id = :new, reply_to = NULL"
        " WHERE chat_id = :old AND state = 'queued' AND call IN ('sendMessage', 'sendPhoto')",
        old=old,
        new=new,
    )


def retire(tx: Tx, notice_id: int) -> None:
    """Its message stays, but stands for nothing any more."""
    tx.run("UPDATE notices SET kind = 'answer' WHERE id = :id", id=notice_id)


def note_gone(tx: Tx, notice_id: int, now: datetime) -> None:
    """The message of this notice does not stand any more."""
    tx.run("UPDATE notices SET gone_at = :at WHERE id = :id", id=notice_id, at=to_ms(now))


def interrupted(tx: Tx) -> list[Notice]:
    """One-shot calls that a crash left unanswered."""
    return [_notice(row) for row in tx.rows("SELECT * FROM notices WHERE state = 'sending' ORDER BY id")]


def in_states(tx: Tx, states: Sequence[NoticeState]) -> list[Notice]:
    names = {f"s{i}": state.value for i, state in enumerate(states)}
    rows = tx.rows(
        f"SELECT * FROM notices WHERE state IN ({', '.join(':' + name for name in names)}) ORDER BY id",
        **names,
    )
    return [_notice(row) for row in rows]


def counted_since(tx: Tx, since: datetime) -> list[tuple[int, datetime]]:
    """Chat and time of every call that counts against a window and left since then, oldest first."""
    rows = tx.rows(
        f"SELECT chat_id, sent_at FROM notices WHERE sent_at > :since AND call IN ({_COUNTED}) ORDER BY sent_at",
        since=to_ms(since),
    )
    return [(row["chat_id"], from_ms(row["sent_at"])) for row in rows]


def next_not_before(tx: Tx, now: datetime) -> datetime | None:
    """The next moment at which a postponed notice, or a paused chat, may go on."""
    postponed = tx.value(
        "SELECT min(not_before) FROM notices WHERE state = 'queued' AND not_before > :now", now=to_ms(now)
    )
    paused = tx.value("SELECT min(paused_until) FROM chats WHERE paused_until > :now", now=to_ms(now))
    moments = [moment for moment in (postponed, paused) if moment is not None]
    return from_ms(min(moments)) if moments else None


def was_delivered(tx: Tx, ticket_id: int) -> bool:
    """Whether a unit's card of this ticket has reached its chat."""
    return bool(
        tx.value(
            "SELECT 1 FROM notices WHERE ticket_id = :ticket AND kind = 'card' AND unit_code IS NOT NULL"
            " AND state = 'sent' LIMIT 1",
            ticket=ticket_id,
        )
    )
