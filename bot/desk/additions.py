"""Additions: further words and photos of a report that is a ticket already."""

from __future__ import annotations

from datetime import datetime

from bot.desk import cards, places
from bot.desk.office import Office
from bot.domain.posts import Post, Sender, StoredPost
from storage import posts, tickets
from storage.tickets import Event
from storage.transaction import Tx


def joined(text: str, more: str) -> str:
    return f"{text}\n{more}" if text and more else text or more


def add_to_tickets(tx: Tx, office: Office, whole: StoredPost, part: Post, now: datetime) -> None:
    """Further words may tell a ticket in triage where it belongs; photos go onto the card."""
    if part.text:
        posts.set_text(tx, whole.id, joined(whole.text, part.text))
        whole = posts.load(tx, whole.id)
    note_addition(tx, office, whole, part.sender, now, part.text)
    if part.text:
        places.reroute(tx, office, whole, now)


def note_addition(tx: Tx, office: Office, post: StoredPost, sender: Sender, now: datetime, words: str = "") -> None:
    """Write it into the history of the post's open tickets and bring their cards up to date."""
    for ticket in tickets.of_post(tx, post.id):
        if ticket.state.is_over:
            continue
        grown = ticket.model_copy(update={"text": post.text})
        tickets.save(tx, grown)
        event = Event(
            kind="added" if words else "added_photo",
            state=grown.state,
            done_at=now,
            actor_id=sender.id,
            actor_name=sender.name,
            words=words or None,
        )
        cards.refresh(tx, office, grown, tickets.append(tx, grown.id, event, now), now)
