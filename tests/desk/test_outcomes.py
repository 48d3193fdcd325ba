"""The outbox: what becomes of a notice for every answer that Telegram may give, or not give."""

from __future__ import annotations

from itertools import pairwise

import pytest

from bot.desk.messages import edit_message
from bot.desk.outcomes import PATIENCE, Outcome
from bot.domain.notices import POLICIES, Call, NoticeKind, NoticeState, Unknown
from bot.domain.prompts import Asked
from bot.domain.tickets import Move
from storage import notices, prompts
from tests.desk.letters import MINUTE, OTHER, SECOND, answer, answered, leave, not_before, queue
from tests.desk.office import CHEN, HALL, NEW, OFFICE, WANG, Desk, buttons_of, text_of
from tests.desk.test_handling import act


def test_sent(desk: Desk) -> None:
    sent = answered(desk, Outcome.SENT, message_id=77)
    assert (sent.state, sent.message_id, sent.sent_at, sent.error) == ("sent", 77, desk.now, None)
    found = notices.of_message(desk.tx, OTHER, 77)
    assert found is not None
    assert found.id == sent.id


def test_unchanged_is_success(desk: Desk) -> None:
    message = answered(desk, Outcome.SENT, message_id=77)
    edit_message(desk.tx, message, Call.EDIT_TEXT, {"text": "好"}, "edit", desk.now)
    edit = leave(desk)
    assert edit is not None
    assert answer(desk, edit, Outcome.UNCHANGED).state == "sent"


def test_certainly_not_posted_is_tried_again_ever_more_slowly_but_for_ever(desk: Desk) -> None:
    notice, waits = queue(desk), []
    for _ in range(20):
        left = leave(desk)
        assert left is not None
        again = answer(desk, left, Outcome.NOT_POSTED)
        assert (again.state, again.error) == ("queued", "why")
        waits.append(not_before(desk, notice))
        desk.later(waits[-1])
    assert all(earlier <= later for earlier, later in pairwise(waits))
    assert SECOND <= waits[0] <= 4 * SECOND
    assert waits[-1] == 5 * MINUTE


@pytest.mark.parametrize("kind", NoticeKind)
def test_nobody_knows(desk: Desk, kind: NoticeKind) -> None:
    first = answered(desk, Outcome.UNKNOWN, kind)
    assert first.state is NoticeState.UNCERTAIN
    copies = desk.queued(chat=OTHER)
    assert len(copies) == (POLICIES[kind].unknown is Unknown.RESEND)
    for copy in copies:
        assert (copy.payload, copy.reply_to, copy.topic) == (first.payload, first.reply_to, first.topic)
        assert copy.key != first.key


def test_what_may_be_doubled_is_not_sent_again_for_ever(desk: Desk) -> None:
    queue(desk)
    rounds = 0
    while desk.queued(chat=OTHER):
        desk.later(10 * MINUTE)
        left = leave(desk)
        assert left is not None
        answer(desk, left, Outcome.UNKNOWN)
        rounds += 1
        assert rounds < 20
    assert rounds == PATIENCE
    assert {notice.state for notice in desk.notices(chat=OTHER)} == {"uncertain"}
    told = text_of(desk.the("alert", HALL))
    assert "why" in told and "不知道有没有发到" in told, "a closure that may be lost for good is told, and truly"


def test_tries_that_certainly_posted_nothing_cost_no_patience(desk: Desk) -> None:
    queue(desk)
    for outcome in [Outcome.NOT_POSTED] * PATIENCE + [Outcome.UNKNOWN]:
        left = leave(desk)
        assert left is not None
        answer(desk, left, outcome)
        desk.later(10 * MINUTE)
    assert leave(desk) is not None, "it was unknown but once"
    assert not desk.notices(kind="alert")


def test_a_reminder_that_is_held_troubles_nobody(desk: Desk) -> None:
    assert answered(desk, Outcome.UNKNOWN, NoticeKind.REMINDER).state == "uncertain"
    assert not desk.notices(kind="alert")


def test_a_repeatable_call_is_repeated_whatever_its_kind(desk: Desk) -> None:
    queue(desk, NoticeKind.DIGEST, call=Call.EDIT_TEXT, message_id=5)
    edit = leave(desk)
    assert edit is not None
    assert answer(desk, edit, Outcome.UNKNOWN).state == "queued"


