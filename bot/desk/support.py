"""Support: the same problem reported again joins the ticket that is there, and leaves it where that was wrong."""

from __future__ import annotations

from datetime import datetime

from bot.desk import cards, closures
from bot.desk.acts import load_ticket
from bot.desk.deadlines import resumed, set_clocks
from bot.desk.office import Office
from bot.desk.reactions import follow_tickets
from bot.domain.posts import StoredPost
from bot.domain.tickets import Move, State, Ticket
from storage import events, posts, supporters, tickets
from storage.events import Event
from storage.supporters import Supporter
from storage.transaction import Tx


def tickets_of(tx: Tx, post: StoredPost) -> list[Ticket]:
    """What a post is about: its own tickets, and those that it supports. One that was merged stands for nothing."""
    own = [ticket for ticket in tickets.of_post(tx, post.id) if ticket.state is not State.MERGED]
    joined = [load_ticket(tx, one.ticket_id) for one in supporters.of_post(tx, post.id)]
    return [*own, *(ticket for ticket in joined if ticket.state is not State.MERGED)]


def support(
    tx: Tx, office: Office, ticket: Ticket, post_id: int, now: datetime, *, merged: int | None = None
) -> Ticket:
    """This post tells of the ticket's problem once more: 🤝 on it, and the card counts its sender.

    Who has reported it before only adds to it. With `merged`, the post had that ticket of its own.
    """
    post = posts.load(tx, post_id)
    again = post.sender.id in {ticket.reporter_id, *ticket.supporters}
    supporters.join(tx, ticket.id, post.id, post.sender.id, post.sender.name, merged, now)
    grown = _recount(tx, ticket)
    event = Event(
        "added" if again else "supported",
        grown.state,
        now,
        actor_id=post.sender.id,
        actor_name=post.sender.name,
        words=post.text or None,
        unit_code=grown.unit_code,
        details={"post": post.id} | ({"merged": merged} if merged is not None else {}),
    )
    occasion = events.append(tx, grown.id, event, now)
    follow_tickets(tx, office, post, f"{grown.id}:{occasion}", now)
    cards.refresh(tx, office, grown, occasion, now)
    return grown


def _recount(tx: Tx, ticket: Ticket) -> Ticket:
    """Who reported it first is no supporter of their own ticket, however often they say it."""
    people = [one.person_id for one in supporters.of_ticket(tx, ticket.id) if one.person_id != ticket.reporter_id]
    counted = ticket.model_copy(update={"supporters": tuple(dict.fromkeys(people))})
    tickets.save(tx, counted)
    return counted


def leave(tx: Tx, office: Office, ticket: Ticket, post_id: int, now: datetime) -> Ticket:
    """The post tells of this ticket's problem no more: its sender took it back, or it was of something else."""
    supporters.leave(tx, ticket.id, post_id, now)
    left = _recount(tx, ticket)
    event = Event("unsupported", left.state, now, unit_code=left.unit_code, details={"post": post_id})
    cards.refresh(tx, office, left, events.append(tx, left.id, event, now), now)
    return left


def merge(tx: Tx, office: Office, ticket: Ticket, there: Ticket, now: datetime) -> Ticket:
    """The bot itself merges a ticket that was still on its way into another one of the same thing."""
    update = {"state": State.MERGED, "state_before": ticket.state, "merged_into": there.id, "closed_at": now}
    merged = ticket.model_copy(update=update)
    tickets.save(tx, merged)
    event = Event(
        Move.MERGE.value, merged.state, now, unit_code=merged.unit_code, details={"ticket": there.id, "bot": True}
    )
    occasion = events.append(tx, merged.id, event, now)
    merged = set_clocks(tx, office, merged, now)
    cards.refresh(tx, office, merged, occasion, now)
    join_merged(tx, office, merged, now)
    return merged


def join_merged(tx: Tx, office: Office, merged: Ticket, now: datetime) -> None:
    """Reporter and supporters of a merged ticket are told of the other one from now on."""
    if merged.merged_into is None:
        return
    target = load_ticket(tx, merged.merged_into)
    for post_id in (merged.post_id, *(one.post_id for one in supporters.of_ticket(tx, merged.id))):
        if post_id != target.post_id:  # of two problems of one post one was merged into the other
            target = support(tx, office, target, post_id, now, merged=merged.id)
    closures.tell_newcomers(tx, office, target, now)


