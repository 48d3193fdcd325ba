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
from bot.domain.stages import Stage, Stages


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
    CONTROL = "control"
    REPAIR = "repair"
    RESOLVE = "resolve"
    TRANSFER = "transfer"
    RETURN = "return"
    EXTEND = "extend"
    SUSPEND = "suspend"
    RESUME = "resume"
    SPLIT = "split"
    WHISTLE = "whistle"
    MERGE = "merge"
    UNMERGE = "unmerge"
    NOTE = "note"
    CORRECT = "correct"
    REJECT = "reject"
    OBJECT = "object"
    WITHDRAW = "withdraw"
    CONFIRM = "confirm"
    ACKNOWLEDGE = "acknowledge"
    DISPUTE = "dispute"
    THANK = "thank"
    DETACH = "detach"
    APPROVE = "approve"
    REWORK = "rework"
    RATE = "rate"
    DOUBT = "doubt"


class Capacity(StrEnum):
    """What a person is to one ticket at one moment (bot/domain/rights.py)."""

    HANDLER = "handler"
    REVIEWER = "reviewer"
    COORDINATOR = "coordinator"
    REPORTER = "reporter"
    SUPPORTER = "supporter"
    LEAD = "lead"  # answers for the unit that whistled for this one's help
    BOT = "bot"  # the bot itself: what falls due, and what a photo shows


class Demand(StrEnum):
    """What a move cannot do without."""

    STAGE = "stage"  # of the ticket's own: the step is still to come
    UNIT = "unit"
    REASON = "reason"
    PROOF = "proof"  # words or an after-photo, as closure.photo says
    SPAN = "span"
    DATE = "date"
    TICKET = "ticket"  # another one
    CHANGE = "change"  # of category, place or class
    STARS = "stars"
    RATING = "rating"
    SUPPORTER = "supporter"


