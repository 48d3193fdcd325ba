"""Albums: their parts arrive one by one, without a count, and a late one follows those before it."""

from __future__ import annotations

from bot.domain.posts import MediaPurpose
from storage.transaction import Tx


def note(tx: Tx, chat_id: int, message_id: int, album: str) -> None:
    """The photo of this message is the first part of an album that may go on."""
    tx.run(
        "UPDATE media SET album = :album WHERE chat_id = :chat AND message_id = :message",
        chat=chat_id,
        message=message_id,
        album=album,
    )


def tickets_of(tx: Tx, chat_id: int, album: str) -> list[tuple[int, MediaPurpose]]:
    """The tickets that earlier parts of this album were brought to, and as what."""
    rows = tx.rows(
        "SELECT DISTINCT ticket_id, purpose FROM media"
        " WHERE chat_id = :chat AND album = :album AND ticket_id IS NOT NULL ORDER BY ticket_id",
        chat=chat_id,
        album=album,
    )
    return [(row["ticket_id"], MediaPurpose(row["purpose"])) for row in rows]
