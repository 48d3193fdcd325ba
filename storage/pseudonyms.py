"""Pseudonyms: a person is taken out of every row, and somebody without a name stands there instead.

What is found by an index is done at once (`begin`); the long tables are walked afterwards (storage/traces.py).
Nothing that is counted changes: no row goes that a figure counts, and none of its columns that the sums are kept of.
"""

from __future__ import annotations

from datetime import datetime

from bot.domain.privacy import Forgotten
from storage.json_text import from_text, to_text
from storage.times import to_ms
from storage.transaction import Row, Tx

IDS: tuple[tuple[str, str], ...] = (
    ("grants", "person_id"),
    ("grants", "granted_by"),
    ("claims", "claimed_by"),
    ("bindings", "bound_by"),
    ("supporters", "person_id"),
    ("requests", "person_id"),
    ("requests", "settled_by"),
    ("invitations", "invited_by"),
    ("invitations", "used_by"),
    ("special_actions", "prepared_by"),
    ("special_reports", "person_id"),
    ("mutes", "muted_by"),
    ("mutes", "ended_by"),
)
"""Columns with a person's id in tables that are short, or have an index on it."""

_GONE = (
    "DELETE FROM paces WHERE person_id = :old",
    "DELETE FROM menus WHERE chat_id = :old",
    "DELETE FROM prompts WHERE person_id = :old OR chat_id = :old",
    "DELETE FROM imports WHERE person_id = :old OR chat_id = :old",
    "DELETE FROM round_readers WHERE reader = :reader",
    "DELETE FROM chats WHERE id = :old",
    "DELETE FROM people WHERE id = :old",
)
"""What is of use only while the person is there."""

_RENAMED = (
    "UPDATE supporters SET name = :alias WHERE person_id = :new",
    "UPDATE requests SET person_name = :alias WHERE person_id = :new",
    "UPDATE special_reports SET person_name = :alias WHERE person_id = :new",
)


def begin(tx: Tx, whom: Forgotten, now: datetime) -> None:
    """Do all that is found by an index, but for the person's own reports (`forget_reports`)."""
    tx.run("INSERT INTO people (id, name) VALUES (:new, :alias)", new=whom.pseudonym, alias=whom.alias)
    for row in tx.rows(
        "SELECT post_id AS id FROM supporters WHERE person_id = :old",
        old=whom.person_id,
    ):
        forget_post(tx, whom, row["id"])
    _forget_in_lists(tx, whom)
    for table, column in IDS:
        tx.run(f"UPDATE {table} SET {column} = :new WHERE {column} = :old", old=whom.person_id, new=whom.pseudonym)
    for change in _RENAMED:
        tx.run(change, new=whom.pseudonym, alias=whom.alias)
    tx.run(
        "UPDATE grants SET revoked_at = :now WHERE person_id = :new AND revoked_at IS NULL",
        now=to_ms(now),
        new=whom.pseudonym,
    )
    # Who is muted stays so, or /forgetme would be the way out: the number alone, until that is over.
    tx.run(
        "DELETE FROM mutes WHERE person_id = :old AND (ended_at IS NOT NULL OR until <= :now)",
        old=whom.person_id,
        now=to_ms(now),
    )
    for deletion in _GONE:
        tx.run(deletion, **({"reader": str(whom.person_id)} if ":reader" in deletion else {"old": whom.person_id}))
    for kind in ("m", "e"):
        first, behind = f"{kind}:{whom.person_id}:", f"{kind}:{whom.person_id};"
        tx.run("DELETE FROM sightings WHERE mark >= :first AND mark < :behind", first=first, behind=behind)


def forget_reports(tx: Tx, whom: Forgotten, until: int, limit: int) -> int:
    """The person's next reports, up to this ticket. Returns how many: none when all are done."""
    rows = tx.rows(
        "SELECT * FROM tickets WHERE reporter_id = :old AND id <= :until ORDER BY id LIMIT :limit",
        old=whom.person_id,
        until=until,
        limit=limit,
    )
    for row in rows:
        forget_post(tx, whom, row["post_id"])
        _forget_ticket(tx, whom, row)
    return len(rows)