class Goal(StrEnum):
    """Where a move leads that leads to no state of its own."""

    SAME = "same"  # the state does not change
    BEFORE = "before"  # the state that the ticket was taken out of


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table: from these states to that one, by these people, with these demands.

    Who `asks` may only propose it: a coordinator's 同意 makes the move (bot/domain/consent.py says when else).
    """

    sources: frozenset[State]
    target: State | Goal
    who: frozenset[Capacity]
    demands: frozenset[Demand] = frozenset()
    asks: frozenset[Capacity] = frozenset()

    def leads_to(self, state: State, before: State | None) -> State:
        """The state after the move, from this one; `before` is what the ticket was when it was set aside."""
        if self.target is Goal.SAME:
            return state
        if self.target is Goal.BEFORE:
            return before or State.TRIAGE
        return State(self.target)


def _rule(
    sources: frozenset[State],
    target: State | Goal,
    who: set[Capacity],
    *demands: Demand,
    asks: frozenset[Capacity] = frozenset(),
) -> Rule:
    return Rule(sources, target, frozenset(who), frozenset(demands), asks)


_TRIAGE = frozenset({State.TRIAGE})
_AT_WORK = frozenset({State.ASSIGNED, State.ACCEPTED})
_UNRESOLVED = _TRIAGE | _AT_WORK
_WAITING = _UNRESOLVED | {State.SUSPENDED}
_STANDING = _WAITING | {State.RESOLVED}
_RESOLVED = frozenset({State.RESOLVED})
_DONE = frozenset({State.RESOLVED, State.CLOSED})
_HANDLER = frozenset({Capacity.HANDLER})
_BY_UNIT = {Capacity.HANDLER, Capacity.COORDINATOR}
_BY_REVIEW = {Capacity.REVIEWER, Capacity.COORDINATOR}
_BY_SENDERS = {Capacity.REPORTER, Capacity.SUPPORTER}

MOVES: dict[Move, Rule] = {
    Move.DISPATCH: _rule(_TRIAGE, State.ASSIGNED, {Capacity.COORDINATOR}, Demand.UNIT),
    Move.ACCEPT: _rule(frozenset({State.ASSIGNED}), State.ACCEPTED, _BY_UNIT),
    Move.CONTROL: _rule(_AT_WORK, State.ACCEPTED, _BY_UNIT, Demand.STAGE),
    Move.REPAIR: _rule(_AT_WORK, State.ACCEPTED, _BY_UNIT, Demand.STAGE),
    Move.RESOLVE: _rule(_AT_WORK, State.RESOLVED, _BY_UNIT, Demand.PROOF),
    Move.TRANSFER: _rule(_AT_WORK, State.ASSIGNED, _BY_UNIT, Demand.UNIT),
    Move.RETURN: _rule(_AT_WORK, State.TRIAGE, {Capacity.HANDLER}, Demand.REASON),
    Move.EXTEND: _rule(_AT_WORK, Goal.SAME, _BY_UNIT, Demand.SPAN, Demand.REASON),
    Move.SUSPEND: _rule(_AT_WORK, State.SUSPENDED, {Capacity.COORDINATOR}, Demand.DATE, Demand.REASON, asks=_HANDLER),
    Move.RESUME: _rule(frozenset({State.SUSPENDED}), Goal.BEFORE, _BY_UNIT | {Capacity.BOT}),
    Move.WHISTLE: _rule(_AT_WORK, Goal.SAME, _BY_UNIT, Demand.UNIT),
    Move.SPLIT: _rule(_AT_WORK, Goal.SAME, {Capacity.COORDINATOR}, Demand.UNIT, asks=_HANDLER),
    Move.MERGE: _rule(_WAITING, State.MERGED, _BY_UNIT | {Capacity.BOT}, Demand.TICKET),
    Move.UNMERGE: _rule(frozenset({State.MERGED}), Goal.BEFORE, {Capacity.COORDINATOR}),
    Move.NOTE: _rule(_STANDING, Goal.SAME, _BY_UNIT | {Capacity.REVIEWER}, Demand.REASON),
    Move.CORRECT: _rule(_STANDING | {State.CLOSED}, Goal.SAME, {Capacity.COORDINATOR}, Demand.CHANGE),
    Move.REJECT: _rule(_UNRESOLVED, State.REJECTED, {Capacity.COORDINATOR}, Demand.REASON, asks=_HANDLER),
    Move.OBJECT: _rule(frozenset({State.REJECTED}), State.TRIAGE, {Capacity.REPORTER}),
    Move.WITHDRAW: _rule(_UNRESOLVED, State.WITHDRAWN, {Capacity.REPORTER}),
    Move.DETACH: _rule(_STANDING, Goal.SAME, _BY_UNIT | _BY_SENDERS, Demand.SUPPORTER),
    Move.CONFIRM: _rule(_RESOLVED, State.CLOSED, {Capacity.REPORTER}),
    Move.ACKNOWLEDGE: _rule(_RESOLVED, Goal.SAME, _BY_SENDERS),
    Move.DISPUTE: _rule(_DONE, State.ACCEPTED, _BY_SENDERS),
    Move.THANK: _rule(_DONE, Goal.SAME, _BY_SENDERS, Demand.STARS),
    Move.APPROVE: _rule(_RESOLVED, State.CLOSED, _BY_REVIEW),
    Move.REWORK: _rule(_RESOLVED, State.ACCEPTED, _BY_REVIEW | {Capacity.LEAD}, Demand.REASON),
    Move.RATE: _rule(_DONE, State.CLOSED, {Capacity.LEAD, Capacity.COORDINATOR}, Demand.RATING),
    Move.DOUBT: _rule(_RESOLVED, State.ACCEPTED, {Capacity.BOT}),
}

REOPENING = frozenset({Move.DISPUTE, Move.REWORK, Move.DOUBT})
"""Moves that take a resolved ticket back to work; each counts one 返工."""

PASSES: dict[Move, Stage] = {Move.CONTROL: Stage.CONTROLLED, Move.REPAIR: Stage.REPAIRED}
"""Moves that pass a stage of an emergency's fix, and those before it. Whoever makes one is at work: it also accepts."""


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
    address: str = ""
    """Number, building and entrance, written one way: 12栋2单元. Tells duplicates apart."""
    unit_code: str | None = None
    candidates: tuple[str, ...] = ()
    rule: str | None = None
    category: str | None = None
    subcategory: str | None = None
    confidence: float = 0.0
    time_class: TimeClass
    limit: Duration
    stages: Stages | None = None
    """The steps of its fix, as its 小类 had them when it was opened."""
    stage: Stage | None = None
    """The last of these steps that is done."""
    emergency: bool = False
    reopened: int = 0
    extended: int = 0
    returners: tuple[str, ...] = ()
    """The units that gave it back: none of them gets it again unasked."""
    designated: bool = False
    """A coordinator named the unit for good (指定承办): it cannot be returned."""
    objected: bool = False
    supporters: tuple[int, ...] = ()
    """The people who reported the same later."""
    parent_id: int | None = None
    lead_unit: str | None = None
    """The unit that whistled: this ticket is help for its `parent_id`, and the reporting group hears nothing of it."""
    merged_into: int | None = None
    state_before: State | None = None
    """What it was when it was suspended or merged."""
    suspended_until: datetime | None = None
    stars: int | None = None
    created_at: datetime
    assigned_at: datetime | None = None
    accepted_at: datetime | None = None
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    due_at: datetime | None = None

    @property
    def number(self) -> str:
        return f"T{self.id}"

    @property
    def to_come(self) -> tuple[Stage, ...]:
        """The steps before the last that are still to be made. A 返工 runs none again."""
        return () if self.stages is None or self.reopened else self.stages.after(self.stage)

    @property
    def is_urgent(self) -> bool:
        return self.emergency or self.time_class is TimeClass.URGENT


_NUMBER = re.compile(r"#?\s*[TtＴ]?\s*(\d{1,9})", re.ASCII)


def read_number(written: str) -> int | None:
    """The ticket meant by T1024, #T1024, t1024 or 1024; None when it is no ticket number."""
    match = _NUMBER.fullmatch(written.strip())
    return int(match[1]) if match else None


def moves_open_to(state: State, capacities: frozenset[Capacity]) -> tuple[Move, ...]:
    """The moves that these capacities may make or propose from this state, in the table's order."""
    return tuple(move for move, rule in MOVES.items() if state in rule.sources and (rule.who | rule.asks) & capacities)


def check(move: Move, ticket: Ticket, capacities: frozenset[Capacity]) -> Rule:
    """The rule of a move that may be made, or proposed, now.

    Raises Refused: NO_RIGHT before WRONG_STATE, so that a stranger learns nothing of the state.
    """
    rule = MOVES[move]
    if not (rule.who | rule.asks) & capacities:
        raise Refused(Refusal.NO_RIGHT)
    if ticket.state not in rule.sources:
        raise Refused(Refusal.WRONG_STATE)
    return rule
