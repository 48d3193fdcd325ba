"""Reactions: the bot's one sign on a courier's post, replaced as the post moves."""

from __future__ import annotations

from datetime import datetime

from bot.desk.messages import answer_briefly, take_away
from bot.desk.office import Office
from bot.desk.reach import Seat
from bot.domain.notices import Call, Draft, NoticeKind, Reaction
from bot.domain.posts import Post, StoredPost
from bot.domain.tickets import State, Ticket
from storage import chats, media, messages, notices, supporters, tickets
from storage.transaction import Tx


def react(
    tx: Tx,
    chat_id: int,
    message_id: int,
    reaction: Reaction | None,
    occasion: str,
    now: datetime,
    *,
    first: bool = False,
) -> None:
    """Put a reaction on somebody's message, or take it off. `occasion` makes it one notice, however often it is told.

    The `first` one on a message has none to overtake.
    """
    mark = f"{chat_id}:{message_id}"
    notices.queue(
        tx,
        Draft(
            key=f"reaction:{mark}:{occasion}",
            kind=NoticeKind.REACTION,
            call=Call.REACT,
            chat_id=chat_id,
            message_id=message_id,
            coalesce=f"reaction:{mark}",
            payload={"reaction": [{"type": "emoji", "emoji": reaction.value}] if reaction is not None else []},
        ),
        now,
        overtakes=not first,
    )


def acknowledge(tx: Tx, office: Office, post: Post, reaction: Reaction, line: str, now: datetime) -> None:
    """React to an order; where the group forbids reactions, a short-lived line says it."""
    if chats.takes_reactions(tx, post.chat_id):
        react(tx, post.chat_id, post.message_id, reaction, "order", now)
    else:
        answer_briefly(tx, Seat(post.chat_id, post.topic, post.message_id), line, now)


def show_on_post(
    tx: Tx,
    office: Office,
    post: StoredPost,
    reaction: Reaction,
    occasion: str,
    now: datetime,
    *,
    first: bool = False,
) -> None:
    """React to a post; where the group forbids reactions, one line stands in for the first of them."""
    if chats.takes_reactions(tx, post.chat_id):
        react(tx, post.chat_id, post.message_id, reaction, occasion, now, first=first)
    elif reaction in {Reaction.STORED, Reaction.JOINED}:
        stand_in(tx, office, post, now, joined=reaction is Reaction.JOINED)


def take_off_sign(tx: Tx, post: StoredPost, occasion: str, now: datetime) -> None:
    """Nothing of the post is under way any more: neither a sign nor the line that stands in for it claims so."""
    if not chats.takes_reactions(tx, post.chat_id):
        take_away_stand_in(tx, post.chat_id, post.message_id, now)
        return
    react(tx, post.chat_id, post.message_id, None, occasion, now)


def stand_in(tx: Tx, office: Office, post: StoredPost, now: datetime, *, joined: bool = False) -> None:
    """The one-line reply of a group without reactions; `joined`, to whoever was not the first to report it."""
    notices.queue(
        tx,
        Draft(
            key=f"stored:{post.chat_id}:{post.message_id}",
            kind=NoticeKind.ANSWER,
            call=Call.SEND_MESSAGE,
            chat_id=post.chat_id,
            topic=post.topic,
            reply_to=post.message_id,
            payload={"text": office.texts.say("joined.line" if joined else "stored.line")},
        ),
        now,
    )


def take_away_stand_in(tx: Tx, chat_id: int, message_id: int, now: datetime) -> None:
    """The closure says more than the one line did."""
    if (line := notices.of_key(tx, f"stored:{chat_id}:{message_id}")) is not None and not line.gone:
        take_away(tx, line, now)


def follow_tickets(tx: Tx, office: Office, post: StoredPost, occasion: str, now: datetime) -> None:
    """Show the least advanced of a post's tickets: 👌 when all are resolved, ✍ when all were delivered, else 👀.

    A post with none of its own bears 🤝 until what it supports is resolved. Before 👌, a photo that could not be
    used stays asked for until another one comes.
    """
    known, supported = tickets.of_post(tx, post.id), _supported(tx, post)
    own = [ticket for ticket in known if ticket.state not in _SIGNLESS]
    joined = [ticket for ticket in supported if ticket.state not in _SIGNLESS]
    if all(ticket.state is State.WITHDRAWN for ticket in (*known, *supported)):
        take_off_sign(tx, post, occasion, now)
    if not own and not joined:
        return  # the rejection says it in words; no sign means "no"
    if all(ticket.resolved_at is not None or ticket.state.is_over for ticket in (*own, *joined)):
        reaction = Reaction.RESOLVED
    elif media.all_refused(tx, post.id):
        reaction = Reaction.ASKED
    elif not own:
        reaction = Reaction.JOINED
    elif all(messages.was_delivered(tx, ticket.id) or ticket.state.is_over for ticket in own):
        reaction = Reaction.DELIVERED
    else:
        reaction = Reaction.STORED
    show_on_post(tx, office, post, reaction, occasion, now)


_SIGNLESS = frozenset({State.REJECTED, State.MERGED, State.WITHDRAWN})
"""What says nothing of whether a thing was mended."""


def _supported(tx: Tx, post: StoredPost) -> list[Ticket]:
    found = (tickets.load(tx, one.ticket_id) for one in supporters.of_post(tx, post.id))
    return [ticket for ticket in found if ticket is not None]
