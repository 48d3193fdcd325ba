"""Revoking: by whoever could give the role, at once; never an equal's but by an admin, never the last admin."""

from __future__ import annotations

import pytest

from bot.desk import revoking
from bot.desk.reach import Seat
from bot.domain.areas import Role
from bot.domain.people import Grant
from bot.domain.posts import Sender
from bot.domain.refusals import Refusal, Refused
from bot.domain.rights import APPOINTABLE
from bot.domain.taps import Tap
from storage import people
from storage.notices import Notice
from tests.desk.office import CHEN, HALL, HE, LI, SUN, WANG, ZHOU, Desk, buttons_of, data_of, text_of

BOSS, FANG = Sender(501, "方主任"), Sender(502, "方协调")


@pytest.fixture
def admin(desk: Desk) -> Desk:
    for who in (BOSS, FANG):
        people.remember(desk.tx, who.id, who.name, None)
    people.grant(desk.tx, BOSS.id, Role.ADMIN, None, None, desk.now)
    people.grant(desk.tx, FANG.id, Role.COORDINATOR, "jiedao", None, desk.now)
    return desk


def ask(desk: Desk, by: Sender, whom: Sender | None = None) -> Notice:
    desk.later()
    revoking.ask(desk.tx, desk.office, desk.person(by), whom, Seat(HALL, None, 9), desk.now)
    desk.deliver()
    return desk.notices(chat=HALL, kind="answer")[-1]


def press(desk: Desk, by: Sender, data: str, question: Notice) -> Notice:
    """A press, and what the question became."""
    desk.later()
    tap = Tap(by.id, by.name, HALL, question.message_id or 0, data)
    revoking.take_tap(desk.tx, desk.office, tap, desk.now)
    return desk.notices(chat=HALL, kind="edit")[-1]


def refused(desk: Desk, by: Sender, data: str, question: Notice) -> Refusal:
    before = desk.dump()
    with pytest.raises(Refused) as caught:
        press(desk, by, data, question)
    assert desk.dump() == before
    return caught.value.reason


def test_a_reply_offers_the_roles_of_that_person(admin: Desk) -> None:
    people.grant(admin.tx, LI.id, Role.GRID, "beishan", None, admin.now)
    question = ask(admin, CHEN, LI)
    assert buttons_of(question) == ["✕ 李书记 东湖社区书记", "✕ 李书记 北山社区网格员"]
    sure = press(admin, CHEN, data_of(question, "✕ 李书记 北山社区网格员"), question)
    assert text_of(sure).endswith("的北山社区网格员？")
    assert admin.person(LI).holds(Role.GRID), "not before it is sure"
    done = press(admin, CHEN, data_of(sure, "确定撤销"), question)
    assert "已撤销" in text_of(done)
    assert admin.person(LI).grants == (Grant(Role.SECRETARY, "donghu"),)


def test_the_list_shows_what_one_may_take(admin: Desk) -> None:
    below = ["✕ 李书记 东湖社区书记", "✕ 孙书记 西苑社区书记", "✕ 周复核 青石街道复核员"]
    assert buttons_of(ask(admin, CHEN)) == below
    assert buttons_of(ask(admin, FANG)) == below
    assert buttons_of(ask(admin, BOSS)) == [*below, "✕ 陈协调 协调员", "✕ 方主任 管理员", "✕ 方协调 青石街道协调员"]


def test_a_long_list_is_paged(admin: Desk) -> None:
    for number in range(25):
        people.remember(admin.tx, 700 + number, f"网格员{number}", None)
        people.grant(admin.tx, 700 + number, Role.GRID, "beishan", None, admin.now)
    question = ask(admin, CHEN)
    seen = buttons_of(question)[:-1]
    page = press(admin, CHEN, data_of(question, "下一页 ›"), question)
    seen += buttons_of(page)[:-2]
    page = press(admin, CHEN, data_of(page, "下一页 ›"), question)
    seen += buttons_of(page)[:-1]
    assert buttons_of(page)[-1] == "‹ 上一页"
    assert len(set(seen)) == len(seen) == 28


def test_who_loses_it_is_told_and_so_is_that_nobody_is_left(admin: Desk) -> None:
    admin.open_private(SUN)
    done = press(admin, CHEN, f"revoked:{SUN.id}:secretary:xiyuan", ask(admin, CHEN))
    assert "西苑社区现在没有人，也没有工作群" in text_of(done)
    assert text_of(admin.notices(chat=SUN.id, kind="alert")[-1]) == "您不再是西苑社区书记（由 陈协调 撤销）。"
    done = press(admin, CHEN, f"revoked:{LI.id}:secretary:donghu", ask(admin, CHEN))
    assert "没有人" not in text_of(done), "it has a chat"


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("by", [BOSS, CHEN, FANG, LI, ZHOU, WANG], ids=lambda who: who.name)
@pytest.mark.parametrize("unit", ["donghu", "luminju", None])
def test_who_may_take_what_from_whom(admin: Desk, by: Sender, role: Role, unit: str | None) -> None:
    """By the same table as who may give it: forged data included."""
    people.remember(admin.tx, HE.id, HE.name, None)
    people.grant(admin.tx, HE.id, role, unit, None, admin.now)
    question = ask(admin, BOSS)
    gives = {BOSS.id: APPOINTABLE[Role.ADMIN], CHEN.id: APPOINTABLE[Role.COORDINATOR]}
    given = APPOINTABLE[Role.COORDINATOR] if by is FANG and unit == "donghu" else gives.get(by.id, frozenset())
    data = f"revoked:{HE.id}:{role.value}:{unit or ''}"
    if role in given:
        press(admin, by, data, question)
        assert admin.person(HE).grants == ()
    else:
        assert refused(admin, by, data, question) is Refusal.NO_RIGHT


def test_the_last_admin_stays(admin: Desk) -> None:
    people.grant(admin.tx, FANG.id, Role.ADMIN, "jiedao", None, admin.now)
    question = ask(admin, BOSS)
    for verb in ("revoke", "revoked"):
        assert refused(admin, BOSS, f"{verb}:{BOSS.id}:admin:", question) is Refusal.LAST_ADMIN
    people.remember(admin.tx, HE.id, HE.name, None)
    people.grant(admin.tx, HE.id, Role.ADMIN, None, BOSS.id, admin.now)
    press(admin, HE, f"revoked:{BOSS.id}:admin:", question)
    assert not admin.person(BOSS).grants
    assert refused(admin, HE, f"revoked:{HE.id}:admin:", question) is Refusal.LAST_ADMIN


def test_a_second_press_finds_nothing(admin: Desk) -> None:
    question = ask(admin, CHEN)
    press(admin, CHEN, f"revoked:{LI.id}:secretary:donghu", question)
    assert refused(admin, CHEN, f"revoked:{LI.id}:secretary:donghu", question) is Refusal.STALE_BUTTON
    assert admin.tx.value("SELECT count(*) FROM audit WHERE action = 'revoke'") == 1


def test_nobody_to_revoke(admin: Desk) -> None:
    assert text_of(ask(admin, CHEN, WANG)) == "没有您能撤销的任命。"
    with pytest.raises(Refused):
        revoking.ask(admin.tx, admin.office, admin.person(LI), None, Seat(HALL), admin.now)


def test_from_the_next_tap_on_it_is_no_more(admin: Desk) -> None:
    admin.report()
    press(admin, CHEN, f"revoked:{LI.id}:secretary:donghu", ask(admin, CHEN))
    assert admin.tap(LI, "accept:1001", admin.the("card")).alert
    assert admin.ticket().state == "assigned"
