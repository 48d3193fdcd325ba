"""Places: a report without one is asked about, and the answer sends its ticket on — by reply, without, or by edit."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.desk import outbox, outcomes, reminders
from bot.desk.outcomes import Outcome, Report
from bot.desk.prompts import drop_expired
from bot.desk.reminder_notices import TOGETHER
from bot.domain.deadlines import Clock
from bot.domain.tickets import Move, State
from storage import deadlines, prompts
from tests.desk.office import CHEN, DAY, HALL, HE, NEW, OFFICE, RIDERS, WANG, Desk, buttons_of, text_of
from tests.desk.test_handling import act

MINUTE = timedelta(minutes=1)
PLACE = "东湖花园3栋"


def asked(desk: Desk) -> int:
    """A report without a place, delivered. Returns the message of the question."""
    desk.report("垃圾桶坏了")
    return desk.the("question", RIDERS).message_id or 0


def is_sent_on(desk: Desk) -> bool:
    ticket = desk.ticket()
    return ticket.state is State.ASSIGNED and ticket.unit_code == "donghu"


def test_the_reporter_is_asked_by_name_below_the_post(desk: Desk) -> None:
    post = desk.say("垃圾桶坏了")
    question = desk.the("question", RIDERS)
    assert question.reply_to == post.message_id
    assert f"tg://user?id={WANG.id}" in text_of(question)
    assert desk.sign(post) == "🤔"


@pytest.mark.parametrize("text", ["幸福里3栋的垃圾桶坏了", "北山新村3栋的垃圾桶坏了", "东湖花园3栋的垃圾桶坏了"])
def test_who_named_a_place_is_not_asked(desk: Desk, text: str) -> None:
    desk.say(text)
    assert not desk.notices(kind="question")


def test_a_reply_to_the_question_sends_the_ticket_on(desk: Desk) -> None:
    question = asked(desk)
    desk.later(5 * 60 * MINUTE)
    desk.say(PLACE, reply_to=question)
    ticket = desk.ticket()
    assert is_sent_on(desk)
    assert (ticket.place, ticket.text, ticket.assigned_at) == (PLACE, f"垃圾桶坏了\n{PLACE}", desk.now)
    assert desk.events() == ["opened", "added", "rerouted"]
    assert set(deadlines.running(desk.tx, 1001)) == {Clock.RESPONSE, Clock.FIX}
    assert buttons_of(desk.the("card", OFFICE)) == NEW
    triage = desk.queued(chat=HALL, kind="edit")[-1]
    assert "待受理" in text_of(triage)
    assert buttons_of(triage) == [], "the coordinators' card is only read from now on"


def test_the_question_goes_once_it_is_settled(desk: Desk) -> None:
    question = asked(desk)
    desk.say(PLACE, reply_to=question)
    desk.deliver()
    assert [notice.kind for notice in desk.notices(state="sent") if notice.kind == "deletion"] == ["deletion"]
    assert prompts.waiting(desk.tx, WANG.id, RIDERS, desk.now) is None


@pytest.mark.parametrize(
    ("text", "sender", "wait", "sent_on"),
    [
        (PLACE, WANG, MINUTE, True),  # without replying, soon after
        (PLACE, WANG, 11 * MINUTE, False),  # too late to be meant as the answer
        (PLACE, HE, MINUTE, False),  # somebody else names a place
        ("不知道啊", WANG, MINUTE, False),
        ("幸福里", WANG, MINUTE, False),  # a place, but of two communities
    ],
)
def test_an_answer_without_a_reply(desk: Desk, text: str, sender: object, wait: timedelta, sent_on: bool) -> None:
    asked(desk)
    desk.later(wait)
    desk.say(text, sender)  # type: ignore[arg-type]
    assert is_sent_on(desk) is sent_on
    assert len(desk.tickets()) == 1


def test_a_report_in_between_is_a_report_and_no_answer(desk: Desk) -> None:
    asked(desk)
    desk.say("西苑小区5栋的垃圾桶坏了")
    assert [ticket.unit_code for ticket in desk.tickets()] == [None, "xiyuan"]


def test_an_answer_that_names_an_unreachable_unit_stays_in_triage_and_says_so(desk: Desk) -> None:
    question = asked(desk)
    desk.say("北山新村3栋", reply_to=question)
    ticket = desk.ticket()
    assert (ticket.state, ticket.unit_code) == (State.TRIAGE, "beishan")
    edit = desk.queued(chat=HALL, kind="edit")[-1]
    assert "北山社区还没有工作群" in text_of(edit)
    assert buttons_of(edit)[:2] == ["北山社区", "青石街道"]
    assert desk.events() == ["opened", "added"]


def test_a_dispatch_by_the_coordinator_settles_the_question_too(desk: Desk) -> None:
    asked(desk)
    act(desk, Move.DISPATCH, CHEN)
    assert desk.queued(kind="deletion")
    assert prompts.waiting(desk.tx, WANG.id, RIDERS, desk.now) is None


def test_a_rejection_settles_the_question_too(desk: Desk) -> None:
    asked(desk)
    act(desk, Move.REJECT, CHEN, "不属于受理范围")
    assert prompts.waiting(desk.tx, WANG.id, RIDERS, desk.now) is None


def test_a_question_that_nobody_answers_disappears_after_a_day(desk: Desk) -> None:
    asked(desk)
    desk.later(DAY)
    drop_expired(desk.tx, desk.now)
    left = desk.deliver()
    assert [notice.kind for notice in left if notice.chat_id == RIDERS].count("deletion") >= 1
    assert desk.ticket().state is State.TRIAGE


def test_words_for_a_ticket_that_has_its_unit_move_nothing(desk: Desk) -> None:
    post = desk.say("东湖花园3栋的垃圾桶坏了")
    desk.say("是西苑小区那边", reply_to=post.message_id)
    assert is_sent_on(desk)
    assert desk.events() == ["opened", "added"]


def test_a_question_that_was_sent_again_goes_once_it_is_settled_too(desk: Desk) -> None:
    desk.say("垃圾桶坏了")
    first = desk.the("question", RIDERS)
    while (outgoing := outbox.next_for(desk.tx, desk.office, RIDERS, desk.now, counted=True)) is not None:
        outcome = Outcome.UNKNOWN if outgoing.notice.id == first.id else Outcome.SENT
        number = None if outcome is Outcome.UNKNOWN else 4000 + outgoing.notice.id
        outcomes.settle(desk.tx, desk.office, outgoing.notice, Report(outcome, number), desk.now)
    desk.later(MINUTE)
    desk.deliver()
    again = desk.the("question", RIDERS)
    assert again.id != first.id
    desk.say(PLACE, reply_to=again.message_id)
    assert is_sent_on(desk)
    assert desk.notice(again.id).gone
    assert prompts.waiting(desk.tx, WANG.id, RIDERS, desk.now) is None


def test_to_dispatch_one_ticket_leaves_the_question_of_another_open(desk: Desk) -> None:
    asked(desk)
    desk.later(11 * MINUTE)
    desk.say("垃圾桶倒了")
    desk.deliver()
    second = [notice for notice in desk.notices(chat=RIDERS, kind="question") if notice.ticket_id == 1002]
    act(desk, Move.DISPATCH, CHEN)
    waiting = prompts.waiting(desk.tx, WANG.id, RIDERS, desk.now)
    assert waiting is not None
    assert (waiting.ticket_id, waiting.notice_id) == (1002, second[0].id)
    assert not desk.notice(second[0].id).gone
    desk.say(PLACE)
    assert desk.ticket(1002).state is State.ASSIGNED


def clocks(desk: Desk) -> set[Clock]:
    return set(deadlines.running(desk.tx, 1001))


def test_until_the_reporter_had_time_to_answer_nobody_is_to_dispatch(desk: Desk) -> None:
    asked(desk)
    assert clocks(desk) == {Clock.QUESTION}
    desk.later(timedelta(minutes=30))
    reminders.sweep(desk.tx, desk.office, desk.now)
    assert clocks(desk) == {Clock.QUESTION, Clock.DISPATCH}
    assert deadlines.running(desk.tx, 1001)[Clock.DISPATCH].started_at == desk.now
    desk.later(TOGETHER)
    (told,) = desk.deliver()
    assert told.chat_id == HALL
    assert "#T1001" in text_of(told)
    assert "没人回答" in text_of(told)


def test_an_answer_after_that_still_routes(desk: Desk) -> None:
    question = asked(desk)
    desk.later(timedelta(minutes=45))
    reminders.sweep(desk.tx, desk.office, desk.now)
    desk.say("东湖花园3栋", reply_to=question)
    assert desk.ticket().unit_code == "donghu"
    assert clocks(desk) == {Clock.RESPONSE, Clock.FIX}


def test_an_answer_that_leads_nowhere_is_the_coordinators(desk: Desk) -> None:
    question = asked(desk)
    desk.say("北山新村3栋", reply_to=question)  # 北山社区 has nobody
    assert desk.ticket().state is State.TRIAGE
    assert clocks(desk) == {Clock.DISPATCH}


def test_an_emergency_is_dispatched_while_its_reporter_is_asked(desk: Desk) -> None:
    desk.say("着火了，快来人")
    assert clocks(desk) == {Clock.DISPATCH}
