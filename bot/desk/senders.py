"""Senders: who reported a ticket, first or later, and what their 已解决 does."""

from __future__ import annotations

from bot.desk.audiences import said_solved
from bot.desk.office import Office
from bot.domain.people import Person
from bot.domain.posts import StoredPost
from bot.domain.tickets import Capacity, Move, Ticket
from storage import posts, supporters
from storage.transaction import Tx

SENDING = frozenset({Capacity.REPORTER, Capacity.SUPPORTER})


def solving(office: Office, held: frozenset[Capacity]) -> Move:
    """What 已解决 is: from the reporter the review, unless closure.confirmed is "noted"; from supporters a word."""
    closes = office.confirmed == "closes" and Capacity.REPORTER in held
    return Move.CONFIRM if closes else Move.ACKNOWLEDGE


def has_said_it(tx: Tx, ticket: Ticket, person: Person, held: frozenset[Capacity]) -> bool:
    """Whether they said 已解决 to the last resolution already."""
    return bool(held & SENDING) and person.id in said_solved(tx, ticket)


def own_report(tx: Tx, ticket: Ticket, person_id: int) -> StoredPost:
    """The post by which this person reported the ticket, the latest of a supporter's; of others, the first of all."""
    own = [one.post_id for one in supporters.of_ticket(tx, ticket.id) if one.person_id == person_id]
    return posts.load(tx, own[-1] if own and person_id != ticket.reporter_id else ticket.post_id)
