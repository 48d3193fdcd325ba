"""People: names, private chats, roles given and taken, and the claim that makes the first admin."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.domain.areas import Role
from bot.domain.people import Grant, Person
from storage import people, tickets
from storage.transaction import Tx
from tests.storage.histories import a_ticket

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
LI, SUN, CHEN = 201, 202, 301


def _meet(tx: Tx) -> None:
    for person_id, name in ((LI, "李书记"), (SUN, "孙书记"), (CHEN, "陈协调")):
        people.remember(tx, person_id, name, None)


def test_somebody_unknown_has_the_name_given_and_no_role(tx: Tx) -> None:
    assert people.load(tx, 999, "路人") == Person(999, "路人")
    assert not people.has_met(tx, 999)
    assert not people.has_private_chat(tx, 999)


def test_the_present_name_counts(tx: Tx) -> None:
    people.remember(tx, LI, "李书记", "lishuji")
    people.remember(tx, LI, "李建国", None)
    assert people.load(tx, LI, "谁") == Person(LI, "李建国", None)
    assert people.has_met(tx, LI)


def test_a_new_name_leaves_roles_and_the_private_chat(tx: Tx) -> None:
    _meet(tx)
    people.note_private_chat(tx, LI, open_=True)
    people.grant(tx, LI, Role.SECRETARY, "longxi", None, NOW)
    people.remember(tx, LI, "李建国", None)
    assert people.has_private_chat(tx, LI)
    assert people.load(tx, LI).grants == (Grant(Role.SECRETARY, "longxi"),)
    people.note_private_chat(tx, LI, open_=False)
    assert not people.has_private_chat(tx, LI)


def _end(tx: Tx, person_id: int) -> None:
    """As when the units of all that this person holds are no more."""
    tx.run("UPDATE grants SET revoked_at = :at WHERE person_id = :id AND revoked_at IS NULL", at=1, id=person_id)


def test_a_role_is_held_once_and_may_be_given_again(tx: Tx) -> None:
    _meet(tx)
    for unit in ("longxi", None):  # None: the whole area, which SQL would take for ever new
        assert people.grant(tx, LI, Role.REVIEWER, unit, CHEN, NOW)
        assert not people.grant(tx, LI, Role.REVIEWER, unit, CHEN, NOW)
        _end(tx, LI)
    assert people.load(tx, LI).grants == ()
    assert people.grant(tx, LI, Role.REVIEWER, None, CHEN, NOW)
    assert people.load(tx, LI).grants == (Grant(Role.REVIEWER),)


def test_who_holds_a_role_for_exactly_this_unit(tx: Tx) -> None:
    _meet(tx)
    people.grant(tx, SUN, Role.SECRETARY, "longxi", None, NOW)
    people.grant(tx, LI, Role.SECRETARY, "longxi", None, NOW)
    people.grant(tx, CHEN, Role.COORDINATOR, None, None, NOW)
    assert [one.id for one in people.holding(tx, Role.SECRETARY, "longxi")] == [SUN, LI]
    assert [one.id for one in people.holding(tx, Role.COORDINATOR)] == [CHEN]
    assert people.holding(tx, Role.SECRETARY) == ()
    assert people.holding(tx, Role.COORDINATOR, "longxi") == ()


def test_staff_is_everyone_beyond_courier(tx: Tx) -> None:
    _meet(tx)
    people.grant(tx, SUN, Role.COURIER, None, None, NOW)
    people.grant(tx, CHEN, Role.COORDINATOR, None, None, NOW)
    people.grant(tx, LI, Role.SECRETARY, "longxi", None, NOW)
    people.grant(tx, CHEN, Role.ADMIN, None, None, NOW)
    assert [(one.id, len(one.grants)) for one in people.staff(tx)] == [(CHEN, 2), (LI, 1)]
    _end(tx, LI)
    assert [one.id for one in people.staff(tx)] == [CHEN]


def test_a_unit_that_is_no_more_has_nobody(tx: Tx) -> None:
    _meet(tx)
    people.grant(tx, LI, Role.SECRETARY, "longxi", None, NOW)
    people.grant(tx, LI, Role.GRID, "shuguang", None, NOW)
    people.grant(tx, SUN, Role.GRID, "longxi", None, NOW)
    assert people.revoke_all_of(tx, "longxi", NOW) == 2
    assert [(one.id, grant) for one, grant in people.every_grant(tx)] == [(LI, Grant(Role.GRID, "shuguang"))]


def test_who_may_report_privately(tx: Tx) -> None:
    _meet(tx)
    assert not people.may_report_privately(tx, LI)
    people.grant(tx, LI, Role.GRID, "longxi", None, NOW)
    assert people.may_report_privately(tx, LI)
    _end(tx, LI)
    assert not people.may_report_privately(tx, LI)
    tickets.add(tx, a_ticket(reporter_id=LI), [])
    assert people.may_report_privately(tx, LI)


def test_only_a_present_admin_counts(tx: Tx) -> None:
    _meet(tx)
    people.grant(tx, CHEN, Role.COORDINATOR, None, None, NOW)
    assert not people.has_admin(tx)
    people.grant(tx, CHEN, Role.ADMIN, None, None, NOW)
    assert people.has_admin(tx)
    _end(tx, CHEN)
    assert not people.has_admin(tx)


def test_a_claim_is_used_once_and_the_newest_is_the_only_one(tx: Tx) -> None:
    people.offer_claim(tx, "first", NOW)
    people.offer_claim(tx, "second", NOW + timedelta(days=1))
    assert not people.use_claim(tx, "first", CHEN, NOW)
    assert not people.use_claim(tx, "nonsense", CHEN, NOW)
    assert people.use_claim(tx, "second", CHEN, NOW)
    assert not people.use_claim(tx, "second", LI, NOW)
    assert tx.value("SELECT claimed_by FROM claims") == CHEN


def test_a_role_is_taken_away_once_and_nobody_elses(tx: Tx) -> None:
    _meet(tx)
    for unit in ("longxi", "pingdong", None):
        people.grant(tx, LI, Role.REVIEWER, unit, CHEN, NOW)
    people.grant(tx, SUN, Role.REVIEWER, "longxi", CHEN, NOW)
    assert people.revoke(tx, LI, Role.REVIEWER, "longxi", NOW)
    assert not people.revoke(tx, LI, Role.REVIEWER, "longxi", NOW)
    assert people.revoke(tx, LI, Role.REVIEWER, None, NOW)
    assert people.load(tx, LI).grants == (Grant(Role.REVIEWER, "pingdong"),)
    assert people.load(tx, SUN).grants == (Grant(Role.REVIEWER, "longxi"),)


def test_the_only_administrator_is_that_of_the_whole_area(tx: Tx) -> None:
    _meet(tx)
    assert not people.anybody_coordinates(tx)
    people.grant(tx, SUN, Role.ADMIN, "longxi", None, NOW)
    assert people.anybody_coordinates(tx)
    assert not people.has_admin(tx)
    people.grant(tx, LI, Role.ADMIN, None, None, NOW)
    assert people.has_admin(tx)
    assert people.is_only_admin(tx, LI)
    people.grant(tx, CHEN, Role.ADMIN, None, None, NOW)
    assert not people.is_only_admin(tx, LI)
