"""Chats the bot has met, what they are bound to, and why one may be parked.

`paused_until` is also moved by storage/waits.py, where the host's clock was put back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.areas import ChatKind
from storage.times import from_ms, maybe_ms, to_ms
from storage.transaction import Row, Tx


@dataclass(frozen=True, slots=True)
class Binding:
    """What a chat (or one topic of it) is for. `topic` 0 is the whole chat."""

    chat_id: int
    topic: int
    kind: ChatKind
    unit_code: str | None
    bound_by: int | None = None

    @property
    def thread(self) -> int | None:
        return self.topic or None


def _binding(row: Row) -> Binding:
    return Binding(row["chat_id"], row["topic"], ChatKind(row["kind"]), row["unit_code"], row["bound_by"])


def remember(tx: Tx, chat_id: int, title: str, type_: str, *, member: bool = True) -> None:
    tx.run(
        "INSERT INTO chats (id, title, type, member) VALUES (:id, :title, :type, :member)"
        " ON CONFLICT (id) DO UPDATE SET title = excluded.title, type = excluded.type, member = excluded.member",
        id=chat_id,
        title=title,
        type=type_,
        member=member,
    )


def title(tx: Tx, chat_id: int) -> str | None:
    """The chat's name, as far as Telegram has told it: not yet for one that only the area book has named."""
    return tx.value("SELECT title FROM chats WHERE id = :id", id=chat_id) or None


def bind(
    tx: Tx, chat_id: int, kind: ChatKind, unit_code: str | None, by: int | None, now: datetime, topic: int = 0
) -> None:
    tx.run(
        "INSERT INTO bindings (chat_id, topic, kind, unit_code, bound_by, bound_at)"
        " VALUES (:chat, :topic, :kind, :unit, :by, :at)"
        " ON CONFLICT (chat_id, topic) DO UPDATE SET kind = excluded.kind, unit_code = excluded.unit_code,"
        " bound_by = excluded.bound_by, bound_at = excluded.bound_at",
        chat=chat_id,
        topic=topic,
        kind=kind.value,
        unit=unit_code,
        by=by,
        at=to_ms(now),
    )


_BINDING = "SELECT * FROM bindings WHERE chat_id = :chat AND topic IN (0, :topic) ORDER BY topic DESC LIMIT 1"


def binding(tx: Tx, chat_id: int, topic: int | None) -> Binding | None:
    """The topic's own binding, else the whole chat's."""
    row = tx.row(_BINDING, chat=chat_id, topic=topic or 0)
    if row is None:
        # Posts of a group that has become a supergroup meanwhile: they waited in the inbox, its binding has moved.
        new = migrated_to(tx, chat_id)
        row = tx.row(_BINDING, chat=new, topic=topic or 0) if new is not None else None
    return _binding(row) if row else None


def is_bound(tx: Tx, chat_id: int) -> bool:
    """Whether the chat or any topic of it is for something."""
    return bool(tx.value("SELECT 1 FROM bindings WHERE chat_id = :chat LIMIT 1", chat=chat_id))


def bound(tx: Tx, kind: ChatKind, unit_code: str | None = None) -> tuple[Binding, ...]:
    """Chats of this kind (and, for unit chats, of this unit) in which the bot still is, longest-bound first; behind
    them those to which it cannot write."""
    rows = tx.rows(
        "SELECT b.* FROM bindings b LEFT JOIN chats c ON c.id = b.chat_id"
        " WHERE b.kind = :kind AND b.unit_code IS :unit AND coalesce(c.member, 1) = 1"
        " ORDER BY CASE WHEN c.parked_at IS NULL THEN 0 ELSE 1 END, b.bound_at, b.chat_id",
        kind=kind.value,
        unit=unit_code,
    )
    return tuple(_binding(row) for row in rows)


def every_binding(tx: Tx) -> tuple[Binding, ...]:
    """What every chat is for, longest-bound first."""
    return tuple(_binding(row) for row in tx.rows("SELECT * FROM bindings ORDER BY bound_at, chat_id, topic"))


def move_bindings(tx: Tx, old: int, new: int) -> None:
    """A group became a supergroup: its bindings follow; messages of before keep their old coordinates."""
    _keep(tx, old)
    tx.run("UPDATE OR REPLACE bindings SET chat_id = :new WHERE chat_id = :old", old=old, new=new)
    tx.run("UPDATE chats SET migrated_to = :new, member = 0 WHERE id = :old", old=old, new=new)


def migrated_to(tx: Tx, chat_id: int) -> int | None:
    found: int | None = tx.value("SELECT migrated_to FROM chats WHERE id = :id", id=chat_id)
    return found


def _keep(tx: Tx, chat_id: int) -> None:
    """A chat that the area book binds may have a trouble before it has a title."""
    tx.run("INSERT INTO chats (id, title, type) VALUES (:id, '', '') ON CONFLICT DO NOTHING", id=chat_id)


def park(tx: Tx, chat_id: int, because: str, now: datetime) -> bool:
    """Let the notices for a chat wait. True when it was not parked before."""
    _keep(tx, chat_id)
    return bool(
        tx.run(
            "UPDATE chats SET parked_at = :at, parked_because = :why WHERE id = :id AND parked_at IS NULL",
            id=chat_id,
            at=to_ms(now),
            why=because,
        )
    )


def is_parked(tx: Tx, chat_id: int) -> bool:
    return bool(tx.value("SELECT 1 FROM chats WHERE id = :id AND parked_at IS NOT NULL", id=chat_id))


@dataclass(frozen=True, slots=True)
class Parked:
    """A chat whose notices wait, and why: "kicked", "blocked", "no_rights" or "gone"."""

    chat_id: int
    because: str
    at: datetime


def parked(tx: Tx) -> tuple[Parked, ...]:
    """Every chat whose notices wait, longest-parked first."""
    rows = tx.rows("SELECT * FROM chats WHERE parked_at IS NOT NULL ORDER BY parked_at, id")
    return tuple(Parked(row["id"], row["parked_because"], from_ms(row["parked_at"])) for row in rows)


def unpark(tx: Tx, chat_id: int) -> bool:
    return bool(
        tx.run(
            "UPDATE chats SET parked_at = NULL, parked_because = NULL, member = 1"
            " WHERE id = :id AND parked_at IS NOT NULL",
            id=chat_id,
        )
    )


def pause(tx: Tx, chat_id: int, until: datetime | None) -> None:
    """Telegram asked for patience with this chat (429)."""
    if until is not None:
        _keep(tx, chat_id)
    tx.run("UPDATE chats SET paused_until = :until WHERE id = :id", id=chat_id, until=maybe_ms(until))


def takes_reactions(tx: Tx, chat_id: int) -> bool:
    return bool(tx.value("SELECT coalesce(min(reactions), 1) FROM chats WHERE id = :id", id=chat_id))


def forbid_reactions(tx: Tx, chat_id: int) -> None:
    _keep(tx, chat_id)
    tx.run("UPDATE chats SET reactions = 0 WHERE id = :id", id=chat_id)
