"""Racing: two people press or write at once; the second is told who did it, not that they may not."""

from __future__ import annotations

from bot.desk.office import Office
from bot.domain.people import Person
from bot.domain.refusals import Refusal, Refused
from bot.domain.tickets import Move, Ticket
from bot.notices.times import short
from storage import events, supporters, tickets
from storage.events import Event
from storage.transaction import Tx

_HANDING_OVER = frozenset({Move.DISPATCH.value, Move.TRANSFER.value, Move.RETURN.value})
_MOVES = frozenset(move.value for move in Move)


def who_did(tx: Tx, office: Office, ticket: Ticket, move: Move) -> Refused | None:
    """Who made this move last, as a refusal that says so."""
    for event in reversed(events.history(tx, ticket.id)):
        if event.kind == move.value:
            return told(tx, office, ticket, event)
    return None


def who_moved_it_on(tx: Tx, office: Office, ticket: Ticket) -> Refused | None:
    """Who gave the ticket to the unit that has it now, or back to the coordinators."""
    for event in reversed(events.history(tx, ticket.id)):
        if event.kind in _HANDING_OVER:
            return told(tx, office, ticket, event)
    return None


def who_took_it_away(tx: Tx, office: Office, person: Person, number: int) -> Refused | None:
    """Who moved the ticket away from this person's unit, where it was theirs to handle until then.

    A stranger learns nothing: only somebody whose unit had the ticket is told.
    """
    ticket = tickets.load(tx, number)
    own = person.handled_units
    if ticket is None or not own or ticket.unit_code in own:
        return None
    for event in reversed(events.history(tx, ticket.id)):
        if event.details.get("from") in own and event.kind in _MOVES:
            return told(tx, office, ticket, event)
    return None


def mended(tx: Tx, office: Office, person: Person, number: int, refused: Refused) -> Refused:
    """The refusal, or who was quicker where that is why."""
    if refused.reason is not Refusal.NO_RIGHT:
        return refused
    return who_took_it_away(tx, office, person, number) or refused


def told(tx: Tx, office: Office, ticket: Ticket, event: Event) -> Refused:
    """Who made a move and when; who reported in private is named to nobody."""
    label = office.texts.plain(f"verb.{event.kind}")
    name = event.actor_name or office.texts.plain("name.bot")
    if event.actor_id in supporters.unnamed_of(tx, ticket):
        name = office.texts.plain("card.somebody")
    return Refused(Refusal.ALREADY_DONE, name=name, at=short(event.done_at, office.zone), move=label)
