"""The one table of a ticket's moves, from which buttons, commands, rights, docs and tests are derived."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.refusals import Refusal, Refused
from bot.domain.stages import Stage
from bot.domain.tickets import Capacity, Move, State, Ticket


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
