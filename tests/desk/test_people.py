"""People: the first admin's claim works once, who is who, and the greeting in private."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from bot.desk import people as desk_people
from bot.domain.areas import Role
from bot.domain.people import Grant
from bot.domain.posts import Sender
from bot.domain.refusals import Refusal, Refused
from storage import people
from tests.desk.office import CHEN, HE, LI, WANG, Desk, a_desk

BOSS = Sender(501, "方主任")


@pytest.fixture
def empty() -> Iterator[Desk]:
    with a_desk(book=False) as desk:
        yield desk


def claim(desk: Desk, code: str, sender: Sender = BOSS) -> str:
    return desk_people.claim(desk.tx, desk.office, sender, code, desk.now)


def test_a_claim_makes_one_admin_once(empty: Desk) -> None:
    code = desk_people.offer_claim(empty.tx, empty.now)
    assert code is not None
    assert "管理员" in claim(empty, code)
    assert empty.person(BOSS).grants == (Grant(Role.ADMIN),)
    assert people.has_private_chat(empty.tx, BOSS.id)
    with pytest.raises(Refused) as caught:
        claim(empty, code, HE)
    assert caught.value.reason is Refusal.WRONG_CODE
    assert empty.person(HE).grants == ()
    assert desk_people.offer_claim(empty.tx, empty.now) is None, "there is an admin"


def test_only_the_newest_code_is_good_and_only_its_hash_is_kept(empty: Desk) -> None:
    old, new = (desk_people.offer_claim(empty.tx, empty.now) for _ in range(2))
    assert old is not None
    assert new is not None
    assert old != new
    kept = str(empty.dump())
    assert new not in kept
    with pytest.raises(Refused):
        claim(empty, old)
    assert claim(empty, f" {new.lower()} "), "copied with a space, typed in lower case"


@pytest.mark.parametrize("code", ["AAAA-BBBB-CCCC", "x", "' OR 1=1"])
def test_a_wrong_code_changes_nothing(empty: Desk, code: str) -> None:
    desk_people.offer_claim(empty.tx, empty.now)
    before = empty.dump()
    with pytest.raises(Refused):
        claim(empty, code)
    assert empty.dump() == before


def test_a_code_of_before_is_good_no_more_once_somebody_became_admin_otherwise(empty: Desk) -> None:
    code = desk_people.offer_claim(empty.tx, empty.now)
    assert code is not None
    people.remember(empty.tx, BOSS.id, BOSS.name, None)
    people.grant(empty.tx, BOSS.id, Role.ADMIN, None, None, empty.now)
    with pytest.raises(Refused) as caught:
        claim(empty, code, HE)
    assert caught.value.reason is Refusal.WRONG_CODE
    assert empty.person(HE).grants == ()
    assert desk_people.offer_claim(empty.tx, empty.now) is None
    assert empty.tx.value("SELECT count(*) FROM claims") == 0, "what stands in the log opens nothing"


def test_without_a_code_the_usage_is_told(empty: Desk) -> None:
    assert "/claim" in claim(empty, "")


@pytest.fixture
def admin(desk: Desk) -> Desk:
    people.remember(desk.tx, BOSS.id, BOSS.name, None)
    people.grant(desk.tx, BOSS.id, Role.ADMIN, None, None, desk.now)
    return desk


# --- who is who


def test_staff_lists_everybody_with_a_role(desk: Desk) -> None:
    told = desk_people.staff_list(desk.tx, desk.office, desk.person(CHEN)).split("\n")
    assert told[1:] == [
        "李书记：东湖社区书记",
        "孙书记：西苑社区书记",
        "周复核：青石街道复核员",
        "陈协调：协调员",
    ]
    with pytest.raises(Refused):
        desk_people.staff_list(desk.tx, desk.office, desk.person(LI))


def test_nobody_appointed_yet(empty: Desk) -> None:
    people.remember(empty.tx, BOSS.id, BOSS.name, None)
    people.grant(empty.tx, BOSS.id, Role.ADMIN, None, None, empty.now)
    assert "方主任：管理员" in desk_people.staff_list(empty.tx, empty.office, empty.person(BOSS))


def test_help_grows_with_the_role(desk: Desk) -> None:
    courier, secretary, coordinator = (desk_people.help_for(desk.office, desk.person(who)) for who in (WANG, LI, CHEN))
    assert courier in secretary
    assert courier in coordinator
    assert "怎么办理" in secretary and "怎么办理" not in courier
    assert "/appoint" in coordinator and "/appoint" not in secretary


@pytest.mark.parametrize(("who", "words"), [(LI, "怎么办理"), (HE, "请先在骑手群里上报一次")])
def test_start_opens_the_private_chat(admin: Desk, who: Any, words: str) -> None:
    assert words in desk_people.meet(admin.tx, admin.office, who, admin.now)
    assert people.has_private_chat(admin.tx, who.id)


def test_before_there_is_an_admin_start_says_how_to_become_it(empty: Desk) -> None:
    told = desk_people.meet(empty.tx, empty.office, HE, empty.now)
    assert "还没有管理员" in told
    assert "/claim" in told
    code = desk_people.offer_claim(empty.tx, empty.now)
    assert code is not None
    claim(empty, code)
    assert "/claim" not in desk_people.meet(empty.tx, empty.office, HE, empty.now)
