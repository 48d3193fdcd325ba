"""Proposals: once a week who coordinates reads what came back again, with evidence; nobody else does."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.desk.special_proposals import ROUND, recurring
from bot.domain.areas import ChatKind, Role
from bot.domain.special_actions import SpecialRules
from storage import chats, people
from tests.desk.office import CHEN, DAY, HALL, SUN, Desk, a_desk, buttons_of, data_of, text_of
from tests.desk.rounds import go_round
from tests.desk.special import NEXT_MONDAY, RULES, card, press, proposed, trouble


@pytest.fixture
def desk() -> Iterator[Desk]:
    with a_desk(special=RULES) as found:
        yield found


def test_what_came_back_is_proposed_with_its_evidence(desk: Desk) -> None:
    (told,) = proposed(desk)
    assert told.chat_id == HALL
    assert text_of(told).split("\n")[3:] == [
        "<b>1. 东湖花园 · 环境卫生</b> 3 件",
        "其中：垃圾桶 3",
        "11月2日—11月4日，未结 3 件，东湖社区",
        "T1003（11月4日 待受理）、T1002（11月3日 待受理）、T1001（11月2日 待受理）",
    ]
    assert buttons_of(told) == ["1 开专项"]
    assert len(data_of(told, "1 开专项").encode()) <= 64


def test_twice_is_no_habit(desk: Desk) -> None:
    go_round(desk, ROUND)
    trouble(desk, 2)
    desk.now = NEXT_MONDAY
    go_round(desk, ROUND)
    assert desk.deliver() == []


def test_a_week_without_anything_new_is_not_told_again_and_one_with_says_how_much(desk: Desk) -> None:
    proposed(desk)
    desk.now = NEXT_MONDAY + 7 * DAY
    go_round(desk, ROUND)
    assert not desk.queued(kind="digest")
    desk.later(DAY)
    desk.report("东湖花园9栋的垃圾桶坏了")
    desk.now = NEXT_MONDAY + 14 * DAY
    go_round(desk, ROUND)
    (told,) = desk.queued(kind="digest")
    assert "</b> 4 件，新增 1 件" in text_of(told)


def test_what_was_taken_on_is_proposed_no_more_until_it_comes_back_after_the_end(desk: Desk) -> None:
    (told,) = proposed(desk)
    press(desk, CHEN, data_of(told, "1 开专项"), told)
    assert recurring(desk.tx, desk.office, None, desk.now), "prepared is not taken on"
    desk.deliver()
    press(desk, CHEN, "specialdate:1:14", card(desk, HALL))
    assert not recurring(desk.tx, desk.office, None, desk.now)
    press(desk, CHEN, "specialends:1", card(desk, HALL))
    desk.later(DAY)
    trouble(desk)
    (again,) = recurring(desk.tx, desk.office, None, desk.now)
    assert again.count == 3


def test_without_an_hour_nothing_is_proposed() -> None:
    with a_desk(special=SpecialRules(propose=None)) as desk:
        assert proposed(desk) == []


def test_who_coordinates_a_street_reads_of_it_and_who_coordinates_another_does_not(desk: Desk) -> None:
    chats.bind(desk.tx, -2001, ChatKind.COORDINATORS, "jiedao", None, desk.now)
    chats.bind(desk.tx, -2002, ChatKind.COORDINATORS, "xiyuan", None, desk.now)
    told = proposed(desk)
    assert {notice.chat_id for notice in told} == {HALL, -2001}
    people.grant(desk.tx, SUN.id, Role.COORDINATOR, "jiedao", None, desk.now)
    (street,) = [notice for notice in told if notice.chat_id == -2001]
    press(desk, SUN, data_of(street, "1 开专项"), street)
    assert "东湖花园环境卫生专项整治" in text_of(desk.deliver()[-1])


def test_many_are_cut_and_the_rest_is_counted() -> None:
    with a_desk(special=SpecialRules(times=1, propose=RULES.propose)) as desk:
        go_round(desk, ROUND)
        for place in ("东湖花园", "西苑小区", "北山新村"):
            for what in ("垃圾桶坏了", "路灯不亮了"):
                desk.report(f"{place}3栋{what}")
        desk.now = NEXT_MONDAY
        go_round(desk, ROUND)
        (told,) = [notice for notice in desk.deliver() if notice.kind.value == "digest"]
        assert len(buttons_of(told)) == 5
        assert "另有 1 处" in text_of(told)
