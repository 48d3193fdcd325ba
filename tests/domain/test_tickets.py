"""The moves of a ticket: every move from every state in every set of capacities, against a table written by hand."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.areas import TimeClass
from bot.domain.durations import Duration
from bot.domain.refusals import Refusal, Refused
from bot.domain.tickets import (
    MOVES,
    REOPENING,
    Capacity,
    Demand,
    Move,
    State,
    Ticket,
    check,
    moves_open_to,
    read_number,
)

HANDLER, REVIEWER, COORDINATOR, REPORTER = Capacity
TABLE = {
    (Move.DISPATCH, State.TRIAGE): (State.ASSIGNED, {COORDINATOR}),
    (Move.REJECT, State.TRIAGE): (State.REJECTED, {COORDINATOR}),
    (Move.ACCEPT, State.ASSIGNED): (State.ACCEPTED, {HANDLER, COORDINATOR}),
    (Move.RESOLVE, State.ASSIGNED): (State.RESOLVED, {HANDLER, COORDINATOR}),
    (Move.RESOLVE, State.ACCEPTED): (State.RESOLVED, {HANDLER, COORDINATOR}),
    (Move.CONFIRM, State.RESOLVED): (State.CLOSED, {REPORTER}),
    (Move.DISPUTE, State.RESOLVED): (State.ACCEPTED, {REPORTER}),
    (Move.DISPUTE, State.CLOSED): (State.ACCEPTED, {REPORTER}),
    (Move.APPROVE, State.RESOLVED): (State.CLOSED, {REVIEWER, COORDINATOR}),
    (Move.REWORK, State.RESOLVED): (State.ACCEPTED, {REVIEWER, COORDINATOR}),
}
"""(move, from) → (to, who). Written once more on purpose: whoever changes MOVES must mean it."""

DEMANDS = {
    Move.DISPATCH: {Demand.UNIT},
    Move.REJECT: {Demand.REASON},
    Move.RESOLVE: {Demand.PROOF},
    Move.REWORK: {Demand.REASON},
}
CAPACITY_SETS = [frozenset(held) for held in chain.from_iterable(combinations(Capacity, n) for n in range(5))]


def a_ticket(state: State) -> Ticket:
    return Ticket(
        id=1024,
        state=state,
        post_id=1,
        chat_id=-1,
        message_id=1,
        reporter_id=42,
        reporter_name="王骑手",
        text="垃圾桶坏了",
        summary="垃圾桶坏了",
        time_class=TimeClass.B,
        limit=Duration.parse("3d"),
        created_at=datetime(2026, 11, 2, tzinfo=UTC),
    )


def outcome(move: Move, state: State, held: frozenset[Capacity]) -> State | Refusal:
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
                assert (move in moves_open_to(state, held)) is isinstance(expected, State), (move, state, held)
                seen += 1
                made += isinstance(expected, State)
    assert (seen, made) == (8 * 9 * 16, 100)


@pytest.mark.parametrize("state", [State.SUSPENDED, State.REJECTED, State.MERGED, State.WITHDRAWN])
def test_nothing_leaves_these_states_yet(state: State) -> None:
    assert moves_open_to(state, frozenset(Capacity)) == ()


def test_moves_are_offered_in_the_order_of_the_table() -> None:
    assert moves_open_to(State.ASSIGNED, frozenset({HANDLER})) == (Move.ACCEPT, Move.RESOLVE)
    assert moves_open_to(State.RESOLVED, frozenset(Capacity)) == (
        Move.CONFIRM,
        Move.DISPUTE,
        Move.APPROVE,
        Move.REWORK,
    )


def test_every_move_stands_in_the_table_with_its_demands() -> None:
    assert set(MOVES) == set(Move)
    assert {move: set(rule.demands) for move, rule in MOVES.items() if rule.demands} == DEMANDS


def test_only_work_that_was_resolved_is_reopened() -> None:
    back = {move for move, rule in MOVES.items() if State.RESOLVED in rule.sources and rule.target is State.ACCEPTED}
    assert back == REOPENING


def test_a_stranger_learns_nothing_of_the_state() -> None:
    answers = {outcome(Move.ACCEPT, state, frozenset()) for state in State}
    assert answers == {Refusal.NO_RIGHT}


def test_these_states_are_the_end() -> None:
    assert {state for state in State if state.is_over} == {
        State.CLOSED,
        State.REJECTED,
        State.MERGED,
        State.WITHDRAWN,
    }


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("T1024", 1024),
        ("#T1024", 1024),
        ("t1024", 1024),
        (" # t 1024 ", 1024),
        ("Ｔ1024", 1024),
        ("1024", 1024),
        ("#1024", 1024),
        ("T999999999", 999_999_999),
        ("T1234567890", None),  # ten digits: no number of ours, and too many for some column one day
        ("", None),
        ("T", None),
        ("T10 24", None),
        ("T-5", None),
        ("T１０２４", None),
        ("X1024", None),
        ("T1024 已处理", None),
    ],
)
def test_read_number(written: str, number: int | None) -> None:
    assert read_number(written) == number


@given(st.integers(0, 999_999_999))
def test_what_a_ticket_calls_itself_is_read_back(number: int) -> None:
    ticket = a_ticket(State.ASSIGNED).model_copy(update={"id": number})
    assert read_number(ticket.number) == read_number(f"#{ticket.number}") == number


@given(st.text(max_size=20))
def test_no_text_upsets_the_reader_of_numbers(written: str) -> None:
    found = read_number(written)
    assert found is None or 0 <= found <= 999_999_999
