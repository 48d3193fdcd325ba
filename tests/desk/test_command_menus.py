"""Menus: the / list of a chat follows its binding, a person's private one the roles; set only when it changes."""

from __future__ import annotations

import pytest

from bot.desk import appointing, menus
from bot.desk import chats as desk_chats
from bot.desk.outcomes import Outcome, Report, settle
from bot.domain.areas import ChatKind, Role
from bot.domain.menus import Menu, menu_of_chat, menu_of_person
from bot.domain.notices import Call
from bot.domain.people import Grant, Person
from storage import chats, people
from tests.desk.office import CHEN, HALL, HE, LI, OFFICE, RIDERS, Desk

NEW = -3001


def set_in(desk: Desk, chat: int) -> list[str]:
    """The menus that were set in a chat, oldest first."""
    found = [notice for notice in desk.notices(chat=chat) if notice.call is Call.SET_MENU]
    return [notice.payload["menu"] for notice in found if notice.state != "dropped"]


@pytest.mark.parametrize(
    ("grants", "menu"),
    [
        ((), Menu.EVERYBODY),
        ((Grant(Role.COURIER),), Menu.EVERYBODY),
        ((Grant(Role.GRID, "donghu"),), Menu.UNIT),
        ((Grant(Role.REVIEWER, "jiedao"), Grant(Role.COORDINATOR, "jiedao")), Menu.COORDINATORS),
        ((Grant(Role.ADMIN), Grant(Role.SECRETARY, "donghu")), Menu.ADMINS),
    ],
)
def test_a_persons_menu_is_the_longest_that_a_role_has(grants: tuple[Grant, ...], menu: Menu) -> None:
    assert menu_of_person(Person(1, "某", grants=grants)) is menu


@pytest.mark.parametrize(
    ("kinds", "menu"),
    [
        ([], Menu.EVERYBODY),
        ([ChatKind.REPORT], Menu.EVERYBODY),
        ([ChatKind.UNIT], Menu.UNIT),
        ([ChatKind.UNIT, ChatKind.COORDINATORS], Menu.COORDINATORS),
        ([ChatKind.COORDINATORS, ChatKind.REPORT], Menu.EVERYBODY),
    ],
)
def test_where_couriers_are_the_menu_is_theirs(kinds: list[ChatKind], menu: Menu) -> None:
    assert menu_of_chat(kinds) is menu


def test_each_menu_holds_those_before_it() -> None:
    order = list(Menu)
    assert all(one.holds(other) is (j <= i) for i, one in enumerate(order) for j, other in enumerate(order))


def test_the_start_sets_what_is_not_set_yet_once(desk: Desk) -> None:
    for chat_id in (RIDERS, OFFICE, HALL):
        chats.remember(desk.tx, chat_id, "某群", "supergroup")
    desk.open_private(CHEN)
    for _ in range(2):
        menus.renew(desk.tx, desk.office, "one", desk.now)
        desk.later()
    assert {chat: set_in(desk, chat) for chat in (RIDERS, OFFICE, HALL, CHEN.id, LI.id)} == {
        RIDERS: ["everybody"],
        OFFICE: ["unit"],
        HALL: ["coordinators"],
        CHEN.id: ["coordinators"],
        LI.id: [],  # the bot may not write there yet
    }
    menus.renew(desk.tx, desk.office, "other commands", desk.now)
    desk.deliver()
    assert set_in(desk, OFFICE)[-1:] == ["unit"]
    assert len([one for one in desk.notices(chat=OFFICE) if one.call is Call.SET_MENU]) == 2


def test_a_chat_that_only_the_book_has_named_is_left_alone(desk: Desk) -> None:
    menus.renew(desk.tx, desk.office, "one", desk.now)
    assert not [notice for notice in desk.notices() if notice.call is Call.SET_MENU]


def test_a_role_given_and_taken(desk: Desk) -> None:
    desk.open_private(HE)
    appointing.give_role(desk.tx, desk.office, HE.id, Role.SECRETARY, "beishan", CHEN.id, desk.now)
    desk.deliver()
    desk.later()
    people.revoke(desk.tx, HE.id, Role.SECRETARY, "beishan", desk.now)
    menus.follow_person(desk.tx, HE.id, desk.now)
    assert set_in(desk, HE.id) == ["unit", "everybody"]


@pytest.mark.parametrize("outcome", [Outcome.GONE, Outcome.KICKED, Outcome.REFUSED, Outcome.BLOCKED, Outcome.MIGRATED])
def test_one_that_cannot_be_set_alarms_nobody_and_comes_when_the_bot_is_back(desk: Desk, outcome: Outcome) -> None:
    chats.bind(desk.tx, NEW, ChatKind.UNIT, "beishan", None, desk.now)
    menus.follow_chat(desk.tx, NEW, desk.now)
    (notice,) = desk.queued(chat=NEW)
    settle(desk.tx, desk.office, notice, Report(outcome), desk.now)
    assert not desk.notices(kind="alert")
    assert not chats.is_parked(desk.tx, NEW)
    desk.later()
    desk_chats.joined(desk.tx, desk.office, NEW, "北山群", "supergroup", fresh=True, now=desk.now)
    assert set_in(desk, NEW) == ["unit"]
