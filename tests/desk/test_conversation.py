"""Conversation: who is listened to where, and that nobody is left without an answer in private."""

from __future__ import annotations

import pytest

from bot.domain.areas import ChatKind
from bot.domain.posts import MediaPurpose, Sender
from bot.domain.tickets import State
from storage import chats, media
from tests.desk.office import CHEN, HE, LI, OFFICE, RIDERS, WANG, Desk, a_desk, data_of, text_of
from tests.desk.test_handling import brought_to
from tests.desk.test_prompts import asked

REPORT = "东湖花园3栋的垃圾桶坏了"


@pytest.mark.parametrize(("sender", "words"), [(LI, "怎么办理"), (CHEN, "协调员"), (HE, "请先在骑手群里上报一次")])
def test_what_is_no_report_gets_the_help_in_private(desk: Desk, sender: Sender, words: str) -> None:
    desk.say("你好", sender, sender.id, private=True)
    assert words in text_of(desk.the("answer", sender.id))


def test_a_report_in_private_is_answered_by_its_sign_alone(desk: Desk) -> None:
    post = desk.say(REPORT, LI, LI.id, private=True)
    assert desk.sign(post) == "👀"
    assert not desk.notices(chat=LI.id, kind="answer")


def test_a_photo_in_private_that_waits_for_words_is_not_explained_away(desk: Desk) -> None:
    desk.say("", LI, LI.id, private=True, photo=True)
    assert not desk.notices(chat=LI.id)


@pytest.mark.parametrize(
    ("bound", "topic", "heard"),
    [
        ({0: ChatKind.REPORT}, None, True),
        ({0: ChatKind.REPORT}, 7, True),  # the whole chat is bound: every topic of it is
        ({7: ChatKind.REPORT}, 7, True),
        ({7: ChatKind.REPORT}, None, False),
        ({7: ChatKind.REPORT}, 8, False),
        ({0: ChatKind.REPORT, 7: ChatKind.COORDINATORS}, 7, False),  # a topic's own binding goes first
    ],
)
def test_topics(desk: Desk, bound: dict[int, ChatKind], topic: int | None, heard: bool) -> None:
    for thread, kind in bound.items():
        chats.bind(desk.tx, -3001, kind, None, None, desk.now, thread)
    desk.say(REPORT, WANG, -3001, topic=topic)
    assert len(desk.tickets()) == heard


def test_the_topic_of_the_post_is_where_its_answers_go(desk: Desk) -> None:
    desk.say("垃圾桶坏了", topic=7)
    assert desk.ticket().topic == 7
    assert desk.the("question", RIDERS).topic == 7


def test_a_forwarded_report_is_a_report(desk: Desk) -> None:
    desk.say(REPORT, forwarded=True)
    assert len(desk.tickets()) == 1


def test_an_edit_by_a_stranger_in_private_wakes_nothing(desk: Desk) -> None:
    post = desk.post(REPORT, HE, HE.id, private=True)
    before = desk.dump()
    desk.edit(post, REPORT)
    assert desk.dump() == before


def test_the_photo_of_an_answer_is_kept_with_it(desk: Desk) -> None:
    desk.report("垃圾桶坏了")
    desk.say("东湖花园3栋", photo=True)
    ticket = desk.ticket()
    assert (ticket.unit_code, ticket.text) == ("donghu", "垃圾桶坏了\n东湖花园3栋")
    assert len(media.of_post(desk.tx, ticket.post_id)) == 1


def test_an_album_is_the_answer_with_all_its_photos(desk: Desk) -> None:
    brought_to(desk, State.ASSIGNED)
    asked(desk)
    for _ in range(3):
        desk.say("", LI, OFFICE, photo=True, album="a")
    assert desk.ticket().state is State.RESOLVED
    assert len(media.of_ticket(desk.tx, 1001, MediaPurpose.PROOF)) == 3


def test_an_album_below_the_card_is_asked_about_once(desk: Desk) -> None:
    brought_to(desk, State.ASSIGNED)
    card = desk.the("card", OFFICE)
    for _ in range(2):
        desk.say("", LI, OFFICE, photo=True, album="a", reply_to=card.message_id)
    desk.deliver()
    question = desk.the("question", OFFICE)
    desk.tap(LI, data_of(question, "是，已办结"), question)
    assert len(media.of_ticket(desk.tx, 1001, MediaPurpose.PROOF)) == 2


@pytest.mark.parametrize("words", ["明天处理", "还没修好？", "已安排", "收到"])
@pytest.mark.parametrize("proof", ["asked", "required"])
def test_a_promise_is_no_answer_to_the_question_for_proof(words: str, proof: str) -> None:
    with a_desk(proof=proof) as desk:
        brought_to(desk, State.ASSIGNED)
        asked(desk)
        desk.say(words, LI, OFFICE, photo=True)
        assert desk.ticket().state is State.ASSIGNED
        assert "请" in text_of(desk.the("answer", OFFICE))
        desk.say("换了新桶", LI, OFFICE, photo=True)
        assert desk.ticket().state is State.RESOLVED, "the question still stood"


def test_a_reply_to_another_tickets_card_is_no_answer(desk: Desk) -> None:
    brought_to(desk, State.ASSIGNED)
    asked(desk)
    desk.report("东湖花园5栋的垃圾桶坏了")
    other = desk.notices(chat=OFFICE, kind="card")[-1]
    desk.say("收到", LI, OFFICE, reply_to=other.message_id)
    assert [ticket.state for ticket in desk.tickets()] == [State.ASSIGNED, State.ACCEPTED]
    desk.say("换了新桶", LI, OFFICE)
    assert [ticket.state for ticket in desk.tickets()] == [State.RESOLVED, State.ACCEPTED]


def test_who_accepts_by_reply_accepts_whatever_was_asked(desk: Desk) -> None:
    brought_to(desk, State.ASSIGNED)
    card = desk.the("card", OFFICE)
    asked(desk)
    desk.say("收到", LI, OFFICE, reply_to=card.message_id)
    assert desk.ticket().state is State.ACCEPTED
