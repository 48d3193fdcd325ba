"""Lists: what a person has to do, has reported, or asks about by number."""

from __future__ import annotations

from datetime import datetime

from bot.desk import cards
from bot.desk.acts import find_ticket
from bot.desk.office import Office
from bot.domain.areas import Role
from bot.domain.people import Person
from bot.domain.refusals import Refusal, Refused
from bot.domain.rights import capacities, sees_all
from bot.domain.tickets import Capacity, State
from bot.notices.buttons import Buttons, open_buttons, own_buttons
from bot.notices.lists import mine_text, todo_text
from bot.notices.markup import Markup
from storage import tickets
from storage.transaction import Tx

_COORDINATING = (Role.COORDINATOR, Role.ADMIN)
_COORDINATORS = (State.TRIAGE, State.RESOLVED)
_WAITS_FOR = {
    State.TRIAGE: frozenset({Capacity.COORDINATOR}),
    State.RESOLVED: frozenset({Capacity.COORDINATOR, Capacity.REVIEWER}),
}
"""Who of a unit's ground has to do something to it."""
MOST = 20
"""Lines of a list: with a button each, what a phone shows without much scrolling."""


def todo(tx: Tx, office: Office, person: Person, now: datetime) -> tuple[Markup, Buttons]:
    """By due time: the own units' open tickets; for coordinators what waits for dispatch and for review.

    Each has a button that opens it.
    """
    units = [grant.unit_code for grant in person.grants if grant.unit_code and grant.role not in _COORDINATING]
    open_ = tickets.of_units(tx, units, MOST)
    count = tickets.count_of_units(tx, units)
    if sees_all(person):
        open_ += tickets.in_states(tx, _COORDINATORS, MOST)
        count += tickets.count_in_states(tx, _COORDINATORS)
    elif person.holds(Role.REVIEWER, *_COORDINATING):
        waiting = tickets.in_states(tx, _COORDINATORS, 500)
        own = [ticket for ticket in waiting if _WAITS_FOR[ticket.state] & capacities(person, ticket, office.area)]
        open_ += own
        count += len(own)
    shown = open_[:MOST]
    return todo_text(office.texts, shown, count - len(shown), now, office.zone), open_buttons(shown)


def mine(tx: Tx, office: Office, person: Person) -> Markup:
    return mine_text(office.texts, tickets.of_reporter(tx, person.id))


def whole_ticket(tx: Tx, office: Office, person: Person, number: int) -> tuple[Markup, Buttons]:
    """/ticket: the card with all its history, and the moves open to this person. Raises Refused."""
    ticket = find_ticket(tx, person, number)
    held = capacities(person, ticket, office.area)
    if not held:
        raise Refused(Refusal.NO_RIGHT)
    rows = own_buttons(office.texts, office.area, ticket, held, len(cards.photos(tx, ticket)))
    return cards.story(tx, office, ticket), rows
