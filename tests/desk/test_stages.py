"""The staged fix: each step has a clock, is passed by a tap or in words, and leaves the whole of it open."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.deadlines import Clock
from bot.domain.posts import MediaPurpose
from bot.domain.stages import Stage
from bot.domain.tickets import Move, State
from storage import media
from tests.desk.office import CHEN, DAY, HE, HOUR, LI, MONDAY, OFFICE, Desk, buttons_of, data_of, text_of
from tests.desk.street import GONE, STEPS, act, clocks, edited, reply, street

__all__ = ["street"]


def test_a_ticket_opens_with_the_steps_of_its_kind(street: Desk) -> None:
    ticket = street.report(GONE)
    assert (ticket.stages, ticket.stage, str(ticket.limit)) == (STEPS, None, "3d")
    assert clocks(street) == {
        Clock.RESPONSE: MONDAY + HOUR,
        Clock.CONTROL: MONDAY + HOUR,
        Clock.REPAIR: MONDAY + DAY,
        Clock.FIX: MONDAY + 3 * DAY,
    }
    card = street.the("card")
    assert "🚧 👉 <b>控制 11月2日 13:00</b> · 修复 11月3日 12:00 · 恢复 11月5日 12:00" in text_of(card)
    assert buttons_of(card)[:3] == ["受理", "已控制", "办结"]


def test_the_steps_are_pressed_one_after_the_other(street: Desk) -> None:
    street.report(GONE)
    street.later(20 * timedelta(minutes=1))
    answer = street.tap(LI, data_of(street.the("card"), "已控制"), street.the("card"))
    assert answer.text == "#T1001 已记下：现场已控制，全部恢复的时限 11月5日 12:00"
    ticket = street.ticket()
    assert (ticket.state, ticket.stage, ticket.accepted_at) == (State.ACCEPTED, Stage.CONTROLLED, street.now)
    assert clocks(street) == {Clock.REPAIR: MONDAY + DAY, Clock.FIX: MONDAY + 3 * DAY}
    shown = edited(street)
    assert buttons_of(shown)[:2] == ["已修复", "办结"]
    assert "控制 ✓ · 👉 <b>修复" in text_of(shown) and "李书记 控制现场" in text_of(shown)

    assert "已修复" in street.tap(LI, data_of(shown, "已修复"), street.the("card")).text
    assert street.ticket().stage is Stage.REPAIRED
    assert clocks(street) == {Clock.FIX: MONDAY + 3 * DAY}
    assert buttons_of(edited(street))[0] == "办结"
    assert act(street, Move.RESOLVE).state is State.RESOLVED


def test_the_resolution_is_never_out_of_reach(street: Desk) -> None:
    street.report(GONE)
    assert act(street, Move.RESOLVE).state is State.RESOLVED
    assert set(clocks(street)) == {Clock.REVIEW}


def test_what_is_mended_needs_no_guarding(street: Desk) -> None:
    street.report(GONE)
    act(street, Move.REPAIR)
    assert set(clocks(street)) == {Clock.FIX}
    answer = street.tap(CHEN, "control:1001", street.the("card"))
    assert answer.text == "李书记 已在 11-02 12:00 修复了"


def test_the_second_press_is_told_who_was_quicker(street: Desk) -> None:
    street.report(GONE)
    act(street, Move.CONTROL)
    answer = street.tap(CHEN, "control:1001", street.the("card"))
    assert (answer.text, answer.alert) == ("李书记 已在 11-02 12:00 控制现场了", False)


@pytest.mark.parametrize("text", ["东湖花园3栋的垃圾桶坏了", "东湖花园3栋的井盖松动"])
def test_a_step_that_the_ticket_has_not_is_refused_in_words(street: Desk, text: str) -> None:
    street.report(text)
    before = street.dump()
    answer = street.tap(LI, "repair:1001", street.the("card"))
    assert answer.text == "#T1001 没有“修复”这一步，办好了请回复“已处理”，或点“办结”"
    assert street.dump() == before


@pytest.mark.parametrize(
    ("said", "stage", "state"),
    [
        ("已控制", Stage.CONTROLLED, State.ACCEPTED),
        ("已设围挡，明天换井盖", Stage.CONTROLLED, State.ACCEPTED),
        ("#T1001 已拉警戒线", Stage.CONTROLLED, State.ACCEPTED),
        ("已修复", Stage.REPAIRED, State.ACCEPTED),
        ("井盖已更换", Stage.REPAIRED, State.ACCEPTED),
        ("已处理完毕，路面已恢复", None, State.RESOLVED),
        ("没控制住", None, State.ASSIGNED),
        ("马上设围挡", None, State.ASSIGNED),
    ],
)
def test_the_steps_in_words(street: Desk, said: str, stage: Stage | None, state: State) -> None:
    street.report(GONE)
    reply(street, said)
    assert (street.ticket().stage, street.ticket().state) == (stage, state)


def test_mended_twice_is_the_resolution(street: Desk) -> None:
    street.report(GONE)
    reply(street, "已修复")
    reply(street, "已修复")
    assert street.ticket().state is State.RESOLVED


def test_of_what_is_not_fixed_in_steps_mended_is_the_resolution(street: Desk) -> None:
    street.report("东湖花园3栋的井盖松动")
    reply(street, "已控制")
    assert "没有“控制现场”这一步" in text_of(street.notices(chat=OFFICE, kind="answer")[-1])
    reply(street, "已修复")
    assert street.ticket().state is State.RESOLVED


def test_a_number_stands_for_the_card(street: Desk) -> None:
    street.report(GONE)
    street.say("T1001 已控制", LI, OFFICE)
    assert street.ticket().stage is Stage.CONTROLLED
    street.say("已修复 T1001", LI, OFFICE)
    assert street.ticket().stage is Stage.REPAIRED


def test_a_courier_who_wonders_is_told_the_step(street: Desk) -> None:
    post = street.say(GONE)
    street.deliver()
    act(street, Move.CONTROL)
    street.say("进度", reply_to=post.message_id)
    (told,) = street.notices(kind="answer")
    assert text_of(told) == "#T1001 处理中（现场已控制）：东湖社区，时限 11月5日 12:00"


def test_a_stranger_passes_no_step(street: Desk) -> None:
    street.report(GONE)
    reply(street, "已控制", HE)
    assert street.ticket().stage is None
    assert "没有这个权限" in street.tap(HE, "control:1001", street.the("card")).text


def test_a_barrier_answers_no_question_for_the_deed(street: Desk) -> None:
    street.report(GONE)
    street.tap(LI, "resolve:1001", street.the("card"))
    street.deliver()
    street.say("已设围挡", LI, OFFICE)
    assert (street.ticket().state, street.ticket().stage) == (State.ACCEPTED, Stage.CONTROLLED)
    street.tap(LI, "resolve:1001", street.the("card"))
    street.deliver()
    street.say("已设围挡", LI, OFFICE)
    assert street.ticket().state is State.ACCEPTED
    street.say("井盖已更换", LI, OFFICE)
    assert street.ticket().state is State.RESOLVED


def test_a_photo_without_words_may_show_a_step(street: Desk) -> None:
    street.report(GONE)
    reply(street, "", photo=True)
    question = street.the("question")
    assert text_of(question) == "这是 #T1001 哪一步的照片？"
    assert buttons_of(question) == ["已控制", "是，已办结", "不是"]
    assert "现场已控制" in street.tap(LI, data_of(question, "已控制"), question).text
    assert street.ticket().stage is Stage.CONTROLLED
    assert len(media.of_ticket(street.tx, 1001, MediaPurpose.STAGE)) == 1

    reply(street, "", photo=True)
    street.say("已修复", LI, OFFICE)
    assert (street.ticket().stage, street.ticket().state) == (Stage.REPAIRED, State.ACCEPTED)
    assert len(media.of_ticket(street.tx, 1001, MediaPurpose.STAGE)) == 2
    assert not media.of_ticket(street.tx, 1001, MediaPurpose.PROOF)


def test_a_forged_step_is_none(street: Desk) -> None:
    street.report(GONE)
    assert "已经过期" in street.tap(LI, "shows:1001:resolve", street.the("card")).text
    assert street.ticket().state is State.ASSIGNED


def test_photos_of_a_step_are_kept_and_prove_nothing_yet(street: Desk) -> None:
    street.report(GONE)
    reply(street, "已设围挡", photo=True)
    assert len(media.of_ticket(street.tx, 1001, MediaPurpose.STAGE)) == 1
    assert not media.of_ticket(street.tx, 1001, MediaPurpose.PROOF)
    street.tap(LI, "show:1001", street.the("card"))
    street.deliver()
    assert "照片(1)" in buttons_of(street.notices(chat=OFFICE, kind="answer")[-1])
