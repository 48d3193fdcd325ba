"""Lists: what a person has to do, what waits for a coordinator, what one has reported, and a ticket by its number."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from bot.desk import reach, requests, stories
from bot.desk.acts import find_ticket
from bot.desk.discretion import for_couriers
from bot.desk.messages import answer_for_a_while
from bot.desk.office import Office
from bot.desk.reach import Seat
from bot.desk.senders import SENDING
from bot.domain.areas import Role
from bot.domain.people import Person
from bot.domain.refusals import Refusal, Refused
from bot.domain.rights import capacities, sees_all
from bot.domain.tickets import Capacity, State, Ticket
from bot.notices.buttons import Buttons, consent_buttons, open_buttons, own_buttons, page_buttons
from bot.notices.lists import RequestLine, mine_text, todo_text, triage_text
from bot.notices.markup import Markup
from storage import requests as stored_requests
from storage import ticket_lists, tickets
from storage.requests import Request
from storage.transaction import Tx

PAGE = 10
"""Tickets of a page: with a button each, what a phone shows without much scrolling."""

_LOOKED_AT = 1000
"""Of a coordinator of one unit: how many that wait are asked whether they are of the own ground."""

_COORDINATING = (Role.COORDINATOR, Role.ADMIN)
_TO_HANDLE = (State.ASSIGNED, State.ACCEPTED)


def todo(
    tx: Tx, office: Office, person: Person, now: datetime, page: int = 0, *, in_group: bool = False
) -> tuple[Markup, Buttons]:
    """By due time: the own units' open tickets; for who coordinates or reviews what waits for dispatch and review.

    Each has a button that opens it. `in_group`, as in all of these lists: couriers read it.
    """
    due = dict(_own(tx, person))
    due |= _watched(tx, office, person)
    numbers = sorted(due, key=lambda number: (due[number] is None, due[number] or 0, number))
    shown = _loaded(tx, numbers, page)
    told = _told(office, shown, in_group=in_group)
    text = todo_text(office.texts, told, len(numbers), page * PAGE, now, office.zone)
    return text, [*open_buttons(shown), *_turning(office, "todopage", page, len(numbers))]


def _told(office: Office, shown: Sequence[Ticket], *, in_group: bool) -> list[Ticket]:
    return [for_couriers(office, one) if in_group else one for one in shown]


def _own(tx: Tx, person: Person) -> Iterable[tuple[int, int | None]]:
    return ticket_lists.waiting(tx, _TO_HANDLE, person.handled_units)


def _watched(tx: Tx, office: Office, person: Person) -> dict[int, int | None]:
    """What the person coordinates or reviews. Of what has no unit yet each is asked whether it is of the own ground."""
    if sees_all(person):
        return dict(ticket_lists.waiting(tx, (State.TRIAGE, State.RESOLVED)))
    coordinated = _grounds(office, person, _COORDINATING)
    reviewed = _grounds(office, person, (Role.REVIEWER, *_COORDINATING))
    found = dict(ticket_lists.waiting(tx, (State.RESOLVED,), reviewed))
    if coordinated:
        found |= dict(ticket_lists.waiting(tx, (State.TRIAGE,), coordinated))
        is_own = _coordinates(tx, office, person)
        found |= {number: None for number in ticket_lists.unplaced(tx, _LOOKED_AT) if is_own(number)}
    return found


def _grounds(office: Office, person: Person, roles: tuple[Role, ...]) -> list[str] | None:
    """The codes of the units on whose ground the person holds one of these roles; None: on the whole area."""
    held = {grant.unit_code for grant in person.grants if grant.role in roles}
    if None in held:
        return None
    area = office.area
    return [unit.code for unit in area.units if any(area.covers(ground, unit.code) for ground in held)]


def _loaded(tx: Tx, numbers: Sequence[int], page: int) -> list[Ticket]:
    wanted = numbers[page * PAGE : (page + 1) * PAGE]
    return [ticket for number in wanted if (ticket := tickets.load(tx, number)) is not None]


def _turning(office: Office, verb: str, page: int, count: int) -> Buttons:
    return page_buttons(office.texts, verb, page, more=count > (page + 1) * PAGE)


def triage(tx: Tx, office: Office, person: Person, page: int = 0, *, in_group: bool = False) -> tuple[Markup, Buttons]:
    """What waits for this coordinator: requests with 同意 and 不同意, then what is to be dispatched. Raises Refused."""
    if not person.holds(*_COORDINATING):
        raise Refused(Refusal.NO_RIGHT)
    coordinates = _coordinates(tx, office, person)
    asked = [request for request in stored_requests.all_waiting(tx, _LOOKED_AT) if coordinates(request.ticket_id)]
    numbers = [number for number in ticket_lists.in_triage(tx, _LOOKED_AT) if coordinates(number)]
    start = page * PAGE
    shown_requests = asked[start : start + PAGE]
    left = max(0, start - len(asked))
    shown = [
        ticket
        for number in numbers[left : left + PAGE - len(shown_requests)]
        if (ticket := tickets.load(tx, number)) is not None
    ]
    lines = [_line(tx, office, request, in_group=in_group) for request in shown_requests]
    text = triage_text(office.texts, lines, _told(office, shown, in_group=in_group), (len(asked), len(numbers)))
    rows = [_consent_row(tx, office, request) for request in shown_requests]
    return text, [*rows, *open_buttons(shown), *_turning(office, "triagepage", page, len(asked) + len(numbers))]


def _coordinates(tx: Tx, office: Office, person: Person) -> Callable[[int], bool]:
    """Whether a ticket, by its number, is this coordinator's."""
    if sees_all(person):
        return lambda number: True

    def is_own(number: int) -> bool:
        ticket = tickets.load(tx, number)
        return ticket is not None and Capacity.COORDINATOR in capacities(person, ticket, office.area)

    return is_own


