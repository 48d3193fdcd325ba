"""The audit: who did what, when, in Chinese lines; to administrators of the whole area, in private, page by page."""

from __future__ import annotations

import pytest

from bot.desk import appointing, auditing
from bot.desk import chats as desk_chats
from bot.desk.reach import Seat
from bot.domain.areas import Role
from bot.domain.posts import Sender
from bot.domain.refusals import Refusal, Refused
from bot.domain.taps import Tap
from storage import audit, chats, people
from storage.notices import Notice
from tests.desk.office import CHEN, HALL, HE, LI, OFFICE, WANG, ZHOU, Desk, buttons_of, data_of, text_of

BOSS = Sender(501, "方主任")


@pytest.fixture
def admin(desk: Desk) -> Desk:
    desk.open_private(BOSS)
    people.grant(desk.tx, BOSS.id, Role.ADMIN, None, None, desk.now)
    return desk


def show(desk: Desk, by: Sender = BOSS, chat: int | None = None) -> Notice:
    desk.later()
    auditing.show(desk.tx, desk.office, desk.person(by), Seat(chat or by.id), desk.now)
    desk.deliver()
    return [one for one in desk.notices(chat=chat or by.id, kind="answer") if "审计" in text_of(one)][-1]


def test_a_line_says_who_what_and_when(admin: Desk) -> None:
    people.remember(admin.tx, HE.id, HE.name, None)
    appointing.give_role(admin.tx, admin.office, HE.id, Role.SECRETARY, "beishan", CHEN.id, admin.now)
    audit.append(admin.tx, "revoke", CHEN.id, admin.now, whom=HE.id, role="secretary", unit="beishan")
    audit.append(admin.tx, "bind", CHEN.id, admin.now, chat=HALL, kind="coordinators", unit=None)
    audit.append(admin.tx, "something_new", None, admin.now, much=[1, 2])
    lines = text_of(show(admin)).split("\n")
    assert lines[:5] == [
        "<b>审计：谁做过什么</b>（最近的在前）",
        "11月2日 12:00 后台 something_new",
        "11月2日 12:00 陈协调 把“-1004”绑定为协调群",
        "11月2日 12:00 陈协调 撤销了 何骑手 的北山社区书记",
        "11月2日 12:00 陈协调 任命 何骑手 为北山社区书记",
    ]
    assert lines[-1].startswith("11月1日 12:00 后台 导入辖区：6 个单位")


def test_what_happens_to_chats_stands_there_too(admin: Desk) -> None:
    desk_chats.left(admin.tx, admin.office, OFFICE, "东湖工作群", "supergroup", "kicked", admin.now)
    desk_chats.joined(admin.tx, admin.office, OFFICE, "东湖工作群", "supergroup", fresh=True, now=admin.now)
    desk_chats.migrated(admin.tx, OFFICE, -100200, admin.now)
    desk_chats.migrated(admin.tx, OFFICE, -100200, admin.now)  # both groups tell of it
    chats.remember(admin.tx, -100200, "东湖工作群", "supergroup")
    assert [line.split(" ", 2)[2] for line in text_of(show(admin)).split("\n")[1:4]] == [
        "“东湖工作群”升级为超级群，绑定已跟随",
        "“东湖工作群”里又能发消息了",
        "“东湖工作群”里不能再发消息：我已被移出该群",
    ]


def test_pages(admin: Desk) -> None:
    for number in range(40):
        audit.append(admin.tx, f"act_{number}", CHEN.id, admin.now)
    page = show(admin)
    seen = text_of(page).split("\n")[1:]
    assert buttons_of(page) == ["下一页 ›"]
    for _ in range(2):
        admin.later()
        tap = Tap(BOSS.id, BOSS.name, BOSS.id, show_id(page, admin), data_of(page, "下一页 ›"))
        auditing.take_tap(admin.tx, admin.office, tap, admin.now)
        page = admin.notices(chat=BOSS.id, kind="edit")[-1]
        seen += text_of(page).split("\n")[1:]
    assert buttons_of(page) == ["‹ 上一页"]
    assert len(seen) == len(set(seen)) == 41


def show_id(page: Notice, desk: Desk) -> int:
    """The message that the pages turn in."""
    return page.message_id or desk.notice(page.target or 0).message_id or 0


@pytest.mark.parametrize("by", [CHEN, LI, ZHOU, WANG])
def test_nobody_else_reads_it(admin: Desk, by: Sender) -> None:
    for attempt in (
        lambda: auditing.show(admin.tx, admin.office, admin.person(by), Seat(by.id), admin.now),
        lambda: auditing.take_tap(admin.tx, admin.office, Tap(by.id, by.name, by.id, 5, "audit:0"), admin.now),
    ):
        with pytest.raises(Refused) as caught:
            attempt()
        assert caught.value.reason is Refusal.NO_RIGHT


def test_a_streets_administrator_reads_no_audit_of_the_area(admin: Desk) -> None:
    people.grant(admin.tx, LI.id, Role.ADMIN, "jiedao", None, admin.now)
    with pytest.raises(Refused):
        show(admin, LI)


def test_never_in_a_group(admin: Desk) -> None:
    with pytest.raises(Refused) as caught:
        auditing.show(admin.tx, admin.office, admin.person(BOSS), Seat(HALL), admin.now)
    assert caught.value.reason is Refusal.ONLY_IN_PRIVATE
