"""Notices: each key once, overtaken drafts dropped, and what waits may be changed."""

from __future__ import annotations

from bot.domain.notices import Call, Draft, NoticeKind, NoticeState
from storage import notices, outbox
from storage.notices import Notice
from storage.transaction import Tx
from tests.storage.queueing import GROUP, NOW, OTHER, loaded, queued, sent_as


def test_what_is_queued_is_kept_whole(tx: Tx) -> None:
    number = queued(tx, "a", ticket_id=1001, topic=7, message_id=5, reply_to=50, unit_code="longxi")
    assert notices.load(tx, number) == Notice(
        id=number,
        key="a",
        kind=NoticeKind.CARD,
        call=Call.SEND_MESSAGE,
        chat_id=GROUP,
        topic=7,
        ticket_id=1001,
        unit_code="longxi",
        target=None,
        message_id=5,
        reply_to=50,
        payload={"text": "a"},
        state=NoticeState.QUEUED,
        attempts=0,
        queued_at=NOW,
        sent_at=None,
        gone=False,
        error=None,
    )
    assert notices.load(tx, number + 1) is None


def test_the_same_change_told_twice_is_one_notice_for_ever(tx: Tx) -> None:
    first = queued(tx, "card:1001")
    again = Draft("card:1001", NoticeKind.CARD, Call.SEND_MESSAGE, OTHER, {"text": "anders"})
    assert notices.queue(tx, again, NOW) is None
    sent_as(tx, first, 70)
    assert notices.queue(tx, again, NOW) is None
    assert tx.value("SELECT count(*) FROM notices") == 1


def test_a_waiting_draft_is_overtaken_by_a_newer_one_of_its_kind(tx: Tx) -> None:
    first = queued(tx, "edit:1", coalesce="edit:9")
    other = queued(tx, "edit:2", coalesce="edit:8")
    second = queued(tx, "edit:3", coalesce="edit:9")
    states = [loaded(tx, number).state for number in (first, other, second)]
    assert states == [NoticeState.DROPPED, NoticeState.QUEUED, NoticeState.QUEUED]
    assert getattr(notices.waiting_under(tx, "edit:9"), "id", None) == second


def test_a_change_told_twice_does_not_overtake_the_newer_one(tx: Tx) -> None:
    queued(tx, "edit:1", coalesce="edit:9")
    newer = queued(tx, "edit:2", coalesce="edit:9")
    again = Draft("edit:1", NoticeKind.CARD, Call.SEND_MESSAGE, GROUP, {}, coalesce="edit:9")
    assert notices.queue(tx, again, NOW) is None
    assert loaded(tx, newer).state is NoticeState.QUEUED


def test_what_has_left_is_not_overtaken(tx: Tx) -> None:
    first = queued(tx, "digest:1", coalesce="digest")
    outbox.mark_sending(tx, first)
    assert notices.waiting_under(tx, "digest") is None
    queued(tx, "digest:2", coalesce="digest")
    assert loaded(tx, first).state is NoticeState.SENDING


def test_a_notice_that_is_queued_twice_does_not_overtake_itself(tx: Tx) -> None:
    draft = Draft("digest:1", NoticeKind.DIGEST, Call.SEND_MESSAGE, GROUP, {}, coalesce="digest")
    first = notices.queue(tx, draft, NOW)
    assert first is not None
    assert notices.queue(tx, draft, NOW) is None
    assert loaded(tx, first).state is NoticeState.QUEUED


def test_what_waits_may_be_amended_or_withheld_what_has_left_may_not(tx: Tx) -> None:
    waiting, left = queued(tx, "a"), queued(tx, "b")
    outbox.mark_sending(tx, left)
    answers = [notices.amend(tx, number, Call.SEND_PHOTO, {"photo": "x"}) for number in (waiting, left)]
    assert answers == [True, False]
    assert (loaded(tx, waiting).call, loaded(tx, waiting).payload) == (Call.SEND_PHOTO, {"photo": "x"})
    assert loaded(tx, left).payload == {"text": "b"}
    assert [notices.withhold(tx, number) for number in (waiting, left)] == [True, False]
    assert loaded(tx, waiting).state is NoticeState.DROPPED


def test_the_notice_that_made_a_message(tx: Tx) -> None:
    sent_as(tx, queued(tx, "sign", NoticeKind.REACTION, Call.REACT, message_id=70), 70)
    card = queued(tx, "card", call=Call.SEND_PHOTO)
    sent_as(tx, card, 70)
    assert getattr(notices.of_message(tx, GROUP, 70), "id", None) == card
    assert notices.of_message(tx, OTHER, 70) is None
    assert notices.of_message(tx, GROUP, 71) is None


def test_ends_and_lists(tx: Tx) -> None:
    numbers = {state: queued(tx, state.value) for state in (NoticeState.UNCERTAIN, NoticeState.FAILED)}
    for state, number in numbers.items():
        outbox.settle(tx, number, state, "x" * 999)
    queued(tx, "waiting")
    listed = notices.in_states(tx, list(numbers))
    assert [(notice.state, len(notice.error or "")) for notice in listed] == [(state, 500) for state in numbers]


def test_what_is_about_a_ticket_is_all_of_it_and_the_signs_on_its_report(tx: Tx) -> None:
    card = queued(tx, "card", ticket_id=1001)
    tx.run("UPDATE notices SET state = 'dropped' WHERE id = :id", id=card)
    sign = queued(tx, "sign", NoticeKind.REACTION, Call.REACT, message_id=50)
    queued(tx, "sign of another", NoticeKind.REACTION, Call.REACT, message_id=51)
    queued(tx, "sign elsewhere", NoticeKind.REACTION, Call.REACT, OTHER, message_id=50)
    queued(tx, "another", ticket_id=1002)
    edit = queued(tx, "edit", NoticeKind.EDIT, Call.EDIT_TEXT, ticket_id=1001)
    assert [notice.id for notice in notices.about(tx, 1001, GROUP, 50)] == [card, sign, edit]
    assert [notice.id for notice in notices.about(tx, 1001, GROUP, 50, limit=2)] == [sign, edit]
