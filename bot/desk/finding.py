"""Finding: /find 龙西小区 垃圾, /find 未办结 龙西社区, /find 王骑手 — as far as the asker's rights go."""

from __future__ import annotations

from datetime import datetime

from bot.desk.office import Office
from bot.domain.areas import Role
from bot.domain.people import Person
from bot.domain.refusals import Refusal, Refused
from bot.domain.rights import capacities, sees_all
from bot.domain.tickets import State, Ticket, read_number
from bot.notices.buttons import Buttons, open_buttons, page_buttons
from bot.notices.lists import found_text
from bot.notices.markup import Markup
from storage import ticket_lists, tickets
from storage.ticket_lists import Scope, Sought
from storage.transaction import Tx

PAGE = 10
_MOST_WORDS = 6
_LONGEST_WORD = 40
_MOST_PAGES = 30
"""Who turns further has written too little."""
_MOST_ASKED = 1000
"""Tickets of which one page asks whether they are the person's business."""

_OPEN = tuple(state for state in State if not state.is_over)
_WORDS_OF_STATE: dict[str, tuple[State, ...]] = {
    "未办结": (State.TRIAGE, State.ASSIGNED, State.ACCEPTED, State.SUSPENDED),
    "没办结": (State.TRIAGE, State.ASSIGNED, State.ACCEPTED, State.SUSPENDED),
    "未结案": _OPEN,
    "没结案": _OPEN,
    "已办结": (State.RESOLVED, State.CLOSED),
    "办结": (State.RESOLVED, State.CLOSED),
    "结案": (State.CLOSED,),
    "待办": (State.ASSIGNED, State.ACCEPTED),
    "未受理": (State.ASSIGNED,),
    "已受理": (State.ACCEPTED,),
    "未复核": (State.RESOLVED,),
}
_OVERDUE = frozenset({"超期", "超时", "逾期", "过期"})
_COORDINATING = frozenset({Role.COORDINATOR, Role.ADMIN, Role.REVIEWER})


def find(
    tx: Tx, office: Office, person: Person, query: str, now: datetime, page: int = 0, *, in_group: bool = False
) -> tuple[Markup, Buttons]:
    """One page of what was found, the newest first, open before over. Raises Refused(FIND_USAGE).

    Where couriers read (`in_group`) nothing private is found: that the words were there would be told by it.
    """
    words = query.split()
    if not words or len(words) > _MOST_WORDS or any(len(word) > _LONGEST_WORD for word in words):
        raise Refused(Refusal.FIND_USAGE)
    if page >= _MOST_PAGES:
        raise Refused(Refusal.STALE_BUTTON)
    shown, more = _page(tx, office, person, words, now, page, in_group=in_group)
    text = found_text(office.texts, office.area, query, shown, page * PAGE, office.zone, more=more)
    turn = page_buttons(office.texts, "findpage", page, more=more and page + 1 < _MOST_PAGES)
    return text, [*open_buttons(shown), *turn]


def _page(
    tx: Tx, office: Office, person: Person, words: list[str], now: datetime, page: int, *, in_group: bool
) -> tuple[list[Ticket], bool]:
    """The page's tickets, and whether there are more behind.

    What rights left only roughly is asked of each one; where that leaves too few, more are looked at.
    """
    if len(words) == 1 and (number := read_number(words[0])) is not None and not words[0].isdigit():
        return (_allowed(tx, office, person, [number], 1, in_group=in_group) if not page else []), False
    sought, scope = read_query(office, words, now), _scope(office, person)
    needed = (page + 1) * PAGE + 1
    for limit in (needed * 2, _MOST_ASKED):
        numbers = ticket_lists.found(tx, sought, scope, limit)
        mine = _allowed(tx, office, person, numbers, needed, in_group=in_group)
        if len(mine) == needed or len(numbers) < limit:
            break
    return mine[page * PAGE : needed - 1], len(mine) == needed


def _allowed(tx: Tx, office: Office, person: Person, numbers: list[int], most: int, *, in_group: bool) -> list[Ticket]:
    """The first of these that are the person's business, and may be told here."""
    found: list[Ticket] = []
    for number in numbers:
        ticket = tickets.load(tx, number)
        if ticket is None or (in_group and ticket.private):
            continue
        if capacities(person, ticket, office.area):
            found.append(ticket)
        if len(found) == most:
            break
    return found


def read_query(office: Office, words: list[str], now: datetime) -> Sought:
    """States and units by their names; every other word must stand in the ticket. Units stand for all below them."""
    named = {office.texts.plain(f"state.{state.value}"): (state,) for state in State}
    units = {unit.name: unit.code for unit in office.area.units}
    states: set[State] = set()
    grounds: list[str] = []
    rest: list[str] = []
    overdue = False
    for word in words:
        if (meant := _WORDS_OF_STATE.get(word) or named.get(word)) is not None:
            states |= set(meant)
        elif word in _OVERDUE:
            overdue = True
        elif word in units:
            grounds.append(units[word])
        else:
            rest.append(word)
    return Sought(
        words=tuple(rest),
        states=tuple(state for state in State if state in states),
        units=_below(office, grounds) if grounds else None,
        overdue_at=now if overdue else None,
    )


def _below(office: Office, grounds: list[str]) -> tuple[str, ...]:
    area = office.area
    return tuple(unit.code for unit in area.units if any(area.covers(ground, unit.code) for ground in grounds))


def _scope(office: Office, person: Person) -> Scope:
    """Whoever coordinates or reviews looks over the own ground, a unit's people over their unit's."""
    if sees_all(person):
        return Scope(person.id, None)
    grounds = [grant.unit_code for grant in person.grants if grant.role in _COORDINATING and grant.unit_code]
    own = {grant.unit_code for grant in person.grants if grant.unit_code and grant.role is not Role.COURIER}
    units = dict.fromkeys((*_below(office, grounds), *sorted(own)))
    return Scope(person.id, tuple(units), nowhere=bool(grounds))
