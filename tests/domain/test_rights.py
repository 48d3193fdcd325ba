"""Who is what to a ticket: role by unit, the installation's actions, and who may appoint whom."""

from __future__ import annotations

import pytest

from bot.domain.areas import Area, Category, Role, TimeClass, Unit, UnitKind
from bot.domain.people import THE_BOT, Grant, Person
from bot.domain.refusals import Refusal, Refused
from bot.domain.rights import (
    ACTIONS,
    APPOINTABLE,
    Action,
    appointable_by,
    capacities,
    grounds_of,
    may,
    may_appoint,
    may_dispatch,
    may_on,
    require,
    require_on,
)
from bot.domain.tickets import Capacity, State, Ticket
from tests.domain.test_tickets import a_ticket

AREA = Area(
    name="青石市",
    units=(
        Unit(code="city", name="青石市", kind=UnitKind.AREA),
        Unit(code="street", name="青石街道", kind=UnitKind.STREET, parent="city"),
        Unit(code="own", name="东湖社区", kind=UnitKind.COMMUNITY, parent="street"),
        Unit(code="other", name="西苑社区", kind=UnitKind.COMMUNITY, parent="street"),
        Unit(code="depot", name="市路灯所", kind=UnitKind.DEPARTMENT, parent="city"),
        Unit(code="below", name="东湖一站", kind=UnitKind.COMMUNITY, parent="own"),
    ),
    categories=(Category(code="c", name="环境卫生", time_class=TimeClass.B),),
)
REPORTER = 42
HANDLER, REVIEWER, COORDINATOR = Capacity.HANDLER, Capacity.REVIEWER, Capacity.COORDINATOR

# For a ticket of `own`: what a role held for this unit makes of a person. None as unit: held for the whole area.
BY_UNIT: dict[Role, dict[str | None, Capacity | None]] = {
    role: {
        "own": capacity,
        "other": None,
        "below": None,
        "street": capacity if reaches_down else None,
        "city": capacity if reaches_down else None,
        None: capacity if reaches_down else None,
        "gone": None,  # a unit that a newer book no longer has
    }
    for role, capacity, reaches_down in (
        (Role.COURIER, None, False),
        (Role.SECRETARY, HANDLER, False),
        (Role.OFFICER, HANDLER, False),
        (Role.GRID, HANDLER, False),
        (Role.REVIEWER, REVIEWER, True),
        (Role.COORDINATOR, COORDINATOR, True),
        (Role.ADMIN, COORDINATOR, True),
    )
}


def of_unit(code: str | None) -> Ticket:
    return a_ticket(State.ASSIGNED).model_copy(update={"unit_code": code})


def holder(*grants: Grant, person_id: int = 7) -> Person:
    return Person(person_id, "李书记", grants=grants)


@pytest.mark.parametrize("role", Role)
def test_role_by_unit(role: Role) -> None:
    for unit, capacity in BY_UNIT[role].items():
        held = capacities(holder(Grant(role, unit)), of_unit("own"), AREA)
        assert held == ({capacity} if capacity else set()), (role, unit)


def test_a_ticket_without_unit_belongs_to_those_of_the_whole_area() -> None:
    whole = {role for role in Role if capacities(holder(Grant(role, None)), of_unit(None), AREA)}
    assert whole == {Role.REVIEWER, Role.COORDINATOR, Role.ADMIN}
    assert not [role for role in Role if capacities(holder(Grant(role, "own")), of_unit(None), AREA)]


def test_who_whistled_leads_and_the_reporter_is_none_of_it() -> None:
    part = of_unit("other").model_copy(update={"lead_unit": "own", "supporters": (8,)})
    assert capacities(holder(Grant(Role.SECRETARY, "own")), part, AREA) == {Capacity.LEAD}
    assert capacities(holder(Grant(Role.GRID, "other")), part, AREA) == {HANDLER}
    assert not capacities(holder(person_id=REPORTER), part, AREA)
    assert not capacities(holder(person_id=8), part, AREA)


def test_the_bot_is_the_bot_and_a_supporter_a_supporter() -> None:
    ticket = of_unit("own").model_copy(update={"supporters": (8,)})
    assert capacities(THE_BOT, ticket, AREA) == {Capacity.BOT}
    assert capacities(holder(person_id=8), ticket, AREA) == {Capacity.SUPPORTER}


def test_reporting_is_a_capacity_of_its_own_and_adds_to_the_others() -> None:
    reporter = holder(Grant(Role.SECRETARY, "own"), Grant(Role.REVIEWER, "street"), person_id=REPORTER)
    assert capacities(reporter, of_unit("own"), AREA) == {Capacity.REPORTER, HANDLER, REVIEWER}
    assert capacities(holder(person_id=REPORTER), of_unit("own"), AREA) == {Capacity.REPORTER}


_ADMINS_OWN = {Action.SEE_AUDIT, Action.KEEP_UNITS}
_OF_UNITS_TOO = {Action.SEE_STATISTICS}
"""The figures of its own ground are a unit's to see."""