def revive(tx: Tx, office: Office, merged: Ticket, now: datetime) -> Ticket:
    """A merged ticket whose post was split off stands by itself again, as 撤销并单 would have it."""
    back = merged.model_copy(
        update={
            "state": merged.state_before or State.TRIAGE,
            "state_before": None,
            "merged_into": None,
            "closed_at": None,
        }
    )
    tickets.save(tx, back)
    occasion = events.append(tx, back.id, Event(Move.UNMERGE.value, back.state, now, unit_code=back.unit_code), now)
    back = set_clocks(tx, office, back, now, dues=resumed(tx, office, back, now))
    leave_merged(tx, office, back, now)
    cards.hand_over(tx, office, back, occasion, now)
    return back


def leave_merged(tx: Tx, office: Office, back: Ticket, now: datetime) -> None:
    """A ticket that was merged stands by itself again, with those who came along."""
    came = {one.ticket_id for one in supporters.of_post(tx, back.post_id) if one.merged_from == back.id}
    for number in sorted(came):
        with_it = {one.post_id for one in supporters.of_ticket(tx, number) if one.merged_from == back.id}
        noted = 0
        for target, merged_from in _carried_on(tx, load_ticket(tx, number), back.id):
            noted = _leave_with(tx, office, target, with_it, merged_from, back.id, now)
        for post_id in sorted(with_it):
            follow_tickets(tx, office, posts.load(tx, post_id), f"{back.id}:{noted}", now)


def _carried_on(tx: Tx, target: Ticket, merged_from: int) -> list[tuple[Ticket, int]]:
    """The ticket that another was merged into, and those into which that one was merged in turn; beside each, from
    which ticket its reports came there.
    """
    chain = [(target, merged_from)]
    while target.state is State.MERGED and target.merged_into is not None:
        target, merged_from = load_ticket(tx, target.merged_into), target.id
        chain.append((target, merged_from))
    return chain


def _leave_with(
    tx: Tx, office: Office, target: Ticket, with_it: set[int], merged_from: int, back: int, now: datetime
) -> int:
    """These posts, which came by this merge, support the ticket no more. Returns the id of the event that says so."""
    for one in supporters.of_ticket(tx, target.id):
        if one.post_id in with_it and one.merged_from == merged_from:
            supporters.leave(tx, target.id, one.post_id, now)
    left = _recount(tx, target)
    gone = Event("unsupported", left.state, now, unit_code=left.unit_code, details={"ticket": back})
    noted = events.append(tx, target.id, gone, now)
    cards.refresh(tx, office, left, noted, now)
    return noted


def dissolve(tx: Tx, ticket: Ticket, now: datetime) -> list[int]:
    """Every post leaves; returns them in the order in which they came. The card is for the caller, who goes on to
    change the ticket: writing it anew for each of many posts would take as long as all the rest.
    """
    gone = [one.post_id for one in supporters.of_ticket(tx, ticket.id)]
    for post_id in gone:
        supporters.leave(tx, ticket.id, post_id, now)
        left = Event("unsupported", ticket.state, now, unit_code=ticket.unit_code, details={"post": post_id})
        events.append(tx, ticket.id, left, now)
    _recount(tx, ticket)
    return gone


def leave_everywhere(tx: Tx, office: Office, ticket: Ticket, post_id: int, now: datetime) -> None:
    """The post leaves the ticket, and those merged into it by which it came there."""
    joined = next((one for one in supporters.of_ticket(tx, ticket.id) if one.post_id == post_id), None)
    leave(tx, office, ticket, post_id, now)
    if joined is not None and joined.merged_from is not None:
        leave_everywhere(tx, office, load_ticket(tx, joined.merged_from), post_id, now)


def own_ticket(tx: Tx, ticket: Ticket, joined: Supporter) -> Ticket | None:
    """The post's own ticket by whose merge it came to this one, also by way of others; None: it never had one."""
    for own in sorted(tickets.of_post(tx, joined.post_id), key=lambda one: one.id != joined.merged_from):
        if own.state is State.MERGED and own.merged_into is not None:
            chain = _carried_on(tx, load_ticket(tx, own.merged_into), own.id)
            if any(target.id == ticket.id for target, _ in chain):
                return own
    return None
