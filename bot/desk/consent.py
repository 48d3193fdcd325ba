"""Consent: moves that a unit proposes are put to the coordinators, who make them or not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.desk import cards, reach, requests
from bot.desk.acts import Act, load_ticket
from bot.desk.handling import asks_consent, check_act, perform
from bot.desk.messages import say
from bot.desk.office import Office
from bot.domain.notices import NoticeKind
from bot.domain.people import Person
from bot.domain.refusals import Refusal, Refused
from bot.domain.rights import capacities
from bot.domain.tickets import Capacity, Ticket
from bot.notices.markup import Markup, cut
from storage import events
from storage import requests as stored
from storage.events import Event
from storage.requests import Outcome, Request
from storage.transaction import Tx


@dataclass(frozen=True, slots=True)
class Carried:
    """The ticket after an act; `proposed`: it waits for a coordinator and is as it was."""

    ticket: Ticket
    proposed: bool


def carry_out(tx: Tx, office: Office, act: Act, now: datetime) -> Carried:
    """Make the move, or propose it where this person may only ask for it. Raises Refused."""
    ticket = check_act(tx, office, act, now)
    if not asks_consent(office, ticket, act):
        return Carried(perform(tx, office, act, now), proposed=False)
    check_unasked(tx, office, ticket, act)
    requests.put(tx, office, ticket, act, now)
    move = office.texts.plain(f"move.{act.move.value}")
    words = f"{move}{requests.wish_line(office, act.wish)} {act.words}".strip()
    _note(tx, office, ticket, act.person, "requested", words, now)
    return Carried(ticket, proposed=True)


def check_unasked(tx: Tx, office: Office, ticket: Ticket, act: Act) -> None:
    """Raises Refused(ALREADY_ASKED) where the same was proposed before and nobody has said anything to it yet."""
    if not asks_consent(office, ticket, act):
        return
    if any(request.move is act.move for request in stored.waiting(tx, ticket.id)):
        raise Refused(Refusal.ALREADY_ASKED)


def _note(tx: Tx, office: Office, ticket: Ticket, person: Person, kind: str, words: str, now: datetime) -> None:
    event = Event(
        kind, ticket.state, now, actor_id=person.id, actor_name=person.name, words=words, unit_code=ticket.unit_code
    )
    occasion = events.append(tx, ticket.id, event, now)
    cards.refresh(tx, office, ticket, occasion, now)


def _waiting(tx: Tx, office: Office, person: Person, ticket_id: int, request_id: int) -> tuple[Ticket, Request]:
    """Raises Refused unless this person may say something to this request, and it still waits."""
    ticket = load_ticket(tx, ticket_id)
    request = stored.load(tx, request_id)
    if request is None or request.ticket_id != ticket.id:
        raise Refused(Refusal.STALE_BUTTON)
    if Capacity.COORDINATOR not in capacities(person, ticket, office.area):
        raise Refused(Refusal.NO_RIGHT)
    if request.outcome is not None:
        raise Refused(Refusal.NOT_ASKED)
    return ticket, request


def agree(tx: Tx, office: Office, person: Person, ticket_id: int, request_id: int, now: datetime) -> Ticket:
    """同意: the coordinator makes the move, in the history with who proposed it. Raises Refused."""
    ticket, request = _waiting(tx, office, person, ticket_id, request_id)
    last = office.texts.say("request.agreed", name=person.name)
    requests.settle(tx, office, ticket, request, Outcome.AGREED, last, person.id, now)
    act = Act(person, ticket.id, request.move, request.words, request.wish, proposer=request.person_id)
    after = perform(tx, office, act, now)
    _tell_proposer(tx, office, after, request, "request.answer.agreed", person, "", now)
    return after


def decline(
    tx: Tx, office: Office, person: Person, ticket_id: int, request_id: int, words: str, now: datetime
) -> Ticket:
    """不同意: the ticket stays as it is, and the one who asked is told. Raises Refused."""
    ticket, request = _waiting(tx, office, person, ticket_id, request_id)
    said = office.texts.say("event.words", words=cut(words, 200)) if words else ""
    last = office.texts.say("request.declined", name=person.name, words=said)
    requests.settle(tx, office, ticket, request, Outcome.DECLINED, last, person.id, now)
    move = office.texts.plain(f"move.{request.move.value}")
    _note(tx, office, ticket, person, "declined", f"{move} {words}".strip(), now)
    _tell_proposer(tx, office, ticket, request, "request.answer.declined", person, words, now)
    return ticket


def _tell_proposer(
    tx: Tx, office: Office, ticket: Ticket, request: Request, key: str, by: Person, words: str, now: datetime
) -> None:
    """In private where they have started the bot; the card in their chat tells the others."""
    said = office.texts.say("event.words", words=cut(words, 200)) if words else ""
    move = office.texts.plain(f"move.{request.move.value}")
    text: Markup = office.texts.say(key, number=ticket.number, move=move, name=by.name, words=said)
    proposer = Person(request.person_id, request.person_name)
    for seat in reach.privately(tx, (proposer,)):
        say(tx, seat, NoticeKind.ALERT, f"answered:{request.id}:{seat.chat_id}", text, now, ticket_id=ticket.id)
