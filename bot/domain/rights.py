"""Who may do what: roles become capacities towards one ticket, everything else is denied.

A role that is held for a unit reaches as far as that unit's ground: the unit and all that lies below it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

from bot.domain.areas import Area, Role
from bot.domain.people import HANDLING_ROLES, THE_BOT, UNIT_ROLES, Grant, Person
from bot.domain.refusals import Refusal, Refused
from bot.domain.tickets import Capacity, Ticket


class Action(StrEnum):
    """What is done to the installation rather than to a ticket."""

    BIND = "bind"
    APPOINT = "appoint"
    SEE_STAFF = "see_staff"
    SEE_STATISTICS = "see_statistics"
    SEE_REPORTERS = "see_reporters"
    SEE_BULLETINS = "see_bulletins"
    OPEN_TOPICS = "open_topics"
    SEE_AUDIT = "see_audit"
    KEEP_PLACES = "keep_places"
    KEEP_UNITS = "keep_units"
    KEEP_SPECIAL_ACTIONS = "keep_special_actions"
    MUTE = "mute"


_COORDINATING = frozenset({Role.COORDINATOR, Role.ADMIN})

ACTIONS: dict[Action, frozenset[Role]] = {
    Action.BIND: _COORDINATING,
    Action.APPOINT: _COORDINATING,
    Action.SEE_STAFF: _COORDINATING,
    Action.SEE_STATISTICS: _COORDINATING | UNIT_ROLES,
    Action.SEE_REPORTERS: _COORDINATING,
    Action.SEE_BULLETINS: _COORDINATING,
    Action.OPEN_TOPICS: _COORDINATING,
    Action.SEE_AUDIT: frozenset({Role.ADMIN}),
    Action.KEEP_PLACES: _COORDINATING,
    Action.KEEP_UNITS: frozenset({Role.ADMIN}),
    Action.KEEP_SPECIAL_ACTIONS: _COORDINATING,
    Action.MUTE: _COORDINATING,
}

APPOINTABLE: dict[Role, frozenset[Role]] = {
    Role.ADMIN: frozenset(Role) - {Role.COURIER},
    Role.COORDINATOR: UNIT_ROLES,
}
"""Which roles a role may give and take: nobody makes or unmakes an equal but an admin. Only on the own ground."""


def _roles_over_all(person: Person) -> frozenset[Role]:
    """What the person holds for the whole area: a role that is held for one unit says nothing of the installation."""
    return frozenset(grant.role for grant in person.grants if grant.unit_code is None)


def grounds(person: Person, action: Action) -> frozenset[str | None]:
    """The units on whose ground the person may do this; None stands for the whole area. Empty: nowhere."""
    return frozenset(grant.unit_code for grant in person.grants if grant.role in ACTIONS[action])


def may(person: Person, action: Action) -> bool:
    """Whether this is the person's to do anywhere; `require_on` says where."""
    return bool(grounds(person, action))


def require(person: Person, action: Action) -> None:
    """Raises Refused(NO_RIGHT) unless the person may do this somewhere."""
    if not may(person, action):
        raise Refused(Refusal.NO_RIGHT)


def may_on(person: Person, action: Action, unit_code: str | None, area: Area) -> bool:
    """Whether the person may do this to that unit; None: to what is the whole area's."""
    return any(area.covers(ground, unit_code) for ground in grounds(person, action))


def widest_ground(person: Person, action: Action, area: Area) -> str | None:
    """The whole area (None), or of the units on whose ground the person may do this the first as the book has them.

    Raises Refused(NO_RIGHT) where there is none.
    """
    held = grounds(person, action)
    found = None if None in held else next((unit.code for unit in area.units if unit.code in held), "")
    if found == "":
        raise Refused(Refusal.NO_RIGHT)
    return found


def require_on(person: Person, action: Action, unit_code: str | None, area: Area) -> None:
    """Raises Refused(NO_RIGHT) unless that unit lies on the person's ground."""
    if not may_on(person, action, unit_code, area):
        raise Refused(Refusal.NO_RIGHT)


