"""Posts that are or may become reports: kept, joined, grown by edits and replies.

`ready_at` and `kept_at` are also moved by storage/waits.py, where the host's clock was put back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.pins import Pin
from bot.domain.posts import LONGEST_REPORT, Media, MediaKind, Post, PostState, Sender, StoredPost
from storage.times import from_ms, maybe_from_ms, maybe_ms, to_ms
from storage.transaction import Row, Tx

_MOST_PARTS = 100
"""Parts that are looked at for their words: LONGEST_REPORT is reached long before by anybody who means it."""


@dataclass(frozen=True, slots=True)
class Words:
    """One message's own words: of a post, or of a part that was joined to one. `edited_at`: by Telegram's clock."""

    post_id: int
    text: str
    edited_at: datetime | None = None


def _telling(tx: Tx, row: Row) -> list[Row]:
    """A post and those of its parts that bring words or a position, the post itself first."""
    parts = tx.rows(
        "SELECT text, sent_at, message_id, lat, lon, venue FROM posts"
        " WHERE joined_to = :id AND (text <> '' OR lat IS NOT NULL) ORDER BY sent_at, message_id LIMIT :most",
        id=row["id"],
        most=_MOST_PARTS,
    )
    return [row, *parts]


def _whole_text(telling: list[Row]) -> str:
    """A post's own words and those of its parts, in the order they were sent."""
    ordered = sorted(telling, key=lambda one: (one["sent_at"], one["message_id"]))
    return "\n".join(one["text"] for one in ordered if one["text"])[:LONGEST_REPORT]


def _pin(telling: list[Row]) -> Pin | None:
    """The post's own position, else that of the first part that has one."""
    pins = (Pin(one["lat"], one["lon"], one["venue"]) for one in telling if one["lat"] is not None)
    return next(pins, None)


def _post(tx: Tx, row: Row) -> StoredPost:
    media = tuple(
        Media(MediaKind(item["kind"]), item["file_id"], item["unique_id"], item["size"])
        for item in tx.rows(
            "SELECT * FROM media WHERE post_id = :post AND purpose = 'report' ORDER BY message_id, id",
            post=row["id"],
        )
    )
    telling = _telling(tx, row)
    return StoredPost(
        id=row["id"],
        state=PostState(row["state"]),
        chat_id=row["chat_id"],
        message_id=row["message_id"],
        topic=row["topic"],
        private=bool(row["private"]),
        sender=Sender(row["sender_id"], row["sender_name"], row["sender_username"]),
        text=_whole_text(telling),
        sent_at=from_ms(row["sent_at"]),
        album=row["album"],
        media=media,
        pin=_pin(telling),
        place=row["place"],
    )


def add(
    tx: Tx,
    post: Post,
    state: PostState,
    ready_at: datetime | None = None,
    joined_to: int | None = None,
    *,
    kept_at: datetime,
) -> int:
    """Keep a post. Returns its id; raises nothing when it is known: the caller asked `find` first.

    `kept_at` is now by the host's clock, which need not be Telegram's.
    """
    return tx.insert(
        "INSERT INTO posts (state, chat_id, message_id, topic, private, sender_id, sender_name, sender_username,"
        " text, sent_at, edited_at, kept_at, album, joined_to, ready_at, lat, lon, venue)"
        " VALUES (:state, :chat, :message, :topic, :private, :sender, :name, :username,"
        " :text, :sent, :edited, :kept, :album, :joined, :ready, :lat, :lon, :venue)",
        state=state.value,
        chat=post.chat_id,
        message=post.message_id,
        topic=post.topic,
        private=post.private,
        sender=post.sender.id,
        name=post.sender.name,
        username=post.sender.username,
        text=post.text,
        sent=to_ms(post.sent_at),
        edited=maybe_ms(post.edited_at),
        kept=to_ms(kept_at),
        album=post.album,
        joined=joined_to,
        ready=maybe_ms(ready_at),
        lat=post.pin.lat if post.pin else None,
        lon=post.pin.lon if post.pin else None,
        venue=post.pin.title if post.pin else "",
    )


def find(tx: Tx, chat_id: int, message_id: int) -> StoredPost | None:
    """The post of this message; for a joined part, the post that it was joined to."""
    row = tx.row(
        "SELECT * FROM posts WHERE chat_id = :chat AND message_id = :message",
        chat=chat_id,
        message=message_id,
    )
    if row is not None and row["joined_to"] is not None:
        row = tx.row("SELECT * FROM posts WHERE id = :id", id=row["joined_to"])
    return _post(tx, row) if row else None


def own_words(tx: Tx, chat_id: int, message_id: int) -> Words | None:
    """What this one message says, whatever it was joined to."""
    row = tx.row(
        "SELECT id, text, edited_at FROM posts WHERE chat_id = :chat AND message_id = :message",
        chat=chat_id,
        message=message_id,
    )
    return Words(row["id"], row["text"], maybe_from_ms(row["edited_at"])) if row else None


