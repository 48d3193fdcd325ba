"""Deliveries: the sign below a report when its card shows itself, though Telegram never said that it had arrived."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.desk.outcomes import Outcome
from bot.domain.posts import Post
from bot.domain.tickets import Move, State
from storage.notices import Notice
from tests.desk.letters import MINUTE, answer, leave
from tests.desk.office import CHEN, LI, OFFICE, Desk
from tests.desk.test_handling import act

_ARRIVED = 990_001
"""The number of the message of which nobody knew."""


def _tapped(desk: Desk) -> None:
    desk.tap(LI, "accept:1001", desk.notices(kind="card")[0], number=_ARRIVED)


def _replied(desk: Desk) -> None:
    desk.say("马上安排", LI, OFFICE, reply_to=_ARRIVED, reply_number=1001)


def _in_doubt(desk: Desk) -> tuple[Post, Notice, Notice]:
    """A report whose card left and of which nothing was heard; the card, and its copy that waits."""
    post = desk.say("东湖花园3栋的垃圾桶坏了")
    left = leave(desk, OFFICE)
    assert left is not None
    card = answer(desk, left, Outcome.UNKNOWN)
    (copy,) = desk.queued(chat=OFFICE, kind="card")
    return post, card, copy


@pytest.mark.parametrize("use", [_tapped, _replied])
def test_a_card_that_somebody_uses_was_delivered(desk: Desk, use: Callable[[Desk], None]) -> None:
    post, card, copy = _in_doubt(desk)
    assert desk.sign(post) == "👀"
    use(desk)
    assert desk.ticket().state is State.ACCEPTED
    assert (desk.notice(card.id).state, desk.notice(copy.id).state) == ("sent", "dropped")
    assert desk.sign(post) == "✍"
    desk.later(MINUTE)
    desk.deliver()
    assert len(desk.notices(chat=OFFICE, kind="card", state="sent")) == 1


def test_what_is_resolved_at_once_on_such_a_card_shows_that(desk: Desk) -> None:
    post, _, _ = _in_doubt(desk)
    desk.say("已处理", LI, OFFICE, reply_to=_ARRIVED, reply_number=1001, photo=True)
    assert desk.ticket().state is State.RESOLVED
    desk.deliver()
    assert desk.sign(post) == "👌"


def test_a_strangers_refused_tap_shows_nothing(desk: Desk) -> None:
    post, card, copy = _in_doubt(desk)
    desk.tap(LI, "approve:1001", card, number=_ARRIVED)
    assert (desk.notice(card.id).state, desk.notice(copy.id).state) == ("uncertain", "queued")
    assert desk.sign(post) == "👀"


@pytest.mark.parametrize("use", [_tapped, _replied])
def test_the_copy_used_before_its_number_is_known_is_itself(desk: Desk, use: Callable[[Desk], None]) -> None:
    """The first attempt never arrived: whoever taps the copy while its number is on its way taps no other message."""
    post, card, copy = _in_doubt(desk)
    desk.later(MINUTE)
    left = leave(desk, OFFICE)
    assert left is not None and left.id == copy.id
    use(desk)
    assert desk.ticket().state is State.ACCEPTED
    assert answer(desk, left, Outcome.SENT, message_id=_ARRIVED).message_id == _ARRIVED
    first = desk.notice(card.id)
    assert (first.state, first.message_id, first.sent_at) == ("uncertain", None, None)
    assert {edit.target for edit in desk.notices(chat=OFFICE, kind="edit")} == {copy.id}
    desk.later(MINUTE)
    desk.deliver()
    assert [one.id for one in desk.notices(chat=OFFICE, kind="card", state="sent")] == [copy.id]
    assert desk.sign(post) == "✍"


def test_an_edit_that_was_meant_for_the_first_attempt_is_overtaken_by_one_of_the_copy(desk: Desk) -> None:
    """It was tried in vain for minutes, and would leave last: the card would go back to what it said before."""
    _, _, copy = _in_doubt(desk)
    desk.later(MINUTE)
    left = leave(desk, OFFICE)
    _tapped(desk)
    answer(desk, left, Outcome.SENT, message_id=_ARRIVED)
    for _ in range(4):
        while (edit := leave(desk, OFFICE)) is None:
            desk.later(MINUTE)
        assert edit.target == copy.id
        answer(desk, edit, Outcome.NOT_POSTED)
    act(desk, Move.RESOLVE, CHEN)
    waiting = desk.queued(chat=OFFICE, kind="edit")
    assert [one.id for one in waiting] == [max(one.id for one in desk.notices(chat=OFFICE, kind="edit"))]
