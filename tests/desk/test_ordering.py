"""Moves by word: replied or by number, with fuzzy units, spans and dates; refused in one line; never by talk."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.desk.ordering import find_order
from bot.domain.posts import Post, Sender
from bot.domain.tickets import Move, State
from storage import requests
from tests.desk.office import (
    CHEN,
    DAY,
    HALL,
    HE,
    LI,
    OFFICE,
    RIDERS,
    SUN,
    WANG,
    ZHOU,
    ZONE,
    Desk,
    a_desk,
    buttons_of,
    data_of,
    text_of,
)
from tests.desk.test_handling import act, brought_to


@pytest.fixture
def open_desk(desk: Desk) -> Desk:
    brought_to(desk, State.ASSIGNED)
    return desk


def reply(desk: Desk, words: str, who: Sender = LI, chat: int = OFFICE) -> Post:
    """A reply to the newest card there."""
    card = desk.notices(chat=chat, kind="card")[-1]
    return desk.say(words, who, chat, reply_to=card.message_id)


def answered(desk: Desk, chat: int = OFFICE) -> str:
    """The last short-lived line there."""
    return text_of(desk.notices(chat=chat, kind="answer")[-1])


@pytest.mark.parametrize("words", ["转 西苑社区", "转给西苑", "请转西苑社区处理", "转派：西苑社区，在他们那边"])
def test_a_transfer_by_word_is_signed_and_done(open_desk: Desk, words: str) -> None:
    post = reply(open_desk, words)
    assert open_desk.ticket().unit_code == "xiyuan"
    assert open_desk.sign(post) == "👌"


@pytest.mark.parametrize("words", ["转给路灯所", "转 市路灯所 灯杆归他们"])
def test_what_a_coordinator_must_agree_to_is_said_so(open_desk: Desk, words: str) -> None:
    reply(open_desk, words)
    assert answered(open_desk) == "已提交协调员，同意后生效（#T1001 转派）"
    (request,) = requests.waiting(open_desk.tx, 1001)
    assert request.wish.units == ("luminju",)


def test_a_near_name_is_asked_and_the_reason_is_kept(open_desk: Desk) -> None:
    reply(open_desk, "转给西院社区，在他们门口")
    open_desk.deliver()
    question = open_desk.the("question", OFFICE)
    assert "“西院社区”是西苑社区吗" in text_of(question)
    assert buttons_of(question) == ["是", "取消"]
    assert open_desk.tap(LI, data_of(question, "是"), question).text == "#T1001 已转派给西苑社区"
    assert "在他们门口" in text_of(open_desk.notices(chat=RIDERS, kind="card")[-1])


@pytest.mark.parametrize(
    ("words", "said", "buttons"),
    [
        ("转 社", "“社”是哪个单位", ["西苑社区", "北山社区", "取消"]),
        ("转 苑", "“苑”是西苑社区吗", ["是", "取消"]),
        ("转给灯", "“灯”是市路灯所吗", ["是", "取消"]),
    ],
)
def test_of_a_fragment_the_units_that_hold_it_are_offered(
    open_desk: Desk, words: str, said: str, buttons: list[str]
) -> None:
    reply(open_desk, words)
    open_desk.deliver()
    question = open_desk.the("question", OFFICE)
    assert said in text_of(question)
    assert buttons_of(question) == buttons
    assert open_desk.ticket().unit_code == "donghu", "a fragment is never sure"


@pytest.mark.parametrize("words", ["转 龙", "转好"])
def test_a_fragment_of_nobodys_name_offers_nothing(open_desk: Desk, words: str) -> None:
    reply(open_desk, words)
    assert not open_desk.queued(kind="question")


def test_the_asked_unit_may_be_written(open_desk: Desk) -> None:
    reply(open_desk, "转派")
    open_desk.deliver()
    assert buttons_of(open_desk.the("question", OFFICE)) == ["西苑社区", "取消"]
    open_desk.say("西苑", LI, OFFICE)
    assert open_desk.ticket().unit_code == "xiyuan"


def test_extending_by_word(open_desk: Desk) -> None:
    due = open_desk.ticket().due_at
    assert due is not None
    reply(open_desk, "延期两天，等配件")
    assert open_desk.ticket().due_at == due + 2 * DAY


def test_extending_to_a_date_keeps_the_time_of_day(open_desk: Desk) -> None:
    due = open_desk.ticket().due_at
    assert due is not None
    reply(open_desk, "延到11月7日 等配件")
    assert open_desk.ticket().due_at == due + 2 * DAY


def test_working_days_are_counted_as_such(open_desk: Desk) -> None:
    """Thursday 12:00 and one working day more is Friday, two are Monday: four days of the calendar, which ask."""
    due = open_desk.ticket().due_at
    reply(open_desk, "延期2个工作日 等配件")
    (request,) = requests.waiting(open_desk.tx, 1001)
    assert str(request.wish.span) == "4d"
    assert open_desk.ticket().due_at == due, "it waits for a coordinator"


@pytest.mark.parametrize("words", ["挂账到3月15日 等资金", "挂账到明年3月15号，等资金"])
def test_suspending_is_proposed_by_a_unit_and_made_by_a_coordinator(open_desk: Desk, words: str) -> None:
    reply(open_desk, words)
    (request,) = requests.waiting(open_desk.tx, 1001)
    assert request.wish.until == datetime(2027, 3, 15, 9, tzinfo=ZONE)
    open_desk.say(f"T1001 {words}", CHEN, HALL)
    assert open_desk.ticket().state is State.SUSPENDED


def test_a_coordinator_orders_by_number_from_the_own_chat(open_desk: Desk) -> None:
    open_desk.say("T1001 转给西苑社区", CHEN, HALL)
    assert open_desk.ticket().unit_code == "xiyuan"
    open_desk.later()
    open_desk.say("T1001 不予受理 是装修垃圾", CHEN, HALL)
    assert open_desk.ticket().state is State.REJECTED


def test_a_coordinator_replies_to_the_card_in_the_own_chat(desk: Desk) -> None:
    brought_to(desk, State.TRIAGE)
    act(desk, Move.DISPATCH, CHEN)
    desk.deliver()
    reply(desk, "转给西苑社区", CHEN, HALL)
    assert desk.ticket().unit_code == "xiyuan"


def test_several_tickets_are_moved_or_none(open_desk: Desk) -> None:
    open_desk.report("东湖花园5栋的垃圾桶坏了")
    open_desk.say("T1001、T1002 退回 不归我们管", LI, OFFICE)
    assert {one.state for one in open_desk.tickets()} == {State.TRIAGE}


def test_of_several_one_that_cannot_be_moved_keeps_the_others(open_desk: Desk) -> None:
    open_desk.report("东湖花园5栋的垃圾桶坏了")
    act(open_desk, Move.RESOLVE, LI, number=1002)
    open_desk.say("T1001、T1002 退回 不归我们管", LI, OFFICE)
    assert open_desk.ticket().state is State.ASSIGNED
    assert "不能再退回" in answered(open_desk)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("转给公安局", "没有找到单位“公安局”"),
        ("转给东湖社区", "工单已经在东湖社区"),
        ("转给北山社区", "北山社区还没有工作群"),
        ("延期到2月30日 等料", "没有这一天"),
        ("延到11月2日 等料", "没有这一天，或者已经过了"),
        ("挂账到今天 等料", "没有这一天，或者已经过了"),
        ("恢复", "工单还没有受理，现在不能恢复办理"),
        ("并入 T4711", "编号不对"),
        ("并入 T1001", "不能并入自己"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line_and_changes_nothing(open_desk: Desk, words: str, told: str) -> None:
    before = open_desk.ticket()
    reply(open_desk, words)
    assert told in answered(open_desk)
    assert "\n" not in answered(open_desk)
    assert open_desk.ticket() == before
    assert not requests.waiting(open_desk.tx, 1001)


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("退回", "退回：请写明原因"),
        ("不予受理", "不予受理：请写明原因"),
        ("延期 2天", "延期 2天：请写明原因"),
        ("延期", "延期：请写延多久"),
        ("挂账到3月15日", "挂账到 3月15日：请写明原因"),
        ("挂账", "挂账：请写到哪天"),
        ("备注", "备注：请写要记下的话"),
        ("转派", "转给哪个单位"),
    ],
)
def test_what_is_lacking_is_asked(open_desk: Desk, words: str, asked: str) -> None:
    before = open_desk.ticket()
    reply(open_desk, words)
    assert asked in text_of(open_desk.the("question", OFFICE))
    assert open_desk.ticket() == before


@pytest.mark.parametrize(
    "words",
    [
        "能不能转给西苑？",
        "要不要退回",
        "明天转给西苑社区",
        "准备退回",
        "不退回",
        "已转西苑社区",
        "转给西苑社区了",
        "可以延期吗",
    ],
)
def test_questions_promises_and_denials_do_nothing(open_desk: Desk, words: str) -> None:
    before = open_desk.ticket()
    reply(open_desk, words)
    assert open_desk.ticket() == before
    assert not open_desk.notices(kind="question")


@pytest.mark.parametrize("who", [SUN, HE])
def test_who_may_not_gets_a_sign_and_no_words(open_desk: Desk, who: Sender) -> None:
    before, said = open_desk.ticket(), len(open_desk.notices(kind="answer"))
    post = reply(open_desk, "退回 不归我们管", who)
    assert open_desk.sign(post) == "🤷"
    assert open_desk.ticket() == before
    assert len(open_desk.notices(kind="answer")) == said


def test_the_unit_that_had_it_is_told_who_was_quicker(open_desk: Desk) -> None:
    card = open_desk.the("card", OFFICE)
    reply(open_desk, "转给西苑社区")
    open_desk.later()
    open_desk.say("退回 不归我们管", LI, OFFICE, reply_to=card.message_id)
    assert answered(open_desk) == "李书记 已在 11-02 12:00 转派了"


def test_a_reporter_orders_nothing_below_the_own_post(open_desk: Desk) -> None:
    post = open_desk.say("东湖花园9栋的垃圾桶坏了")
    open_desk.say("转给西苑社区吧", WANG, RIDERS, reply_to=post.message_id)
    assert open_desk.ticket(1002).unit_code == "donghu"


def test_a_reviewer_notes_but_does_not_move(desk: Desk) -> None:
    brought_to(desk, State.ACCEPTED)
    reply(desk, "备注 三天内要看到", ZHOU)
    assert desk.events()[-1] == "note"
    before = desk.ticket()
    assert desk.sign(reply(desk, "延期 2天 等材料", ZHOU)) == "🤷"
    assert desk.ticket() == before


def test_the_second_return_is_the_last(desk: Desk) -> None:
    brought_to(desk, State.ASSIGNED)
    reply(desk, "退回 不在我们辖区")
    desk.deliver()
    act(desk, Move.DISPATCH, CHEN)
    desk.deliver()
    reply(desk, "退回 真的不在")
    desk.deliver()
    act(desk, Move.DISPATCH, CHEN)
    desk.deliver()
    card = desk.notices(chat=OFFICE, kind="card")[-1]
    assert "已指定承办" in text_of(card)
    assert "退回" not in buttons_of(card)
    reply(desk, "退回 还是不在")
    assert "已指定您单位承办" in answered(desk)
    assert desk.ticket().state is State.ASSIGNED


def test_an_answer_below_the_card_is_an_order_and_no_answer(open_desk: Desk) -> None:
    """退回 was asked about, and then somebody replies 已处理 to the card itself."""
    reply(open_desk, "退回")
    open_desk.deliver()
    reply(open_desk, "已处理，换了新桶")
    assert open_desk.ticket().state is State.RESOLVED


def test_a_bare_turn_is_an_order_only_before_a_known_unit() -> None:
    with a_desk() as desk:
        assert find_order(desk.office, "转角那里已处理", desk.now) is None
        assert find_order(desk.office, "转物业", desk.now) is None
        assert find_order(desk.office, "转西苑", desk.now) is not None


def test_a_reviewer_passes_or_sends_back_by_word(desk: Desk) -> None:
    brought_to(desk, State.RESOLVED)
    reply(desk, "退回 照片看不清", ZHOU)
    assert desk.ticket().state is State.ACCEPTED
    assert desk.events()[-1] == "rework"
    act(desk, Move.RESOLVE, LI)
    desk.later()
    reply(desk, "复核通过", ZHOU)
    assert desk.ticket().state is State.CLOSED


def test_the_reason_may_stand_before_the_order(open_desk: Desk) -> None:
    reply(open_desk, "这个不归我们管，转给西苑")
    assert open_desk.ticket().unit_code == "xiyuan"
    assert "这个不归我们管" in text_of(open_desk.notices(chat=RIDERS, kind="card")[-1])


def test_of_several_one_that_was_asked_for_before_keeps_the_others(open_desk: Desk) -> None:
    open_desk.report("东湖花园5栋的垃圾桶坏了")
    reply(open_desk, "情况不属实")
    open_desk.later()
    open_desk.say("T1001、T1002 不予受理 是住户自家的桶", LI, OFFICE)
    assert "已经申请过了" in answered(open_desk)
    assert len(requests.waiting(open_desk.tx, 1001)) + len(requests.waiting(open_desk.tx, 1002)) == 1
