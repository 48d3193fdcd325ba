"""Measures: what is counted, each a moment and a condition in SQL. Sums kept by the month and counts of any other time
are made of this one table, so that both mean the same (docs/statistics.md).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.moves import REOPENING
from bot.domain.statistics import AGE_NAMES, AGES
from bot.domain.tickets import Move, State


def listed(values: Iterable[str]) -> str:
    """As SQL says it: 'a', 'b'."""
    return ", ".join(f"'{value}'" for value in values)


# As the partial indexes of what is open spell it, in their order: else SQLite does not use them.
OPEN = f"t.state IN ({listed(state for state in State if not state.is_over)})"
WORKING = f"t.state IN ({listed((State.ASSIGNED, State.ACCEPTED))})"
STANDING = f"t.state IN ({listed((State.RESOLVED, State.CLOSED))})"


@dataclass(frozen=True, slots=True)
class Group:
    """Measures that have their moment in common: a row counts for the time in which its `moment` lies.

    The SQL is written over `t`, a row of tickets, and, where it is of `events`, over `e`, one of its events.
    `measures` says for each name when a row counts; a row of which `only` does not hold counts for none.
    """

    moment: str
    measures: dict[str, str]
    only: str
    events: bool = False
    unit: str = "t.unit_code"


_ALWAYS = "TRUE"
_SATISFIED = 4  # stars of five

TICKETS: tuple[Group, ...] = (
    Group(
        "t.created_at",
        {
            "received": _ALWAYS,
            "auto": "t.bot_unit IS NOT NULL",
            "misrouted": "t.bot_unit IS NOT NULL AND t.unit_code IS NOT NULL AND t.unit_code <> t.bot_unit",
        },
        "t.created_at IS NOT NULL",
    ),
    Group("t.accepted_at", {"responded": _ALWAYS}, "t.accepted_at <= t.respond_by"),
    Group("t.respond_by", {"unanswered": _ALWAYS}, "t.respond_by < t.accepted_at"),
    Group("t.resolved_at", {"resolved": _ALWAYS, "on_time": "t.resolved_at <= t.due_at"}, STANDING),
    Group(
        "t.due_at",
        {
            "missed": "t.resolved_at > t.due_at",
            "fell_due": _ALWAYS,
            "closed_on_time": f"t.state = '{State.CLOSED}' AND t.resolved_at <= t.due_at",
        },
        STANDING,
    ),
    Group(
        "t.closed_at",
        {"closed": f"t.state = '{State.CLOSED}'", "rejected": f"t.state = '{State.REJECTED}'"},
        f"t.state IN ({listed((State.CLOSED, State.REJECTED))})",
    ),
)

_BY_KIND = {
    "reopened": tuple(sorted(REOPENING)),
    "returned": (Move.RETURN,),
    "extended": (Move.EXTEND,),
    "suspended": (Move.SUSPEND,),
    "transferred": (Move.TRANSFER,),
    "solved": (Move.CONFIRM, Move.ACKNOWLEDGE),
    "unsolved": (Move.DISPUTE,),
    "rated": (Move.THANK,),
    "supported": ("supported",),
}
_GIVING = ("opened", "rerouted", Move.DISPATCH, Move.TRANSFER, "split_off", "helped")
_KINDS = tuple(dict.fromkeys(kind for kinds in _BY_KIND.values() for kind in kinds))
KINDS: dict[str, tuple[str, ...]] = {**_BY_KIND, "satisfied": (Move.THANK,), "given": _GIVING}
"""Of each measure that counts events the kinds that it counts, some of them under a further condition."""

EVENTS: tuple[Group, ...] = (
    Group(
        "e.done_at",
        {name: f"e.kind IN ({listed(kinds)})" for name, kinds in _BY_KIND.items()}
        | {"satisfied": f"e.kind = '{Move.THANK}' AND e.stars >= {_SATISFIED}"},
        f"e.kind IN ({listed(_KINDS)})",
        events=True,
        unit="e.had_by",
    ),
    Group(
        "e.done_at",
        {"given": _ALWAYS},
        f"e.kind IN ({listed(_GIVING)}) AND e.state = '{State.ASSIGNED}'",
        events=True,
        unit="e.unit_code",
    ),
)
GROUPS = (*TICKETS, *EVENTS)
KEPT: tuple[str, ...] = tuple(name for group in GROUPS for name in group.measures)
"""The measures that a month's sums hold: columns of the table tallies."""

NOW: dict[str, str] = {
    "open": _ALWAYS,
    "waiting_triage": f"t.state = '{State.TRIAGE}'",
    "waiting_acceptance": f"t.state = '{State.ASSIGNED}'",
    "waiting_review": f"t.state = '{State.RESOLVED}'",
    "put_aside": f"t.state = '{State.SUSPENDED}'",
    "overdue": f"{WORKING} AND t.due_at < :now",
    # Late already, though no resolution says so: what a month keeps is settled, this is not.
    "missed": f"{WORKING} AND t.due_at < :now AND t.due_at >= :start AND t.due_at < :end",
    "fell_due": f"{WORKING} AND t.due_at < :now AND t.due_at >= :start AND t.due_at < :end",
    "unanswered": f"t.state = '{State.ASSIGNED}' AND t.respond_by < :now AND t.respond_by >= :start"
    " AND t.respond_by < :end",
}
"""What is counted of the tickets that are OPEN: the state of this moment, and what of the period is not settled yet."""


def _aged(after: timedelta | None, until: timedelta | None) -> str:
    """Reported longer ago than that (None: at all), but no longer than this."""
    bounds = (("<", after), (">=", until))
    return " AND ".join(
        f"t.created_at {sign} :now - {int(age.total_seconds() * 1000)}" for sign, age in bounds if age is not None
    )


AGED: dict[str, str] = {
    f"age_{name}": _aged(after, until)
    for name, after, until in zip(AGE_NAMES, (None, *AGES), (*AGES, None), strict=True)
}
"""Of the tickets that are OPEN those of each age."""


@dataclass(frozen=True, slots=True)
class Lasting:
    """How long something took: from `since` to `moment`, of the tickets for which `only` holds, at that moment."""

    moment: str
    since: str
    only: str


TIMINGS: dict[str, Lasting] = {
    "response": Lasting("t.accepted_at", "t.created_at", "t.accepted_at IS NOT NULL"),
    "fix": Lasting("t.resolved_at", "t.assigned_at", f"{STANDING} AND t.assigned_at IS NOT NULL"),
}


def number(condition: str) -> str:
    """1 where it holds and else 0."""
    return "1" if condition == _ALWAYS else f"CASE WHEN {condition} THEN 1 ELSE 0 END"
