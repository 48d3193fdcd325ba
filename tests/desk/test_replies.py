"""Replies: the same words mean different things from a secretary, a courier and a stranger."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.posts import MediaPurpose, Post, Sender
from bot.domain.tickets import Move, State
from storage import chats, media
from tests.desk.office import CHEN, DAY, HALL, HE, LI, OFFICE, RIDERS, SUN, WANG, ZHOU, Desk, a_desk, text_of
from tests.desk.test_handling import act, brought_to

MINUTE = timedelta(minutes=1)


def reply_to_card(desk: Desk, text: str, sender: Sender, *, photo: bool = False, chat: int = OFFICE) -> str | None:
    """Below the unit's card. Returns the sign on the reply."""
    post = desk.say(text, sender, chat, reply_to=desk.the("card", chat).message_id, photo=photo)
    return desk.sign(post)


def reply_to_post(desk: Desk, text: str, sender: Sender, *, photo: bool = False) -> str | None:
    """Below the courier's post, in the group."""
    post = desk.say(text, sender, RIDERS, reply_to=desk.ticket().message_id, photo=photo)
    return desk.sign(post)


@pytest.mark.parametrize(
    ("text", "state", "sign"),
    [
        ("收到", State.ACCEPTED, "👌"),
        ("受理", State.ACCEPTED, "👌"),
        ("马上安排", State.ACCEPTED, "👌"),
        ("已处理，换了新桶", State.RESOLVED, "👌"),
        ("修好了", State.RESOLVED, "👌"),
        ("已安排", State.ASSIGNED, None),
        ("已联系物业", State.ASSIGNED, None),
        ("明天处理", State.ASSIGNED, None),
        ("还没修好？", State.ASSIGNED, None),
        ("辛苦了", State.ASSIGNED, None),
    ],
)
@pytest.mark.parametrize("where", [reply_to_card, reply_to_post])
def test_a_secretarys_words(desk: Desk, where: object, text: str, state: State, sign: str | None) -> None:
    brought_to(desk, State.ASSIGNED)
    assert where(desk, text, LI) == sign  # type: ignore[operator]
    assert desk.ticket().state is state
    assert len(desk.tickets()) == 1


@pytest.mark.parametrize("sender", [SUN, HE, ZHOU])
@pytest.mark.parametrize("text", ["收到", "已处理", "修好了"])
def test_an_order_without_the_right_is_waved_away(desk: Desk, sender: Sender, text: str) -> None:
    brought_to(desk, State.ASSIGNED)
    assert reply_to_post(desk, text, sender) == "🤷"
    assert desk.ticket().state is State.ASSIGNED


def test_talk_below_a_post_is_none_of_our_business(desk: Desk) -> None:
    brought_to(desk, State.ASSIGNED)
    before = desk.dump()
    assert reply_to_post(desk, "确实，我昨天也看到了", HE) is None
    assert desk.dump() == before


def test_a_coordinator_may_do_it_for_the_unit(desk: Desk) -> None:
    brought_to(desk, State.ASSIGNED)
    assert reply_to_post(desk, "已处理", CHEN) == "👌"
    assert desk.ticket().state is State.RESOLVED


def test_a_second_acceptance_is_told_who_was_first(desk: Desk) -> None:
    brought_to(desk, State.ACCEPTED)
    assert reply_to_card(desk, "收到", LI) is None
    assert text_of(desk.the("answer", OFFICE)) == "李书记 已在 11-02 12:00 受理了"
    desk.later(2 * MINUTE)
    desk.deliver()
    assert desk.notices(kind="deletion"), "the line does not stay"


@pytest.mark.parametrize(
    ("state", "text", "target"),
    [
        (State.RESOLVED, "已解决", State.CLOSED),
        (State.RESOLVED, "修好了，谢谢", State.CLOSED),
        (State.RESOLVED, "还是坏的", State.ACCEPTED),
        (State.RESOLVED, "没有解决", State.ACCEPTED),
        (State.CLOSED, "又坏了", State.ACCEPTED),
        (State.CLOSED, "已解决", State.CLOSED),
        (State.ASSIGNED, "已解决", State.ASSIGNED),  # not resolved yet: it is said to the unit, in the history
    ],
)
def test_the_reporters_words(desk: Desk, state: State, text: str, target: State) -> None:
    brought_to(desk, state)
    reply_to_post(desk, text, WANG)
    assert desk.ticket().state is target
    assert len(desk.tickets()) == 1