@pytest.mark.parametrize("action", sorted(set(Action) - _OF_UNITS_TOO))
def test_only_coordinators_and_admins_act_on_the_installation(action: Action) -> None:
    assert action in ACTIONS
    everyone = {Role.ADMIN} if action in _ADMINS_OWN else {Role.COORDINATOR, Role.ADMIN}
    assert {role for role in Role if may(holder(Grant(role)), action)} == everyone
    assert {role for role in Role if may(holder(Grant(role, "own")), action)} == everyone
    require(holder(Grant(Role.ADMIN)), action)
    with pytest.raises(Refused) as caught:
        require(holder(Grant(Role.SECRETARY, "own")), action)
    assert caught.value.reason is Refusal.NO_RIGHT


def test_a_unit_s_people_see_the_figures_of_their_ground_and_couriers_none() -> None:
    seeing = {role for role in Role if may(holder(Grant(role, "own")), Action.SEE_STATISTICS)}
    assert seeing == set(Role) - {Role.COURIER}
    secretary = holder(Grant(Role.SECRETARY, "own"))
    everywhere = ("own", "other", "below", "street", None)
    seen = {unit for unit in everywhere if may_on(secretary, Action.SEE_STATISTICS, unit, AREA)}
    assert seen == {"own", "below"}


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize(
    ("ground", "reaches"),
    [
        (None, {"own", "other", "below", "street", None}),
        ("street", {"own", "other", "below", "street"}),
        ("own", {"own", "below"}),
        ("gone", set()),
    ],
)
def test_an_action_reaches_as_far_as_the_ground(action: Action, ground: str | None, reaches: set[str | None]) -> None:
    person = holder(Grant(Role.ADMIN, ground))
    for unit in ("own", "other", "below", "street", None):
        assert may_on(person, action, unit, AREA) is (unit in reaches), unit
    with pytest.raises(Refused):
        require_on(holder(Grant(Role.COURIER)), action, "own", AREA)
    with pytest.raises(Refused):
        require_on(holder(Grant(Role.SECRETARY, "own")), action, "other", AREA)


# Where a ticket is when it has no unit: on the ground that holds all that gave it back, else all that it may be of.
@pytest.mark.parametrize(
    ("candidates", "returners", "grounds"),
    [
        (("own", "other"), (), ("street", "city")),
        (("own",), (), ("own", "street", "city")),
        ((), ("own",), ("own", "street", "city")),
        (("depot",), ("other", "below"), ("street", "city")),
        (("own", "depot"), (), ("city",)),
        (("gone",), (), ()),
        ((), (), ()),
    ],
)
def test_a_ticket_in_triage_lies_where_all_its_units_lie(
    candidates: tuple[str, ...], returners: tuple[str, ...], grounds: tuple[str, ...]
) -> None:
    ticket = of_unit(None).model_copy(update={"candidates": candidates, "returners": returners})
    assert grounds_of(ticket, AREA) == grounds
    for unit in ("own", "street", "city"):
        held = capacities(holder(Grant(Role.COORDINATOR, unit)), ticket, AREA)
        assert held == ({COORDINATOR} if unit in grounds else set()), unit
    assert capacities(holder(Grant(Role.COORDINATOR)), ticket, AREA) == {COORDINATOR}


def test_a_street_dispatches_what_is_its_own_to_its_own() -> None:
    own, elsewhere = (of_unit(None).model_copy(update={"candidates": (code,)}) for code in ("own", "depot"))
    of_street = holder(Grant(Role.COORDINATOR, "street"))
    assert may_dispatch(of_street, own, "other", AREA)
    assert not may_dispatch(of_street, own, "depot", AREA)
    assert not may_dispatch(of_street, elsewhere, "own", AREA)
    assert may_dispatch(holder(Grant(Role.COORDINATOR)), own, "depot", AREA)
    assert not may_dispatch(holder(Grant(Role.REVIEWER)), own, "own", AREA)


@pytest.mark.parametrize("ground", [None, "street"])
@pytest.mark.parametrize("by", Role)
@pytest.mark.parametrize("role", Role)
def test_who_appoints_whom_where(by: Role, role: Role, ground: str | None) -> None:
    person = holder(Grant(by, ground))
    given = role in APPOINTABLE.get(by, frozenset())
    assert may_appoint(person, role, "own", AREA) is given
    assert may_appoint(person, role, "depot", AREA) is (given and ground is None)
    assert may_appoint(person, role, None, AREA) is (given and ground is None)


def test_nobody_makes_an_equal_but_an_admin() -> None:
    for role in Role:
        given = appointable_by(holder(Grant(role)))
        assert (role in given) is (role is Role.ADMIN)
        assert bool(given) is (role in APPOINTABLE)
    assert Role.COORDINATOR in appointable_by(holder(Grant(Role.ADMIN)))
    assert not appointable_by(holder(Grant(Role.COORDINATOR))) & {Role.COORDINATOR, Role.ADMIN, Role.COURIER}


def test_what_two_roles_may_give_adds_up() -> None:
    both = holder(Grant(Role.COORDINATOR), Grant(Role.ADMIN))
    assert appointable_by(both) == APPOINTABLE[Role.COORDINATOR] | APPOINTABLE[Role.ADMIN]
