"""Support: the same problem reported again joins the ticket that is there, and is split off where that was wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.desk import cards
from bot.desk.acts import Act, load_ticket
from bot.desk.office import Office
from bot.desk.reactions import react
from bot.domain.notices import Reaction
from bot.domain.tickets import Ticket
from storage import events, posts, supporters, tickets
from storage.events import Event
from storage.transaction import Tx

Reopen = Callable[[Tx, Office, int, datetime], None]


def support(
    tx: Tx, office: Office, ticket: Ticket, post_id: int, now: datetime, *, merged: int | None = None
) -> Ticket:
    """This post tells of the ticket's problem once more: 🤝 on it, and the card counts it."""
    post = posts.load(tx, post_id)
    supporters.join(tx, ticket.id, post.id, post.sender.id, post.sender.name, merged, now)
    grown = _recount(tx, ticket)
    event = Event(
        "supported",
        grown.state,
        now,
        actor_id=post.sender.id,
        actor_name=post.sender.name,
        unit_code=grown.unit_code,
        details={"post": post.id} | ({"merged": merged} if merged is not None else {}),
    )
    occasion = events.append(tx, grown.id, event, now)
    react(tx, post.chat_id, post.message_id, Reaction.JOINED, f"{grown.id}:{occasion}", now)
    cards.refresh(tx, office, grown, occasion, now)
    return grown


def _recount(tx: Tx, ticket: Ticket) -> Ticket:
    """Who reported it first is no supporter of their own ticket, however often they say it."""
    people = [one.person_id for one in supporters.of_ticket(tx, ticket.id) if one.person_id != ticket.reporter_id]
    counted = ticket.model_copy(update={"supporters": tuple(dict.fromkeys(people))})
    tickets.save(tx, counted)
    return counted


def join_merged(tx: Tx, office: Office, merged: Ticket, occasion: int, now: datetime) -> None:
    """Reporter and supporters of a merged ticket are told of the other one from now on."""
    if merged.merged_into is None:
        return
    target = load_ticket(tx, merged.merged_into)
    target = support(tx, office, target, merged.post_id, now, merged=merged.id)
    for one in supporters.of_ticket(tx, merged.id):
        target = support(tx, office, target, one.post_id, now, merged=merged.id)


def leave_merged(tx: Tx, office: Office, back: Ticket, occasion: int, now: datetime) -> None:
    """A ticket that was merged stands by itself again, with those who came along."""
    for number in dict.fromkeys(
        one.ticket_id for one in supporters.of_post(tx, back.post_id) if one.merged_from == back.id
    ):
        target = load_ticket(tx, number)
        for one in supporters.of_ticket(tx, number):
            if one.merged_from == back.id:
                supporters.leave(tx, number, one.post_id, now)
        left = _recount(tx, target)
        gone = Event("unsupported", left.state, now, unit_code=left.unit_code, details={"ticket": back.id})
        noted = events.append(tx, number, gone, now)
        cards.refresh(tx, office, left, noted, now)


def detach(tx: Tx, office: Office, ticket: Ticket, act: Act, occasion: int, now: datetime) -> None:
    """Wrongly joined: the post leaves the ticket. A ticket of its own is opened by duplicates.py."""
    if act.wish.post is not None:
        supporters.leave(tx, ticket.id, act.wish.post, now)
    left = _recount(tx, ticket)
    cards.refresh(tx, office, left, occasion, now)
