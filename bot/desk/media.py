"""Media: what became of a file that a worker went to fetch."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.desk import cards
from bot.desk.messages import answer_briefly
from bot.desk.office import Office
from bot.desk.reach import Seat
from bot.desk.reactions import show_on_post
from bot.domain.notices import Reaction
from bot.domain.tickets import Ticket
from storage import events, media, posts, tickets
from storage.events import Event
from storage.media import StoredMedia
from storage.transaction import Tx

TRIES = 8


def refuse(tx: Tx, office: Office, item: StoredMedia, why: str, now: datetime) -> None:
    """The file is too large or no picture: the ticket is kept, the post gets 🤔 and one line."""
    media.note_refused(tx, item.id, why)
    if item.post_id is None:
        return
    post = posts.load(tx, item.post_id)
    own = [ticket for ticket in tickets.of_post(tx, post.id) if not ticket.state.is_over]
    if not own:
        return
    show_on_post(tx, office, post, Reaction.ASKED, f"photo:{item.id}", now)
    text = office.texts.say("photo.refused", number=own[0].number, why=why)
    answer_briefly(tx, Seat(item.chat_id, post.topic, item.message_id), text, now)
    for ticket in own:
        event = Event("photo_refused", ticket.state, now, words=why)
        cards.refresh(tx, office, ticket, events.append(tx, ticket.id, event, now), now)


def fail(tx: Tx, item: StoredMedia, error: str, now: datetime) -> None:
    """The download failed: again later, and after a day not any more.

    The ticket's history says so then, and its card with the next change; the chat shows the photo still, so nobody is
    rung for it.
    """
    again = None if item.attempts + 1 >= TRIES else now + timedelta(seconds=15 * 4**item.attempts)
    media.note_failure(tx, item.id, error, again)
    if again is None:
        for ticket in tickets_of(tx, item):
            events.append(tx, ticket.id, Event("photo_failed", ticket.state, now, details={"error": error[:500]}), now)


def tickets_of(tx: Tx, item: StoredMedia) -> list[Ticket]:
    """The tickets that a file was brought to, by its report or by itself."""
    if item.ticket_id is None:
        return tickets.of_post(tx, item.post_id) if item.post_id is not None else []
    ticket = tickets.load(tx, item.ticket_id)
    return [ticket] if ticket is not None else []
