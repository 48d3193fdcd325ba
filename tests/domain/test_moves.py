"""The moves of a ticket: every move from every state in every set of capacities, against a table written by hand."""

from __future__ import annotations

from itertools import chain, combinations

import pytest

from bot.domain.moves import MOVES, REOPENING, Demand, Goal, check, moves_open_to
from bot.domain.refusals import Refusal, Refused
from bot.domain.tickets import Capacity, Move, State
from tests.domain.test_tickets import a_ticket

H, V, C = Capacity.HANDLER, Capacity.REVIEWER, Capacity.COORDINATOR
R, S, L, B = Capacity.REPORTER, Capacity.SUPPORTER, Capacity.LEAD, Capacity.BOT
TRIAGE, ASSIGNED, ACCEPTED, RESOLVED = State.TRIAGE, State.ASSIGNED, State.ACCEPTED, State.RESOLVED
WORK = (ASSIGNED, ACCEPTED)
STANDING = (TRIAGE, *WORK, State.SUSPENDED, RESOLVED)
SAME, BEFORE = Goal.SAME, Goal.BEFORE

LINES: tuple[tuple[Move, tuple[State, ...], State | Goal, set[Capacity]], ...] = (
    (Move.DISPATCH, (TRIAGE,), ASSIGNED, {C}),
    (Move.ACCEPT, (ASSIGNED,), ACCEPTED, {H, C}),
    (Move.CONTROL, WORK, ACCEPTED, {H, C}),
    (Move.REPAIR, WORK, ACCEPTED, {H, C}),
    (Move.RESOLVE, WORK, RESOLVED, {H, C}),
    (Move.TRANSFER, WORK, ASSIGNED, {H, C}),
    (Move.RETURN, WORK, TRIAGE, {H}),
    (Move.EXTEND, WORK, SAME, {H, C}),
    (Move.SUSPEND, WORK, State.SUSPENDED, {H, C}),
    (Move.RESUME, (State.SUSPENDED,), BEFORE, {H, C, B}),
    (Move.WHISTLE, WORK, SAME, {H, C}),
    (Move.SPLIT, WORK, SAME, {H, C}),
    (Move.MERGE, (TRIAGE, *WORK, State.SUSPENDED), State.MERGED, {H, C, B}),
    (Move.UNMERGE, (State.MERGED,), BEFORE, {C}),
    (Move.NOTE, STANDING, SAME, {H, V, C}),
    (Move.CORRECT, (*STANDING, State.CLOSED), SAME, {C}),
    (Move.REJECT, (TRIAGE, *WORK), State.REJECTED, {H, C}),
    (Move.OBJECT, (State.REJECTED,), TRIAGE, {R}),
    (Move.WITHDRAW, (TRIAGE, *WORK), State.WITHDRAWN, {R}),
    (Move.DETACH, STANDING, SAME, {H, R, S, C}),
    (Move.CONFIRM, (RESOLVED,), State.CLOSED, {R}),
    (Move.ACKNOWLEDGE, (RESOLVED,), SAME, {R, S}),
    (Move.DISPUTE, (RESOLVED, State.CLOSED), ACCEPTED, {R, S}),
    (Move.THANK, (RESOLVED, State.CLOSED), SAME, {R, S}),
    (Move.APPROVE, (RESOLVED,), State.CLOSED, {V, C}),
    (Move.REWORK, (RESOLVED,), ACCEPTED, {V, C, L}),
    (Move.RATE, (RESOLVED, State.CLOSED), State.CLOSED, {L, C}),
    (Move.DOUBT, (RESOLVED,), ACCEPTED, {B}),
)
"""Move, from, to, who may make or propose it. Written once more on purpose: whoever changes MOVES must mean it."""

TABLE = {(move, source): (target, whose) for move, sources, target, whose in LINES for source in sources}

PROPOSED = {Move.SUSPEND: {H}, Move.SPLIT: {H}, Move.REJECT: {H}}
"""What these may only ask for."""

