"""Rework: what it gives and demands anew, and that the third time goes to the coordinators."""

from __future__ import annotations

import pytest

from bot.domain.deadlines import Clock
from bot.domain.posts import MediaPurpose, Sender
from bot.domain.refusals import Refusal
from bot.domain.tickets import Move, State
from storage import deadlines, media
from tests.desk.office import (
    CHEN,
    DAY,
    HALL,
    LI,
    OFFICE,
    RIDERS,
    WANG,
    ZHOU,
    Desk,
    a_desk,
    buttons_of,
    data_of,
    text_of,
)
from tests.desk.test_handling import act, brought_to, refused


def test_the_third_time_goes_to_the_coordinators(desk: Desk) -> None:
    brought_to(desk, State.RESOLVED)
    for again in (1, 2, 3, 4):
        act(desk, Move.DISPUTE, WANG, "还是坏的")
        desk.deliver()
        told = desk.notices(chat=HALL, kind="alert")
        assert len(told) == max(0, again - 2)
        act(desk, Move.RESOLVE, LI)
        desk.deliver()
    first = desk.notices(chat=HALL, kind="alert")[0]
    assert "第 3 次返工（东湖社区）：东湖花园3栋 垃圾桶坏了：还是坏的" in text_of(first)
    assert buttons_of(first) == ["T1001"]
    assert not desk.tap(CHEN, data_of(first, "T1001"), first).alert


@pytest.mark.parametrize(
    ("move", "sender", "state"), [(Move.DISPUTE, WANG, State.CLOSED), (Move.REWORK, ZHOU, State.RESOLVED)]
)
def test_a_reopening_counts_and_gives_half_the_time_again(desk: Desk, move: Move, sender: Sender, state: State) -> None:
    brought_to(desk, state)
    desk.later(DAY)
    now = desk.now
    back = act(desk, move, sender)
    assert (back.reopened, back.resolved_at, back.closed_at) == (1, None, None)
    assert back.due_at == now + 1.5 * DAY
    assert deadlines.running(desk.tx, 1001)[Clock.FIX].due_at == back.due_at
    desk.later(DAY)
    act(desk, Move.RESOLVE, LI)
    assert act(desk, Move.DISPUTE, WANG).reopened == 2


def test_the_next_resolution_needs_a_proof_of_its_own() -> None:
    with a_desk(proof="required") as desk:
        brought_to(desk, State.ASSIGNED)
        photo = desk.post(photo=True).media
        act(desk, Move.RESOLVE, LI, photos=photo, chat_id=OFFICE, message_id=900)
        act(desk, Move.DISPUTE, WANG)
        assert refused(desk, lambda: act(desk, Move.RESOLVE, LI)).reason is Refusal.MISSING_PHOTO
        assert len(media.of_ticket(desk.tx, 1001, MediaPurpose.EARLIER_PROOF)) == 1


def test_the_objections_photo_is_no_proof(desk: Desk) -> None:
    brought_to(desk, State.RESOLVED)
    photo = desk.post(photo=True).media
    act(desk, Move.DISPUTE, WANG, photos=photo, chat_id=RIDERS, message_id=900)
    assert len(media.of_ticket(desk.tx, 1001, MediaPurpose.OBJECTION)) == 1
    assert not media.of_ticket(desk.tx, 1001, MediaPurpose.PROOF)