def _forget_ticket(tx: Tx, whom: Forgotten, row: Row) -> None:
    tx.run(
        "UPDATE tickets SET reporter_id = :new, reporter_name = :alias, text = :text, summary = :summary,"
        " message_id = -post_id, chat_id = CASE chat_id WHEN :old THEN :new ELSE chat_id END WHERE id = :id",
        id=row["id"],
        old=whom.person_id,
        new=whom.pseudonym,
        alias=whom.alias,
        text=whom.mask_own(row["text"]),
        summary=whom.mask_own(row["summary"]),
    )
    for request in tx.rows("SELECT id, words, wish FROM requests WHERE ticket_id = :id", id=row["id"]):
        wish = to_text(whom.mask_json(from_text(request["wish"])))
        words = whom.mask(request["words"])
        tx.run(
            "UPDATE requests SET words = :words, wish = :wish WHERE id = :id", id=request["id"], words=words, wish=wish
        )
    tx.run(
        f"UPDATE media SET {_NO_FILE} WHERE ticket_id = :id AND purpose = 'objection'",
        id=row["id"],
        old=whom.person_id,
        new=whom.pseudonym,
    )


def _forget_in_lists(tx: Tx, whom: Forgotten) -> None:
    """The ids of supporters that a ticket carries along."""
    for row in tx.rows(
        "SELECT id, supporters FROM tickets WHERE id IN (SELECT ticket_id FROM supporters WHERE person_id = :old)",
        old=whom.person_id,
    ):
        ids = [whom.pseudonym if one == whom.person_id else one for one in from_text(row["supporters"])]
        tx.run("UPDATE tickets SET supporters = :ids WHERE id = :id", id=row["id"], ids=to_text(ids))


_NO_FILE = (
    "state = 'expired', file_id = '', unique_id = '', sha256 = NULL, likeness = NULL, error = NULL, gps = 0,"
    " album = NULL, message_id = -id, chat_id = CASE chat_id WHEN :old THEN :new ELSE chat_id END"
)
"""The path stays until the file is deleted (media.expired)."""


def forget_post(tx: Tx, whom: Forgotten, post_id: int) -> None:
    """A post and the parts that were joined to it: whose, which message, which position, and its files."""
    for row in tx.rows("SELECT * FROM posts WHERE id = :id OR joined_to = :id", id=post_id):
        _sever(tx, row["chat_id"], row["message_id"])
        tx.run(
            "UPDATE posts SET sender_id = :new, sender_name = :alias, sender_username = NULL, text = :text,"
            " message_id = -id, album = NULL, lat = NULL, lon = NULL, venue = '',"
            " chat_id = CASE chat_id WHEN :old THEN :new ELSE chat_id END WHERE id = :id",
            id=row["id"],
            old=whom.person_id,
            new=whom.pseudonym,
            alias=whom.alias,
            text=whom.mask_own(row["text"]),
        )
        tx.run("DELETE FROM likenesses WHERE media_id IN (SELECT id FROM media WHERE post_id = :id)", id=row["id"])
        tx.run(f"UPDATE media SET {_NO_FILE} WHERE post_id = :id", id=row["id"], old=whom.person_id, new=whom.pseudonym)


def _sever(tx: Tx, chat_id: int, message_id: int) -> None:
    """What the bot said below a message, or put on it, no longer says which one it was."""
    here = {"chat": chat_id, "message": message_id}
    tx.run(
        "UPDATE notices SET message_id = NULL, coalesce = NULL,"
        " state = CASE state WHEN 'queued' THEN 'dropped' ELSE state END"
        " WHERE chat_id = :chat AND message_id = :message AND call = 'setMessageReaction'",
        **here,
    )
    tx.run(
        "UPDATE notices SET reply_to = NULL WHERE chat_id = :chat AND reply_to = :message AND ticket_id IN"
        " (SELECT t.id FROM tickets t JOIN posts p ON p.id = t.post_id"
        " WHERE p.chat_id = :chat AND p.message_id = :message UNION"
        " SELECT s.ticket_id FROM supporters s JOIN posts p ON p.id = s.post_id"
        " WHERE p.chat_id = :chat AND p.message_id = :message)",
        **here,
    )
    for word in _BELOW:
        mark = f"{word}:{chat_id}:{message_id}"
        tx.run(
            "UPDATE notices SET key = 'forgotten:' || id, reply_to = NULL"
            " WHERE key = :mark OR (key >= :first AND key < :behind)",
            mark=mark,
            first=f"{mark}:",
            behind=f"{mark};",
        )


_BELOW = ("answer", "stored", "reaction", "photo", "tidy")
"""First words of keys that go on with a chat and a message of somebody."""


def tickets_of(tx: Tx, whom: Forgotten, after: int, limit: int) -> list[int]:
    """The tickets whose cards named the person as reporter or supporter; of others: storage/traces.py."""
    rows = tx.rows(
        "SELECT id FROM tickets WHERE reporter_id = :who AND id > :after"
        " UNION SELECT ticket_id FROM supporters WHERE person_id = :who AND ticket_id > :after ORDER BY 1 LIMIT :limit",
        who=whom.pseudonym,
        after=after,
        limit=limit,
    )
    return [row["id"] for row in rows]
