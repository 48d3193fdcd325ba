"""Messages of the bot: which of them stand in a chat, what for, and which are gone. Each is one of the notices."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.domain.notices import NoticeKind
from storage.bounds import among
from storage.notices import Notice, again_key, follow, read_notice
from storage.times import to_ms
from storage.transaction import Tx


def standing(tx: Tx, ticket_id: int, *kinds: NoticeKind) -> list[Notice]:
    """The ticket's messages of these kinds that stand in a chat or are on their way, oldest first."""
    inside, names = among("k", [kind.value for kind in kinds])
    rows = tx.rows(
        f"SELECT * FROM notices WHERE ticket_id = :ticket AND kind IN ({inside})"
        " AND call IN ('sendMessage', 'sendPhoto') AND gone_at IS NULL"
        " AND state IN ('queued', 'sending', 'sent') ORDER BY id",
        ticket=ticket_id,
        **names,
    )
    return [read_notice(row) for row in rows]


def newest_form(tx: Tx, standing: Notice) -> dict[str, Any]:
    """Caption and buttons of a ticket's picture message as its edits leave them, those on their way included."""
    form = {"caption": standing.payload.get("caption"), "reply_markup": standing.payload.get("reply_markup")}
    rows = tx.rows(
        "SELECT * FROM notices WHERE ticket_id = :ticket AND kind = 'edit' AND target = :id"
        " AND state IN ('queued', 'sending', 'sent') ORDER BY id",
        ticket=standing.ticket_id,
        id=standing.id,
    )
    for row in rows:
        payload = read_notice(row).payload
        caption = payload.get("media", payload).get("caption")
        form |= {"caption": caption} if caption is not None else {}
        form |= {"reply_markup": payload["reply_markup"]} if "reply_markup" in payload else {}
    return form


def has_become_picture(tx: Tx, notice_id: int) -> bool:
    """Whether an edit has put a picture above a message's words, or is on its way to: no edit takes it off again."""
    return bool(
        tx.value(
            "SELECT 1 FROM notices WHERE target = :id AND call = 'editMessageMedia' AND state IN ('sending', 'sent')"
            " LIMIT 1",
            id=notice_id,
        )
    )


def sent_under(tx: Tx, chat_id: int, coalesce: str) -> list[Notice]:
    """What was sent to a chat under this `coalesce` and still stands there."""
    rows = tx.rows(
        "SELECT * FROM notices WHERE chat_id = :chat AND message_id IS NOT NULL AND coalesce = :coalesce"
        " AND state = 'sent' AND gone_at IS NULL ORDER BY id",
        chat=chat_id,
        coalesce=coalesce,
    )
    return [read_notice(row) for row in rows]


def is_shown_briefly(tx: Tx, key: str) -> bool:
    """Whether a message whose key begins so waits or stands, and is still to be deleted."""
    deleting = " OR ".join(  # a state each: the indices of what is open are asked for by their very condition
        "EXISTS (SELECT 1 FROM notices d WHERE d.chat_id = n.chat_id AND d.target = n.id"
        f" AND d.call = 'deleteMessage' AND d.state = '{state}')"
        for state in ("queued", "sending")
    )
    return bool(
        tx.value(
            "SELECT 1 FROM notices n WHERE n.key >= :key AND n.key < :end"
            f" AND n.state IN ('queued', 'sending', 'sent') AND ({deleting}) LIMIT 1",
            key=key,
            end=key + "\U0010ffff",
        )
    )


def was_delivered(tx: Tx, ticket_id: int) -> bool:
    """Whether a unit's card of this ticket has reached its chat."""
    return bool(
        tx.value(
            "SELECT 1 FROM notices WHERE ticket_id = :ticket AND kind = 'card' AND unit_code IS NOT NULL"
            " AND state = 'sent' LIMIT 1",
            ticket=ticket_id,
        )
    )


def adopt(tx: Tx, chat_id: int, message_id: int, ticket_id: int) -> Notice | None:
    """A message that nobody knew to have arrived stands there after all: it is sent, and edited like any other. Its
    copy, where that has not left yet, is not needed any more, and what waits for the copy waits for it again.

    The card; None when no card of this ticket in this chat is uncertain.
    """
    row = tx.row(
        "UPDATE notices SET state = 'sent', message_id = :message, sent_at = queued_at, error = NULL WHERE id ="
        " (SELECT min(id) FROM notices WHERE ticket_id = :ticket AND kind = 'card' AND chat_id = :chat"
        " AND state = 'uncertain' AND call IN ('sendMessage', 'sendPhoto') AND message_id IS NULL)"
        " RETURNING *",
        message=message_id,
        ticket=ticket_id,
        chat=chat_id,
    )
    if row is None:
        return None
    copy = tx.value(
        "UPDATE notices SET state = 'dropped', error = 'the first attempt had arrived'"
        " WHERE key = :key AND state = 'queued' RETURNING id",
        key=again_key(row["key"], row["attempts"]),
    )
    if copy is not None:
        follow(tx, copy, row["id"])
    return read_notice(row)


def hand_back(tx: Tx, notice: Notice, message_id: int) -> None:
    """Telegram says which message is this card's. An uncertain one that was taken to be it (`adopt`: somebody used the
    message before its number was known here) is uncertain again, and what waits for it waits for this one.
    """
    taken = tx.value(
        "UPDATE notices SET state = 'uncertain', message_id = NULL, sent_at = NULL,"
        " error = :error WHERE chat_id = :chat AND message_id = :message AND id <> :id"
        " AND kind = 'card' AND state = 'sent' AND call IN ('sendMessage', 'sendPhoto') RETURNING id",
        chat=notice.chat_id,
        message=message_id,
        id=notice.id,
        error=f"nobody knows whether it arrived; sent again as {notice.id}",
    )
    if taken is not None:
        follow(tx, taken, notice.id)


def retire(tx: Tx, notice_id: int) -> None:
    """Its message stays, but stands for nothing any more."""
    tx.run("UPDATE notices SET kind = 'answer' WHERE id = :id", id=notice_id)


def note_gone(tx: Tx, notice_id: int, now: datetime) -> None:
    """The message of this notice does not stand any more."""
    tx.run("UPDATE notices SET gone_at = :at WHERE id = :id", id=notice_id, at=to_ms(now))


def give_up(tx: Tx, notice_id: int, now: datetime) -> None:
    """Its chat takes nothing any more: it need not leave, or stands for nothing, and nothing waits to change it."""
    tx.run(
        "UPDATE notices SET state = 'dropped', error = 'its chat was given up'"
        " WHERE state = 'queued' AND (id = :id OR target = :id)",
        id=notice_id,
    )
    note_gone(tx, notice_id, now)
