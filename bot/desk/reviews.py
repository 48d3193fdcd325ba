"""Reviews: what waits for a person's 复核, one by one or all that a list shows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.desk import reach
from bot.desk.acts import Act
from bot.desk.audiences import resolver, resolving_words
from bot.desk.discretion import for_couriers
from bot.desk.handling import perform
from bot.desk.messages import answer_for_a_while, turn
from bot.desk.office import Office
from bot.desk.reach import Seat
from bot.domain.areas import Role
from bot.domain.moves import MOVES
from bot.domain.people import Person
from bot.domain.refusals import Refusal, Refused
from bot.domain.rights import capacities
from bot.domain.taps import Tap
from bot.domain.tickets import Move, State, Ticket
from bot.notices.buttons import Buttons
from bot.notices.lists import review_text
from bot.notices.markup import Markup
from bot.notices.review_buttons import review_buttons
from storage import tickets
from storage.transaction import Tx

MOST = 8
"""Tickets of one list: each has a row of buttons, and all of them must fit into the data of 以上全部通过."""

_LOOKED_AT = 2000
_REVIEWING = (Role.REVIEWER, Role.COORDINATOR, Role.ADMIN)


def waiting(tx: Tx, office: Office, person: Person) -> list[Ticket]:
    """The resolved tickets that this person may review, by due time: none of their own work, and no help, which is
    rated by who leads.
    """
    who = MOVES[Move.APPROVE].who
    return [
        ticket
        for ticket in tickets.in_states(tx, (State.RESOLVED,), _LOOKED_AT)
        if ticket.lead_unit is None
        and capacities(person, ticket, office.area) & who
        and resolver(tx, ticket) != person.id
    ]


def show(tx: Tx, office: Office, person: Person, seat: Seat, now: datetime) -> None:
    """/review: the list, with 复核通过 and 退回返工 behind each number. Raises Refused."""
    if not person.holds(*_REVIEWING):
        raise Refused(Refusal.NO_RIGHT)
    text, rows = _page(tx, office, person, in_group=reach.couriers_read(tx, seat.chat_id, seat.topic))
    answer_for_a_while(tx, seat, text, now, rows=rows)


def _page(tx: Tx, office: Office, person: Person, *, in_group: bool) -> tuple[Markup, Buttons]:
    found = waiting(tx, office, person)
    shown = [for_couriers(office, one) if in_group else one for one in found[:MOST]]
    said = {one.id: resolving_words(tx, one) for one in shown if not (in_group and one.private)}
    text = review_text(office.texts, office.area, shown, said, len(found) - len(shown))
    return text, review_buttons(office.texts, shown)


def approve(tx: Tx, office: Office, person: Person, numbers: Sequence[int], tap: Tap, now: datetime) -> int:
    """Those of the list that still wait pass, and the list shows what is left. Returns how many passed.

    Raises Refused, with nothing changed, where the person may not review one of them.
    """
    passed = 0
    for number in numbers:
        ticket = tickets.load(tx, number)
        if ticket is None or ticket.lead_unit is not None:
            raise Refused(Refusal.STALE_BUTTON)
        if not capacities(person, ticket, office.area) & MOVES[Move.APPROVE].who:
            raise Refused(Refusal.NO_RIGHT)
        if ticket.state is State.RESOLVED:
            perform(tx, office, Act(person, number, Move.APPROVE), now)
            passed += 1
    text, rows = _page(tx, office, person, in_group=reach.couriers_read(tx, tap.chat_id, tap.topic))
    turn(tx, tap, text, now, rows)
    return passed
