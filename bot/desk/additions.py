"""Additions: further words and photos of a report that is a ticket already."""

from __future__ import annotations

from datetime import datetime

from bot.desk import cards, places
from bot.desk.office import Office
from bot.domain.posts import Post, Sender, StoredPost
from bot.domain.tickets import Ticket
from storage import posts, tickets
from storage.tickets import Event
from storage.transaction import Tx


def joined(text: str, more: str) -> str:
    return f"{text}\n{more}" if text and more else text or more


def add_to_tickets(tx: Tx, office: Office, whole: StoredPost, part: Post, now: datetime) -> None:
    """Further words join the post's own; photos go onto the card."""
    if part.text:
        posts.set_text(tx, whole.id, joined(whole.text, part.text))
        whole = posts.load(tx, whole.id)
    note_addition(tx, office, whole, part.sender, now, part.text)


def note_addition(tx: Tx, office: Office, post: StoredPost, sender: Sender, now: datetime, words: str = "") -> None:
    """Write it into the history of the post's open tickets and bring their cards up to date.

    Words may tell a ticket in triage where it belongs, or at least what to ask: the cards come last.
    """
    noted = {
        ticket.id: _note(tx, ticket, post.text, sender, now, words)
        for ticket in tickets.of_post(tx, post.id)
        if not ticket.state.is_over
    }
    if words:
        places.reroute(tx, office, post, now)
    for ticket in tickets.of_post(tx, post.id):
        if ticket.id in noted:
            cards.refresh(tx, office, ticket, noted[ticket.id], now)


def _note(tx: Tx, ticket: Ticket, text: str, sender: Sender, now: datetime, words: str) -> int:
    """Returns the id of the event."""
    tickets.save(tx, ticket.model_copy(update={"text": text}))
    event = Event(
        kind="added" if words else "added_photo",
        state=ticket.state,
        done_at=now,
        actor_id=sender.id,
        actor_name=sender.name,
        words=words or None,
    )
    return tickets.append(tx, ticket.id, event, now)
