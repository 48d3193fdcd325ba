"""Reach: where a unit, its people and the coordinators read what the bot says."""

from __future__ import annotations

import pytest

from bot.desk import reach
from bot.domain.areas import ChatKind, Role
from storage import chats, people
from tests.desk.office import CHEN, HALL, HE, LI, OFFICE, RIDERS, SUN, WANG, ZHOU, Desk


def grant(desk: Desk, person: int, role: Role, unit: str | None) -> None:
    people.remember(desk.tx, person, f"人{person}", None)
    people.grant(desk.tx, person, role, unit, None, desk.now)


def test_a_units_people_are_its_secretaries_else_its_officers_else_its_grid_workers(desk: Desk) -> None:
    assert reach.handlers_of(desk.tx, "beishan") == ()
    for person, role in ((601, Role.GRID), (602, Role.OFFICER), (603, Role.SECRETARY), (604, Role.SECRETARY)):
        grant(desk, person, role, "beishan")
        own = [one.id for one in reach.handlers_of(desk.tx, "beishan")]
        assert own == ([603, 604] if person == 604 else [person])


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.COORDINATOR, Role.ADMIN, Role.COURIER])
def test_nobody_else_makes_a_unit_reachable(desk: Desk, role: Role) -> None:
    grant(desk, 601, role, "beishan")
    assert not reach.is_reachable(desk.tx, "beishan")


@pytest.mark.parametrize(
    ("unit", "reachable"), [("donghu", True), ("xiyuan", True), ("luminju", True), ("beishan", False)]
)
def test_who_would_read_a_card(desk: Desk, unit: str, reachable: bool) -> None:
    assert reach.is_reachable(desk.tx, unit) is reachable


def test_only_who_has_started_the_bot_is_written_to(desk: Desk) -> None:
    crowd = [desk.person(LI), desk.person(SUN)]
    assert reach.privately(desk.tx, crowd) == ()
    desk.open_private(SUN)
    assert [seat.chat_id for seat in reach.privately(desk.tx, crowd)] == [SUN.id]


def test_a_card_of_a_private_report_never_shows_in_the_group(desk: Desk) -> None:
    grant(desk, WANG.id, Role.COURIER, None)
    desk.open_private(SUN)
    desk.say("西苑小区3栋的垃圾桶坏了", WANG, WANG.id, private=True)
    assert {notice.chat_id for notice in desk.notices(kind="card")} == {SUN.id}
    assert not desk.notices(chat=RIDERS)


def test_of_several_chats_of_a_unit_the_first_is_written_to(desk: Desk) -> None:
    desk.later()
    chats.bind(desk.tx, -3001, ChatKind.UNIT, "donghu", None, desk.now)
    assert [seat.chat_id for seat in reach.card_seats(desk.tx, desk.report())] == [OFFICE]


def test_the_coordinators_read_in_their_chat_else_in_private_else_the_admins(desk: Desk) -> None:
    assert [seat.chat_id for seat in reach.coordinator_seats(desk.tx)] == [HALL]
    desk.tx.run("DELETE FROM bindings WHERE chat_id = :hall", hall=HALL)
    assert reach.coordinator_seats(desk.tx) == ()
    desk.open_private(CHEN, HE)
    assert [seat.chat_id for seat in reach.coordinator_seats(desk.tx)] == [CHEN.id]
    grant(desk, HE.id, Role.ADMIN, None)
    desk.tx.run("UPDATE grants SET revoked_at = 1 WHERE person_id = :chen", chen=CHEN.id)
    assert [seat.chat_id for seat in reach.coordinator_seats(desk.tx)] == [HE.id]


def test_a_reviewer_is_no_coordinator(desk: Desk) -> None:
    assert ZHOU.id not in {person.id for person in reach.coordinators(desk.tx)}
