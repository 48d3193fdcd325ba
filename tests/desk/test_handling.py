"""Handling: what each move leaves behind in ticket, history and clocks; and that a refusal leaves nothing."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest

from bot.desk.acts import Act
from bot.desk.audiences import resolving_words
from bot.desk.handling import perform
from bot.domain.areas import TimeClass
from bot.domain.deadlines import Clock, running
from bot.domain.durations import Duration
from bot.domain.moves import MOVES
from bot.domain.notices import NoticeKind
from bot.domain.posts import MediaPurpose, Sender
from bot.domain.refusals import Refusal, Refused
from bot.domain.tickets import Move, State, Ticket
from bot.domain.wishes import NOTHING, Correction, Wish
from storage import deadlines, media, messages
from tests.desk.office import CHEN, DAY, HE, HOUR, LI, MONDAY, OFFICE, SUN, WANG, ZHOU, Desk, a_desk

STEPS: dict[State, list[tuple[Move, Sender]]] = {
    State.TRIAGE: [],
    State.ASSIGNED: [],
    State.ACCEPTED: [(Move.ACCEPT, LI)],
    State.RESOLVED: [(Move.ACCEPT, LI), (Move.RESOLVE, LI)],
    State.CLOSED: [(Move.RESOLVE, LI), (Move.CONFIRM, WANG)],
    State.SUSPENDED: [(Move.SUSPEND, CHEN)],
    State.REJECTED: [(Move.REJECT, CHEN)],
    State.MERGED: [(Move.MERGE, LI)],
    State.WITHDRAWN: [(Move.WITHDRAW, WANG)],
}
"""How a ticket comes into a state."""
_FROM_TRIAGE = {State.TRIAGE, State.REJECTED}
ACTORS = {
    Move.DISPATCH: CHEN,
    Move.REJECT: CHEN,
    Move.ACCEPT: LI,
    Move.RESOLVE: LI,
    Move.CONFIRM: WANG,
    Move.DISPUTE: WANG,
    Move.APPROVE: ZHOU,
    Move.REWORK: ZHOU,
    Move.TRANSFER: LI,
    Move.RETURN: LI,
    Move.EXTEND: LI,
    Move.SUSPEND: CHEN,
    Move.RESUME: LI,
    Move.SPLIT: CHEN,
    Move.WHISTLE: LI,
    Move.MERGE: LI,
    Move.UNMERGE: CHEN,
    Move.NOTE: LI,
    Move.CORRECT: CHEN,
    Move.OBJECT: WANG,
    Move.WITHDRAW: WANG,
    Move.ACKNOWLEDGE: WANG,
    Move.THANK: WANG,
}
"""Who makes each move; the others (拆出同报, 评价协办, 照片存疑, the steps of a fix) have tests of their own."""

WISHES = {
    Move.DISPATCH: Wish(units=("donghu",)),
    Move.TRANSFER: Wish(units=("xiyuan",)),
    Move.SPLIT: Wish(units=("xiyuan",)),
    Move.WHISTLE: Wish(units=("luminju",)),
    Move.EXTEND: Wish(span=Duration.parse("1d")),
    Move.SUSPEND: Wish(until=MONDAY + 30 * DAY),
    Move.MERGE: Wish(ticket=1002),
    Move.CORRECT: Wish(change=Correction(time_class=TimeClass.A)),
    Move.THANK: Wish(stars=5),
}


def act(desk: Desk, move: Move, sender: Sender, words: str = "换了新桶", number: int = 1001, **facts: Any) -> Ticket:
    wish = facts.pop("wish", WISHES.get(move, NOTHING))
    order = Act(desk.person(sender), number, move, words, wish, **facts)
    ticket = perform(desk.tx, desk.office, order, desk.now)
    desk.later()
    return ticket


def brought_to(desk: Desk, state: State, *, aside: bool = False) -> Ticket:
    """The first ticket in this state; `aside`, with a second one there."""
    desk.report("垃圾桶坏了" if state in _FROM_TRIAGE else "东湖花园3栋的垃圾桶坏了")
    if aside or state is State.MERGED:
        desk.report("东湖花园5栋的垃圾桶坏了")
    for move, sender in STEPS[state]:
        act(desk, move, sender)
        desk.deliver()
    ticket = desk.ticket()
    assert ticket.state is state
    return ticket


def refused(desk: Desk, attempt: Callable[[], object]) -> Refused:
    """The refusal; nothing in any table may have changed."""
    before = desk.dump()
    with pytest.raises(Refused) as caught:
        attempt()
    assert desk.dump() == before
    return caught.value


POSSIBLE = [
    (move, state)
    for move, state in product(ACTORS, STEPS)
    if state in MOVES[move].sources and (state is not State.TRIAGE or ACTORS[move] in {CHEN, WANG})
]
IMPOSSIBLE = [(move, state) for move, state in product(ACTORS, STEPS) if state not in MOVES[move].sources]


@pytest.mark.parametrize(("move", "state"), POSSIBLE)
def test_every_move_leaves_state_event_and_the_clocks_of_its_state(desk: Desk, move: Move, state: State) -> None:
    brought_to(desk, state, aside=move is Move.MERGE)
    before = len(desk.events())
    ticket = act(desk, move, ACTORS[move])
    assert ticket == desk.ticket()
    assert ticket.state is MOVES[move].leads_to(state, State.ASSIGNED)
    assert desk.events()[before:] == [move.value]
    still_asked = state is ticket.state is State.TRIAGE
    idle = Clock.DISPATCH if still_asked else Clock.QUESTION
    assert set(deadlines.running(desk.tx, ticket.id)) == running(ticket) - {idle}
    assert messages.standing(desk.tx, ticket.id, NoticeKind.CARD)
    assert desk.queued(), "nobody was told"


@pytest.mark.parametrize("aside", [False, True], ids=["alone", "with-another"])
@pytest.mark.parametrize("state", STEPS)
def test_no_other_move_changes_anything(desk: Desk, state: State, aside: bool) -> None:
    """A merge is tried where there is another ticket to merge with."""
    brought_to(desk, state, aside=aside)
    made = {step for step, _ in STEPS[state]}
    wrong = []
    for move in [move for move, source in IMPOSSIBLE if source is state and (move is Move.MERGE) is aside]:
        with desk.tried():
            refusal = refused(desk, lambda move=move: act(desk, move, ACTORS[move]))
        # Out of triage 东湖社区 has no say yet; what was made already is answered with who did it.
        if state in _FROM_TRIAGE and ACTORS[move] in {LI, ZHOU}:
            reason = Refusal.NO_RIGHT
        else:
            reason = Refusal.ALREADY_DONE if move in made else Refusal.WRONG_STATE
        if refusal.reason is not reason:
            wrong.append(f"{move.value}: {refusal.reason.value}, not {reason.value}")
    assert not wrong


@pytest.mark.parametrize(("move", "state"), POSSIBLE)
def test_a_stranger_changes_nothing(desk: Desk, move: Move, state: State) -> None:
    brought_to(desk, state, aside=move is Move.MERGE)
    for stranger in (HE, SUN):
        assert refused(desk, lambda who=stranger: act(desk, move, who)).reason is Refusal.NO_RIGHT


def test_who_already_did_it_is_named_with_the_time(desk: Desk) -> None:
    brought_to(desk, State.ACCEPTED)
    refusal = refused(desk, lambda: act(desk, Move.ACCEPT, CHEN))
    assert refusal.facts == {"name": "李书记", "at": "11-02 12:00", "move": "受理"}


def test_after_a_reopening_the_old_resolution_is_no_answer(desk: Desk) -> None:
    brought_to(desk, State.RESOLVED)
    act(desk, Move.DISPUTE, WANG)
    assert refused(desk, lambda: act(desk, Move.APPROVE, ZHOU)).reason is Refusal.WRONG_STATE
    assert act(desk, Move.RESOLVE, LI).state is State.RESOLVED


@pytest.mark.parametrize(
    ("proof", "words", "photo", "reason"),
    [
        ("asked", "", False, Refusal.MISSING_PROOF),
        ("asked", "换了新桶", False, None),
        ("asked", "", True, None),
        ("required", "换了新桶", False, Refusal.MISSING_PHOTO),
        ("required", "", True, None),
        ("off", "", False, None),
    ],
)
def test_the_proof_that_the_config_demands(proof: str, words: str, photo: bool, reason: Refusal | None) -> None:
    with a_desk(proof=proof) as desk:
        brought_to(desk, State.ASSIGNED)
        media_of = desk.post(photo=photo).media

        def attempt() -> Ticket:
            return act(desk, Move.RESOLVE, LI, words, photos=media_of, chat_id=OFFICE, message_id=900)

        if reason:
            assert refused(desk, attempt).reason is reason
        else:
            assert attempt().state is State.RESOLVED
            assert len(media.of_ticket(desk.tx, 1001, MediaPurpose.PROOF)) == photo


@pytest.mark.parametrize(
    ("move", "state", "facts", "reason"),
    [
        (Move.REJECT, State.TRIAGE, {"words": ""}, Refusal.MISSING_REASON),
        (Move.REWORK, State.RESOLVED, {"words": ""}, Refusal.MISSING_REASON),
        (Move.DISPATCH, State.TRIAGE, {"wish": NOTHING}, Refusal.UNKNOWN_UNIT),
        (Move.DISPATCH, State.TRIAGE, {"wish": Wish(units=("nowhere",))}, Refusal.UNKNOWN_UNIT),
        (Move.DISPATCH, State.TRIAGE, {"wish": Wish(units=("beishan",))}, Refusal.UNIT_UNREACHABLE),
        (Move.ACCEPT, State.ASSIGNED, {"number": 4711}, Refusal.NO_RIGHT),
        (Move.DISPATCH, State.TRIAGE, {"number": 4711}, Refusal.UNKNOWN_TICKET),
    ],
)
def test_demands(desk: Desk, move: Move, state: State, facts: dict[str, Any], reason: Refusal) -> None:
    brought_to(desk, state)
    facts = {"photos": desk.post(photo=True).media, "chat_id": OFFICE, "message_id": 900} | facts
    assert refused(desk, lambda: act(desk, move, ACTORS[move], **facts)).reason is reason


def test_times_of_a_whole_life(desk: Desk) -> None:
    opened = brought_to(desk, State.ASSIGNED)
    assert (opened.created_at, opened.assigned_at, opened.due_at) == (desk.now, desk.now, desk.now + 3 * DAY)
    desk.later(HOUR)
    accepted_at = desk.now
    assert act(desk, Move.ACCEPT, LI).accepted_at == accepted_at
    desk.later(HOUR)
    resolved_at = desk.now
    resolved = act(desk, Move.RESOLVE, LI)
    assert (resolved.resolved_at, resolved.accepted_at) == (resolved_at, accepted_at)
    assert resolved.due_at == opened.due_at, "statistics ask later whether it was in time"
    desk.later(HOUR)
    closed_at = desk.now
    assert act(desk, Move.CONFIRM, WANG).closed_at == closed_at


def test_resolving_at_once_is_accepting_too(desk: Desk) -> None:
    brought_to(desk, State.ASSIGNED)
    resolved = act(desk, Move.RESOLVE, LI)
    assert resolved.accepted_at == resolved.resolved_at


def test_the_words_of_the_last_resolution(desk: Desk) -> None:
    brought_to(desk, State.RESOLVED)
    act(desk, Move.REWORK, ZHOU, "照片看不清")
    assert resolving_words(desk.tx, act(desk, Move.RESOLVE, LI, "重新换了")) == "重新换了"


@pytest.mark.parametrize(
    ("state", "move", "who", "said"),
    [
        (State.CLOSED, Move.EXTEND, LI, "工单已经结案了，不能再延期"),
        (State.ACCEPTED, Move.THANK, WANG, "工单正在处理，现在不能评价满意度"),
        (State.ACCEPTED, Move.DISPUTE, WANG, "工单正在处理，现在不能反映未解决"),
        (State.SUSPENDED, Move.RESOLVE, LI, "工单正在挂账，现在不能办结"),
        (State.WITHDRAWN, Move.REJECT, CHEN, "工单已经撤回了，不能再定为不予受理"),
        (State.TRIAGE, Move.APPROVE, CHEN, "工单还在等协调员分派，现在不能通过复核"),
    ],
)
def test_what_cannot_be_done_now_is_said_in_a_sentence(
    desk: Desk, state: State, move: Move, who: Sender, said: str
) -> None:
    brought_to(desk, state)
    told = refused(desk, lambda: act(desk, move, who))
    assert desk.office.texts.plain(f"refusal.{told.reason.value}", **told.facts) == said


def test_who_was_quicker_is_said_in_a_sentence(desk: Desk) -> None:
    brought_to(desk, State.RESOLVED)
    act(desk, Move.DISPUTE, WANG)
    told = refused(desk, lambda: act(desk, Move.DISPUTE, WANG))
    words = desk.office.texts.plain(f"refusal.{told.reason.value}", **told.facts)
    assert words.startswith("王骑手 已在 ") and words.endswith(" 反映未解决了")
