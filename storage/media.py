"""Media rows: pending until a worker has downloaded, checked and hashed the file.

`retry_at` is also moved by storage/waits.py, where the host's clock was put back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.notices import made_picture
from bot.domain.posts import Media, MediaKind, MediaPurpose
from storage.json_text import from_text
from storage.times import to_ms
from storage.transaction import Row, Tx


@dataclass(frozen=True, slots=True)
class StoredMedia:
    """One file as remembered. `path` is relative to the media folder, None until stored."""

    id: int
    post_id: int | None
    ticket_id: int | None
    purpose: MediaPurpose
    kind: MediaKind
    file_id: str
    size: int | None
    chat_id: int
    message_id: int
    state: str
    attempts: int
    path: str | None


def _stored(row: Row) -> StoredMedia:
    return StoredMedia(
        id=row["id"],
        post_id=row["post_id"],
        ticket_id=row["ticket_id"],
        purpose=MediaPurpose(row["purpose"]),
        kind=MediaKind(row["kind"]),
        file_id=row["file_id"],
        size=row["size"],
        chat_id=row["chat_id"],
        message_id=row["message_id"],
        state=row["state"],
        attempts=row["attempts"],
        path=row["path"],
    )


def add(
    tx: Tx,
    media: Media,
    *,
    chat_id: int,
    message_id: int,
    purpose: MediaPurpose,
    post_id: int | None = None,
    ticket_id: int | None = None,
    album: str | None = None,
) -> None:
    """Note a file to be fetched; the same file of the same message is noted once, or once for each ticket."""
    tx.run(
        "INSERT INTO media (post_id, ticket_id, purpose, kind, file_id, unique_id, size, chat_id, message_id, album)"
        " VALUES (:post, :ticket, :purpose, :kind, :file, :unique, :size, :chat, :message, :album)"
        " ON CONFLICT DO NOTHING",
        post=post_id,
        ticket=ticket_id,
        purpose=purpose.value,
        kind=media.kind.value,
        file=media.file_id,
        unique=media.unique_id,
        size=media.size,
        chat=chat_id,
        message=message_id,
        album=album,
    )


def tickets_of_message(tx: Tx, chat_id: int, message_id: int) -> list[int]:
    """The tickets that the photo of this message was brought to, as a proof or an objection."""
    rows = tx.rows(
        "SELECT DISTINCT ticket_id FROM media"
        " WHERE chat_id = :chat AND message_id = :message AND ticket_id IS NOT NULL ORDER BY ticket_id",
        chat=chat_id,
        message=message_id,
    )
    return [row["ticket_id"] for row in rows]


def move_to_post(tx: Tx, old_post: int, new_post: int) -> None:
    tx.run("UPDATE media SET post_id = :new WHERE post_id = :old", old=old_post, new=new_post)


def of_post(tx: Tx, post_id: int) -> list[StoredMedia]:
    """A report's files in the order of their messages; refused ones are left out."""
    rows = tx.rows(
        "SELECT * FROM media WHERE post_id = :post AND state NOT IN ('refused', 'expired') ORDER BY message_id, id",
        post=post_id,
    )
    return [_stored(row) for row in rows]


def of_report(tx: Tx, ticket_id: int, post_id: int, *, private: bool = True) -> list[StoredMedia]:
    """The files of the post that opened a ticket, then those of the posts that support it; refused ones left out.

    Without `private`, none of supporters who sent theirs in private.
    """
    rows = tx.rows(
        "SELECT * FROM media WHERE (post_id = :post OR post_id IN"
        " (SELECT s.post_id FROM supporters s JOIN posts p ON p.id = s.post_id"
        " WHERE s.ticket_id = :ticket AND s.left_at IS NULL AND p.private <= :private))"
        " AND state NOT IN ('refused', 'expired') ORDER BY post_id <> :post, post_id, message_id, id",
        post=post_id,
        ticket=ticket_id,
        private=int(private),
    )
    return [_stored(row) for row in rows]


def all_refused(tx: Tx, post_id: int) -> bool:
    """Whether a report brought files and none of them can be used."""
    return bool(
        tx.value(
            "SELECT count(*) > 0 AND min(CASE WHEN state = 'refused' THEN 1 ELSE 0 END) = 1"
            " FROM media WHERE post_id = :post",
            post=post_id,
        )
    )


def of_ticket(tx: Tx, ticket_id: int, purpose: MediaPurpose) -> list[StoredMedia]:
    rows = tx.rows(
        "SELECT * FROM media WHERE ticket_id = :ticket AND purpose = :purpose"
        " AND state NOT IN ('refused', 'expired') ORDER BY id",
        ticket=ticket_id,
        purpose=purpose.value,
    )
    return [_stored(row) for row in rows]


def retire_proofs(tx: Tx, ticket_id: int) -> None:
    """After a reopening the next resolution needs a proof of its own."""
    tx.run("UPDATE media SET purpose = 'earlier_proof' WHERE ticket_id = :id AND purpose = 'proof'", id=ticket_id)


def show_step(tx: Tx, ticket_id: int) -> None:
    """What came without words as a proof shows a step of the fix, and not that all is done."""
    tx.run("UPDATE media SET purpose = 'stage' WHERE ticket_id = :id AND purpose = 'proof'", id=ticket_id)