DEMANDS = {
    Move.DISPATCH: {Demand.UNIT},
    Move.CONTROL: {Demand.STAGE},
    Move.REPAIR: {Demand.STAGE},
    Move.RESOLVE: {Demand.PROOF},
    Move.TRANSFER: {Demand.UNIT},
    Move.RETURN: {Demand.REASON},
    Move.EXTEND: {Demand.SPAN, Demand.REASON},
    Move.SUSPEND: {Demand.DATE, Demand.REASON},
    Move.WHISTLE: {Demand.UNIT},
    Move.SPLIT: {Demand.UNIT},
    Move.MERGE: {Demand.TICKET},
    Move.NOTE: {Demand.REASON},
    Move.CORRECT: {Demand.CHANGE},
    Move.REJECT: {Demand.REASON},
    Move.DETACH: {Demand.SUPPORTER},
    Move.THANK: {Demand.STARS},
    Move.REWORK: {Demand.REASON},
    Move.RATE: {Demand.RATING},
}
CAPACITY_SETS = [frozenset(held) for held in chain.from_iterable(combinations(Capacity, n) for n in range(8))]


def outcome(move: Move, state: State, held: frozenset[Capacity]) -> State | Goal | Refusal:
    try:
        return check(move, a_ticket(state), held).target
    except Refused as refused:
        return refused.reason


def test_every_move_from_every_state_in_every_set_of_capacities() -> None:
    seen = made = 0
    for move in Move:
        who = {capacity for (named, _), (_, whose) in TABLE.items() if named is move for capacity in whose}
        for state in State:
            target, _ = TABLE.get((move, state), (Refusal.WRONG_STATE, set()))
            for held in CAPACITY_SETS:
                expected = target if who & held else Refusal.NO_RIGHT
                assert outcome(move, state, held) is expected, (move, state, held)
                assert (move in moves_open_to(state, held)) is isinstance(expected, State | Goal), (move, state, held)
                seen += 1
                made += isinstance(expected, State | Goal)
    assert (seen, made) == (28 * 9 * 128, 5544)


def test_who_may_only_propose() -> None:
    assert {move: set(rule.asks) for move, rule in MOVES.items() if rule.asks} == PROPOSED


def test_withdrawn_is_withdrawn() -> None:
    assert moves_open_to(State.WITHDRAWN, frozenset(Capacity)) == ()


def test_moves_are_offered_in_the_order_of_the_table() -> None:
    offered = moves_open_to(State.RESOLVED, frozenset(Capacity))
    assert offered == tuple(move for move in MOVES if move in offered)
    assert moves_open_to(State.ASSIGNED, frozenset({H}))[:2] == (Move.ACCEPT, Move.CONTROL)


@pytest.mark.parametrize("move", [Move.RESUME, Move.UNMERGE])
def test_what_was_set_aside_comes_back_as_it_was(move: Move) -> None:
    for before in (TRIAGE, ASSIGNED, ACCEPTED):
        assert MOVES[move].leads_to(State.SUSPENDED, before) is before


def test_what_changes_no_state_leaves_it_alone() -> None:
    for state in STANDING:
        assert MOVES[Move.NOTE].leads_to(state, None) is state


def test_every_move_stands_in_the_table_with_its_demands() -> None:
    assert set(MOVES) == set(Move)
    assert {move: set(rule.demands) for move, rule in MOVES.items() if rule.demands} == DEMANDS


def test_only_work_that_was_resolved_is_reopened() -> None:
    back = {move for move, rule in MOVES.items() if State.RESOLVED in rule.sources and rule.target is State.ACCEPTED}
    assert back == REOPENING


def test_a_stranger_learns_nothing_of_the_state() -> None:
    answers = {outcome(Move.ACCEPT, state, frozenset()) for state in State}
    assert answers == {Refusal.NO_RIGHT}