def test_the_objections_photo_comes_along(desk: Desk) -> None:
    brought_to(desk, State.RESOLVED)
    reply_to_post(desk, "还是坏的", WANG, photo=True)
    (objection,) = media.of_ticket(desk.tx, 1001, MediaPurpose.OBJECTION)
    alert = desk.the("alert", OFFICE)
    assert alert.payload["photo"] == objection.file_id, "the unit sees what the courier saw"
    assert "还是坏的" in text_of(alert)


@pytest.mark.parametrize(
    ("state", "line"),
    [
        (State.TRIAGE, "#T1001 待分派：协调员，还没有时限"),
        (State.ASSIGNED, "#T1001 待受理：东湖社区，时限 11月5日 12:00"),
        (State.ACCEPTED, "#T1001 处理中：东湖社区，时限 11月5日 12:00"),
        (State.RESOLVED, "#T1001 待复核：东湖社区，11-02 12:00 已办理完毕"),
        (State.CLOSED, "#T1001 已结案：东湖社区，11-02 12:00 已办理完毕"),
        (State.REJECTED, "#T1001 不予受理：协调员，11-02 12:00"),
    ],
)
def test_progress_is_one_line_that_goes_again(desk: Desk, state: State, line: str) -> None:
    brought_to(desk, state)
    reply_to_post(desk, "进度", WANG)
    told = desk.the("answer", RIDERS)
    assert text_of(told) == line
    desk.deliver()
    desk.later(2 * MINUTE)
    assert told.id in {notice.target for notice in desk.deliver()}


def test_further_words_and_photos_of_the_reporter_join_the_ticket(desk: Desk) -> None:
    brought_to(desk, State.ASSIGNED)
    desk.later(DAY)
    reply_to_post(desk, "里面还漏水", WANG, photo=True)
    assert desk.ticket().text == "东湖花园3栋的垃圾桶坏了\n里面还漏水"
    assert desk.events() == ["opened", "added"]
    edit = desk.queued(chat=OFFICE, kind="edit")[-1]
    assert edit.call.value == "editMessageMedia"
    assert edit.payload["media"]["caption"].count("里面还漏水") >= 1


def test_a_reply_to_what_is_long_closed_may_be_a_new_report(desk: Desk) -> None:
    brought_to(desk, State.CLOSED)
    reply_to_post(desk, "西苑小区5栋的垃圾桶也坏了", WANG)
    assert [ticket.unit_code for ticket in desk.tickets()] == ["donghu", "xiyuan"]


def test_late_parts_of_the_resolvers_album_are_proof_without_a_question(desk: Desk) -> None:
    brought_to(desk, State.ASSIGNED)
    reply_to_card(desk, "已处理", LI, photo=True)
    desk.later()
    reply_to_card(desk, "", LI, photo=True)
    assert len(media.of_ticket(desk.tx, 1001, MediaPurpose.PROOF)) == 2
    assert not desk.notices(kind="question")
    desk.later(5 * MINUTE)
    reply_to_card(desk, "", LI, photo=True)
    assert len(media.of_ticket(desk.tx, 1001, MediaPurpose.PROOF)) == 2, "a photo of another day proves nothing"


@pytest.mark.parametrize("text", ["谢谢", "辛苦了", "好的，收到", "👍"])
def test_thanks_are_no_part_of_the_report(desk: Desk, text: str) -> None:
    brought_to(desk, State.ASSIGNED)
    before = desk.dump()
    reply_to_post(desk, text, WANG)
    assert desk.dump() == before


def two_tickets(desk: Desk) -> Post:
    post = desk.say("东湖花园3栋的垃圾桶坏了；东湖花园5栋的垃圾满了")
    desk.deliver()
    return post


def test_an_objection_is_to_what_was_just_resolved(desk: Desk) -> None:
    post = two_tickets(desk)
    for number in (1001, 1002):
        act(desk, Move.RESOLVE, LI, number=number)
    act(desk, Move.CONFIRM, WANG, number=1001)
    desk.say("还没修好", reply_to=post.message_id)
    assert [ticket.state for ticket in desk.tickets()] == [State.CLOSED, State.ACCEPTED]
    act(desk, Move.RESOLVE, LI, number=1002)
    act(desk, Move.CONFIRM, WANG, number=1002)
    desk.say("又坏了", reply_to=post.message_id)
    assert [ticket.state for ticket in desk.tickets()] == [State.ACCEPTED, State.ACCEPTED]


