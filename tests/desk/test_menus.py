"""Moves by button: what opens, what it does, how many taps it takes, and who is told when two press at once."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.domain.moves import MOVES
from bot.domain.posts import Sender
from bot.domain.tickets import Capacity, Move, State
from bot.notices.buttons import BEHIND_MORE, ON_CARD
from storage import requests
from storage.notices import Notice
from tests.desk.office import CHEN, DAY, HALL, HE, LI, OFFICE, ZONE, Desk, buttons_of, data_of, text_of
from tests.desk.test_handling import brought_to


@pytest.fixture
def open_desk(desk: Desk) -> Desk:
    brought_to(desk, State.ASSIGNED)
    return desk


def shown(desk: Desk, card: Notice) -> Notice:
    """The card with the buttons that it shows now."""
    edits = [one for one in desk.notices(kind="edit") if one.target == card.id and one.state != "dropped"]
    return edits[-1] if edits else card


def press(desk: Desk, who: Sender, *labels: str) -> str:
    """Press these one after the other below the card in the office. Returns what the last press is answered."""
    card, text = desk.the("card", OFFICE), ""
    for label in labels:
        text = desk.tap(who, data_of(shown(desk, card), label), card).text
        desk.later()
    return text


WALKS = {
    Move.ACCEPT: ("受理",),
    Move.TRANSFER: ("转派", "西苑社区"),
    Move.RETURN: ("退回", "不归我们管"),
    Move.EXTEND: ("延期", "1天"),
    Move.SUSPEND: ("更多 ›", "挂账", "1个月"),
    Move.REJECT: ("更多 ›", "不予受理", "情况不属实"),
}
"""Every move that buttons alone make or propose; 办结 and 备注 take words, below."""
_BEHIND_MORE = 1
"""The tap on 更多 › that the seldom moves take besides: by reply they take none."""


@pytest.mark.parametrize(("move", "labels"), WALKS.items())
def test_each_move_takes_at_most_two_taps_from_where_it_stands(
    open_desk: Desk, move: Move, labels: tuple[str, ...]
) -> None:
    text = press(open_desk, LI, *labels)
    asked = {one.move for one in requests.waiting(open_desk.tx, 1001)}
    assert move.value in open_desk.events() or asked == {move}
    assert "#T1001" in text
    assert len(labels) <= 2 + _BEHIND_MORE * (move in BEHIND_MORE)


REPLIES = {
    Move.ACCEPT: "受理",
    Move.RESOLVE: "已处理，换了新桶",
    Move.TRANSFER: "转 西苑社区",
    Move.RETURN: "退回 不归我们管",
    Move.EXTEND: "延期 1天 等材料",
    Move.SUSPEND: "挂账一个月 等资金",
    Move.NOTE: "备注 已联系厂家",
    Move.REJECT: "情况不属实",
    Move.MERGE: "并入 T1002",
}
"""The one reply that makes or proposes each move of a unit."""


@pytest.mark.parametrize(("move", "words"), REPLIES.items())
def test_each_move_takes_one_reply(open_desk: Desk, move: Move, words: str) -> None:
    open_desk.report("东湖花园5栋的垃圾桶坏了")
    card = open_desk.notices(chat=OFFICE, kind="card")[0]
    open_desk.say(words, LI, OFFICE, reply_to=card.message_id)
    asked = {one.move for one in requests.waiting(open_desk.tx, 1001)}
    assert move.value in open_desk.events() or asked == {move}


def test_a_suspended_ticket_resumes_by_one_tap_or_one_reply(desk: Desk) -> None:
    brought_to(desk, State.SUSPENDED)
    card = shown(desk, desk.the("card", OFFICE))
    assert buttons_of(card) == ["恢复办理"]
    desk.say("恢复", LI, OFFICE, reply_to=desk.the("card", OFFICE).message_id)
    assert desk.ticket().state is State.ASSIGNED


def test_every_move_of_a_unit_is_offered_or_written() -> None:
    """The table decides: what a handler may do stands on the card, behind 更多, or is one reply."""
    offered = {*[move for row in ON_CARD for move in row], *BEHIND_MORE, *REPLIES}
    units = {move for move, rule in MOVES.items() if Capacity.HANDLER in rule.who | rule.asks}
    assert units <= offered


def test_a_ready_reason_returns_and_the_coordinators_get_a_card(open_desk: Desk) -> None:
    assert press(open_desk, LI, "退回", "地点找不到") == "#T1001 已退回，由协调员重新分派"
    assert open_desk.ticket().returners == ("donghu",)
    assert "地点找不到" in text_of(open_desk.notices(chat=HALL, kind="card")[-1])


@pytest.mark.parametrize(
    ("labels", "words", "event", "told"),
    [
        (("退回", "其他原因…"), "三号楼在隔壁社区", "return", "三号楼在隔壁社区"),
        (("延期", "其他…"), "1天，等配件", "extend", "等配件"),
        (("更多 ›", "备注"), "已联系厂家", "note", "已联系厂家"),
        (("更多 ›", "挂账", "其他…"), "到3月15日 等资金", "requested", "等资金"),
        (("更多 ›", "不予受理", "其他原因…"), "是住户自家的桶", "requested", "是住户自家的桶"),
    ],
)
def test_the_next_words_are_what_was_lacking(
    open_desk: Desk, labels: tuple[str, ...], words: str, event: str, told: str
) -> None:
    assert press(open_desk, LI, *labels) == "请看下面的提示"
    question = open_desk.the("question", OFFICE)
    open_desk.deliver()
    open_desk.say(words, LI, OFFICE)
    assert open_desk.events()[-1] == event
    assert told in text_of(shown(open_desk, open_desk.notices(chat=OFFICE, kind="card")[0]))
    assert question.id in {notice.target for notice in open_desk.notices(kind="deletion")}


def test_what_is_still_lacking_is_asked_with_ready_reasons(open_desk: Desk) -> None:
    press(open_desk, LI, "延期", "其他…")
    open_desk.deliver()
    open_desk.say("2天", LI, OFFICE)
    open_desk.deliver()
    question = open_desk.the("question", OFFICE)
    assert text_of(question).startswith("#T1001 延期 2天：请写明原因")
    assert open_desk.tap(LI, data_of(question, "等材料"), question).text.startswith("#T1001 已延期")


@pytest.mark.parametrize("words", ["算了", "取消", "点错了"])
def test_a_question_can_be_called_off_in_words(open_desk: Desk, words: str) -> None:
    before = open_desk.ticket()
    press(open_desk, LI, "退回", "其他原因…")
    open_desk.deliver()
    open_desk.say(words, LI, OFFICE)
    open_desk.say("三号楼在隔壁社区", LI, OFFICE)
    assert open_desk.ticket() == before


def test_an_impossible_date_is_refused_and_still_asked(open_desk: Desk) -> None:
    press(open_desk, LI, "更多 ›", "挂账", "其他…")
    open_desk.deliver()
    open_desk.say("到2月30日 等资金", LI, OFFICE)
    assert "没有这一天" in text_of(open_desk.notices(chat=OFFICE, kind="answer")[-1])
    open_desk.say("到2月28日 等资金", LI, OFFICE)
    (request,) = requests.waiting(open_desk.tx, 1001)
    assert request.wish.until == datetime(2027, 2, 28, 9, tzinfo=ZONE)


def test_the_deadline_moves_by_the_days_that_were_tapped(open_desk: Desk) -> None:
    due = open_desk.ticket().due_at
    assert due is not None
    press(open_desk, LI, "延期", "2天")
    assert open_desk.ticket().due_at == due + 2 * DAY


# --- two at once


def test_a_second_tap_does_not_put_off_twice(open_desk: Desk) -> None:
    press(open_desk, LI, "延期")
    card = open_desk.the("card", OFFICE)
    data = data_of(shown(open_desk, card), "2天")
    assert "已延期" in open_desk.tap(LI, data, card).text
    open_desk.later()
    again = open_desk.tap(LI, data, card)
    assert (again.text, again.alert) == ("李书记 已在 11-02 12:00 延期了", False)
    assert open_desk.ticket().extended == 1
    assert not requests.waiting(open_desk.tx, 1001)


@pytest.mark.parametrize(
    ("labels", "data", "told"),
    [
        (("转派", "西苑社区"), "accept:1001", "李书记 已在 11-02 12:00 转派了"),
        (("转派", "西苑社区"), "return:1001", "李书记 已在 11-02 12:00 转派了"),
        (("退回", "地点找不到"), "preset:1001:return:1", "李书记 已在 11-02 12:00 退回了"),
        (("退回", "地点找不到"), "transferto:1001:xiyuan", "李书记 已在 11-02 12:00 退回了"),
    ],
)
def test_the_second_is_told_who_was_quicker(open_desk: Desk, labels: tuple[str, ...], data: str, told: str) -> None:
    card = open_desk.the("card", OFFICE)
    press(open_desk, LI, *labels)
    before = open_desk.dump()
    answer = open_desk.tap(LI, data, card)
    assert (answer.text, answer.alert) == (told, False)
    assert open_desk.dump() == before


def test_a_stranger_is_told_nothing_of_it(open_desk: Desk) -> None:
    card = open_desk.the("card", OFFICE)
    press(open_desk, LI, "转派", "西苑社区")
    answer = open_desk.tap(HE, "accept:1001", card)
    assert answer.alert and "李书记" not in answer.text


@pytest.mark.parametrize("data", ["more:1001", "transfer:1001", "extend:1001", "card:1001"])
def test_an_old_card_gets_no_choices_any_more(open_desk: Desk, data: str) -> None:
    card = open_desk.the("card", OFFICE)
    press(open_desk, LI, "转派", "西苑社区")
    open_desk.deliver()
    before = open_desk.dump()
    assert open_desk.tap(CHEN, data, card).text
    assert open_desk.dump() == before


def test_choices_do_not_swallow_the_words_that_wait_to_be_edited(open_desk: Desk) -> None:
    press(open_desk, LI, "受理", "转派")
    card = open_desk.the("card", OFFICE)
    edit = shown(open_desk, card)
    assert "处理中" in text_of(edit)
    assert "西苑社区" in buttons_of(edit)


@pytest.mark.parametrize(
    "forged",
    [
        "extendto:1001:0:9d",
        "extendto:1001:x:1d",
        "extendto:1001:0",
        "suspendto:1001:9y",
        "suspendto:1001",
        "ask:1001:dispatch",
        "ask:1001",
        "transferto:1001:nowhere",
        "transferto:1001",
        "transfers:1001:nowhere:0",
        "claim:1001:1001",
        "preset:1001:extend:1",
        "preset:1001:suspend:1",
        "preset:1001:note:1",
    ],
)
@pytest.mark.parametrize("hand", [LI, CHEN, HE])
def test_forged_data_moves_nothing(open_desk: Desk, forged: str, hand: Sender) -> None:
    before = open_desk.dump()
    assert open_desk.tap(hand, forged, open_desk.the("card", OFFICE)).text
    assert open_desk.dump() == before


def test_the_opened_ticket_offers_its_readers_own_moves(open_desk: Desk) -> None:
    open_desk.tap(CHEN, "show:1001", chat=CHEN.id)
    open_desk.deliver()
    whole = open_desk.the("answer", CHEN.id)
    open_desk.tap(CHEN, data_of(whole, "更多 ›"), whole)
    open_desk.later()
    more = shown(open_desk, whole)
    assert {"挂账", "备注", "不予受理", "‹ 返回"} <= set(buttons_of(more))
    open_desk.tap(CHEN, data_of(more, "‹ 返回"), whole)
    assert buttons_of(shown(open_desk, whole)) == buttons_of(whole)
