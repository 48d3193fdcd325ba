"""People: the first admin's claim works once, and who appoints whom to what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from bot.desk import people as desk_people
from bot.desk.reach import Seat
from bot.domain.areas import Role
from bot.domain.people import ANONYMOUS_ADMIN, AREA_ROLES, ROLE_NAMES, UNIT_ROLES, Grant
from bot.domain.posts import Sender
from bot.domain.refusals import Refusal, Refused
from bot.domain.taps import Tap
from storage import people
from storage.notices import Notice
from tests.desk.office import CHEN, HALL, HE, LI, OFFICE, WANG, Desk, a_desk, buttons_of, text_of

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


# --- appointing


def ask(desk: Desk, by: Sender, whom: Sender | None) -> Notice | None:
    """/appoint as a reply to a message of `whom`; the question, delivered."""
    desk.later()
    desk_people.ask_role(desk.tx, desk.office, desk.person(by), whom, Seat(HALL, None, 9), desk.now)
    answers = [notice for notice in desk.deliver() if notice.kind == "answer"]
    return answers[-1] if answers else None


def press(desk: Desk, by: Sender, data: str, message: Notice) -> None:
    desk.later()
    tap = Tap(by.id, by.name, HALL, message.message_id or 0, data)
    desk_people.take_tap(desk.tx, desk.office, tap, desk.now)
    desk.deliver()


def refused(desk: Desk, by: Sender, data: str, message: Notice) -> Refusal:
    before = desk.dump()
    tap = Tap(by.id, by.name, HALL, message.message_id or 0, data)
    with pytest.raises(Refused) as caught:
        desk_people.take_tap(desk.tx, desk.office, tap, desk.now)
    assert desk.dump() == before
    return caught.value.reason


@pytest.fixture
def admin(desk: Desk) -> Desk:
    people.remember(desk.tx, BOSS.id, BOSS.name, None)
    people.grant(desk.tx, BOSS.id, Role.ADMIN, None, None, desk.now)
    return desk


def test_the_roles_that_are_offered_are_those_one_may_give(admin: Desk) -> None:
    by_coordinator, by_admin = ask(admin, CHEN, HE), ask(admin, BOSS, HE)
    assert by_coordinator is not None
    assert by_admin is not None
    assert buttons_of(by_coordinator) == ["书记", "部门经办人", "网格员", "复核员"]
    assert buttons_of(by_admin) == [name for role, name in ROLE_NAMES.items() if role is not Role.COURIER]


def test_a_secretary_is_appointed_for_a_unit(admin: Desk) -> None:
    question = ask(admin, CHEN, HE)
    assert question is not None
    press(admin, CHEN, f"role:{HE.id}:secretary", question)
    edit = admin.notices(chat=HALL, kind="edit")[-1]
    assert "属于哪个单位" in text_of(edit)
    assert buttons_of(edit) == ["青石街道 ›", "市路灯所"]
    press(admin, CHEN, f"appoints:{HE.id}:secretary:jiedao:0", question)
    press(admin, CHEN, f"appoint:{HE.id}:secretary:beishan", question)
    assert admin.person(HE).grants == (Grant(Role.SECRETARY, "beishan"),)
    done = admin.notices(chat=HALL, kind="edit")[-1]
    assert text_of(done).endswith("为北山社区书记。")
    assert buttons_of(done) == []


def test_an_appointment_is_made_and_noted_once(admin: Desk) -> None:
    question = ask(admin, CHEN, HE)
    assert question is not None
    for _ in range(2):
        press(admin, CHEN, f"appoint:{HE.id}:secretary:beishan", question)
    assert "已经是" in text_of(admin.notices(chat=HALL, kind="edit")[-1])
    assert admin.tx.value("SELECT count(*) FROM audit WHERE action = 'appoint'") == 1
    assert len(admin.person(HE).grants) == 1


def test_a_role_for_the_whole_area_asks_for_no_unit(admin: Desk) -> None:
    question = ask(admin, BOSS, HE)
    assert question is not None
    press(admin, BOSS, f"role:{HE.id}:coordinator", question)
    assert admin.person(HE).grants == (Grant(Role.COORDINATOR),)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("by", [CHEN, BOSS, LI, WANG], ids=["coordinator", "admin", "secretary", "courier"])
def test_who_may_make_whom(admin: Desk, role: Role, by: Sender) -> None:
    """Forged data included: no button offers what is refused here."""
    question = ask(admin, BOSS, HE)
    assert question is not None
    allowed = {CHEN.id: UNIT_ROLES, BOSS.id: set(Role) - {Role.COURIER}}.get(by.id, set())
    whole = Refusal.STALE_BUTTON if role in allowed and role in AREA_ROLES else None
    for data in (f"role:{HE.id}:{role.value}", f"appoint:{HE.id}:{role.value}:beishan"):
        if whole and data.startswith("appoint"):
            assert refused(admin, by, data, question) is whole, "never for one unit"
            continue
        if role in allowed:
            press(admin, by, data, question)
        else:
            assert refused(admin, by, data, question) is Refusal.NO_RIGHT
    assert bool(admin.person(HE).grants) is (role in allowed)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (f"appoint:{ANONYMOUS_ADMIN}:secretary:beishan", Refusal.NO_RIGHT),
        ("appoint:999999:secretary:beishan", Refusal.STALE_BUTTON),  # nobody the bot has met
        (f"appoint:{HE.id}:secretary:nowhere", Refusal.UNKNOWN_UNIT),
    ],
)
def test_forged_appointments(admin: Desk, data: str, reason: Refusal) -> None:
    question = ask(admin, BOSS, HE)
    assert question is not None
    assert refused(admin, BOSS, data, question) is reason


@pytest.mark.parametrize(
    ("whom", "words"), [(None, "请回复那个人的消息"), (Sender(ANONYMOUS_ADMIN, "Group"), "不能任命")]
)
def test_whom_nobody_appoints(admin: Desk, whom: Sender | None, words: str) -> None:
    told = ask(admin, BOSS, whom)
    assert told is not None
    assert words in text_of(told)
    assert buttons_of(told) == []


def test_who_may_not_appoint_is_refused_before_anybody_is_noted(desk: Desk) -> None:
    before = desk.dump()
    with pytest.raises(Refused):
        desk_people.ask_role(desk.tx, desk.office, desk.person(LI), HE, Seat(OFFICE), desk.now)
    assert desk.dump() == before


def test_an_appointment_lets_what_waited_flow(admin: Desk) -> None:
    admin.report("北山新村3栋的垃圾桶坏了")
    question = ask(admin, CHEN, HE)
    assert question is not None
    press(admin, CHEN, f"appoint:{HE.id}:secretary:beishan", question)
    assert admin.ticket().state == "assigned"


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
