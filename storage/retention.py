"""Retention: the words of reports whose tickets were over long ago are kept no longer; what is counted stays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from storage.json_text import from_text, to_text
from storage.times import to_ms
from storage.transaction import Tx


def outlived(tx: Tx, closed_before: datetime, after: int, limit: int) -> list[int]:
    """Tickets that were over before then and still have their words, by number. A reading of many rows: beside the
    writes.
    """
    rows = tx.rows(
        "SELECT id FROM tickets WHERE closed_at < :before AND id > :after AND text <> '' ORDER BY id LIMIT :limit",
        before=to_ms(closed_before),
        after=after,
        limit=limit,
    )
    return [row["id"] for row in rows]


def forget_words(tx: Tx, ticket_id: int, closed_before: datetime) -> bool:
    """The ticket keeps its summary, place and history; its report keeps neither words nor position nor username.

    A post of several tickets waits for the last of them. False, with nothing changed, when the ticket was reopened.
    """
    before = to_ms(closed_before)
    if not tx.run("UPDATE tickets SET text = '' WHERE id = :id AND closed_at < :before", id=ticket_id, before=before):
        return False
    tx.run(
        "UPDATE posts SET text = '', sender_username = NULL, lat = NULL, lon = NULL, venue = ''"
        f" WHERE (id IN ({_POSTS}) OR joined_to IN ({_POSTS})){_OVER}",
        id=ticket_id,
        before=before,
    )
    for row in tx.rows(
        "SELECT id, payload FROM notices WHERE ticket_id = :id AND state IN ('sent', 'dropped')", id=ticket_id
    ):
        bare = _without_words(from_text(row["payload"]))
        tx.run("UPDATE notices SET payload = :payload WHERE id = :id", id=row["id"], payload=to_text(bare))
    return True


def words_said(tx: Tx, before: datetime, after: int, limit: int) -> tuple[list[int], int] | None:
    """Messages of no ticket (lists, digests, answers) that were queued before then and still have their words, among
    the next `limit` from `after` on, and the last that was looked at; None when there are no more. Beside the writes.
    """
    rows = tx.rows(
        "SELECT id, payload FROM notices WHERE ticket_id IS NULL AND id > :after AND queued_at < :before"
        " AND state IN ('sent', 'dropped') ORDER BY id LIMIT :limit",
        after=after,
        before=to_ms(before),
        limit=limit,
    )
    said = ((row["id"], from_text(row["payload"])) for row in rows)
    return (
        ([number for number, payload in said if _without_words(payload) != payload], rows[-1]["id"]) if rows else None
    )


def forget_said(tx: Tx, numbers: Sequence[int]) -> None:
    """What these messages said; where they stand is still known."""
    for number in numbers:
        payload = from_text(tx.value("SELECT payload FROM notices WHERE id = :id", id=number))
        tx.run(
            "UPDATE notices SET payload = :payload WHERE id = :id", id=number, payload=to_text(_without_words(payload))
        )


def set_aside(tx: Tx, before: datetime) -> list[int]:
    """Posts that the program fell over before then, and that still have what they brought. Beside the writes."""
    rows = tx.rows(
        "SELECT id FROM posts WHERE state = 'lapsed' AND kept_at < :before"
        " AND (text <> '' OR lat IS NOT NULL OR sender_username IS NOT NULL"
        " OR EXISTS (SELECT 1 FROM media WHERE post_id = posts.id AND state <> 'expired')) LIMIT 100",
        before=to_ms(before),
    )
    return [row["id"] for row in rows]


def forget_set_aside(tx: Tx, post_id: int) -> None:
    """Its words, position and username, and the files that it brought."""
    tx.run(
        "UPDATE posts SET text = '', sender_username = NULL, lat = NULL, lon = NULL, venue = '' WHERE id = :id",
        id=post_id,
    )
    tx.run("UPDATE media SET state = 'expired', file_id = '', error = NULL WHERE post_id = :id", id=post_id)


_POSTS = "SELECT post_id FROM tickets WHERE id = :id UNION SELECT post_id FROM supporters WHERE ticket_id = :id"
_OVER = (
    " AND NOT EXISTS (SELECT 1 FROM tickets t WHERE t.post_id = coalesce(posts.joined_to, posts.id)"
    " AND (t.closed_at IS NULL OR t.closed_at >= :before))"
    " AND NOT EXISTS (SELECT 1 FROM supporters s JOIN tickets t ON t.id = s.ticket_id"
    " WHERE s.post_id = coalesce(posts.joined_to, posts.id) AND (t.closed_at IS NULL OR t.closed_at >= :before))"
)


def _without_words(payload: dict[str, Any]) -> dict[str, Any]:
    """Empty where words were. What buttons are about (`lines`) are names and numbers that the taps still need."""
    bare = {key: "" if key in {"text", "caption"} else value for key, value in payload.items()}
    if isinstance(media := bare.get("media"), dict) and "caption" in media:
        bare["media"] = {**media, "caption": ""}
    return bare
