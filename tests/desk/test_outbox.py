"""The outbox: which notice leaves next, which is overtaken, which never leaves, and which is sent again."""

from __future__ import annotations

import pytest

from bot.desk import outbox
from bot.desk.messages import edit_message, say, take_away
from bot.desk.outcomes import Outcome
from bot.desk.reach import Seat
from bot.domain.notices import ONE_SHOT, POLICIES, Call, Draft, NoticeKind, NoticeState
from bot.notices.markup import Markup
from storage import notices
from tests.desk.letters import MINUTE, OTHER, answer, answered, leave, queue
from tests.desk.office import OFFICE, Desk


def test_the_most_pressing_leaves_first_whenever_it_was_queued(desk: Desk) -> None:
    for kind in reversed(NoticeKind):
        queue(desk, kind)
    left = [notice.kind for notice in desk.deliver()]
    priorities = [POLICIES[kind].priority for kind in left]
    assert (len(left), priorities) == (len(NoticeKind), sorted(priorities))


def test_of_one_priority_the_older_leaves_first(desk: Desk) -> None:
    first, second = queue(desk, key="1"), queue(desk, key="2")
    assert [notice.id for notice in desk.deliver()] == [first.id, second.id]


def test_only_a_new_message_is_marked_before_it_leaves(desk: Desk) -> None:
    for call in Call:
        queue(desk, key=call.value, call=call, message_id=None if call in ONE_SHOT else 5)
        left = leave(desk)
        assert left is not None
        assert (left.state is NoticeState.SENDING) is (call in ONE_SHOT)
        answer(desk, left, Outcome.SENT, message_id=1)


def test_a_key_is_queued_once_for_ever(desk: Desk) -> None:
    queue(desk, key="k")
    assert notices.queue(desk.tx, Draft("k", NoticeKind.CARD, Call.SEND_MESSAGE, OTHER, {}), desk.now) is None
    desk.deliver()
    assert notices.queue(desk.tx, Draft("k", NoticeKind.CARD, Call.SEND_MESSAGE, OTHER, {}), desk.now) is None


def test_a_full_window_lets_reactions_and_deletions_pass(desk: Desk) -> None:
    queue(desk, NoticeKind.CARD)
    queue(desk, NoticeKind.REACTION, call=Call.REACT, message_id=5)
    queue(desk, NoticeKind.DELETION, call=Call.DELETE, message_id=6)
    left = [leave(desk, counted=False) for _ in range(1)]
    assert left[0] is not None
    assert left[0].kind is NoticeKind.REACTION
    answer(desk, left[0], Outcome.SENT)
    second = leave(desk, counted=False)
    assert second is not None
    assert second.kind is NoticeKind.DELETION
    answer(desk, second, Outcome.SENT)
    assert leave(desk, counted=False) is None
    assert leave(desk, counted=True) is not None


def test_nothing_leaves_before_its_time(desk: Desk) -> None:
    queue(desk, not_before=desk.now + MINUTE)
    assert leave(desk) is None
    desk.later(MINUTE)
    assert leave(desk) is not None


def test_what_waits_under_one_name_is_overtaken_by_the_newest(desk: Desk) -> None:
    for n in range(3):
        queue(desk, NoticeKind.DIGEST, key=str(n), coalesce="digest")
    assert [notice.key for notice in desk.deliver()] == ["2"]
    assert [notice.state for notice in desk.notices(chat=OTHER)] == ["dropped", "dropped", "sent"]


def test_an_edit_waits_for_its_message_and_names_it(desk: Desk) -> None:
    message = queue(desk, NoticeKind.REMINDER)
    edit_message(desk.tx, message, Call.EDIT_TEXT, {"text": "新"}, "edit", desk.now)  # more pressing than a reminder
    first = leave(desk)
    assert first is not None
    assert first.id == message.id
    assert leave(desk) is None, "the edit must not go while its message is on its way"
    answer(desk, first, Outcome.SENT, message_id=77)
    outgoing = outbox.next_for(desk.tx, desk.office, OTHER, desk.now, counted=True)
    assert outgoing is not None
    assert outgoing.about == 77


def test_an_edit_of_what_was_never_sent_is_dropped_and_the_next_one_taken(desk: Desk) -> None:
    message = answered(desk, Outcome.REFUSED)
    edit_message(desk.tx, message, Call.EDIT_TEXT, {"text": "新"}, "edit", desk.now)
    queue(desk, NoticeKind.DIGEST)
    left = leave(desk)
    assert left is not None
    assert left.kind is NoticeKind.DIGEST
    assert [notice.state for notice in desk.notices(chat=OTHER, kind="edit")] == ["dropped"]


def test_what_is_taken_away_before_it_left_is_never_sent(desk: Desk) -> None:
    take_away(desk.tx, queue(desk), desk.now)
    assert leave(desk) is None
    assert not desk.notices(kind="deletion")


def test_a_message_may_be_said_and_taken_away_later(desk: Desk) -> None:
    said = say(desk.tx, Seat(OTHER), NoticeKind.ANSWER, "a", Markup("好"), desk.now)
    assert said is not None
    take_away(desk.tx, desk.notice(said), desk.now, at=desk.now + MINUTE)
    assert [notice.kind for notice in desk.deliver()] == ["answer"]
    desk.later(MINUTE)
    (deletion,) = desk.deliver()
    assert (deletion.kind, deletion.target) == ("deletion", said)


def test_after_a_crash_what_was_leaving_is_unknown(desk: Desk) -> None:
    queue(desk, NoticeKind.CARD)
    queue(desk, NoticeKind.DIGEST, OFFICE)
    leave(desk), leave(desk, OFFICE)
    assert outbox.recover(desk.tx, desk.office, desk.now) == 2
    assert not desk.notices(state="sending")
    assert len(desk.notices(state="uncertain")) == 2
    assert [notice.kind for notice in desk.queued()] == ["card"]
    assert outbox.recover(desk.tx, desk.office, desk.now) == 0


@pytest.mark.parametrize(
    ("outcome", "kind"), [(Outcome.UNKNOWN, NoticeKind.DIGEST), (Outcome.REFUSED, NoticeKind.CARD)]
)
def test_the_operator_sends_it_again_or_takes_it_off_the_list(desk: Desk, outcome: Outcome, kind: NoticeKind) -> None:
    notice = answered(desk, outcome, kind)
    assert outbox.resend(desk.tx, notice.id, desk.now)
    assert not outbox.resend(desk.tx, notice.id, desk.now), "it is on its way already"
    left = leave(desk)
    assert left is not None
    assert left.id == notice.id
    answer(desk, left, outcome)
    assert outbox.dismiss(desk.tx, notice.id)
    assert not outbox.dismiss(desk.tx, notice.id)
    assert desk.notice(notice.id).state == "dropped"


def test_what_was_sent_can_neither_be_resent_nor_dismissed(desk: Desk) -> None:
    sent = answered(desk, Outcome.SENT, message_id=1)
    assert not outbox.resend(desk.tx, sent.id, desk.now)
    assert not outbox.dismiss(desk.tx, sent.id)
    assert not outbox.resend(desk.tx, 4711, desk.now)
