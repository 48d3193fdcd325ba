"""The floor: the least that an intake can cost which keeps what must be kept.

It decodes with msgspec into structs and writes with sqlite3 itself, into a file in WAL mode with synchronous=FULL:
one hop to a thread and one transaction for 100 updates. For each update it keeps the raw update (marked done at
once: in one transaction nobody could see it undone), the post, a ticket, its first event and a notice; after each
batch the cursor. It reads nothing, routes nothing and renders nothing; its tables have no index but their keys.
"""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import msgspec

from tests.benchmarks.stopwatch import Stopwatch, Taken

SCHEMA = """
PRAGMA journal_mode=WAL;
PRAGMA synchronous=FULL;
CREATE TABLE inbox (update_id INTEGER PRIMARY KEY, raw TEXT NOT NULL, done INTEGER NOT NULL DEFAULT 0);
CREATE TABLE cursor (id INTEGER PRIMARY KEY, next INTEGER NOT NULL);
CREATE TABLE posts (id INTEGER PRIMARY KEY, chat_id INTEGER, message_id INTEGER, sender_id INTEGER,
    sender_name TEXT, text TEXT, file_id TEXT, sent_at INTEGER, UNIQUE (chat_id, message_id));
CREATE TABLE tickets (id INTEGER PRIMARY KEY, post_id INTEGER, state TEXT, category TEXT, unit_code TEXT,
    created_at INTEGER, due_at INTEGER);
CREATE TABLE events (id INTEGER PRIMARY KEY, ticket_id INTEGER, kind TEXT, actor_id INTEGER, done_at INTEGER);
CREATE TABLE notices (id INTEGER PRIMARY KEY, ticket_id INTEGER, chat_id INTEGER, payload TEXT, state TEXT);
"""
INBOX = "INSERT OR IGNORE INTO inbox (update_id, raw, done) VALUES (?, ?, ?)"
CURSOR = "INSERT OR REPLACE INTO cursor (id, next) VALUES (1, ?)"
POST = (
    "INSERT INTO posts (chat_id, message_id, sender_id, sender_name, text, file_id, sent_at)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)"
)
TICKET = "INSERT INTO tickets (post_id, state, category, unit_code, created_at, due_at) VALUES (?, ?, ?, ?, ?, ?)"
EVENT = "INSERT INTO events (ticket_id, kind, actor_id, done_at) VALUES (?, ?, ?, ?)"
NOTICE = "INSERT INTO notices (ticket_id, chat_id, payload, state) VALUES (?, ?, ?, ?)"


class Chat(msgspec.Struct):
    id: int


class User(msgspec.Struct):
    id: int
    first_name: str


class Photo(msgspec.Struct):
    file_id: str


class Message(msgspec.Struct, rename={"sender": "from"}):
    message_id: int
    chat: Chat
    sender: User
    date: int
    photo: list[Photo]
    caption: str


class Update(msgspec.Struct):
    update_id: int
    message: Message


class Answer(msgspec.Struct):
    result: list[msgspec.Raw]


_answer = msgspec.json.Decoder(Answer)
_update = msgspec.json.Decoder(Update)


def run(folder: Path, answers: list[bytes]) -> Taken:
    """Take all the answers in. Returns the time it took, the opening of the file not counted."""
    connection = sqlite3.connect(folder / "floor.db", isolation_level=None, check_same_thread=False)
    connection.executescript(SCHEMA)
    watch = Stopwatch()
    asyncio.run(_take_in(connection, answers))
    taken = watch.taken()
    connection.close()
    return taken


async def _take_in(connection: sqlite3.Connection, answers: list[bytes]) -> None:
    for body in answers:
        await asyncio.to_thread(_keep, connection, body)


def _keep(connection: sqlite3.Connection, body: bytes) -> None:
    execute = connection.execute
    execute("BEGIN IMMEDIATE")
    last = 0
    for raw in _answer.decode(body).result:
        update = _update.decode(raw)
        message = update.message
        last = update.update_id
        execute(INBOX, (last, bytes(raw).decode(), 1))
        sender, at = message.sender, message.date * 1000
        values = (message.chat.id, message.message_id, sender.id, sender.first_name, message.caption)
        post = execute(POST, (*values, message.photo[-1].file_id, at)).lastrowid
        ticket = execute(TICKET, (post, "triage", None, None, at, at + 86_400_000)).lastrowid
        execute(EVENT, (ticket, "opened", sender.id, at))
        execute(NOTICE, (ticket, message.chat.id, message.caption, "queued"))
    execute(CURSOR, (last + 1,))
    execute("COMMIT")
