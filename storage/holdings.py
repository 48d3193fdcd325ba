"""Holdings: all that is kept of one person, found by indices, as the person is shown it."""

from __future__ import annotations

from bot.domain.privacy import Held, Reported, Said
from storage.tickets import IS_OPEN
from storage.times import from_ms, maybe_from_ms
from storage.transaction import Row, Tx

_REPORTS = (
    "SELECT t.id, t.created_at AS at, t.text, t.place, t.state, t.private,"
    " (SELECT count(*) FROM media m JOIN posts p ON p.id = m.post_id"
    " WHERE (p.id = t.post_id OR p.joined_to = t.post_id) AND m.state = 'stored') AS photos"
    " FROM tickets t WHERE t.reporter_id = :id AND t.lead_unit IS NULL ORDER BY t.id"
)
_POSTS = (
    "SELECT p.*, s.ticket_id, (SELECT count(*) FROM media m WHERE m.post_id = p.id AND m.state = 'stored') AS photos"
    " FROM posts p LEFT JOIN supporters s ON s.post_id = p.id AND s.person_id = :id"
    " WHERE p.chat_id IN (SELECT chat_id FROM bindings UNION SELECT :id UNION SELECT chat_id FROM tickets"
    " WHERE reporter_id = :id) AND p.sender_id = :id"
    " AND NOT EXISTS (SELECT 1 FROM tickets t WHERE t.post_id = p.id) ORDER BY p.id"
)
_SAID = (
    "SELECT e.ticket_id, e.kind, e.words, e.done_at FROM ticket_events e WHERE e.actor_id = :id AND e.ticket_id IN"
    " (SELECT id FROM tickets WHERE reporter_id = :id UNION SELECT ticket_id FROM supporters WHERE person_id = :id)"
    " ORDER BY e.id"
)
_POSITIONS = (
    "SELECT p.sent_at, p.lat, p.lon FROM posts p WHERE p.lat IS NOT NULL AND p.sender_id = :id AND p.chat_id IN"
    " (SELECT chat_id FROM bindings UNION SELECT :id UNION SELECT chat_id FROM tickets WHERE reporter_id = :id)"
    " ORDER BY p.id"
)


def of_person(tx: Tx, person_id: int) -> Held:
    """What is kept of this person; of a ticket that somebody else reported, the person's own words alone."""
    known = tx.row("SELECT name, username, private_chat FROM people WHERE id = :id", id=person_id)
    return Held(
        person_id,
        known["name"] if known else "",
        (known["username"] or "") if known else "",
        bool(known and known["private_chat"]),
        roles=tuple(
            (row["role"], row["unit_code"] or "", from_ms(row["granted_at"]), maybe_from_ms(row["revoked_at"]))
            for row in tx.rows("SELECT * FROM grants WHERE person_id = :id ORDER BY id", id=person_id)
        ),
        mutes=tuple(
            (from_ms(row["muted_at"]), maybe_from_ms(row["last"]), row["held"])
            for row in tx.rows(
                "SELECT muted_at, coalesce(ended_at, until) AS last, held FROM mutes WHERE person_id = :id ORDER BY id",
                id=person_id,
            )
        ),
        reports=tuple(_reported(row) for row in tx.rows(_REPORTS, id=person_id)),
        joined=tuple(_joined(row) for row in tx.rows(_POSTS, id=person_id)),
        said=tuple(
            Said(f"T{row['ticket_id']}", from_ms(row["done_at"]), row["kind"], row["words"] or "")
            for row in tx.rows(_SAID, id=person_id)
        ),
        positions=tuple((from_ms(row["sent_at"]), row["lat"], row["lon"]) for row in tx.rows(_POSITIONS, id=person_id)),
        messages=tx.value("SELECT count(*) FROM notices WHERE chat_id = :id AND message_id IS NOT NULL", id=person_id),
        raw=tx.value("SELECT count(*) FROM inbox WHERE lane = :id", id=person_id),
        audited=tx.value("SELECT count(*) FROM audit WHERE person_id = :id", id=person_id),
    )


def count_open(tx: Tx, person_id: int) -> int:
    """How many of the person's own tickets are under way."""
    return int(
        tx.value(
            f"SELECT count(*) FROM tickets WHERE reporter_id = :id AND lead_unit IS NULL AND {IS_OPEN}", id=person_id
        )
    )


def _reported(row: Row) -> Reported:
    return Reported(
        f"T{row['id']}",
        from_ms(row["at"]),
        row["text"],
        row["place"] or "",
        row["state"],
        bool(row["private"]),
        row["photos"],
    )


def _joined(row: Row) -> Reported:
    """A post that opened no ticket of its own."""
    number = f"T{row['ticket_id']}" if row["ticket_id"] is not None else ""
    place = row["venue"] or row["place"] or ""
    return Reported(number, from_ms(row["sent_at"]), row["text"], place, "", bool(row["private"]), row["photos"])
