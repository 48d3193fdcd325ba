"""The outbox: which notice leaves next, and how each one that left is settled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.notices import COUNTED, Errand, NoticeState
from storage.json_text import to_text
from storage.notices import AGAIN, Notice, follow, read_notice
from storage.times import from_ms, to_ms
from storage.transaction import Tx

_COUNTED = ", ".join(sorted(f"'{call.value}'" for call in COUNTED))

_MORE_THAN_IDS = 10**12
"""More notices than there will ever be: times the priority plus the id, one number sorts by both. An aggregate can
find the least of one number, not of two, and a row value has no min() in SQLite."""

_READY = (
    " FROM notices n LEFT JOIN notices t ON t.id = n.target LEFT JOIN chats c ON c.id = n.chat_id"
    " WHERE n.state = 'queued' AND n.not_before <= :now"
    " AND (t.id IS NULL OR t.state NOT IN ('queued', 'sending'))"
    " AND c.parked_at IS NULL AND coalesce(c.paused_until, 0) <= :now"
)
"""What may leave now: an edit waits until its message has been sent, a parked or paused chat for its time."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A chat for which something may leave now: what counts against its window, what does not, or both."""

    chat_id: int
    counted: bool
    uncounted: bool


def chats_waiting(tx: Tx, now: datetime) -> list[Waiting]:
    """Chats for which something may leave now, in the order of their most pressing notices."""
    rows = tx.rows(
        f"SELECT n.chat_id, min(n.priority * {_MORE_THAN_IDS} + n.id) AS pressing,"
        f" max(CASE WHEN n.call IN ({_COUNTED}) THEN 1 ELSE 0 END) AS counted,"
        f" max(CASE WHEN n.call IN ({_COUNTED}) THEN 0 ELSE 1 END) AS uncounted"
        f"{_READY} GROUP BY n.chat_id ORDER BY pressing",
        now=to_ms(now),
    )
    return [Waiting(row["chat_id"], bool(row["counted"]), bool(row["uncounted"])) for row in rows]


def next_for(tx: Tx, chat_id: int, now: datetime, *, counted: bool = True) -> Notice | None:
    """What this chat is told next; nothing while it is parked or paused, though it was free a moment ago.

    Without `counted`, only calls that do not count against its window.
    """
    row = tx.row(
        f"SELECT n.*{_READY} AND n.chat_id = :chat"
        + ("" if counted else f" AND n.call NOT IN ({_COUNTED})")
        + " ORDER BY n.priority, n.id LIMIT 1",
        chat=chat_id,
        now=to_ms(now),
    )
    return read_notice(row) if row else None


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


def blank(tx: Tx, chat_id: int, errand: Errand) -> None:
    """What was said to a chat on this errand, and has left or never will, is not to be read here any more."""
    tx.run(
        "UPDATE notices SET payload = :nothing WHERE key >= :first AND key < :behind"
        " AND state NOT IN ('queued', 'sending')",
        first=f"{errand.value}:{chat_id}:",
        behind=f"{errand.value}:{chat_id};",
        nothing=to_text({"text": ""}),
    )


def requeue(tx: Tx, notice_id: int, error: str, not_before: datetime) -> None:
    """Try again later, unless it was overtaken or withheld while it was on its way.

    A new message counted this attempt when it was marked as leaving.
    """
    tx.run(
        "UPDATE notices SET state = 'queued', error = :error, not_before = :at,"
        " attempts = attempts + CASE state WHEN 'sending' THEN 0 ELSE 1 END"
        " WHERE id = :id AND state IN ('queued', 'sending')",
        id=notice_id,
        error=error[:500],
        at=to_ms(not_before),
    )


def put_off(tx: Tx, notice_id: int, until: datetime) -> None:
    """It is not its time yet: that is no attempt."""
    tx.run("UPDATE notices SET not_before = :at WHERE id = :id AND state = 'queued'", id=notice_id, at=to_ms(until))


def release(tx: Tx, notice_id: int, now: datetime) -> bool:
    """Let an uncertain or failed notice leave once more. False when it is neither."""
    return bool(
        tx.run(
            "UPDATE notices SET state = 'queued', error = NULL, not_before = :at"
            " WHERE id = :id AND state IN ('uncertain', 'failed')",
            id=notice_id,
            at=to_ms(now),
        )
    )


def times_sent_again(notice: Notice) -> int:
    """How often nobody knew whether this message had arrived; a copy's key says so."""
    return notice.key.count(AGAIN)


def send_again(tx: Tx, notice: Notice, error: str, not_before: datetime, now: datetime) -> int:
    """Queue a copy of a message that may or may not have arrived, and list the first as uncertain.

    What waits to edit or delete the first one waits for the copy now. Returns the copy's id.
    """
    row = tx.row(
        "INSERT INTO notices (key, kind, call, priority, chat_id, topic, ticket_id, unit_code, target, message_id,"
        " reply_to, coalesce, payload, queued_at, not_before, attempts)"
        f" SELECT key || '{AGAIN}' || attempts, kind, call, priority, chat_id, topic, ticket_id, unit_code, target,"
        " NULL, reply_to, coalesce, payload, :now, :at, attempts FROM notices WHERE id = :id RETURNING id",
        id=notice.id,
        now=to_ms(now),
        at=to_ms(not_before),
    )
    if row is None:
        raise LookupError(f"notice {notice.id} does not exist")
    copy = int(row["id"])
    settle(tx, notice.id, NoticeState.UNCERTAIN, f"{error}; sent again as {copy}")
    follow(tx, notice.id, copy)
    return copy


def was_sent_again(tx: Tx, notice_id: int) -> bool:
    """Whether a copy of this uncertain message was queued: one more would be a double for certain."""
    return bool(
        tx.value(
            f"SELECT 1 FROM notices n JOIN notices copy ON copy.key = n.key || '{AGAIN}' || n.attempts"
            " WHERE n.id = :id",
            id=notice_id,
        )
    )


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
        " topic = CASE WHEN :topic THEN NULL ELSE topic END WHERE id = :id AND state IN ('queued', 'sending')",
        id=notice_id,
        chat=chat_id,
        reply=drop_reply,
        topic=drop_topic,
    )


def move_queued(tx: Tx, old: int, new: int) -> None:
    """What waits for a migrated chat goes to its new one; the old messages cannot be replied to there."""
    tx.run(
        "UPDATE notices SET chat_id = :new, reply_to = NULL"
        " WHERE chat_id = :old AND state = 'queued' AND call IN ('sendMessage', 'sendPhoto', 'sendDocument')",
        old=old,
        new=new,
    )


def waiting_for(tx: Tx, errand: Errand, now: datetime) -> list[tuple[datetime, Notice]]:
    """What is queued on this errand to leave at a later moment, with that moment; the soonest first."""
    rows = tx.rows(
        "SELECT * FROM notices WHERE state = 'queued' AND not_before > :now AND key >= :first AND key < :behind"
        " ORDER BY not_before, id",
        now=to_ms(now),
        first=f"{errand.value}:",
        behind=f"{errand.value};",
    )
    return [(from_ms(row["not_before"]), read_notice(row)) for row in rows]


def interrupted(tx: Tx) -> list[Notice]:
    """One-shot calls that a crash left unanswered."""
    return [read_notice(row) for row in tx.rows("SELECT * FROM notices WHERE state = 'sending' ORDER BY id")]


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
