"""Units in chat: the tree with what each has, and what administrators alone may change."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.desk import unit_book
from bot.desk.book import By, Order
from bot.desk.reach import Seat
from bot.domain.areas import Role
from bot.domain.posts import Sender
from bot.domain.refusals import Refusal, Refused
from storage import people
from tests.desk.office import CHEN, HALL, HE, LI, SUN, WANG, Desk, a_desk, text_of
from tests.desk.test_book import audited, put, refused, unit_of


@pytest.fixture
def desk() -> Iterator[Desk]:
    """HE administers."""
    with a_desk() as desk:
        people.remember(desk.tx, HE.id, HE.name, None)
        people.grant(desk.tx, HE.id, Role.ADMIN, None, None, desk.now)
        yield desk


def tree(desk: Desk, who: Sender) -> list[str]:
    unit_book.show(desk.tx, desk.office, By(desk.person(who), Seat(HALL)), [], desk.now)
    return text_of(desk.notices(kind="answer")[-1]).split("\n")[2:]


def test_the_tree_with_what_each_unit_has(desk: Desk) -> None:
    assert tree(desk, CHEN) == [
        "青石市　0 个点位　0 人　没有群",
        "　青石街道　0 个点位　1 人　没有群",
        "　　东湖社区　2 个点位　1 人　有群",
        "　　西苑社区　2 个点位　1 人　没有群",
        "　　北山社区　1 个点位　0 人　没有群",
        "　市路灯所　0 个点位　0 人　有群",
    ]


def test_a_coordinator_of_one_unit_sees_its_ground(desk: Desk) -> None:
    people.grant(desk.tx, SUN.id, Role.COORDINATOR, "donghu", None, desk.now)
    assert [line.split("　")[2] for line in tree(desk, SUN)] == ["东湖社区"]


def test_a_unit_has_another_name_and_posts_mean_it(desk: Desk) -> None:
    assert put(desk, unit_book.rename, "北山社区 凤凰社区", HE) == "已改名：北山社区 → 凤凰社区。卡片和统计都用新名称。"
    assert unit_of(desk, "凤凰社区门口的垃圾桶坏了") == "beishan"
    assert audited(desk) == [("unit_renamed", HE.id)]


def test_a_keyword_comes_and_goes(desk: Desk) -> None:
    put(desk, unit_book.add_keyword, "北山社区 凤凰片区", HE)
    assert unit_of(desk, "凤凰片区的垃圾桶坏了") == "beishan"
    put(desk, unit_book.drop_keyword, "北山社区 凤凰片区", HE)
    assert desk.office.area.unit_by_code["beishan"].keywords == ()


@pytest.mark.parametrize(
    ("order", "words", "reason"),
    [
        (unit_book.rename, "北山社区 东湖社区", Refusal.UNIT_KNOWN),
        (unit_book.rename, "北山社区 北", Refusal.BAD_NAME),
        (unit_book.rename, "火星社区 凤凰社区", Refusal.UNKNOWN_UNIT),
        (unit_book.rename, "北山社区", Refusal.UNIT_USAGE),
        (unit_book.drop_keyword, "北山社区 凤凰片区", Refusal.NO_SUCH_ALIAS),
        (unit_book.show, "全部", Refusal.UNIT_USAGE),
    ],
)
def test_what_cannot_be_done_is_refused(desk: Desk, order: Order, words: str, reason: Refusal) -> None:
    assert refused(desk, order, words, HE).reason is reason


@pytest.mark.parametrize("who", [CHEN, LI, WANG])
@pytest.mark.parametrize("order", [unit_book.rename, unit_book.add_keyword, unit_book.drop_keyword])
def test_only_administrators_change_units(desk: Desk, who: Sender, order: Order) -> None:
    assert refused(desk, order, "北山社区 凤凰社区", who).reason is Refusal.NO_RIGHT


def test_the_tree_is_not_for_everybody(desk: Desk) -> None:
    with pytest.raises(Refused):
        tree(desk, LI)