def load(tx: Tx, post_id: int) -> StoredPost:
    row = tx.row("SELECT * FROM posts WHERE id = :id", id=post_id)
    if row is None:
        raise LookupError(f"post {post_id} does not exist")
    return _post(tx, row)


def kept_at(tx: Tx, post_id: int) -> datetime:
    """When a post came, by the host's clock."""
    return from_ms(tx.value("SELECT kept_at FROM posts WHERE id = :id", id=post_id))


def of_album(tx: Tx, chat_id: int, album: str) -> StoredPost | None:
    """The post that stands for an album: its first part that is not joined to another."""
    row = tx.row(
        "SELECT p.* FROM posts p JOIN posts part ON p.id = coalesce(part.joined_to, part.id)"
        " WHERE part.chat_id = :chat AND part.album = :album ORDER BY part.id LIMIT 1",
        chat=chat_id,
        album=album,
    )
    return _post(tx, row) if row else None


def gathering_of(tx: Tx, chat_id: int, sender_id: int, topic: int | None, since: datetime) -> list[StoredPost]:
    """A sender's photos that wait for their words, oldest first."""
    rows = tx.rows(
        "SELECT * FROM posts WHERE chat_id = :chat AND sender_id = :sender AND topic IS :topic"
        " AND sent_at >= :since AND state = 'gathering' AND (album IS NULL OR text = '' AND NOT EXISTS"
        " (SELECT 1 FROM posts part WHERE part.joined_to = posts.id AND part.text <> '')) ORDER BY id",
        chat=chat_id,
        sender=sender_id,
        topic=topic,
        since=to_ms(since),
    )
    return [_post(tx, row) for row in rows]


def last_report_of(tx: Tx, chat_id: int, sender_id: int, topic: int | None, since: datetime) -> StoredPost | None:
    """A sender's newest report since then: a photo that follows belongs to it."""
    row = tx.row(
        "SELECT * FROM posts WHERE chat_id = :chat AND sender_id = :sender AND topic IS :topic"
        " AND sent_at >= :since AND state = 'reported' ORDER BY sent_at DESC, id DESC LIMIT 1",
        chat=chat_id,
        sender=sender_id,
        topic=topic,
        since=to_ms(since),
    )
    return _post(tx, row) if row else None


def ready(tx: Tx, now: datetime, limit: int = 100) -> list[StoredPost]:
    """Gathering posts whose waiting is over."""
    rows = tx.rows(
        "SELECT * FROM posts WHERE state = 'gathering' AND ready_at <= :now ORDER BY ready_at LIMIT :limit",
        now=to_ms(now),
        limit=limit,
    )
    return [_post(tx, row) for row in rows]


def next_ready_at(tx: Tx) -> datetime | None:
    at = tx.value("SELECT min(ready_at) FROM posts WHERE state = 'gathering'")
    return None if at is None else from_ms(at)


def set_state(
    tx: Tx, post_id: int, state: PostState, *, joined_to: int | None = None, ready_at: datetime | None = None
) -> None:
    tx.run(
        "UPDATE posts SET state = :state, joined_to = :joined, ready_at = :ready WHERE id = :id",
        id=post_id,
        state=state.value,
        joined=joined_to,
        ready=maybe_ms(ready_at),
    )


def move_parts(tx: Tx, old_post: int, new_post: int) -> None:
    """What was joined to one post is joined to another now."""
    tx.run("UPDATE posts SET joined_to = :new WHERE joined_to = :old", old=old_post, new=new_post)


def set_words(tx: Tx, post_id: int, text: str, edited_at: datetime | None = None) -> None:
    """Another text for one message; the words of the parts that were joined to it stay."""
    tx.run(
        "UPDATE posts SET text = :text, edited_at = coalesce(:edited, edited_at) WHERE id = :id",
        id=post_id,
        text=text,
        edited=maybe_ms(edited_at),
    )


def name_place(tx: Tx, post_id: int, name: str) -> None:
    """The sender chose this name of a place, or a coordinator for the sender."""
    tx.run("UPDATE posts SET place = :name WHERE id = :id", id=post_id, name=name)


def note_pin(tx: Tx, post_id: int, pin: Pin) -> None:
    """A position that the sender gave in another way than by a message."""
    tx.run("UPDATE posts SET lat = :lat, lon = :lon WHERE id = :id", id=post_id, lat=pin.lat, lon=pin.lon)


def forget(tx: Tx, post_id: int) -> None:
    """Drop a post that turned out to be nothing, with its media rows."""
    tx.run("DELETE FROM media WHERE post_id = :id", id=post_id)
    tx.run("DELETE FROM posts WHERE joined_to = :id OR id = :id", id=post_id)
