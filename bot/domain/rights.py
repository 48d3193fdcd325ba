"""Who may do what: roles become capacities towards one ticket, everything else is denied."""

from __future__ import annotations

from enum import StrEnum

from bot.domain.areas import Area, Role
from bot.domain.people import THE_BOT, Grant, Person
from bot.domain.refusals import Refusal, Refused
from bot.domain.tickets import Capacity, Ticket


class Action(StrEnum):
    """What is done to the installation rather than to a ticket."""

    BIND = "bind"
    APPOINT = "appoint"
    SEE_STAFF = "see_staff"
    SEE_STATISTICS = "see_statistics"


_COORDINATING = frozenset({Role.COORDINATOR, Role.ADMIN})
_HANDLING = frozenset({Role.SECRETARY, Role.OFFICER, Role.GRID})

ACTIONS: dict[Action, frozenset[Role]] = {
    Action.BIND: _COORDINATING,
    Action.APPOINT: _COORDINATING,
    Action.SEE_STAFF: _COORDINATING,
    Action.SEE_STATISTICS: _COORDINATING,
}

APPOINTABLE: dict[Role, frozenset[Role]] = {
    Role.ADMIN: frozenset(Role) - {Role.COURIER},
    Role.COORDINATOR: frozenset({Role.SECRETARY, Role.OFFICER, Role.GRID, Role.REVIEWER}),
}
"""Which roles a role may give away: nobody makes an equal but an admin."""


def _roles_over_all(person: Person) -> frozenset[Role]:
    """What the person holds for the whole area: a role that is held for one unit says nothing of the installation."""
    return frozenset(grant.role for grant in person.grants if grant.unit_code is None)


def may(person: Person, action: Action) -> bool:
    return bool(ACTIONS[action] & _roles_over_all(person))


def require(person: Person, action: Action) -> None:
    """Raises Refused(NO_RIGHT) unless the person may."""
    if not may(person, action):
        raise Refused(Refusal.NO_RIGHT)


def appointable_by(person: Person) -> frozenset[Role]:
    return frozenset().union(*(APPOINTABLE.get(role, frozenset()) for role in _roles_over_all(person)))


def _capacity(grant: Grant, ticket: Ticket, area: Area) -> Capacity | None:
    if grant.role in _HANDLING and grant.unit_code is not None:
        return _HANDLED_BY.get((grant.unit_code == ticket.unit_code, grant.unit_code == ticket.lead_unit))
    if grant.role is Role.REVIEWER and area.covers(grant.unit_code, ticket.unit_code):
        return Capacity.REVIEWER
    if grant.role in _COORDINATING and area.covers(grant.unit_code, ticket.unit_code):
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
