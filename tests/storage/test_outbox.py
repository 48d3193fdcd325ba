"""The outbox: what a chat is told next, what became of it, and what a restart still knows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.notices import COUNTED, POLICIES, Call, NoticeKind, NoticeState
from storage import chats, notices, outbox
from storage.transaction import Tx
from tests.storage.queueing import GROUP, NEW, NOW, OTHER, SECOND, chats_waiting, loaded, queued, sent_as


def _next(tx: Tx, chat: int = GROUP, *, after: timedelta = timedelta(), counted: bool = True) -> str | None:
    found = outbox.next_for(tx, chat, NOW + after, counted=counted)
    return found.key if found else None


def test_the_most_pressing_first_and_within_a_kind_the_oldest(tx: Tx) -> None:
    kinds = sorted(NoticeKind, key=lambda kind: -POLICIES[kind].priority)
    for kind in kinds * 2:
        number = tx.value("SELECT count(*) FROM notices")
        queued(tx, f"{POLICIES[kind].priority} {number:02}", kind)
    told = []
    while (key := _next(tx)) is not None:
        told.append(key)
        notices.withhold(tx, tx.value("SELECT id FROM notices WHERE key = :key", key=key))
    assert told == sorted(told)
    assert len(told) == 2 * len(NoticeKind)


def test_a_chat_is_told_only_its_own(tx: Tx) -> None:
    queued(tx, "a", chat=OTHER)
    assert (_next(tx, GROUP), _next(tx, OTHER)) == (None, "a")


def test_what_is_postponed_waits_for_its_moment(tx: Tx) -> None:
    queued(tx, "later", not_before=NOW + SECOND)
    assert _next(tx) is None
    assert _next(tx, after=SECOND) == "later"
    assert chats_waiting(tx, NOW) == []
    assert chats_waiting(tx, NOW + SECOND) == [GROUP]


@pytest.mark.parametrize("call", Call)
def test_a_full_window_lets_through_what_does_not_count(tx: Tx, call: Call) -> None:
    queued(tx, "a", call=call)
    assert _next(tx, counted=True) == "a"
    assert _next(tx, counted=False) == (None if call in COUNTED else "a")


@pytest.mark.parametrize(
    ("state", "leaves"),
    [
        (NoticeState.QUEUED, False),
        (NoticeState.SENDING, False),
        (NoticeState.SENT, True),
        (NoticeState.UNCERTAIN, True),  # to be dropped by the desk, which asks what its message is
        (NoticeState.FAILED, True),
        (NoticeState.DROPPED, True),
    ],
)
def test_an_edit_waits_for_its_card(tx: Tx, state: NoticeState, leaves: bool) -> None:
    card = queued(tx, "card", not_before=NOW + SECOND)
    tx.run("UPDATE notices SET state = :state", state=state.value)
    queued(tx, "edit", NoticeKind.EDIT, Call.EDIT_TEXT, target=card)
    queued(tx, "deletion", NoticeKind.DELETION, Call.DELETE, target=card)
    queued(tx, "digest", NoticeKind.DIGEST)
    assert _next(tx) == ("deletion" if leaves else "digest")
    assert _next(tx, counted=False) == ("deletion" if leaves else None)


def test_parked_and_paused_chats_wait_the_others_do_not(tx: Tx) -> None:
    for chat in (GROUP, OTHER, NEW):
        queued(tx, str(chat), chat=chat)
    chats.park(tx, GROUP, "kicked", NOW)
    chats.remember(tx, OTHER, "工作群", "supergroup")
    chats.pause(tx, OTHER, NOW + SECOND)
    assert chats_waiting(tx, NOW) == [NEW]
    assert sorted(chats_waiting(tx, NOW + SECOND)) == [NEW, OTHER]
    chats.unpark(tx, GROUP)
    assert sorted(chats_waiting(tx, NOW)) == [NEW, GROUP]


def test_chats_come_in_the_order_of_what_presses_them(tx: Tx) -> None:
    queued(tx, "digest", NoticeKind.DIGEST, chat=-1)
    queued(tx, "card", chat=-2)
    queued(tx, "later card", chat=-4)
    queued(tx, "another digest", NoticeKind.DIGEST, chat=-3)
    queued(tx, "emergency", NoticeKind.EMERGENCY, chat=-3)
    assert chats_waiting(tx, NOW) == [-3, -2, -4, -1]


def test_a_chat_tells_what_of_it_counts(tx: Tx) -> None:
    queued(tx, "card", chat=-1)
    queued(tx, "sign", NoticeKind.REACTION, Call.REACT, chat=-2, message_id=5)
    for kind, call in ((NoticeKind.CARD, Call.SEND_PHOTO), (NoticeKind.DELETION, Call.DELETE)):
        queued(tx, call.value, kind, call, chat=-3, message_id=5)
    told = {chat.chat_id: (chat.counted, chat.uncounted) for chat in outbox.chats_waiting(tx, NOW)}
    assert told == {-1: (True, False), -2: (False, True), -3: (True, True)}


def test_a_chat_of_which_only_an_edit_waits_for_its_card_does_not_wait(tx: Tx) -> None:
    """It would be given a slot for nothing, again and again."""
    card = queued(tx, "card", not_before=NOW + SECOND)
    queued(tx, "edit", NoticeKind.EDIT, Call.EDIT_TEXT, target=card)
    assert chats_waiting(tx, NOW) == []
    assert chats_waiting(tx, NOW + SECOND) == [GROUP]


def test_when_something_may_go_on(tx: Tx) -> None:
    assert outbox.next_not_before(tx, NOW) is None
    queued(tx, "now")
    queued(tx, "later", not_before=NOW + 5 * SECOND)
    assert outbox.next_not_before(tx, NOW) == NOW + 5 * SECOND
    chats.remember(tx, OTHER, "工作群", "supergroup")
    chats.pause(tx, OTHER, NOW + 3 * SECOND)
    assert outbox.next_not_before(tx, NOW) == NOW + 3 * SECOND
    assert outbox.next_not_before(tx, NOW + 3 * SECOND) == NOW + 5 * SECOND
    assert outbox.next_not_before(tx, NOW + 5 * SECOND) is None


def test_a_sent_message_has_its_number(tx: Tx) -> None:
    card = queued(tx, "card")
    outbox.mark_sending(tx, card)
    assert (loaded(tx, card).state, loaded(tx, card).attempts) == (NoticeState.SENDING, 1)
    assert [notice.id for notice in outbox.interrupted(tx)] == [card]
    outbox.mark_sent(tx, card, 70, NOW + SECOND)
    sent = loaded(tx, card)
    assert (sent.state, sent.message_id, sent.sent_at, sent.error) == (NoticeState.SENT, 70, NOW + SECOND, None)
    assert outbox.interrupted(tx) == []


def test_a_reaction_keeps_the_message_it_is_on(tx: Tx) -> None:
    sign = queued(tx, "sign", NoticeKind.REACTION, Call.REACT, message_id=50)
    outbox.mark_sent(tx, sign, None, NOW)
    assert loaded(tx, sign).message_id == 50


def test_a_failure_is_tried_again_later(tx: Tx) -> None:
    card = queued(tx, "card")
    outbox.mark_sending(tx, card)
    outbox.requeue(tx, card, "x" * 999, NOW + 2 * SECOND)
    assert (loaded(tx, card).state, len(loaded(tx, card).error or "")) == (NoticeState.QUEUED, 500)
    assert (_next(tx, after=SECOND), _next(tx, after=2 * SECOND)) == (None, "card")


def test_every_attempt_counts_once(tx: Tx) -> None:
    card, edit = queued(tx, "card"), queued(tx, "edit", NoticeKind.EDIT, Call.EDIT_TEXT, message_id=5)
    for attempt in (1, 2, 3):
        outbox.mark_sending(tx, card)
        for notice in (card, edit):
            outbox.requeue(tx, notice, "x", NOW)
            assert loaded(tx, notice).attempts == attempt


@pytest.mark.parametrize("state", NoticeState)
def test_only_what_is_on_its_way_is_tried_again_and_only_what_is_listed_released(tx: Tx, state: NoticeState) -> None:
    card = queued(tx, "card", reply_to=50)
    tx.run("UPDATE notices SET state = :state", state=state.value)
    outbox.redirect(tx, card, drop_reply=True, drop_topic=False)
    outbox.requeue(tx, card, "x", NOW)
    on_its_way = state in {NoticeState.QUEUED, NoticeState.SENDING}
    assert loaded(tx, card).state is (NoticeState.QUEUED if on_its_way else state)
    assert (loaded(tx, card).reply_to is None) is on_its_way
    listed = state in {NoticeState.UNCERTAIN, NoticeState.FAILED}
    assert outbox.release(tx, card, NOW) is listed
    assert loaded(tx, card).state is (NoticeState.QUEUED if on_its_way or listed else state)


def test_a_message_sent_again_lists_the_first_and_takes_over_its_edits(tx: Tx) -> None:
    card = queued(tx, "card", ticket_id=1001, topic=7, reply_to=50, unit_code="longxi")
    edit = queued(tx, "edit", NoticeKind.EDIT, Call.EDIT_TEXT, target=card)
    dropped = queued(tx, "old edit", NoticeKind.EDIT, Call.EDIT_TEXT, target=card)
    notices.withhold(tx, dropped)
    outbox.mark_sending(tx, card)
    first = loaded(tx, card)
    copy = loaded(tx, outbox.send_again(tx, first, "read timeout", NOW + SECOND, NOW))
    listed = loaded(tx, card)
    assert listed.state is NoticeState.UNCERTAIN
    assert listed.error == f"read timeout; sent again as {copy.id}"
    assert (copy.key, copy.state, copy.attempts) == ("card:again1", NoticeState.QUEUED, 1)
    same = ("kind", "call", "chat_id", "topic", "ticket_id", "unit_code", "reply_to", "payload")
    assert [getattr(copy, name) for name in same] == [getattr(first, name) for name in same]
    assert (loaded(tx, edit).target, loaded(tx, dropped).target) == (copy.id, card)
    assert (_next(tx), _next(tx, after=SECOND)) == (None, "card:again1")


def test_a_message_may_be_sent_again_more_than_once(tx: Tx) -> None:
    number = queued(tx, "card")
    for _ in range(3):
        outbox.mark_sending(tx, number)
        number = outbox.send_again(tx, loaded(tx, number), "timeout", NOW, NOW)
    assert (_next(tx), loaded(tx, number).attempts) == (loaded(tx, number).key, 3)
    assert len(notices.in_states(tx, [NoticeState.UNCERTAIN])) == 3


def test_what_is_unknown_cannot_be_sent_again(tx: Tx) -> None:
    card = loaded(tx, queued(tx, "card"))
    tx.run("DELETE FROM notices")
    with pytest.raises(LookupError):
        outbox.send_again(tx, card, "timeout", NOW, NOW)


@pytest.mark.parametrize(
    ("mend", "chat", "reply_to", "topic"),
    [
        ({"drop_reply": True, "drop_topic": False}, GROUP, None, 7),
        ({"drop_reply": False, "drop_topic": True}, GROUP, 50, None),
        ({"chat_id": NEW, "drop_reply": True, "drop_topic": False}, NEW, None, 7),
    ],
)
def test_coordinates_are_mended(tx: Tx, mend: dict[str, int], chat: int, reply_to: int | None, topic: int) -> None:
    card = queued(tx, "card", reply_to=50, topic=7)
    outbox.mark_sending(tx, card)
    outbox.redirect(tx, card, **mend)  # type: ignore[arg-type]
    found = loaded(tx, card)
    assert (found.state, found.chat_id, found.reply_to, found.topic) == (NoticeState.QUEUED, chat, reply_to, topic)


def test_new_messages_follow_a_migrated_chat(tx: Tx) -> None:
    sent, waiting = queued(tx, "sent"), queued(tx, "waiting", reply_to=50)
    sent_as(tx, sent, 70)
    edit = queued(tx, "edit", NoticeKind.EDIT, Call.EDIT_TEXT, target=sent)
    other = queued(tx, "other", chat=OTHER, reply_to=50)
    outbox.move_queued(tx, GROUP, NEW)
    found = [(loaded(tx, number).chat_id, loaded(tx, number).reply_to) for number in (sent, waiting, edit, other)]
    assert found == [(GROUP, None), (NEW, None), (GROUP, None), (OTHER, 50)]


def test_the_windows_are_filled_with_what_counts(tx: Tx) -> None:
    for index, call in enumerate(Call):
        sent_as(tx, queued(tx, call.value, call=call, chat=GROUP - index), 70, NOW + index * SECOND)
    sent_as(tx, queued(tx, "before"), 71, NOW - SECOND)
    queued(tx, "waiting")
    expected = [(GROUP - index, NOW + index * SECOND) for index, call in enumerate(Call) if call in COUNTED]
    assert outbox.counted_since(tx, NOW - SECOND) == expected
    assert outbox.counted_since(tx, NOW) == expected[1:]