def _line(tx: Tx, office: Office, request: Request, *, in_group: bool) -> RequestLine:
    ticket = tickets.load(tx, request.ticket_id)
    unit = office.area.unit_name(ticket.unit_code) if ticket is not None else None
    wish = requests.wish_line(office, request.wish)
    words = "" if in_group and ticket is not None and ticket.private else request.words
    return RequestLine(f"T{request.ticket_id}", unit or "", request.person_name, request.move, wish, words)


def _consent_row(tx: Tx, office: Office, request: Request) -> list[tuple[str, str]]:
    ticket = tickets.load(tx, request.ticket_id)
    if ticket is None:
        return []
    return [*open_buttons([ticket])[0], *consent_buttons(office.texts, ticket, request.id)[0]]


def mine(
    tx: Tx, office: Office, person: Person, page: int = 0, *, private: bool = True, in_group: bool = False
) -> tuple[Markup, Buttons]:
    """What the person reported or supports, the newest first, below the own counts.

    In a group nothing is opened: the story is long.
    """
    count = ticket_lists.count_of_person(tx, person.id)
    numbers = ticket_lists.of_person(tx, person.id, PAGE, page * PAGE)
    shown = [ticket for number in numbers if (ticket := tickets.load(tx, number)) is not None]
    supported = {ticket.id for ticket in shown if ticket.reporter_id != person.id}
    counts = ticket_lists.own_counts(tx, person.id)
    text = mine_text(office.texts, _told(office, shown, in_group=in_group), supported, count, counts)
    rows = open_buttons(shown) if private else []
    return text, [*rows, *_turning(office, "minepage", page, count)]


def whole_ticket(
    tx: Tx, office: Office, person: Person, number: int, *, in_group: bool = False
) -> tuple[Markup, Buttons]:
    """/ticket: the card with all its history, and the moves open to this person. Raises Refused.

    Where couriers read (`in_group`), none of a private report; to them, nobody's words that were said in private.
    """
    ticket = find_ticket(tx, person, number)
    held = capacities(person, ticket, office.area)
    if not held:
        raise Refused(Refusal.NO_RIGHT)
    if in_group and ticket.private:
        raise Refused(Refusal.ONLY_IN_PRIVATE)
    rows = own_buttons(office.texts, office.area, ticket, held, len(stories.photos(tx, ticket)))
    return stories.story(tx, office, ticket, discreet=in_group or held <= SENDING), rows


def show_ticket(tx: Tx, office: Office, person: Person, number: int, seat: Seat, now: datetime) -> None:
    """The whole ticket as a message: in private it stays, in a group it is tidied away. Raises Refused."""
    in_group = reach.couriers_read(tx, seat.chat_id, seat.topic)
    text, rows = whole_ticket(tx, office, person, number, in_group=in_group)
    answer_for_a_while(tx, seat, text, now, rows=rows, ticket_id=number)
