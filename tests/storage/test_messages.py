"""Messages of the bot: what stands in a chat, what was delivered, and what shows itself to be there after all."""

from __future__ import annotations

import pytest

from bot.domain.notices import Call, NoticeKind, NoticeState
from storage import messages, outbox
from storage.transaction import Tx
from tests.storage.queueing import GROUP, NOW, OTHER, loaded, queued, sent_as


def test_what_stands_is_there_or_on_its_way_and_not_gone(tx: Tx) -> None:
    numbers = {state: queued(tx, state.value, ticket_id=1001) for state in NoticeState}
    for state, number in numbers.items():
        tx.run("UPDATE notices SET state = :state WHERE id = :id", state=state.value, id=number)
    closure = queued(tx, "closure", NoticeKind.CLOSURE, ticket_id=1001)
    queued(tx, "edit", NoticeKind.CARD, Call.EDIT_TEXT, ticket_id=1001)
    queued(tx, "another", ticket_id=1002)
    messages.note_gone(tx, queued(tx, "gone", ticket_id=1001), NOW)
    retired = queued(tx, "retired", ticket_id=1001)
    messages.retire(tx, retired)
    there = [numbers[state] for state in (NoticeState.QUEUED, NoticeState.SENDING, NoticeState.SENT)]
    assert [notice.id for notice in messages.standing(tx, 1001, NoticeKind.CARD)] == there
    both = messages.standing(tx, 1001, NoticeKind.CARD, NoticeKind.CLOSURE)
    assert [notice.id for notice in both] == [*there, closure]
    assert loaded(tx, retired).kind is NoticeKind.ANSWER


def test_a_ticket_is_delivered_when_a_units_card_was_sent(tx: Tx) -> None:
    sent_as(tx, queued(tx, "triage card", ticket_id=1001), 70)
    sent_as(tx, queued(tx, "closure", NoticeKind.CLOSURE, ticket_id=1001, unit_code="longxi"), 71)
    sent_as(tx, queued(tx, "another", ticket_id=1002, unit_code="longxi"), 72)
    card = queued(tx, "card", ticket_id=1001, unit_code="longxi")
    assert not messages.was_delivered(tx, 1001)
    sent_as(tx, card, 73)
    assert messages.was_delivered(tx, 1001)


def test_a_message_has_become_a_picture_once_an_edit_of_it_left(tx: Tx) -> None:
    card = queued(tx, "card", ticket_id=1001)
    edit = queued(tx, "edit", NoticeKind.EDIT, Call.EDIT_MEDIA, ticket_id=1001, target=card)
    seen = {}
    for state in NoticeState:
        tx.run("UPDATE notices SET state = :state WHERE id = :id", state=state.value, id=edit)
        seen[state] = messages.has_become_picture(tx, card)
    assert {state for state, there in seen.items() if there} == {NoticeState.SENDING, NoticeState.SENT}


def test_an_uncertain_card_that_shows_itself_is_sent(tx: Tx) -> None:
    card = queued(tx, "card", ticket_id=1001)
    closure = queued(tx, "closure", NoticeKind.CLOSURE, ticket_id=1001)
    for number in (card, closure):
        outbox.settle(tx, number, NoticeState.UNCERTAIN, "reset")
    assert not messages.adopt(tx, OTHER, 70, 1001)
    assert not messages.adopt(tx, GROUP, 70, 1002)
    assert messages.adopt(tx, GROUP, 70, 1001) == loaded(tx, card)
    found = loaded(tx, card)
    assert (found.state, found.message_id, found.sent_at, found.error) == (NoticeState.SENT, 70, NOW, None)
    assert loaded(tx, closure).state is NoticeState.UNCERTAIN
    assert [notice.id for notice in messages.standing(tx, 1001, NoticeKind.CARD)] == [card]
    assert not messages.adopt(tx, GROUP, 71, 1001)


@pytest.mark.parametrize("left", [False, True])
def test_the_copy_of_a_card_that_shows_itself_stays_back_where_it_can(tx: Tx, left: bool) -> None:
    card = queued(tx, "card", ticket_id=1001)
    copy = outbox.send_again(tx, loaded(tx, card), "reset", NOW, NOW)
    edit = queued(tx, "edit", NoticeKind.EDIT, ticket_id=1001)
    tx.run("UPDATE notices SET target = :copy WHERE id = :id", copy=copy, id=edit)
    if left:
        sent_as(tx, copy, 71)
    assert messages.adopt(tx, GROUP, 70, 1001)
    assert loaded(tx, card).state is NoticeState.SENT
    assert loaded(tx, copy).state is (NoticeState.SENT if left else NoticeState.DROPPED)
    assert loaded(tx, edit).target == (copy if left else card)
