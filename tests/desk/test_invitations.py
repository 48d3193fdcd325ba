"""Invitations: a link in private gives a role once, for a week, as long as its maker may; nobody can read it later."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from bot.desk import invitations
from bot.desk import people as desk_people
from bot.desk.outcomes import Outcome, Report, settle
from bot.desk.reach import Seat
from bot.domain.areas import Role
from bot.domain.people import Grant
from bot.domain.posts import Sender
from bot.domain.refusals import Refusal, Refused
from bot.domain.taps import Tap
from storage import people
from storage.notices import Notice
from tests.desk.office import CHEN, HALL, HE, LI, SUN, WANG, Desk, buttons_of, data_of, text_of

BOSS = Sender(501, "方主任")
WEEK = timedelta(days=7)


@pytest.fixture
def admin(desk: Desk) -> Desk:
    desk.open_private(BOSS, CHEN)
    people.grant(desk.tx, BOSS.id, Role.ADMIN, None, None, desk.now)
    return desk


def ask(desk: Desk, by: Sender) -> Notice:
    """/invite in private; the question, delivered."""
    desk.later()
    invitations.ask_role(desk.tx, desk.office, desk.person(by), Seat(by.id), desk.now)
    desk.deliver()
    return desk.notices(chat=by.id, kind="answer")[-1]


def press(desk: Desk, by: Sender, data: str, question: Notice, chat: int | None = None) -> None:
    desk.later()
    tap = Tap(by.id, by.name, chat or by.id, question.message_id or 0, data)
    invitations.take_tap(desk.tx, desk.office, tap, "fengshao_bot", desk.now)


def link_to(desk: Desk, by: Sender, role: str, unit: str) -> str:
    """What stands behind ?start= of a fresh link, as it left for Telegram."""
    press(desk, by, f"invited:{role}:{unit}", ask(desk, by))
    (said,) = [notice for notice in desk.queued(chat=by.id) if "t.me" in text_of(notice)]
    match = re.search(r"https://t\.me/fengshao_bot\?start=([A-Za-z0-9_-]{1,64})", text_of(said))
    assert match is not None, text_of(said)
    return match[1]


def start(desk: Desk, who: Sender, token: str) -> str:
    desk.later()
    return desk_people.meet(desk.tx, desk.office, who, desk.now, token)


def test_role_unit_link(admin: Desk) -> None:
    question = ask(admin, CHEN)
    assert buttons_of(question) == ["书记", "部门经办人", "网格员", "复核员"]
    press(admin, CHEN, data_of(question, "书记"), question)
    walk = admin.notices(chat=CHEN.id, kind="edit")[-1]
    assert text_of(walk) == "邀请一位书记，属于哪个单位？"
    assert buttons_of(walk) == ["青石街道 ›", "市路灯所"]
    press(admin, CHEN, "invites:secretary:jiedao:0", question)
    press(admin, CHEN, "invited:secretary:beishan", question)
    made, link = admin.notices(chat=CHEN.id, kind="edit")[-1], admin.notices(chat=CHEN.id, kind="answer")[-1]
    assert "只能用一次，7 天内有效" in text_of(made)
    assert text_of(link).startswith("青石市邀请您担任北山社区书记。")


def test_whoever_opens_it_has_the_role_and_both_sides_are_told(admin: Desk) -> None:
    admin.report("北山新村3栋的垃圾桶坏了")
    token = link_to(admin, CHEN, "secretary", "beishan")
    told = start(admin, HE, token)
    assert "您现在是北山社区书记。" in told
    assert "怎么办理" in told
    assert admin.person(HE).grants == (Grant(Role.SECRETARY, "beishan"),)
    (alert,) = admin.notices(chat=CHEN.id, kind="alert")
    assert "接受了邀请，现在是北山社区书记" in text_of(alert)
    assert admin.ticket().state == "assigned", "what waited for somebody flows"


def test_it_is_good_once(admin: Desk) -> None:
    token = link_to(admin, CHEN, "secretary", "beishan")
    start(admin, HE, token)
    assert "已经用过" in start(admin, WANG, token)
    assert admin.person(WANG).grants == ()


def test_who_holds_the_role_does_not_use_it_up(admin: Desk) -> None:
    token = link_to(admin, CHEN, "secretary", "xiyuan")
    assert "您已经是西苑社区书记" in start(admin, SUN, token)
    assert "您现在是西苑社区书记" in start(admin, HE, token)


@pytest.mark.parametrize(("after", "good"), [(WEEK - timedelta(minutes=1), True), (WEEK, False)])
def test_it_is_good_for_a_week(admin: Desk, after: timedelta, good: bool) -> None:
    token = link_to(admin, CHEN, "secretary", "beishan")
    admin.later(after - timedelta(seconds=1))
    start(admin, HE, token)
    assert bool(admin.person(HE).grants) is good


@pytest.mark.parametrize("words", ["干活", "x", "' OR 1=1", "A" * 65])
def test_other_words_behind_start_are_only_words(admin: Desk, words: str) -> None:
    assert "邀请" not in start(admin, LI, words)


@pytest.mark.parametrize("token", ["A" * 32, "b" * 16, "-" * 64])
def test_a_made_up_link_gives_nothing_but_the_chat_is_open(admin: Desk, token: str) -> None:
    link_to(admin, CHEN, "secretary", "beishan")
    assert "邀请链接已经用过、过期" in start(admin, HE, token)
    assert admin.person(HE).grants == ()
    assert people.has_private_chat(admin.tx, HE.id)


def test_who_lost_the_right_leaves_no_links_behind(admin: Desk) -> None:
    token = link_to(admin, CHEN, "secretary", "beishan")
    people.revoke(admin.tx, CHEN.id, Role.COORDINATOR, None, admin.now)
    start(admin, HE, token)
    assert admin.person(HE).grants == ()


def test_once_sent_the_link_stands_nowhere_in_the_database(admin: Desk) -> None:
    token = link_to(admin, CHEN, "secretary", "beishan")
    admin.deliver()
    assert token not in str(admin.dump())


@pytest.mark.parametrize("first", [Outcome.UNKNOWN, Outcome.NOT_POSTED, Outcome.PATIENCE, Outcome.REFUSED])
def test_nor_does_a_copy_of_it_when_the_first_may_not_have_arrived(admin: Desk, first: Outcome) -> None:
    token = link_to(admin, CHEN, "secretary", "beishan")
    admin.tx.run("UPDATE notices SET state = 'sending' WHERE key LIKE 'invitation:%'")
    (said,) = [notice for notice in admin.notices(chat=CHEN.id) if "t.me" in text_of(notice)]
    settle(admin.tx, admin.office, said, Report(first), admin.now)
    assert (token in str(admin.dump())) is (first is not Outcome.REFUSED), "what is still to be sent is there"
    admin.later(WEEK / 7)
    admin.deliver()
    assert token not in str(admin.dump())


def test_the_whole_area_is_an_administrators_to_give(admin: Desk) -> None:
    token = link_to(admin, BOSS, "coordinator", "")
    assert "您现在是协调员" in start(admin, HE, token)
    assert admin.person(HE).grants == (Grant(Role.COORDINATOR),)


@pytest.mark.parametrize(
    ("by", "data", "reason"),
    [
        (LI, "invited:secretary:donghu", Refusal.NO_RIGHT),
        (WANG, "invite:secretary", Refusal.NO_RIGHT),
        (CHEN, "invited:coordinator:", Refusal.NO_RIGHT),
        (CHEN, "invited:coordinator:jiedao", Refusal.NO_RIGHT),
        (CHEN, "invite:admin", Refusal.NO_RIGHT),
        (CHEN, "invited:secretary:", Refusal.STALE_BUTTON),
        (CHEN, "invited:secretary:nowhere", Refusal.UNKNOWN_UNIT),
        (CHEN, "invites:secretary:nowhere:0", Refusal.STALE_BUTTON),
        (CHEN, "invite:king", Refusal.STALE_BUTTON),
    ],
)
def test_forged_invitations(admin: Desk, by: Sender, data: str, reason: Refusal) -> None:
    question = ask(admin, CHEN)
    before = admin.dump()
    with pytest.raises(Refused) as caught:
        press(admin, by, data, question, chat=CHEN.id)
    assert caught.value.reason is reason
    assert admin.dump() == before


def test_never_in_a_group(admin: Desk) -> None:
    before = admin.dump()
    with pytest.raises(Refused) as caught:
        invitations.ask_role(admin.tx, admin.office, admin.person(CHEN), Seat(HALL), admin.now)
    assert caught.value.reason is Refusal.ONLY_IN_PRIVATE
    with pytest.raises(Refused) as caught:
        tap = Tap(CHEN.id, CHEN.name, HALL, 5, "invited:secretary:beishan")
        invitations.take_tap(admin.tx, admin.office, tap, "fengshao_bot", admin.now)
    assert caught.value.reason is Refusal.ONLY_IN_PRIVATE
    assert admin.dump() == before
