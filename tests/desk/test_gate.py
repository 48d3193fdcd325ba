"""The gate: each use by itself, each person by themselves, and one mild line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.desk import gate
from bot.domain.paces import Allowance, Use
from bot.domain.refusals import Refusal, Refused
from storage import paces
from tests.desk.office import HE, RIDERS, WANG, Desk, a_desk, text_of

WINDOW = timedelta(minutes=1)


@pytest.fixture
def guarded() -> Iterator[Desk]:
    with a_desk(per_person={Use.TAPS: Allowance(2, WINDOW), Use.QUESTIONS: Allowance(2, WINDOW)}) as desk:
        yield desk


def let_in(desk: Desk, use: Use, who: int = WANG.id) -> bool:
    return gate.lets_in(desk.tx, desk.office, who, use, desk.now)


def test_each_person_and_each_use_by_itself(guarded: Desk) -> None:
    assert [let_in(guarded, Use.TAPS) for _ in range(3)] == [True, True, False]
    assert let_in(guarded, Use.QUESTIONS)
    assert let_in(guarded, Use.TAPS, HE.id)
    assert all(let_in(guarded, Use.POSTS) for _ in range(50)), "no limit, no end"


def test_to_look_takes_nothing(guarded: Desk) -> None:
    assert all(gate.is_open_to(guarded.tx, guarded.office, WANG.id, Use.TAPS, guarded.now) for _ in range(9))
    assert [let_in(guarded, Use.TAPS) for _ in range(3)] == [True, True, False]


def test_a_refusal_says_so(guarded: Desk) -> None:
    for _ in range(2):
        gate.require(guarded.tx, guarded.office, WANG.id, Use.TAPS, guarded.now)
    with pytest.raises(Refused) as caught:
        gate.require(guarded.tx, guarded.office, WANG.id, Use.TAPS, guarded.now)
    assert caught.value.reason is Refusal.TOO_FAST


def test_one_line_and_then_silence(guarded: Desk) -> None:
    for _ in range(9):
        if not let_in(guarded, Use.QUESTIONS):
            gate.hold_back(guarded.tx, guarded.office, guarded.post("/stats"), guarded.now)
    assert [text_of(one) for one in guarded.notices(chat=RIDERS, kind="answer")] == ["操作有点频繁，请稍后再试"]


def test_progress_is_a_question(guarded: Desk) -> None:
    ticket = guarded.report()
    for _ in range(9):
        guarded.later()
        guarded.say("进度", reply_to=ticket.message_id)
    answers = [text_of(one) for one in guarded.notices(chat=RIDERS, kind="answer")]
    assert len([text for text in answers if "T1001" in text]) == 2
    assert len([text for text in answers if "有点频繁" in text]) == 1


def test_what_was_used_is_forgotten_when_it_is_all_back(guarded: Desk) -> None:
    let_in(guarded, Use.TAPS)
    paces.prune(guarded.tx, guarded.now)
    assert paces.load(guarded.tx, WANG.id, Use.TAPS) is not None
    guarded.later(WINDOW)
    paces.prune(guarded.tx, guarded.now)
    assert paces.load(guarded.tx, WANG.id, Use.TAPS) is None
