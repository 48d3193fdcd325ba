"""Deeds told without a reply: the ticket is asked for, never guessed, and no report comes of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.desk.intake import take_gathered
from bot.desk.prompts import drop_expired
from bot.domain.posts import MediaPurpose, Sender
from bot.domain.tickets import Move, State
from storage import media, posts
from storage.notices import Notice
from tests.desk.office import HE, LI, OFFICE, RIDERS, SUN, WANG, Desk, buttons_of, data_of, text_of
from tests.desk.test_handling import act, brought_to

MINUTE = timedelta(minutes=1)


@pytest.fixture
def open_desk(desk: Desk) -> Desk:
    """T1001 is the bin at 3栋, T1002 the bin at 5栋."""
    brought_to(desk, State.ASSIGNED)
    desk.report("东湖花园5栋的垃圾桶坏了", sender=HE)
    return desk


def asked(desk: Desk, chat: int = OFFICE) -> Notice:
    desk.deliver()
    return desk.the("question", chat)


@pytest.mark.parametrize("chat", [OFFICE, RIDERS])
@pytest.mark.parametrize("photo", [True, False])
@pytest.mark.parametrize("words", ["3栋垃圾桶已修好", "东湖花园3栋的垃圾桶换好了", "已清理，3栋的垃圾桶"])
def test_place_and_thing_find_the_ticket(open_desk: Desk, words: str, photo: bool, chat: int) -> None:
    post = open_desk.say(words, LI, chat, photo=photo)
    question = asked(open_desk, chat)
    assert text_of(question).startswith("是 #T1001 办结吗？")
    assert buttons_of(question) == ["是，已办结", "不是"]
    assert question.reply_to == post.message_id
    assert open_desk.ticket().state is State.ASSIGNED
    answer = open_desk.tap(LI, data_of(question, "是，已办结"), question)
    assert answer.text == "已办结 #T1001，等待复核"
    assert open_desk.ticket().state is State.RESOLVED
    assert len(media.of_ticket(open_desk.tx, 1001, MediaPurpose.PROOF)) == photo
    assert words in text_of(open_desk.notices(chat=RIDERS, kind="closure")[-1])
    assert open_desk.sign(post) == "👌"
    assert len(open_desk.tickets()) == 2
    open_desk.deliver()
    assert not [one for one in open_desk.notices(chat=chat, kind="question") if not one.gone]


def test_several_tickets_have_a_button_each(open_desk: Desk) -> None:
    open_desk.say("垃圾桶修好了", LI, OFFICE, photo=True)
    question = asked(open_desk)
    labels = buttons_of(question)
    assert [label[:6] for label in labels] == ["#T1001", "#T1002", "都不是"]
    open_desk.tap(LI, data_of(question, labels[1]), question)
    assert [one.state for one in open_desk.tickets()] == [State.ASSIGNED, State.RESOLVED]
    assert len(media.of_ticket(open_desk.tx, 1002, MediaPurpose.PROOF)) == 1


def test_none_of_them_changes_nothing(open_desk: Desk) -> None:
    open_desk.say("垃圾桶修好了", LI, OFFICE)
    question = asked(open_desk)
    assert open_desk.tap(LI, data_of(question, "都不是"), question).text == "已取消"
    assert {one.state for one in open_desk.tickets()} == {State.ASSIGNED}


@pytest.mark.parametrize(("words", "state"), [("是的", State.RESOLVED), ("不是", State.ASSIGNED)])
def test_the_answer_may_be_written(open_desk: Desk, words: str, state: State) -> None:
    open_desk.say("3栋垃圾桶已修好", LI, OFFICE)
    asked(open_desk)
    open_desk.say(words, LI, OFFICE)
    assert open_desk.ticket().state is state
    assert not [one for one in open_desk.notices(kind="question") if not one.gone]


def test_yes_to_several_says_not_which(open_desk: Desk) -> None:
    open_desk.say("垃圾桶修好了", LI, OFFICE)
    asked(open_desk)
    open_desk.say("是的", LI, OFFICE)
    assert {one.state for one in open_desk.tickets()} == {State.ASSIGNED}


def test_an_album_comes_whole(open_desk: Desk) -> None:
    open_desk.say("3栋垃圾桶已修好", LI, OFFICE, photo=True, album="a")
    open_desk.say("", LI, OFFICE, photo=True, album="a")
    question = asked(open_desk)
    open_desk.tap(LI, data_of(question, "是，已办结"), question)
    assert len(media.of_ticket(open_desk.tx, 1001, MediaPurpose.PROOF)) == 2


@pytest.mark.parametrize("words", ["7栋垃圾桶已修好", "3栋路灯已修好", "西苑小区3栋垃圾桶已修好", "已处理", "搞定"])
def test_what_fits_no_open_ticket_asks_nothing_and_reports_nothing(open_desk: Desk, words: str) -> None:
    open_desk.say(words, LI, RIDERS)
    assert not open_desk.notices(kind="question")
    assert len(open_desk.tickets()) == 2


def test_words_that_name_nothing_need_a_photo(open_desk: Desk) -> None:
    open_desk.say("已处理", LI, OFFICE, photo=True)
    assert text_of(asked(open_desk)) == "是哪一件办结了？"


@pytest.mark.parametrize("words", ["3栋垃圾桶修好了吗", "3栋垃圾桶明天修", "3栋垃圾桶还没修好"])
def test_what_is_not_told_as_done_asks_nothing(open_desk: Desk, words: str) -> None:
    open_desk.say(words, LI, OFFICE)
    assert not open_desk.notices(kind="question")


@pytest.mark.parametrize("who", [WANG, SUN, HE])
def test_who_handles_none_of_them_is_not_asked(open_desk: Desk, who: Sender) -> None:
    open_desk.say("3栋垃圾桶已修好", who, RIDERS)
    assert not open_desk.notices(kind="question")
    assert len(open_desk.tickets()) == 2


@pytest.mark.parametrize("who", [WANG, SUN])
def test_a_stranger_does_not_answer_for_the_unit(open_desk: Desk, who: Sender) -> None:
    open_desk.say("3栋垃圾桶已修好", LI, RIDERS)
    question = asked(open_desk, RIDERS)
    answer = open_desk.tap(who, data_of(question, "是，已办结"), question)
    assert answer.alert
    assert open_desk.ticket().state is State.ASSIGNED


def test_another_of_the_units_tickets_may_be_named_only_among_the_units(open_desk: Desk) -> None:
    """The second number of the data is as little trusted as the first."""
    open_desk.report("西苑小区3栋的垃圾桶坏了")
    open_desk.say("3栋垃圾桶已修好", LI, OFFICE)
    question = asked(open_desk)
    assert open_desk.tap(LI, "claim:1001:1003", question).alert
    assert open_desk.ticket(1003).state is State.ASSIGNED


def test_what_was_resolved_meanwhile_is_told(open_desk: Desk) -> None:
    open_desk.say("3栋垃圾桶已修好", LI, OFFICE)
    question = asked(open_desk)
    act(open_desk, Move.RESOLVE, LI)
    assert "已在" in open_desk.tap(LI, data_of(question, "是，已办结"), question).text


def test_nobody_answers_and_the_question_goes(open_desk: Desk) -> None:
    open_desk.say("3栋垃圾桶已修好", LI, OFFICE)
    question = asked(open_desk)
    open_desk.later(10 * MINUTE)
    drop_expired(open_desk.tx, open_desk.now)
    assert question.id in {notice.target for notice in open_desk.notices(kind="deletion")}
    assert open_desk.ticket().state is State.ASSIGNED


def test_what_is_new_beside_the_deed_is_reported(open_desk: Desk) -> None:
    post = open_desk.say("3栋垃圾桶已修好，东湖花园7栋的垃圾桶坏了", LI, RIDERS)
    assert text_of(asked(open_desk, RIDERS)).startswith("是 #T1001 办结吗？")
    assert [one.place for one in open_desk.tickets()][2:] == ["东湖花园7栋"]
    assert open_desk.ticket(1003).message_id == post.message_id


def test_in_private_nobody_is_left_without_an_answer(open_desk: Desk) -> None:
    open_desk.open_private(LI)
    open_desk.say("3栋垃圾桶已修好", LI, LI.id, private=True)
    assert "是 #T1001 办结吗" in text_of(asked(open_desk, LI.id))
    open_desk.later(10 * MINUTE)
    open_desk.say("7栋垃圾桶已修好", LI, LI.id, private=True)
    assert "怎么办理" in text_of(open_desk.notices(chat=LI.id, kind="answer")[-1])


def test_forwarded_words_claim_nothing(open_desk: Desk) -> None:
    open_desk.say("3栋垃圾桶已修好", LI, OFFICE, forwarded=True)
    assert not open_desk.notices(kind="question")


@pytest.mark.parametrize(("wait", "kept"), [(MINUTE, 1), (3 * MINUTE, 0)])
def test_the_photo_may_come_just_behind_the_words(open_desk: Desk, wait: timedelta, kept: int) -> None:
    open_desk.say("3栋垃圾桶已修好", LI, OFFICE)
    question = asked(open_desk)
    open_desk.later(wait)
    open_desk.say("", LI, OFFICE, photo=True)
    open_desk.tap(LI, data_of(question, "是，已办结"), question)
    assert len(media.of_ticket(open_desk.tx, 1001, MediaPurpose.PROOF)) == kept


# --- the photo first


def gathered(desk: Desk) -> int:
    return int(desk.tx.value("SELECT count(*) FROM posts WHERE state = 'gathering'"))


@pytest.mark.parametrize("chat", [OFFICE, RIDERS, LI.id])
@pytest.mark.parametrize(("wait", "kept"), [(MINUTE, 1), (3 * MINUTE, 0)])
def test_the_photo_may_come_just_before_the_words(open_desk: Desk, chat: int, wait: timedelta, kept: int) -> None:
    private = {"private": chat == LI.id}
    open_desk.say("", LI, chat, photo=True, **private)
    open_desk.later(wait)
    open_desk.say("3栋垃圾桶已修好", LI, chat, **private)
    question = asked(open_desk, chat)
    open_desk.tap(LI, data_of(question, "是，已办结"), question)
    assert len(media.of_ticket(open_desk.tx, 1001, MediaPurpose.PROOF)) == kept
    assert gathered(open_desk) == 1 - kept, "what proves something waits for no report"
    assert len(open_desk.tickets()) == 2


@pytest.mark.parametrize("chat", [OFFICE, RIDERS])
def test_a_reply_takes_the_photo_sent_just_before_it(open_desk: Desk, chat: int) -> None:
    open_desk.say("", LI, chat, photo=True, album="a")
    open_desk.say("", LI, chat, photo=True, album="a")
    open_desk.say("T1001 已修好", LI, chat)
    assert open_desk.ticket().state is State.RESOLVED
    assert len(media.of_ticket(open_desk.tx, 1001, MediaPurpose.PROOF)) == 2
    assert gathered(open_desk) == 0


@pytest.mark.parametrize(("who", "where"), [(SUN, OFFICE), (WANG, RIDERS), (LI, RIDERS)])
def test_only_ones_own_photo_in_that_chat_is_taken(open_desk: Desk, who: Sender, where: int) -> None:
    open_desk.say("", who, where, photo=True)
    open_desk.say("T1001 已修好", LI, OFFICE)
    assert open_desk.ticket().state is State.RESOLVED
    assert media.of_ticket(open_desk.tx, 1001, MediaPurpose.PROOF) == []


def test_a_photo_that_a_unit_only_talks_about_leaves_no_trace(open_desk: Desk) -> None:
    open_desk.say("", LI, OFFICE, photo=True, forwarded=True)
    open_desk.say("", WANG, OFFICE, photo=True)
    assert gathered(open_desk) == 0
    open_desk.say("", LI, OFFICE, photo=True)
    open_desk.later(3 * MINUTE)
    for post in posts.ready(open_desk.tx, open_desk.now):
        take_gathered(open_desk.tx, open_desk.office, post, open_desk.now)
    assert gathered(open_desk) == 0
    assert len(open_desk.tickets()) == 2


def test_what_is_new_beside_the_deed_keeps_the_photo_too(open_desk: Desk) -> None:
    open_desk.say("", LI, RIDERS, photo=True)
    open_desk.say("3栋垃圾桶已修好，东湖花园7栋的垃圾桶坏了", LI, RIDERS)
    assert asked(open_desk, RIDERS)
    assert len(media.of_post(open_desk.tx, open_desk.ticket(1003).post_id)) == 1
