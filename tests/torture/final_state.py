"""The final state: what one courier's story came to, told so that two lives of the bot can be compared.

It is the same when the story has the same tickets (text, state, unit, category, class, place, reporter, supporters,
photos), went through the same moves, once each, bears the same sign (an album on any one of its parts), and was told by
the same messages, of which the same stand, with the same words and buttons. What may differ: numbers, moments, and what
a card tells as history, since a word that came before its ticket is no addition to it.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.tickets import Move
from bot.sandbox import Message
from tests.torture.indoors import Scene

_MOVES = frozenset(move.value for move in Move) | {"opened"}
_ADDED = re.compile(r"^\d\d-\d\d .* 补充(说明|照片)\n", re.MULTILINE)
_MOMENT = re.compile(r"(\d+月\d+日 )?\d\d:\d\d|\d+ ?(分钟|小时|秒)")


@dataclass(frozen=True, slots=True)
class Facts:
    """What one story came to. Two lives of the bot are the same when these are."""

    tickets: tuple[tuple[Any, ...], ...]
    moves: tuple[tuple[str, ...], ...]
    signs: tuple[str, ...]
    told: tuple[tuple[Any, ...], ...]
    standing: tuple[tuple[Any, ...], ...]


def bearer(database: sqlite3.Connection, messages: Sequence[Message]) -> Message:
    """The part of a story on which its ticket stands."""
    stands = {tuple(row) for row in database.execute("SELECT chat_id, message_id FROM tickets")}
    return next((one for one in messages if (one.chat.id, one.message_id) in stands), messages[0])


def facts_of(scene: Scene, database: sqlite3.Connection, messages: Sequence[Message]) -> Facts:
    """What became of one story, which is told by these messages; all is at rest. `database` gives rows by name."""
    ids = {message.message_id for message in messages}
    chat = messages[0].chat.id
    rows = database.execute("SELECT * FROM tickets WHERE chat_id = ?", (chat,))
    own = [row for row in rows if row["message_id"] in ids]
    said = [
        message for place in scene.sandbox.world.every_chat() for message in scene.sandbox.messages(place, by=scene.bot)
    ]
    return Facts(
        tickets=tuple(sorted(_ticket(database, row, messages) for row in own)),
        moves=tuple(sorted(_moves(database, row["id"]) for row in own)),
        signs=tuple("".join(signs) for one in messages if (signs := one.reactions_by.get(scene.bot.id))),
        told=tuple(sorted(told for row in own for told in _told(database, row["id"]))),
        standing=tuple(sorted(_stands(one, row["id"]) for row in own for one in said if _is_about(one, row["id"]))),
    )


def _ticket(database: sqlite3.Connection, row: sqlite3.Row, messages: Sequence[Message]) -> tuple[Any, ...]:
    """A ticket, its photos told by the messages that brought them."""
    known = [one.message_id for one in messages]
    photos = database.execute(
        "SELECT message_id FROM media WHERE post_id = ? AND purpose = 'report'", (row["post_id"],)
    )
    supporters = database.execute("SELECT person_id FROM supporters WHERE ticket_id = ?", (row["id"],))
    names = ("text", "state", "unit_code", "category", "subcategory", "time_class", "place", "reporter_id", "reopened")
    return (
        *(str(row[name]) for name in names),
        tuple(sorted(known.index(one[0]) for one in photos)),
        tuple(sorted(one[0] for one in supporters)),
    )


def _moves(database: sqlite3.Connection, ticket: int) -> tuple[str, ...]:
    events = database.execute("SELECT kind FROM ticket_events WHERE ticket_id = ? ORDER BY id", (ticket,))
    return tuple(row["kind"] for row in events if row["kind"] in _MOVES)


def _told(database: sqlite3.Connection, ticket: int) -> list[tuple[Any, ...]]:
    rows = database.execute(
        "SELECT kind, chat_id, state FROM notices WHERE ticket_id = ? AND call IN ('sendMessage', 'sendPhoto')"
        " AND state NOT IN ('uncertain', 'dropped')",
        (ticket,),
    )
    return [tuple(row) for row in rows]


def _is_about(message: Message, ticket: int) -> bool:
    return re.search(rf"#T{ticket}\b", message.words.text) is not None


def _stands(message: Message, ticket: int) -> tuple[Any, ...]:
    words = _MOMENT.sub("…", _ADDED.sub("", message.words.text.replace(f"#T{ticket}", "#T")))
    return message.chat.id, words, tuple(message.button_texts), message.media is not None