def pending(tx: Tx, now: datetime, limit: int = 20) -> list[StoredMedia]:
    """Files to fetch now. A photo that may yet turn out to be chatter is left alone."""
    rows = tx.rows(
        "SELECT * FROM media WHERE state = 'pending' AND retry_at <= :now"
        " AND (ticket_id IS NOT NULL OR EXISTS (SELECT 1 FROM posts WHERE id = media.post_id AND state = 'reported'))"
        " ORDER BY retry_at, id LIMIT :limit",
        now=to_ms(now),
        limit=limit,
    )
    return [_stored(row) for row in rows]


def note_stored(tx: Tx, media_id: int, path: str, sha256: str, size: int) -> bool:
    """The file lies at `path`. False: it was given up while it was fetched, and is to be deleted (`expired`)."""
    if tx.run(
        "UPDATE media SET state = 'stored', path = :path, sha256 = :hash, size = :size, error = NULL"
        " WHERE id = :id AND state <> 'expired'",
        id=media_id,
        path=path,
        hash=sha256,
        size=size,
    ):
        return True
    tx.run("UPDATE media SET path = :path WHERE id = :id", id=media_id, path=path)
    return False


def want_position(tx: Tx, post_id: int) -> None:
    """The sender lets the position in the image files of a report be used; they are looked at once they are stored."""
    tx.run("UPDATE media SET gps = 1 WHERE post_id = :post AND kind = 'image_file' AND gps = 0", post=post_id)


def positions_wanted(tx: Tx, limit: int = 20) -> list[StoredMedia]:
    """Stored files of which Telegram's copy shall be looked at for a position."""
    rows = tx.rows("SELECT * FROM media WHERE gps = 1 AND state = 'stored' ORDER BY id LIMIT :limit", limit=limit)
    return [_stored(row) for row in rows]


def note_looked_at(tx: Tx, media_id: int) -> None:
    tx.run("UPDATE media SET gps = 2 WHERE id = :id", id=media_id)


def note_refused(tx: Tx, media_id: int, error: str) -> None:
    """The file itself is no good: too large, or no picture."""
    tx.run(
        "UPDATE media SET state = 'refused', error = :error WHERE id = :id AND state <> 'expired'",
        id=media_id,
        error=error,
    )


def note_failure(tx: Tx, media_id: int, error: str, retry_at: datetime | None) -> None:
    """The download failed; without `retry_at` it is given up."""
    tx.run(
        "UPDATE media SET attempts = attempts + 1, error = :error, state = :state, retry_at = :retry"
        " WHERE id = :id AND state <> 'expired'",
        id=media_id,
        error=error[:500],
        state="pending" if retry_at else "failed",
        retry=to_ms(retry_at) if retry_at else 0,
    )


def expire(tx: Tx, closed_before: datetime) -> int:
    """Give up the files of tickets that were over before then. A post's files wait for the last of its tickets,
    those that it supports among them.

    Returns how many. Their files are deleted afterwards: see `expired`.
    """
    return tx.run(
        "UPDATE media SET state = 'expired', file_id = '', error = NULL WHERE state <> 'expired' AND CASE"
        " WHEN ticket_id IS NOT NULL"
        " THEN EXISTS (SELECT 1 FROM tickets WHERE id = media.ticket_id AND closed_at < :before)"
        " ELSE EXISTS (SELECT 1 FROM tickets WHERE post_id = media.post_id"
        " UNION ALL SELECT 1 FROM supporters WHERE post_id = media.post_id)"
        " AND NOT EXISTS (SELECT 1 FROM tickets WHERE post_id = media.post_id"
        " AND (closed_at IS NULL OR closed_at >= :before))"
        " AND NOT EXISTS (SELECT 1 FROM supporters s JOIN tickets t ON t.id = s.ticket_id"
        " WHERE s.post_id = media.post_id AND (t.closed_at IS NULL OR t.closed_at >= :before)) END",
        before=to_ms(closed_before),
    )


def expired(tx: Tx, limit: int = 100) -> list[tuple[int, str, bool]]:
    """Rows whose file shall go: their id, its path, and whether another row still needs the same file."""
    rows = tx.rows(
        "SELECT id, path, EXISTS (SELECT 1 FROM media other WHERE other.path = media.path AND other.state <> 'expired')"
        " AS needed FROM media WHERE state = 'expired' AND path IS NOT NULL ORDER BY id LIMIT :limit",
        limit=limit,
    )
    return [(row["id"], row["path"], bool(row["needed"])) for row in rows]


def paths_in(tx: Tx, shelf: str) -> set[str]:
    """The paths in one folder of the media folder that a row names, files to delete among them."""
    rows = tx.rows(
        "SELECT path FROM media WHERE path >= :first AND path < :behind", first=f"{shelf}/", behind=f"{shelf}0"
    )
    return {row["path"] for row in rows}


def awaited_pictures(tx: Tx) -> set[str]:
    """The paths of the pictures that the bot made and a notice has still to take along, or may have to once more."""
    # Each state as its partial index has it: what was sent long ago is by far the most, and is not read.
    states = ("= 'queued'", "= 'sending'", "IN ('uncertain', 'failed')")
    rows = tx.rows(
        " UNION ALL ".join(
            f"SELECT payload FROM notices WHERE state {state}"
            " AND call IN ('sendPhoto', 'sendDocument', 'editMessageMedia')"
            for state in states
        )
    )
    return {path for row in rows if (path := made_picture(from_text(row["payload"]))) is not None}


def note_deleted(tx: Tx, media_id: int) -> None:
    """The file of an expired row is gone."""
    tx.run("UPDATE media SET path = NULL WHERE id = :id AND state = 'expired'", id=media_id)
