"""Consent: what a unit may only propose waits for a coordinator, who makes it or not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.desk.acts import Act
from bot.desk.consent import carry_out
from bot.desk.handling import perform
from bot.desk.requests import wish_line
from bot.domain.durations import Duration
from bot.domain.refusals import Refusal, Refused
from bot.domain.tickets import Move, State
from bot.domain.wishes import Correction, Wish
from storage import events, requests
from storage.requests import Outcome
from tests.desk.office import (
    CHEN,
    DAY,
    HALL,
    HE,
    LI,
    MONDAY,
    OFFICE,
    SUN,
    ZHOU,
    Desk,
    a_desk,
    buttons_of,
    data_of,
    text_of,
)
from tests.desk.test_handling import act, brought_to, refused

TO_DEPARTMENT = Wish(units=("luminju",))


def propose(desk: Desk, move: Move = Move.TRANSFER, wish: Wish = TO_DEPARTMENT, words: str = "是路灯的事") -> None:
    order = Act(desk.person(LI), 1001, move, words, wish, chat_id=OFFICE, message_id=900)
    assert carry_out(desk.tx, desk.office, order, desk.now).proposed
    desk.deliver()
    desk.later()


def the_request(desk: Desk) -> requests.Request:
    request = requests.load(desk.tx, 1)
    assert request is not None
    return request


def test_a_transfer_to_a_department_waits_and_changes_nothing(desk: Desk) -> None:
    before = brought_to(desk, State.ACCEPTED)
    propose(desk)
    assert desk.ticket() == before
    (asked,) = desk.notices(chat=HALL, kind="alert")
    assert "东湖社区的李书记申请转派给市路灯所：是路灯的事" in text_of(asked)
    assert buttons_of(asked) == ["同意", "不同意"]
    assert any("申请：转派给市路灯所 是路灯的事" in text_of(edit) for edit in desk.notices(chat=OFFICE, kind="edit"))


WAY_TO_GO = Duration.parse("10d")


@pytest.mark.parametrize(
    ("asked", "wish", "made", "given", "reached"),
    [
        (Move.SUSPEND, Wish(until=MONDAY + 7 * DAY), Move.EXTEND, Wish(span=WAY_TO_GO), True),
        (Move.SUSPEND, Wish(until=MONDAY + 90 * DAY), Move.EXTEND, Wish(span=WAY_TO_GO), False),
        (Move.EXTEND, Wish(span=WAY_TO_GO), Move.SUSPEND, Wish(until=MONDAY + 7 * DAY), True),
        (Move.SPLIT, TO_DEPARTMENT, Move.WHISTLE, TO_DEPARTMENT, True),
        (Move.TRANSFER, TO_DEPARTMENT, Move.SPLIT, TO_DEPARTMENT, True),
        (Move.SPLIT, Wish(units=("xiyuan",)), Move.WHISTLE, TO_DEPARTMENT, False),
        (Move.EXTEND, Wish(span=WAY_TO_GO), Move.CORRECT, Wish(change=Correction(category="lighting")), False),
        (Move.SUSPEND, Wish(until=MONDAY + 90 * DAY), Move.RETURN, Wish(), True),
        (Move.SUSPEND, Wish(until=MONDAY + 90 * DAY), Move.RESOLVE, Wish(), True),
    ],
)
def test_what_another_move_has_reached_is_asked_for_no_more(
    desk: Desk, asked: Move, wish: Wish, made: Move, given: Wish, reached: bool
) -> None:
    brought_to(desk, State.ACCEPTED)
    propose(desk, asked, wish)
    act(desk, made, LI if made in {Move.RETURN, Move.RESOLVE} else CHEN, wish=given)
    assert (the_request(desk).outcome is Outcome.OVERTAKEN) is reached
    desk.deliver()
    (alert,) = [one for one in desk.notices(chat=HALL, kind="alert") if buttons_of(one) == ["同意", "不同意"]]
    assert [buttons_of(one) for one in desk.notices(chat=HALL, kind="edit") if one.target == alert.id] == [[]] * reached


def test_agreed_it_is_made_with_both_names_in_the_history(desk: Desk) -> None:
    brought_to(desk, State.ACCEPTED)
    desk.open_private(LI)
    propose(desk)
    (asked,) = desk.notices(chat=HALL, kind="alert")
    assert desk.tap(CHEN, data_of(asked, "同意"), asked).text == "已同意 #T1001 的申请"
    ticket = desk.ticket()
    assert (ticket.state, ticket.unit_code) == (State.ASSIGNED, "luminju")
    made = events.history(desk.tx, 1001)[-1]
    assert (made.kind, made.actor_id, made.details["proposer"], made.details["from"]) == (
        "transfer",
        CHEN.id,
        LI.id,
        "donghu",
    )
    assert the_request(desk).outcome is Outcome.AGREED
    (told,) = desk.notices(chat=LI.id, kind="alert")
    assert text_of(told) == "✅ #T1001 转派：陈协调 已同意"
    desk.deliver()
    (closed,) = [one for one in desk.notices(chat=HALL, kind="edit") if one.target == asked.id]
    assert text_of(closed).endswith("✅ 陈协调 已同意")
    assert buttons_of(closed) == []


def test_declined_it_stays_and_can_be_asked_again(desk: Desk) -> None:
    brought_to(desk, State.ACCEPTED)
    propose(desk)
    (asked,) = desk.notices(chat=HALL, kind="alert")
    desk.tap(CHEN, data_of(asked, "不同意"), asked)
    assert desk.ticket().unit_code == "donghu"
    assert the_request(desk).outcome is Outcome.DECLINED
    propose(desk)
    assert requests.waiting(desk.tx, 1001)


def test_the_same_is_not_asked_twice(desk: Desk) -> None:
    brought_to(desk, State.ACCEPTED)
    propose(desk)
    order = Act(desk.person(LI), 1001, Move.TRANSFER, "快点", TO_DEPARTMENT)
    reason = refused(desk, lambda: carry_out(desk.tx, desk.office, order, desk.now)).reason
    assert reason is Refusal.ALREADY_ASKED


@pytest.mark.parametrize("stranger", [LI, SUN, HE, ZHOU])
def test_only_coordinators_agree(desk: Desk, stranger: object) -> None:
    brought_to(desk, State.ACCEPTED)
    propose(desk)
    (asked,) = desk.notices(chat=HALL, kind="alert")
    before = desk.dump()
    for label in ("同意", "不同意"):
        assert desk.tap(stranger, data_of(asked, label), asked).alert  # type: ignore[arg-type]
    assert desk.dump() == before


def test_of_two_coordinators_the_second_is_told_that_it_is_settled(desk: Desk) -> None:
    brought_to(desk, State.ACCEPTED)
    propose(desk)
    (asked,) = desk.notices(chat=HALL, kind="alert")
    desk.tap(CHEN, data_of(asked, "同意"), asked)
    before = desk.dump()
    assert desk.tap(CHEN, data_of(asked, "不同意"), asked).text == "这个申请已经处理过了"
    assert desk.dump() == before


def test_a_request_of_another_ticket_is_a_stale_button(desk: Desk) -> None:
    brought_to(desk, State.ACCEPTED)
    propose(desk)
    desk.report("东湖花园5栋的垃圾桶坏了")
    assert desk.tap(CHEN, "agree:1002:1").text.startswith("这个按钮已经过期")
    assert desk.tap(CHEN, "agree:1001:2").text.startswith("这个按钮已经过期")


def test_what_was_resolved_meanwhile_is_not_asked_any_more(desk: Desk) -> None:
    brought_to(desk, State.ACCEPTED)
    propose(desk)
    act(desk, Move.RESOLVE, LI)
    assert the_request(desk).outcome is Outcome.OVERTAKEN
    desk.deliver()
    assert any("不用再审批" in text_of(edit) for edit in desk.notices(chat=HALL, kind="edit"))


@pytest.mark.parametrize(
    ("move", "wish", "facts", "waits"),
    [
        (Move.TRANSFER, Wish(units=("xiyuan",)), {}, False),
        (Move.TRANSFER, TO_DEPARTMENT, {}, True),
        (Move.TRANSFER, TO_DEPARTMENT, {"department_transfer": "direct"}, False),
        (Move.EXTEND, Wish(span=Duration.parse("3d")), {}, False),
        (Move.EXTEND, Wish(span=Duration.parse("73h")), {}, True),  # its own limit is 3d
        (Move.SUSPEND, Wish(until=None), {}, True),
        (Move.REJECT, Wish(), {}, True),
        (Move.SPLIT, Wish(units=("xiyuan",)), {}, True),
        (Move.WHISTLE, TO_DEPARTMENT, {}, False),
    ],
)
def test_which_moves_of_a_unit_wait(move: Move, wish: Wish, facts: dict[str, str], waits: bool) -> None:
    with a_desk(**facts) as desk:
        brought_to(desk, State.ACCEPTED)
        if move is Move.SUSPEND:
            wish = Wish(until=desk.now + DAY)
        order = Act(desk.person(LI), 1001, move, "等材料", wish)
        assert carry_out(desk.tx, desk.office, order, desk.now).proposed is waits


def test_the_second_extension_waits(desk: Desk) -> None:
    brought_to(desk, State.ACCEPTED)
    due = desk.ticket().due_at
    assert due is not None
    order = Act(desk.person(LI), 1001, Move.EXTEND, "等材料", Wish(span=Duration.parse("1d")))
    assert not carry_out(desk.tx, desk.office, order, desk.now).proposed
    assert desk.ticket().due_at == due + timedelta(days=1)
    assert carry_out(desk.tx, desk.office, order, desk.now).proposed


def test_what_may_only_be_proposed_is_not_made_by_the_proposer(desk: Desk) -> None:
    brought_to(desk, State.ACCEPTED)
    order = Act(desk.person(LI), 1001, Move.TRANSFER, "是路灯的事", TO_DEPARTMENT)
    before = desk.dump()
    with pytest.raises(Refused) as caught:
        perform(desk.tx, desk.office, order, desk.now)
    assert caught.value.reason is Refusal.NEEDS_CONSENT
    assert desk.dump() == before


def test_a_coordinator_asks_nobody(desk: Desk) -> None:
    brought_to(desk, State.ACCEPTED)
    order = Act(desk.person(CHEN), 1001, Move.TRANSFER, "", TO_DEPARTMENT)
    assert not carry_out(desk.tx, desk.office, order, desk.now).proposed


def test_what_one_unit_asked_for_does_not_bind_the_next(desk: Desk) -> None:
    brought_to(desk, State.ACCEPTED)
    propose(desk)
    act(desk, Move.TRANSFER, CHEN, wish=Wish(units=("xiyuan",)))
    assert the_request(desk).outcome is Outcome.OVERTAKEN
    assert desk.tap(CHEN, "agree:1001:1").alert
    assert desk.ticket().unit_code == "xiyuan"
    order = Act(desk.person(SUN), 1001, Move.TRANSFER, "是路灯的事", TO_DEPARTMENT)
    assert carry_out(desk.tx, desk.office, order, desk.now).proposed, "the next unit may ask for the same"


def test_what_a_coordinator_did_unasked_is_not_done_once_more(desk: Desk) -> None:
    brought_to(desk, State.ACCEPTED)
    twice = Wish(span=Duration.parse("2d"))
    act(desk, Move.EXTEND, LI, wish=twice)
    propose(desk, Move.EXTEND, twice)
    after = act(desk, Move.EXTEND, CHEN, wish=twice)
    assert the_request(desk).outcome is Outcome.OVERTAKEN
    assert desk.tap(CHEN, "agree:1001:1").alert
    assert desk.ticket().due_at == after.due_at


def test_what_was_given_for_good_is_passed_on_with_a_coordinators_word_alone(desk: Desk) -> None:
    brought_to(desk, State.ACCEPTED)
    for _ in range(2):
        act(desk, Move.RETURN, LI)
        act(desk, Move.DISPATCH, CHEN, wish=Wish(units=("donghu",)))
    propose(desk, Move.TRANSFER, Wish(units=("xiyuan",)))
    assert desk.ticket().unit_code == "donghu"


@pytest.mark.parametrize(
    ("span", "told"), [("2640h", " 110天"), ("24h", " 24小时"), ("75h", " 75小时"), ("2d", " 2天")]
)
def test_a_long_span_is_told_in_days(desk: Desk, span: str, told: str) -> None:
    assert wish_line(desk.office, Wish(span=Duration.parse(span))) == told