def sees_all(person: Person) -> bool:
    """Whether every ticket is this person's business, so that one that is not there may be told as such."""
    return bool(_COORDINATING & _roles_over_all(person))


def appointable_by(person: Person) -> frozenset[Role]:
    """The roles that this person may give and take somewhere."""
    return frozenset().union(*(APPOINTABLE.get(grant.role, frozenset()) for grant in person.grants))


def may_appoint(person: Person, role: Role, unit_code: str | None, area: Area) -> bool:
    """Whether this person may give and take this role for this unit (None: for the whole area)."""
    return any(
        role in APPOINTABLE.get(grant.role, frozenset()) and area.covers(grant.unit_code, unit_code)
        for grant in person.grants
    )


def grounds_for(person: Person, role: Role) -> frozenset[str | None]:
    """The units on whose ground this person may give this role; None stands for the whole area."""
    return frozenset(grant.unit_code for grant in person.grants if role in APPOINTABLE.get(grant.role, frozenset()))


class Located(Protocol):
    """A ticket, or as much of one as says where it is."""

    @property
    def unit_code(self) -> str | None: ...
    @property
    def returners(self) -> tuple[str, ...]: ...
    @property
    def candidates(self) -> tuple[str, ...]: ...


def _whereabouts(ticket: Located) -> tuple[str, ...]:
    """The unit; without one, those that gave it back, else every unit that it may belong to."""
    return (ticket.unit_code,) if ticket.unit_code is not None else ticket.returners or ticket.candidates


def lies_on(ground: str | None, ticket: Located, area: Area) -> bool:
    """Whether a ticket is of this ground: all of its whereabouts are. One of nowhere is the whole area's."""
    known = _whereabouts(ticket)
    return ground is None or (bool(known) and all(area.covers(ground, code) for code in known))


def lies_among(units: frozenset[str], ticket: Located) -> bool:
    """Whether a ticket is of a ground that has just these units: `lies_on` for who asks it of thousands."""
    known = _whereabouts(ticket)
    return bool(known) and units.issuperset(known)


def grounds_of(ticket: Ticket, area: Area) -> tuple[str, ...]:
    """The units on whose ground a ticket lies, from the lowest up: whoever watches one of them sees it."""
    known = _whereabouts(ticket)
    return tuple(unit.code for unit in area.ancestors(known[0]) if lies_on(unit.code, ticket, area)) if known else ()


def may_dispatch(person: Person, ticket: Ticket, unit_code: str, area: Area) -> bool:
    """Whether a coordinator may send a ticket in triage there: from the own ground to the own ground."""
    return any(
        grant.role in _COORDINATING
        and lies_on(grant.unit_code, ticket, area)
        and area.covers(grant.unit_code, unit_code)
        for grant in person.grants
    )


def _capacity(grant: Grant, ticket: Ticket, area: Area) -> Capacity | None:
    if grant.role in HANDLING_ROLES and grant.unit_code is not None:
        return _HANDLED_BY.get((grant.unit_code == ticket.unit_code, grant.unit_code == ticket.lead_unit))
    if grant.role is Role.REVIEWER and lies_on(grant.unit_code, ticket, area):
        return Capacity.REVIEWER
    if grant.role in _COORDINATING and lies_on(grant.unit_code, ticket, area):
        return Capacity.COORDINATOR
    return None


_HANDLED_BY = {(True, False): Capacity.HANDLER, (True, True): Capacity.HANDLER, (False, True): Capacity.LEAD}
"""What the people of the ticket's own unit are, and those of the unit that whistled for it."""


def capacities(person: Person, ticket: Ticket, area: Area) -> frozenset[Capacity]:
    """Everything that this person is to this ticket now. Help for another ticket is no business of its reporter."""
    if person == THE_BOT:
        return frozenset({Capacity.BOT})
    held = {capacity for grant in person.grants if (capacity := _capacity(grant, ticket, area))}
    if ticket.lead_unit is None and person.id == ticket.reporter_id:
        held.add(Capacity.REPORTER)
    if ticket.lead_unit is None and person.id in ticket.supporters:
        held.add(Capacity.SUPPORTER)
    return frozenset(held)
