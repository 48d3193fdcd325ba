"""A ticket and the one table of its moves: buttons, commands, rights, docs and tests derive from it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from bot.domain.areas import TimeClass
from bot.domain.durations import Duration
from bot.domain.refusals import Refusal, Refused


class State(StrEnum):
    TRIAGE = "triage"
    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    SUSPENDED = "suspended"
    RESOLVED = "resolved"
    CLOSED = "closed"
    REJECTED = "rejected"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"

    @property
    def is_over(self) -> bool:
        return self in _OVER


_OVER = frozenset({State.CLOSED, State.REJECTED, State.MERGED, State.WITHDRAWN})


class Move(StrEnum):
    DISPATCH = "dispatch"
    ACCEPT = "accept"
    RESOLVE = "resolve"
    CONFIRM = "confirm"
    DISPUTE = "dispute"
    APPROVE = "approve"
    REWORK = "rework"
    REJECT = "reject"


class Capacity(StrEnum):
    """What a person is to one ticket at one moment (bot/domain/rights.py)."""

    HANDLER = "handler"
    REVIEWER = "reviewer"
    COORDINATOR = "coordinator"
    REPORTER = "reporter"


class Demand(StrEnum):
    """What a move cannot do without."""

    UNIT = "unit"
    REASON = "reason"
    PROOF = "proof"  # words or an after-photo, as closure.photo says


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table: from these states to that one, by these people, with these demands."""

    sources: frozenset[State]
    target: State
    who: frozenset[Capacity]
    demands: frozenset[Demand] = frozenset()


def _rule(sources: set[State], target: State, who: set[Capacity], *demands: Demand) -> Rule:
    return Rule(frozenset(sources), target, frozenset(who), frozenset(demands))


MOVES: dict[Move, Rule] = {
    Move.DISPATCH: _rule({State.TRIAGE}, State.ASSIGNED, {Capacity.COORDINATOR}, Demand.UNIT),
    Move.REJECT: _rule({State.TRIAGE}, State.REJECTED, {Capacity.COORDINATOR}, Demand.REASON),
    Move.ACCEPT: _rule({State.ASSIGNED}, State.ACCEPTED, {Capacity.HANDLER, Capacity.COORDINATOR}),
    Move.RESOLVE: _rule(
        {State.ASSIGNED, State.ACCEPTED}, State.RESOLVED, {Capacity.HANDLER, Capacity.COORDINATOR}, Demand.PROOF
    ),
    Move.CONFIRM: _rule({State.RESOLVED}, State.CLOSED, {Capacity.REPORTER}),
    Move.DISPUTE: _rule({State.RESOLVED, State.CLOSED}, State.ACCEPTED, {Capacity.REPORTER}),
    Move.APPROVE: _rule({State.RESOLVED}, State.CLOSED, {Capacity.REVIEWER, Capacity.COORDINATOR}),
    Move.REWORK: _rule({State.RESOLVED}, State.ACCEPTED, {Capacity.REVIEWER, Capacity.COORDINATOR}, Demand.REASON),
}

REOPENING = frozenset({Move.DISPUTE, Move.REWORK})
"""Moves that take a resolved ticket back to work; each counts one 返工."""


class Ticket(BaseModel):
    """One problem at one place. `id` is the number people see: 1024 is T1024."""

    model_config = ConfigDict(frozen=True)

    id: int
    state: State
    post_id: int
    chat_id: int
    message_id: int
    topic: int | None = None
    private: bool = False
    reporter_id: int
    reporter_name: str
    text: str
    summary: str
    place: str | None = None
    place_name: str | None = None
    unit_code: str | None = None
    candidates: tuple[str, ...] = ()
    rule: str | None = None
    category: str | None = None
    subcategory: str | None = None
    confidence: float = 0.0
    time_class: TimeClass
    limit: Duration
    emergency: bool = False
    reopened: int = 0
    created_at: datetime
    assigned_at: datetime | None = None
    accepted_at: datetime | None = None
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    due_at: datetime | None = None

    @property
    def number(self) -> str:
        return f"T{self.id}"


_NUMBER = re.compile(r"#?\s*[TtＴ]?\s*(\d{1,9})", re.ASCII)


def read_number(written: str) -> int | None:
    """The ticket meant by T1024, #T1024, t1024 or 1024; None when it is no ticket number."""
    match = _NUMBER.fullmatch(written.strip())
    return int(match[1]) if match else None


def moves_open_to(state: State, capacities: frozenset[Capacity]) -> tuple[Move, ...]:
    """The moves that these capacities may make from this state, in the table's order."""
    return tuple(move for move, rule in MOVES.items() if state in rule.sources and rule.who & capacities)


def check(move: Move, ticket: Ticket, capacities: frozenset[Capacity]) -> Rule:
    """The rule of a move that may be made now.

    Raises Refused: NO_RIGHT before WRONG_STATE, so that a stranger learns nothing of the state.
    """
    rule = MOVES[move]
    if not rule.who & capacities:
        raise Refused(Refusal.NO_RIGHT)
    if ticket.state not in rule.sources:
        raise Refused(Refusal.WRONG_STATE)
    return rule
