"""Answers to where it is: names offered for near misses, chosen by a button, and refused where no button had them."""

from __future__ import annotations

import pytest

from bot.domain.posts import Sender
from bot.domain.refusals import Refused
from bot.domain.tickets import Move, State
from storage import prompts
from tests.desk.mapped import desk, press, question
from tests.desk.office import CHEN, HALL, HE, LI, NEW, OFFICE, RIDERS, WANG, Desk, buttons_of, data_of, text_of
from tests.desk.test_handling import act

__all__ = ["desk"]


def test_a_near_miss_is_offered_and_never_assumed(desk: Desk) -> None:
    post = desk.say("东胡花园3栋的垃圾桶坏了")
    asked = question(desk)
    assert "没有找到这个地点" in text_of(asked)
    assert buttons_of(asked) == ["东湖花园"]
    assert desk.ticket().state is State.TRIAGE
    assert desk.ticket().unit_code is None
    assert desk.sign(post) == "🤔"


def test_triage_is_offered_the_unit_of_a_near_miss_should_nobody_answer(desk: Desk) -> None:
    desk.say("东胡花园3栋的垃圾桶坏了")
    assert buttons_of(desk.the("card", HALL))[0] == "东湖社区"
    assert desk.ticket().candidates == ("donghu",)
    desk.say("就在门口", reply_to=desk.ticket().message_id)
    assert desk.ticket().candidates == ("donghu",), "what says no place takes nothing away"
    desk.tap(CHEN, data_of(desk.the("card", HALL), "东湖社区"), desk.the("card", HALL))
    assert (desk.ticket().state, desk.ticket().unit_code) == (State.ASSIGNED, "donghu")


def test_a_near_miss_of_two_units_offers_both(desk: Desk) -> None:
    desk.say("幸福理5栋的垃圾桶坏了")
    assert buttons_of(desk.the("card", HALL))[:2] == ["东湖社区", "西苑社区"]


def test_a_place_without_a_near_miss_offers_no_unit(desk: Desk) -> None:
    desk.say("云顶豪庭3栋的垃圾桶坏了")
    assert desk.ticket().candidates == ()


def test_the_chosen_name_is_the_tickets_place(desk: Desk) -> None:
    post = desk.say("东胡花园3栋的垃圾桶坏了")
    asked = question(desk)
    answer = press(desk, WANG, data_of(asked, "东湖花园"), asked)
    assert answer.text == "好的，地点是东湖花园"
    ticket = desk.ticket()
    assert (ticket.state, ticket.unit_code, ticket.place) == (State.ASSIGNED, "donghu", "东湖花园3栋")
    assert desk.events() == ["opened", "placed", "rerouted"]
    assert ticket.text == "东胡花园3栋的垃圾桶坏了", "the courier's own words stay as they are"
    assert buttons_of(desk.the("card", OFFICE)) == NEW
    assert prompts.waiting(desk.tx, WANG.id, RIDERS, desk.now) is None
    desk.deliver()
    assert desk.notice(asked.id).gone
    assert desk.sign(post) == "✍"


def test_a_chosen_name_of_two_units_leaves_the_choice_to_triage(desk: Desk) -> None:
    desk.say("幸福理5栋的垃圾桶坏了")
    asked = question(desk)
    press(desk, WANG, data_of(asked, "幸福里"), asked)
    ticket = desk.ticket()
    assert (ticket.state, ticket.candidates, ticket.place) == (State.TRIAGE, ("donghu", "xiyuan"), "幸福里5栋")
    assert buttons_of(desk.queued(chat=HALL, kind="edit")[-1])[:2] == ["东湖社区", "西苑社区"]
    desk.say("对，5栋", reply_to=desk.ticket().message_id)
    assert desk.ticket().place == "幸福里5栋", "what was chosen is read again with what is added"


def test_an_answer_by_words_counts_as_before(desk: Desk) -> None:
    desk.say("东胡花园3栋的垃圾桶坏了")
    desk.say("西苑小区", reply_to=question(desk).message_id)
    assert desk.ticket().unit_code == "xiyuan"


@pytest.mark.parametrize(
    "text", ["南门小区3栋的垃圾桶坏了", "东湖花园3栋的垃圾桶坏了", "幸福里3栋的垃圾桶坏了", "东胡花园3栋路灯不亮"]
)
def test_nothing_is_offered_where_nothing_is_near_or_the_unit_is_known(desk: Desk, text: str) -> None:
    desk.say(text)
    assert not desk.notices(kind="question")


@pytest.mark.parametrize(("sender", "may"), [(WANG, True), (CHEN, True), (HE, False), (LI, False)])
def test_the_reporter_and_coordinators_may_choose(desk: Desk, sender: Sender, may: bool) -> None:
    desk.say("东胡花园3栋的垃圾桶坏了")
    asked = question(desk)
    if not may:
        with pytest.raises(Refused):
            press(desk, sender, data_of(asked, "东湖花园"), asked)
    else:
        press(desk, sender, data_of(asked, "东湖花园"), asked)
    assert (desk.ticket().unit_code == "donghu") is may


@pytest.mark.parametrize("data", ["place:1001:7", "place:1001", "place:1001:x", "place:1002:0", "place:9:0", "gps:"])
def test_data_that_no_button_had_is_refused(desk: Desk, data: str) -> None:
    desk.say("东胡花园3栋的垃圾桶坏了")
    asked = question(desk)
    before = desk.dump()
    with pytest.raises(Refused):
        press(desk, WANG, data, asked)
    assert desk.dump() == before


def test_a_button_that_was_overtaken_is_refused(desk: Desk) -> None:
    desk.say("东胡花园3栋的垃圾桶坏了")
    asked = question(desk)
    act(desk, Move.DISPATCH, CHEN)
    with pytest.raises(Refused):
        press(desk, WANG, data_of(asked, "东湖花园"), asked)
