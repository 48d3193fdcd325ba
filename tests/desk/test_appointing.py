"""Appointing: who makes whom what, for which unit, and who may not."""

from __future__ import annotations

import pytest

from bot.desk import appointing
from bot.desk.reach import Seat
from bot.domain.areas import Role
from bot.domain.people import ANONYMOUS_ADMIN, AREA_ROLES, ROLE_NAMES, UNIT_ROLES, Grant
from bot.domain.posts import Sender
from bot.domain.refusals import Refusal, Refused
from bot.domain.taps import Tap
from storage import people
from storage.notices import Notice
from tests.desk.office import CHEN, HALL, HE, LI, OFFICE, WANG, Desk, buttons_of, data_of, text_of

BOSS, FANG = Sender(501, "方主任"), Sender(502, "方协调")


def ask(desk: Desk, by: Sender, whom: Sender | None) -> Notice | None:
    """/appoint as a reply to a message of `whom`; the question, delivered."""
    desk.later()
    appointing.ask_role(desk.tx, desk.office, desk.person(by), whom, Seat(HALL, None, 9), desk.now)
    answers = [notice for notice in desk.deliver() if notice.kind == "answer"]
    return answers[-1] if answers else None


def press(desk: Desk, by: Sender, data: str, message: Notice) -> None:
    desk.later()
    tap = Tap(by.id, by.name, HALL, message.message_id or 0, data)
    appointing.take_tap(desk.tx, desk.office, tap, desk.now)
    desk.deliver()


def refused(desk: Desk, by: Sender, data: str, message: Notice) -> Refusal:
    before = desk.dump()
    tap = Tap(by.id, by.name, HALL, message.message_id or 0, data)
    with pytest.raises(Refused) as caught:
        appointing.take_tap(desk.tx, desk.office, tap, desk.now)
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


@pytest.mark.parametrize("role", sorted(AREA_ROLES))
def test_who_coordinates_does_so_for_the_whole_area_or_for_a_unit(admin: Desk, role: Role) -> None:
    question = ask(admin, BOSS, HE)
    assert question is not None
    press(admin, BOSS, f"role:{HE.id}:{role.value}", question)
    edit = admin.notices(chat=HALL, kind="edit")[-1]
    assert buttons_of(edit) == ["全辖区", "青石街道 ›", "市路灯所"]
    press(admin, BOSS, data_of(edit, "全辖区"), question)
    press(admin, BOSS, f"appoint:{HE.id}:{role.value}:jiedao", question)
    press(admin, BOSS, f"appoint:{HE.id}:{role.value}:qingshi", question)
    assert admin.person(HE).grants == (Grant(role), Grant(role, "jiedao")), "the area's own unit is the whole area"


@pytest.mark.parametrize("role", sorted(UNIT_ROLES))
def test_who_works_for_a_unit_does_not_for_the_whole_area(admin: Desk, role: Role) -> None:
    question = ask(admin, BOSS, HE)
    assert question is not None
    assert refused(admin, BOSS, f"appoint:{HE.id}:{role.value}:", question) is Refusal.STALE_BUTTON


def test_who_coordinates_a_street_appoints_there_and_nowhere_else(admin: Desk) -> None:
    people.remember(admin.tx, FANG.id, FANG.name, None)
    people.grant(admin.tx, FANG.id, Role.COORDINATOR, "jiedao", None, admin.now)
    question = ask(admin, FANG, HE)
    assert question is not None
    press(admin, FANG, f"role:{HE.id}:secretary", question)
    assert buttons_of(admin.notices(chat=HALL, kind="edit")[-1]) == ["青石街道 ›"]
    press(admin, FANG, f"appoints:{HE.id}:secretary:jiedao:0", question)
    inside = admin.notices(chat=HALL, kind="edit")[-1]
    assert buttons_of(inside) == ["青石街道", "东湖社区", "西苑社区", "北山社区", "‹ 返回"]
    press(admin, FANG, data_of(inside, "‹ 返回"), question)
    assert buttons_of(admin.notices(chat=HALL, kind="edit")[-1]) == ["青石街道 ›"], "no higher than the own ground"
    for elsewhere in ("luminju", "qingshi"):
        for data in (f"appoint:{HE.id}:officer:{elsewhere}", f"appoints:{HE.id}:officer:{elsewhere}:0"):
            assert refused(admin, FANG, data, question) is Refusal.NO_RIGHT
    press(admin, FANG, f"appoint:{HE.id}:grid:beishan", question)
    assert admin.person(HE).grants == (Grant(Role.GRID, "beishan"),)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("by", [CHEN, BOSS, LI, WANG], ids=["coordinator", "admin", "secretary", "courier"])
def test_who_may_make_whom(admin: Desk, role: Role, by: Sender) -> None:
    """Forged data included: no button offers what is refused here."""
    question = ask(admin, BOSS, HE)
    assert question is not None
    allowed = {CHEN.id: UNIT_ROLES, BOSS.id: set(Role) - {Role.COURIER}}.get(by.id, set())
    for data in (f"role:{HE.id}:{role.value}", f"appoint:{HE.id}:{role.value}:beishan"):
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
        appointing.ask_role(desk.tx, desk.office, desk.person(LI), HE, Seat(OFFICE), desk.now)
    assert desk.dump() == before


def test_an_appointment_lets_what_waited_flow(admin: Desk) -> None:
    admin.report("北山新村3栋的垃圾桶坏了")
    question = ask(admin, CHEN, HE)
    assert question is not None
    press(admin, CHEN, f"appoint:{HE.id}:secretary:beishan", question)
    assert admin.ticket().state == "assigned"
