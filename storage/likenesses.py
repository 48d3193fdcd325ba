"""Likenesses of photos: found again by bands, so that a look among a million takes no longer than among a hundred."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.likeness import bands, distance
from bot.domain.posts import MediaPurpose
from storage.bounds import among
from storage.transaction import Row, Tx

_SIGN = 1 << 63
_MOST = 500
"""Candidates looked at: a band that more photos share says nothing."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A photo that is the same or nearly: `off` bits differ, 0 for the very same file."""

    media_id: int
    post_id: int | None
    ticket_id: int | None
    purpose: MediaPurpose
    chat_id: int
    message_id: int
    off: int


def note(tx: Tx, media_id: int, likeness: int) -> None:
    """Remember what a photo looks like."""
    tx.run("UPDATE media SET likeness = :likeness WHERE id = :id", id=media_id, likeness=likeness - _SIGN)
    for band in bands(likeness):
        tx.run(
            "INSERT INTO likenesses (band, media_id) VALUES (:band, :id) ON CONFLICT DO NOTHING", band=band, id=media_id
        )


def seen_before(tx: Tx, media_id: int, sha256: str, likeness: int | None, within: int) -> list[Seen]:
    """Earlier photos that are the same file or differ in `within` bits at most, the nearest and oldest first.

    The message that brought this one is left out: one photo may prove several tickets.
    """
    rows = tx.rows(
        "SELECT e.* FROM media e JOIN media own ON own.id = :id WHERE e.sha256 = :hash AND e.id < :id"
        " AND NOT (e.chat_id = own.chat_id AND e.message_id = own.message_id) LIMIT :most",
        id=media_id,
        hash=sha256,
        most=_MOST,
    )
    found = {row["id"]: _seen(row, 0) for row in rows}
    if likeness is not None:
        inside, named = among("b", bands(likeness))
        rows = tx.rows(
            "SELECT e.* FROM media e JOIN media own ON own.id = :id WHERE e.id IN (SELECT media_id FROM likenesses"
            f" WHERE band IN ({inside}) AND media_id < :id"
            " ORDER BY media_id DESC LIMIT :most) AND NOT (e.chat_id = own.chat_id AND e.message_id = own.message_id)",
            id=media_id,
            most=_MOST,
            **named,
        )
        for row in rows:
            off = distance(row["likeness"] + _SIGN, likeness)
            if off <= within:
                found.setdefault(row["id"], _seen(row, off))
    return sorted(found.values(), key=lambda seen: (seen.off, seen.media_id))


def _seen(row: Row, off: int) -> Seen:
    return Seen(
        media_id=row["id"],
        post_id=row["post_id"],
        ticket_id=row["ticket_id"],
        purpose=MediaPurpose(row["purpose"]),
        chat_id=row["chat_id"],
        message_id=row["message_id"],
        off=off,
    )
