"""Audiences: in which chats those who reported a ticket hear what became of it, and what they said to it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.desk.office import Office
from bot.desk.reach import Seat
from bot.domain.people import Person
from bot.domain.tickets import Move, State, Ticket
from bot.notices.buttons import Buttons
from bot.notices.cards import CAPTION_LIMIT
from bot.notices.closure_buttons import closure_buttons
from bot.notices.markup import Markup, cut, mention, visible_length
from storage import events, supporters
from storage.transaction import Tx


@dataclass(frozen=True, slots=True)
class Audience:
    """One chat: `seat` is below the first post there, and mentions the supporters who posted there as well.

    `senders` are the ids of all who reported it there; `home` is where the reporter did.
    """

    seat: Seat
    senders: frozenset[int]
    home: bool = False


def audiences(tx: Tx, ticket: Ticket) -> list[Audience]:
    """The reporter's chat first, then each other one in which somebody reported the same: one message a chat.

    Who reported in private is named nowhere, and hears of it in private.
    """
    home = Seat(ticket.chat_id, ticket.topic, ticket.message_id)
    found = {ticket.chat_id: Audience(home, frozenset({ticket.reporter_id}), home=True)}
    for one in supporters.of_ticket(tx, ticket.id):
        if one.person_id == ticket.reporter_id:
            continue
        there = found.get(one.chat_id)
        if there is None:
            seat = Seat(one.chat_id, one.topic, one.message_id)
            found[one.chat_id] = Audience(seat, frozenset({one.person_id}))
        elif one.person_id not in there.senders:
            seat = replace(there.seat, mentions=(*there.seat.mentions, Person(one.person_id, one.name)))
            found[one.chat_id] = replace(there, seat=seat, senders=there.senders | {one.person_id})
    return list(found.values())


def with_supporters(office: Office, audience: Audience, text: Markup) -> Markup:
    """The text with the supporters who posted in this chat as well, as many as still fit."""
    shown: list[Markup] = []
    longer = text
    for person in audience.seat.mentions:
        shown.append(mention(person.id, cut(person.name, 20)))
        line = office.texts.say("closure.supporters", people=Markup("、".join(shown)))
        if visible_length(f"{text}\n{line}") > CAPTION_LIMIT:
            break
        longer = Markup(f"{text}\n{line}")
    return longer


def said_solved(tx: Tx, ticket: Ticket, *, before_last: bool = False) -> frozenset[int]:
    """The ids of those who said 已解决 to the last resolution; `before_last`, without what was said last."""
    told = events.history(tx, ticket.id)
    said = set()
    for event in reversed(told[:-1] if before_last else told):
        if event.kind == Move.RESOLVE.value:
            break
        if event.kind in _SOLVED and event.actor_id is not None:
            said.add(event.actor_id)
    return frozenset(said)


_SOLVED = frozenset({Move.CONFIRM.value, Move.ACKNOWLEDGE.value, Move.THANK.value})


def buttons_for(office: Office, ticket: Ticket, audience: Audience, solved: frozenset[int]) -> Buttons:
    """已解决 · 未解决; once those who are asked here said that it is solved, one to five stars.

    未解决 goes when nobody is left who might say it.
    """
    asked = {ticket.reporter_id} if audience.home else audience.senders
    thanked = bool(asked & solved)
    closed = ticket.state is State.CLOSED
    final = closed and thanked and not (audience.senders - solved)
    stars = ticket.stars if audience.home else None
    return closure_buttons(office.texts, ticket, thanked=thanked, final=final, stars=stars)


def stars_of(tx: Tx, ticket: Ticket, person_id: int) -> int | None:
    """How satisfied this person said to be with the last resolution."""
    for event in reversed(events.history(tx, ticket.id)):
        if event.kind == Move.RESOLVE.value:
            break
        if event.kind == Move.THANK.value and event.actor_id == person_id:
            return int(event.details["stars"])
    return None


def resolver(tx: Tx, ticket: Ticket) -> int | None:
    """The id of who resolved the ticket last."""
    done = [event.actor_id for event in events.history(tx, ticket.id) if event.kind == Move.RESOLVE.value]
    return done[-1] if done else None


def resolving_words(tx: Tx, ticket: Ticket) -> str:
    """What the unit said when it resolved the ticket last."""
    said = [event.words for event in events.history(tx, ticket.id) if event.kind == Move.RESOLVE.value]
    return (said[-1] or "") if said else ""
