"""Finding: by place, words, reporter, state and unit, each as far as the asker's rights go."""

from __future__ import annotations

import pytest

from bot.desk.finding import find
from bot.desk.lists import PAGE
from bot.domain.areas import Role
from bot.domain.posts import Sender
from bot.domain.refusals import Refusal, Refused
from bot.domain.tickets import Move
from storage import people
from tests.desk.office import CHEN, DAY, HE, LI, SUN, WANG, ZHOU, Desk
from tests.desk.test_handling import act


@pytest.fixture
def busy(desk: Desk) -> Desk:
    """T1001 东湖, T1002 西苑 by HE, T1003 nowhere, T1004 东湖 closed, T1005 the lamp in 西苑, T1006 in private."""
    desk.report("东湖花园1栋的垃圾桶坏了")
    desk.report("西苑小区2栋的垃圾桶坏了100%", sender=HE)
    desk.report("垃圾桶坏了")
    desk.report("东湖花园4栋的垃圾桶坏了")
    act(desk, Move.RESOLVE, LI, number=1004)
    act(desk, Move.CONFIRM, WANG, number=1004)
    desk.report("西苑小区的路灯不亮了")
    desk.say("东湖花园9栋的垃圾桶坏了", HE, HE.id, private=True)
    desk.later()
    return desk


def found(desk: Desk, query: str, who: Sender = CHEN, page: int = 0) -> list[int]:
    text, _ = find(desk.tx, desk.office, desk.person(who), query, desk.now, page)
    return [int(line.split()[0].removeprefix("#T")) for line in text.split("\n") if line.startswith("#T")]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("东湖花园", [1006, 1001, 1004]),
        ("东湖花园 1栋", [1001]),
        ("西苑小区 路灯", [1005]),
        ("何骑手", [1002]),
        ("王骑手 路灯", [1005]),
        ("未办结", [1006, 1005, 1003, 1002, 1001]),
        ("未办结 东湖社区", [1006, 1001]),
        ("东湖社区", [1006, 1001, 1004]),
        ("青石街道", [1006, 1002, 1001, 1004]),
        ("市路灯所", [1005]),
        ("待分派", [1003]),
        ("已结案", [1004]),
        ("已办结 东湖", [1004]),
        ("超期", []),
        ("T1003", [1003]),
        ("#T1004", [1004]),
        ("100%", [1002]),
        ("%", [1002]),
        ("_", []),
        ("火星", []),
    ],
)
def test_what_a_coordinator_finds(busy: Desk, query: str, numbers: list[int]) -> None:
    assert found(busy, query) == numbers


def test_what_is_overdue(busy: Desk) -> None:
    busy.later(4 * DAY)
    assert found(busy, "超期") == [1006, 1005, 1002, 1001]


@pytest.mark.parametrize(
    ("who", "numbers"),
    [
        (LI, [1006, 1001, 1004]),
        (SUN, [1002]),
        (ZHOU, [1006, 1002, 1001, 1004]),
        (WANG, [1003, 1001, 1004]),
        (HE, [1006, 1002]),
    ],
)
def test_everybody_finds_what_is_their_business(busy: Desk, who: Sender, numbers: list[int]) -> None:
    assert found(busy, "垃圾桶", who) == numbers


def test_a_coordinator_of_one_unit_finds_what_lies_on_its_ground(busy: Desk) -> None:
    people.grant(busy.tx, SUN.id, Role.COORDINATOR, "donghu", None, busy.now)
    people.revoke(busy.tx, SUN.id, Role.SECRETARY, "xiyuan", busy.now)
    assert found(busy, "垃圾桶", SUN) == [1006, 1001, 1004]
    assert found(busy, "T1002", SUN) == []


def test_others_tickets_without_a_unit_hide_nothing(desk: Desk) -> None:
    """A coordinator of one unit: what lies nowhere is the whole area's, and stands before what is older."""
    desk.report("东湖花园1栋的垃圾桶坏了")
    for _ in range(30):
        desk.report("垃圾桶坏了")
        desk.later(DAY)
    people.grant(desk.tx, SUN.id, Role.COORDINATOR, "donghu", None, desk.now)
    assert found(desk, "垃圾桶", SUN) == [1001]


def test_who_reported_in_private_is_not_found_by_name(busy: Desk) -> None:
    assert 1006 not in found(busy, "何骑手", LI)
    assert 1006 not in found(busy, "何骑手", CHEN)


def test_pages(desk: Desk) -> None:
    for number in range(1, 24):
        desk.report(f"东湖花园{number}栋的垃圾桶坏了")
    pages = [found(desk, "东湖花园", page=page) for page in range(4)]
    assert [len(page) for page in pages] == [PAGE, PAGE, 3, 0]
    assert [number for page in pages for number in page] == list(range(1023, 1000, -1))
    _, rows = find(desk.tx, desk.office, desk.person(CHEN), "东湖花园", desk.now, 1)
    assert [data for _, data in rows[-1]] == ["findpage:0", "findpage:2"]


@pytest.mark.parametrize("query", ["", "  ", "一 二 三 四 五 六 七", "长" * 41])
def test_what_cannot_be_looked_for(desk: Desk, query: str) -> None:
    with pytest.raises(Refused) as caught:
        found(desk, query)
    assert caught.value.reason is Refusal.FIND_USAGE
