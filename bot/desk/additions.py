"""Additions: further words and photos of a report, whatever way they come, and what they change on its tickets."""

from __future__ import annotations

from datetime import datetime

from bot.desk import alarms, cards, places, support
from bot.desk.office import Office
from bot.domain.posts import MOST_MEDIA, MediaPurpose, Post, PostState, Sender, StoredPost
from bot.domain.tickets import Ticket
from storage import events, media, posts, tickets
from storage.events import Event
from storage.transaction import Tx


def joined(text: str, more: str) -> str:
    return f"{text}\n{more}" if text and more else text or more


def join_part(tx: Tx, office: Office, whole: StoredPost, part: Post, now: datetime) -> None:
    """Make a message a part of a post: a photo of its album, the photo behind the words, an answer, a reply.

    A report that has all the photos it can show takes no further ones.
    """
    posts.add(tx, part, PostState.JOINED, joined_to=whole.id, kept_at=now)
    has_room = len(whole.media) < MOST_MEDIA
    if has_room:
        note_media(tx, part, whole.id)
    if whole.state is PostState.GATHERING:
        posts.set_state(tx, whole.id, PostState.GATHERING, ready_at=now + office.album_wait)
    elif whole.state is PostState.REPORTED and (part.text or (part.media and has_room)):
        note_addition(tx, office, whole, part.sender, now, part.text)
    if whole.state is PostState.REPORTED and part.pin is not None and whole.pin is None:
        places.take_pin(tx, office, posts.load(tx, whole.id), part.pin, part.sender, now)


def note_media(tx: Tx, post: Post, post_id: int) -> None:
    for item in post.media:
        media.add(
            tx,
            item,
            chat_id=post.chat_id,
            message_id=post.message_id,
            purpose=MediaPurpose.REPORT,
            post_id=post_id,
        )


def note_addition(tx: Tx, office: Office, known: StoredPost, sender: Sender, now: datetime, words: str = "") -> None:
    """Write it into the history of the post's open tickets, and of those it supports; bring their cards up to date.

    `known` is the post as it was before. Words may tell a ticket in triage where it belongs, or at least what to
    ask, or of a danger: the cards come last. Words beyond what a report keeps stand in the history alone and are
    not read again.
    """
    post = posts.load(tx, known.id)
    noted = {
        ticket.id: _note(tx, ticket, post, sender, now, words)
        for ticket in support.tickets_of(tx, post)
        if not ticket.state.is_over
    }
    if post.text != known.text:
        places.reroute(tx, office, post, now)
        alarms.raise_alarm(tx, office, known, post, now)
    for ticket in support.tickets_of(tx, post):
        if ticket.id in noted:
            cards.refresh(tx, office, ticket, noted[ticket.id], now)


def _note(tx: Tx, ticket: Ticket, post: StoredPost, sender: Sender, now: datetime, words: str) -> int:
    """Returns the id of the event. A ticket's words are those of the post that opened it."""
    if ticket.post_id == post.id:
        tickets.save(tx, ticket.model_copy(update={"text": post.text}))
    event = Event(
        kind="added" if words else "added_photo",
        state=ticket.state,
        done_at=now,
        actor_id=sender.id,
        actor_name=sender.name,
        words=words or None,
    )
    return events.append(tx, ticket.id, event, now)
