"""Prompts: a button that needs words asks for them, and the next words of that person in that chat are the answer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.desk.prompts import drop_expired
from bot.domain.posts import MediaPurpose, Sender
from bot.domain.tickets import Move, State
from storage import media, prompts
from storage.notices import Notice
from tests.desk.office import (
    CHEN,
    HALL,
    LI,
    OFFICE,
    RIDERS,
    SUN,
    WANG,
    ZHOU,
    Desk,
    a_desk,
    buttons_of,
    data_of,
    text_of,
)
from tests.desk.test_handling import act, brought_to

MINUTE = timedelta(minutes=1)


def asked(desk: Desk, sender: Sender = LI, verb: str = "resolve") -> Notice:
    """办结 was tapped below the card, and the question stands."""
    answer = desk.tap(sender, f"{verb}:1001", desk.the("card", OFFICE))
    assert answer.text == "请看下面的提示"
    desk.deliver()
    return desk.the("question", OFFICE)


@pytest.fixture
def open_desk(desk: Desk) -> Desk:
    brought_to(desk, State.ASSIGNED)
    return desk


def test_the_question_stands_below_the_card_with_preset_answers(open_desk: Desk) -> None:
    question = asked(open_desk)
    assert question.reply_to == open_desk.the("card", OFFICE).message_id
    assert buttons_of(question) == ["已清理", "已修复", "已更换", "已处置", "取消"]
    assert open_desk.ticket().state is State.ASSIGNED


@pytest.mark.parametrize("reply", [True, False])
@pytest.mark.parametrize(("words", "photo"), [("换了新桶", False), ("", True), ("换了新桶", True)])
def test_the_next_words_or_photo_are_the_answer(open_desk: Desk, words: str, photo: bool, reply: bool) -> None:
    question = asked(open_desk)
    facts = {"reply_to": question.message_id} if reply else {}
    post = open_desk.say(words, LI, OFFICE, photo=photo, **facts)
    assert open_desk.ticket().state is State.RESOLVED
    assert len(media.of_ticket(open_desk.tx, 1001, MediaPurpose.PROOF)) == photo
    assert open_desk.sign(post) == "👌"
    assert prompts.waiting(open_desk.tx, LI.id, OFFICE, open_desk.now) is None
    deletion = open_desk.notices(kind="deletion")[-1]
    assert deletion.target == question.id, "a settled question does not stay"


@pytest.mark.parametrize(("sender", "chat"), [(WANG, OFFICE), (SUN, OFFICE), (LI, HALL)])
def test_nobody_else_and_nowhere_else_answers(open_desk: Desk, sender: Sender, chat: int) -> None:
    asked(open_desk)
    open_desk.say("换了新桶", sender, chat)
    assert open_desk.ticket().state is State.ASSIGNED


@pytest.mark.parametrize(("wait", "state"), [(10 * MINUTE, State.ASSIGNED), (9 * MINUTE, State.RESOLVED)])
def test_ten_minutes_long(open_desk: Desk, wait: timedelta, state: State) -> None:
    asked(open_desk)
    open_desk.later(wait)
    open_desk.say("换了新桶", LI, OFFICE)
    assert open_desk.ticket().state is state


def test_a_question_that_nobody_answered_is_taken_away(open_desk: Desk) -> None:
    question = asked(open_desk)
    open_desk.later(9 * MINUTE)
    drop_expired(open_desk.tx, open_desk.now)
    assert not open_desk.queued(kind="deletion")
    open_desk.later(MINUTE)
    drop_expired(open_desk.tx, open_desk.now)
    assert [notice.target for notice in open_desk.queued(kind="deletion")] == [question.id]


def test_a_second_question_takes_the_first_away(open_desk: Desk) -> None:
    first = asked(open_desk)
    open_desk.later()
    second = asked(open_desk)
    assert second.id != first.id
    assert first.id in {notice.target for notice in open_desk.notices(kind="deletion")}


def test_a_preset_answer_resolves_at_once(open_desk: Desk) -> None:
    question = asked(open_desk)
    assert open_desk.tap(LI, data_of(question, "已修复"), question).text == "已办结 #T1001，等待复核"
    assert open_desk.ticket().state is State.RESOLVED
    assert "已修复" in text_of(open_desk.notices(kind="closure")[-1])


@pytest.mark.parametrize("words", ["已清理", "已修复", "已更换", "已处置"])
def test_every_preset_answer_resolves_in_its_words(open_desk: Desk, words: str) -> None:
    question = asked(open_desk)
    open_desk.tap(LI, data_of(question, words), question)
    assert f"东湖社区：{words}" in text_of(open_desk.the("closure"))


def test_cancel_takes_the_question_away_and_changes_nothing_else(open_desk: Desk) -> None:
    question = asked(open_desk)
    assert open_desk.tap(LI, data_of(question, "取消"), question).text == "已取消"
    assert open_desk.ticket().state is State.ASSIGNED
    open_desk.say("换了新桶", LI, OFFICE)
    assert open_desk.ticket().state is State.ASSIGNED


def test_a_stranger_cannot_take_a_question_away(open_desk: Desk) -> None:
    question = asked(open_desk)
    before = open_desk.dump()
    assert open_desk.tap(SUN, data_of(question, "取消"), question).alert
    assert open_desk.dump() == before


def test_a_photo_is_required_where_the_config_says_so() -> None:
    with a_desk(proof="required") as desk:
        brought_to(desk, State.ASSIGNED)
        question = asked(desk)
        assert buttons_of(question) == ["取消"]
        desk.say("换了新桶", LI, OFFICE)
        assert desk.ticket().state is State.ASSIGNED
        assert "请发一张处理后的照片" in text_of(desk.the("answer", OFFICE))
        desk.say("", LI, OFFICE, photo=True)
        assert desk.ticket().state is State.RESOLVED


def test_where_no_proof_is_asked_the_button_resolves() -> None:
    with a_desk(proof="off") as desk:
        brought_to(desk, State.ASSIGNED)
        assert desk.tap(LI, "resolve:1001", desk.the("card", OFFICE)).text == "已办结 #T1001，等待复核"
        assert desk.ticket().state is State.RESOLVED


@pytest.mark.parametrize("verb", ["resolve", "rework"])
def test_who_has_no_right_is_not_asked(open_desk: Desk, verb: str) -> None:
    before = open_desk.dump()
    answer = open_desk.tap(SUN, f"{verb}:1001", open_desk.the("card", OFFICE))
    assert (answer.alert, answer.text[:7]) == (True, "您没有这个权限")
    assert open_desk.dump() == before


def test_who_comes_too_late_is_told_who_did_it_and_not_asked(open_desk: Desk) -> None:
    act(open_desk, Move.RESOLVE, LI)
    before = open_desk.dump()
    answer = open_desk.tap(CHEN, "resolve:1001", open_desk.the("card", OFFICE))
    assert (answer.text, answer.alert) == ("李书记 已在 11-02 12:00 办结了", False)
    assert open_desk.dump() == before


def test_a_rework_asks_for_its_reason(open_desk: Desk) -> None:
    act(open_desk, Move.RESOLVE, LI)
    open_desk.deliver()
    question = asked(open_desk, ZHOU, "rework")
    assert buttons_of(question) == ["照片看不清", "没有修好", "取消"]
    open_desk.say("还是坏的", ZHOU, OFFICE)
    assert open_desk.ticket().state is State.ACCEPTED


def test_a_bare_photo_below_the_card_is_asked_about(open_desk: Desk) -> None:
    card = open_desk.the("card", OFFICE)
    open_desk.say("", LI, OFFICE, photo=True, reply_to=card.message_id)
    open_desk.deliver()
    question = open_desk.the("question", OFFICE)
    assert buttons_of(question) == ["是，已办结", "不是"]
    assert open_desk.ticket().state is State.ASSIGNED
    open_desk.tap(LI, data_of(question, "是，已办结"), question)
    assert open_desk.ticket().state is State.RESOLVED
    assert len(media.of_ticket(open_desk.tx, 1001, MediaPurpose.PROOF)) == 1


def test_a_bare_photo_that_is_no_proof_is_none(open_desk: Desk) -> None:
    card = open_desk.the("card", OFFICE)
    open_desk.say("", LI, OFFICE, photo=True, reply_to=card.message_id)
    open_desk.deliver()
    question = open_desk.the("question", OFFICE)
    open_desk.tap(LI, data_of(question, "不是"), question)
    assert not media.of_ticket(open_desk.tx, 1001, MediaPurpose.PROOF)


# --- who takes a question away


@pytest.fixture
def in_the_group(desk: Desk) -> Desk:
    """西苑 has no chat: its card, and the question to its secretary, stand in the reporting group."""
    desk.report("西苑小区5栋的垃圾桶坏了")
    desk.tap(SUN, "resolve:1001", desk.the("card", RIDERS))
    desk.deliver()
    return desk


@pytest.mark.parametrize("hand", [WANG, ZHOU])
def test_only_who_may_make_the_asked_move_takes_the_question_away(in_the_group: Desk, hand: Sender) -> None:
    question = in_the_group.the("question", RIDERS)
    before = in_the_group.dump()
    answer = in_the_group.tap(hand, data_of(question, "取消"), question)
    assert (answer.alert, answer.text[:7]) == (True, "您没有这个权限")
    assert in_the_group.dump() == before
    in_the_group.say("换了新桶", SUN)
    assert in_the_group.ticket().state is State.RESOLVED, "the question still waited for her words"


@pytest.mark.parametrize("data", ["cancel:1002", "preset:1002:resolve:1", "done:1002"])
def test_a_question_is_taken_away_by_its_own_ticket_only(open_desk: Desk, data: str) -> None:
    question = asked(open_desk)
    open_desk.report("东湖花园5栋的垃圾桶坏了")
    assert open_desk.tap(LI, data, question).alert
    assert not open_desk.notice(question.id).gone
    assert prompts.waiting(open_desk.tx, LI.id, OFFICE, open_desk.now) is not None
    assert open_desk.ticket(1002).state is State.ASSIGNED


def test_cancel_below_what_is_no_question_does_nothing(open_desk: Desk) -> None:
    asked(open_desk)
    assert open_desk.tap(LI, "cancel:1001", open_desk.the("card", OFFICE)).alert
    assert prompts.waiting(open_desk.tx, LI.id, OFFICE, open_desk.now) is not None


def test_a_coordinators_cancel_leaves_her_own_question_about_another_ticket(open_desk: Desk) -> None:
    question = asked(open_desk)
    open_desk.report("东湖花园5栋的垃圾桶坏了")
    cards = [notice for notice in open_desk.notices(chat=OFFICE, kind="card") if notice.ticket_id == 1002]
    open_desk.tap(CHEN, "resolve:1002", cards[0])
    open_desk.deliver()
    assert open_desk.tap(CHEN, data_of(question, "取消"), question).text == "已取消"
    own = prompts.waiting(open_desk.tx, CHEN.id, OFFICE, open_desk.now)
    assert own is not None
    assert own.ticket_id == 1002