def test_an_order_for_several_tickets_is_done_for_all_or_none() -> None:
    with a_desk(proof="required") as desk:
        post = two_tickets(desk)
        shown = desk.post(photo=True).media[0]
        media.add(desk.tx, shown, chat_id=RIDERS, message_id=9, purpose=MediaPurpose.PROOF, ticket_id=1001)
        desk.say("已处理", LI, RIDERS, reply_to=post.message_id)
        assert {ticket.state for ticket in desk.tickets()} == {State.ASSIGNED}
        assert text_of(desk.the("answer", RIDERS)) == "请发一张处理后的照片"


@pytest.mark.parametrize(
    ("sender", "text", "line"),
    [
        (LI, "收到", "已受理 #T1001，时限 11月5日 12:00"),
        (LI, "修好了", "已办结 #T1001，等待复核"),
    ],
)
def test_where_reactions_are_forbidden_a_line_answers_the_order(
    desk: Desk, sender: Sender, text: str, line: str
) -> None:
    brought_to(desk, State.ASSIGNED)
    chats.forbid_reactions(desk.tx, RIDERS)
    assert reply_to_post(desk, text, sender) is None
    assert text_of(desk.notices(chat=RIDERS, kind="answer")[-1]) == line


def test_one_photo_is_the_proof_of_every_ticket_it_resolves(desk: Desk) -> None:
    post = desk.say("东湖花园3栋的垃圾桶坏了；东湖花园5栋的垃圾满了")
    desk.deliver()
    desk.say("已处理好了", LI, RIDERS, reply_to=post.message_id, photo=True)
    proofs = [media.of_ticket(desk.tx, number, MediaPurpose.PROOF) for number in (1001, 1002)]
    assert [len(own) for own in proofs] == [1, 1]
    assert [closure.call.value for closure in desk.notices(kind="closure")] == ["sendPhoto"] * 2


def test_the_rest_of_an_album_by_reply_needs_no_reply(desk: Desk) -> None:
    brought_to(desk, State.RESOLVED)
    desk.say("还是坏的", reply_to=desk.ticket().message_id, photo=True, album="a")
    desk.say(photo=True, album="a")
    assert len(media.of_ticket(desk.tx, 1001, MediaPurpose.OBJECTION)) == 2
    assert len(desk.tickets()) == 1


def test_a_forwarded_order_is_no_order(desk: Desk) -> None:
    brought_to(desk, State.ASSIGNED)
    desk.say("已处理", LI, OFFICE, reply_to=desk.the("card", OFFICE).message_id, forwarded=True)
    assert desk.ticket().state is State.ASSIGNED


def test_one_word_accepts_all_tickets_of_a_post(desk: Desk) -> None:
    post = desk.say("东湖花园3栋的垃圾桶坏了；东湖花园5栋的垃圾满了")
    assert len(desk.tickets()) == 2
    desk.deliver()
    desk.say("收到", LI, RIDERS, reply_to=post.message_id)
    assert {ticket.state for ticket in desk.tickets()} == {State.ACCEPTED}


def test_a_reply_in_the_hall_dispatches_nothing(desk: Desk) -> None:
    brought_to(desk, State.TRIAGE)
    reply_to_card(desk, "收到", CHEN, chat=HALL)
    assert desk.ticket().state is State.TRIAGE
    assert "不能受理" in text_of(desk.the("answer", HALL))


def test_a_reply_to_a_card_that_stands_twice_counts(desk: Desk) -> None:
    """The first copy's message id was never learnt: its number says which ticket it is about."""
    ticket = desk.report()
    desk.say("已处理", LI, OFFICE, reply_to=990_001, reply_number=ticket.id)
    assert desk.ticket(ticket.id).state is State.RESOLVED


def test_a_stranger_gets_no_words_where_reactions_are_forbidden(desk: Desk) -> None:
    brought_to(desk, State.ASSIGNED)
    chats.forbid_reactions(desk.tx, RIDERS)
    before = len(desk.notices(chat=RIDERS, kind="answer"))
    assert reply_to_post(desk, "修好了", SUN) is None
    assert len(desk.notices(chat=RIDERS, kind="answer")) == before