@pytest.mark.parametrize("outcome", [Outcome.UNKNOWN, Outcome.NOT_POSTED, Outcome.PATIENCE, Outcome.REFUSED])
@pytest.mark.parametrize("call", [Call.EDIT_TEXT, Call.REACT])
def test_what_is_overtaken_on_its_way_never_comes_back_behind_the_newer_one(
    desk: Desk, outcome: Outcome, call: Call
) -> None:
    kind = NoticeKind.REACTION if call is Call.REACT else NoticeKind.EDIT
    queue(desk, kind, key="old", call=call, message_id=5, coalesce="same")
    old = leave(desk)
    assert old is not None
    queue(desk, kind, key="new", call=call, message_id=5, coalesce="same")
    assert answer(desk, old, outcome, wait=SECOND).state == "dropped"
    desk.later(10 * MINUTE)
    left = leave(desk)
    assert left is not None
    assert left.key == "new"
    answer(desk, left, Outcome.SENT)
    assert leave(desk) is None
    assert not desk.notices(kind="alert")


def test_what_waits_to_change_the_first_attempt_changes_the_second(desk: Desk) -> None:
    desk.report()
    message = queue(desk, NoticeKind.QUESTION)
    prompts.ask(desk.tx, WANG.id, OTHER, 1001, Asked.PROOF, message.id, desk.now + MINUTE)
    left = leave(desk)
    assert left is not None
    edit_message(desk.tx, message, Call.EDIT_TEXT, {"text": "新"}, "edit", desk.now)
    answer(desk, left, Outcome.UNKNOWN)
    (copy,) = desk.queued(chat=OTHER, kind="question")
    (edit,) = desk.queued(chat=OTHER, kind="edit")
    assert edit.target == copy.id
    prompt = prompts.waiting(desk.tx, WANG.id, OTHER, desk.now)
    assert prompt is not None
    assert prompt.notice_id == copy.id


def test_a_card_that_somebody_deleted_is_made_again(desk: Desk) -> None:
    desk.report()
    act(desk, Move.ACCEPT, CHEN)
    edit = leave(desk, OFFICE)
    assert edit is not None
    assert edit.call is Call.EDIT_TEXT
    answer(desk, edit, Outcome.TARGET_GONE)
    card = desk.the("card", OFFICE)
    assert card.state == "queued"
    assert "处理中" in text_of(card)


def test_a_picture_that_cannot_be_sent_does_not_keep_the_words_back(desk: Desk) -> None:
    desk.say("东湖花园3栋的垃圾桶坏了", photo=True)
    card = leave(desk, OFFICE)
    assert card is not None
    again = answer(desk, card, Outcome.NO_PHOTO)
    assert (again.state, again.call) == ("queued", Call.SEND_MESSAGE)
    assert "#T1001" in text_of(again)
    assert buttons_of(again) == NEW
    assert "photo" not in again.payload


def test_words_for_a_picture_that_never_came_are_put_where_the_words_are(desk: Desk) -> None:
    """The edit that was to put a photo above a card was refused, and the next one had already been made for it."""
    desk.report()
    act(desk, Move.ACCEPT, CHEN)
    edit = leave(desk, OFFICE)
    assert edit is not None
    desk.tx.run(
        "UPDATE notices SET call = 'editMessageCaption', payload = json_insert(json_remove(payload, '$.text'),"
        " '$.caption', json_extract(payload, '$.text')) WHERE id = :id",
        id=edit.id,
    )
    again = answer(desk, desk.notice(edit.id), Outcome.NO_CAPTION)
    assert (again.state, again.call) == ("queued", Call.EDIT_TEXT)
    assert "处理中" in text_of(again)
    assert buttons_of(again) == buttons_of(edit)
    left = leave(desk, OFFICE)
    assert left is not None
    assert answer(desk, left, Outcome.NO_CAPTION).state == "failed", "what was never a caption is listed"


@pytest.mark.parametrize("kind", NoticeKind)
def test_any_other_refusal_is_listed_and_told_but_for_signs_and_tidying(desk: Desk, kind: NoticeKind) -> None:
    silent = kind in {NoticeKind.REACTION, NoticeKind.DELETION}
    failed = answered(desk, Outcome.REFUSED, kind)
    assert failed.state == ("dropped" if silent else "failed")
    assert len(desk.notices(chat=HALL, kind="alert")) == (not silent)


def test_an_alert_that_fails_raises_no_alert(desk: Desk) -> None:
    answered(desk, Outcome.KICKED)
    alert = leave(desk, HALL)
    assert alert is not None
    assert answer(desk, alert, Outcome.REFUSED).state == "failed"
    assert len(desk.notices(kind="alert")) == 1


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_is_settled(desk: Desk, outcome: Outcome) -> None:
    assert answered(desk, outcome).state is not NoticeState.SENDING
