"""/special: the actions that somebody may see, what keeps coming back on the own ground, and one by its number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.desk import reach, special_cards
from bot.desk.acts import find_ticket
from bot.desk.messages import answer_for_a_while, reply
from bot.desk.office import Office
from bot.desk.reach import Seat
from bot.desk.special_actions import prepare
from bot.desk.special_proposals import Search, search, with_evidence
from bot.desk.special_standing import check_sees, find, ground_for, how_it_stands, keeps, sees
from bot.domain.people import Person
from bot.domain.refusals import Refusal, Refused
from bot.domain.rights import Action, may, widest_ground
from bot.domain.special_actions import SpecialAction
from bot.domain.special_recurrences import Recurrence
from bot.domain.taps import Answer
from bot.domain.tickets import Ticket
from bot.notices.buttons import Buttons
from bot.notices.markup import Markup
from bot.notices.special_actions import Shown, result_text
from bot.notices.special_buttons import list_buttons, proposal_buttons, ticket_buttons
from bot.notices.special_lists import MOST_LISTED, actions_text, proposals_text, tickets_text
from storage import special_actions
from storage.transaction import Tx

PAGE = 20
"""Tickets of a page, four buttons in a row."""
_MOST_ENDED = 3
_MOST_LOOKED_AT = 50
_NUMBER = re.compile(r"(?P<ticket>[#＃]?[TtＴ])?(?P<number>\d{1,9})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Listed:
    """What /special answers."""

    text: Markup
    rows: Buttons


def check_place(tx: Tx, seat: Seat) -> None:
    """Raises Refused(ONLY_IN_PRIVATE) where couriers read."""
    if reach.couriers_read(tx, seat.chat_id, seat.topic):
        raise Refused(Refusal.ONLY_IN_PRIVATE)


def begin(tx: Tx, office: Office, person: Person, seat: Seat, now: datetime) -> Search | None:
    """What is to be searched for the list of this person; None for who is shown no proposals.

    Raises Refused: NO_RIGHT, ONLY_IN_PRIVATE.
    """
    coordinates = may(person, Action.KEEP_SPECIAL_ACTIONS)
    if not coordinates and not person.handled_units:
        raise Refused(Refusal.NO_RIGHT)
    check_place(tx, seat)
    if not coordinates:
        return None
    return search(tx, office, widest_ground(person, Action.KEEP_SPECIAL_ACTIONS, office.area), now)


def everything(tx: Tx, office: Office, person: Person, what: Sequence[Recurrence] | None, now: datetime) -> Listed:
    """The list for this person, with what recurs on the own ground; None: of that nothing is said. It only reads."""
    open_ = _visible(office, person, special_actions.running(tx))
    over = _visible(office, person, special_actions.ended(tx, _MOST_LOOKED_AT))
    running = _shown(tx, office, open_[:MOST_LISTED])
    ended = _shown(tx, office, over[:_MOST_ENDED])
    text = actions_text(office.texts, office.area, running, len(open_), ended, now, office.zone)
    rows = list_buttons(office.texts, [*running, *ended])
    if what is not None:
        proposed = with_evidence(tx, office, what, now)
        told = proposals_text(office.texts, office.area, office.special, proposed, len(what), office.zone, listed=True)
        text = Markup(f"{text}\n\n{told}")
        rows = [*rows, *proposal_buttons(office.texts, [one.what for one in proposed])]
    return Listed(text, rows)


def _visible(office: Office, person: Person, found: list[SpecialAction]) -> list[SpecialAction]:
    return [action for action in found if sees(person, action, office)]


def _shown(tx: Tx, office: Office, found: list[SpecialAction]) -> list[Shown]:
    return [Shown(action, how_it_stands(tx, office, action)) for action in found]


def answer(
    tx: Tx, office: Office, person: Person, written: str, seat: Seat, listed: Listed | None, now: datetime
) -> None:
    """/special, /special 3, /special T1024. Raises Refused."""
    match = _NUMBER.fullmatch(written.strip())
    if not written.strip() and listed is not None:
        reply(tx, seat, listed.text, now, rows=listed.rows)
    elif match is None:
        raise Refused(Refusal.SPECIAL_USAGE)
    elif match["ticket"]:
        ticket = find_ticket(tx, person, int(match["number"]))
        start(tx, office, person, ticket, ground_for(person, ticket, office), seat, now)
    else:
        show(tx, office, person, int(match["number"]), seat, now)


def show(tx: Tx, office: Office, person: Person, number: int, seat: Seat, now: datetime) -> None:
    """The card of one; of one that ended how it turned out. Raises Refused."""
    action = find(tx, number)
    check_sees(person, action, office)
    check_place(tx, seat)
    told = special_cards.shown(tx, action, how_it_stands(tx, office, action))
    if action.ended_at is not None:
        reply(tx, seat, result_text(office.texts, office.area, told, now, office.zone), now)
    else:
        special_cards.show(tx, office, told, seat, now, for_lead=not keeps(person, action, office))


def start(
    tx: Tx, office: Office, person: Person, ticket: Ticket, ground: str | None, seat: Seat, now: datetime
) -> Answer:
    """Prepare one and ask for its date. Who has one in hand already is told so. Raises Refused."""
    check_place(tx, seat)
    action, is_new = prepare(tx, office, person, ticket, ground, now)
    if not is_new and any(card.chat_id == seat.chat_id for card in special_actions.cards(tx, action.id)):
        return Answer(office.texts.plain("special.preparing"))
    told = special_cards.shown(tx, action, how_it_stands(tx, office, action))
    special_cards.show(tx, office, told, seat, now, for_lead=False)
    return Answer()


def tickets_page(tx: Tx, office: Office, action: SpecialAction, page: int) -> Listed:
    """Its tickets, the newest first."""
    done = how_it_stands(tx, office, action)
    every = sorted((*done.before, *done.since), key=lambda one: (one.created_at, one.id), reverse=True)
    part = every[page * PAGE : (page + 1) * PAGE]
    text = tickets_text(office.texts, office.area, action, part, len(every), office.zone)
    rows = ticket_buttons(office.texts, action, part, page, more=len(every) > (page + 1) * PAGE)
    return Listed(text, rows)


def show_tickets(tx: Tx, office: Office, action: SpecialAction, seat: Seat, now: datetime) -> None:
    """The first page as a message of its own."""
    first = tickets_page(tx, office, action, 0)
    answer_for_a_while(tx, seat, first.text, now, rows=first.rows, lines={"special": str(action.id)})
