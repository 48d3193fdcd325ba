"""Registers: what became of a problem, and the sums of a unit."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain.areas import TimeClass
from bot.domain.registers import Case, Ending, Tally
from bot.domain.tickets import State

NOW = datetime(2026, 10, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


def case(state: State, **facts: Any) -> Case:
    usual: dict[str, Any] = {
        "id": 1001,
        "unit_code": "donghu",
        "place": "东湖花园3栋",
        "summary": "垃圾桶坏了",
        "category": None,
        "subcategory": None,
        "time_class": TimeClass.B,
        "created_at": NOW - 48 * HOUR,
        "due_at": NOW,
        "resolved_at": None,
        "suspended_until": None,
        "merged_into": None,
        "reopened": 0,
        "supporters": 0,
    }
    return Case(state=state, **(usual | facts))


@pytest.mark.parametrize(
    ("state", "due", "resolved", "ending"),
    [
        (State.TRIAGE, None, None, Ending.WAITING),
        (State.TRIAGE, -5, None, Ending.WAITING),
        (State.ASSIGNED, 1, None, Ending.WORKING),
        (State.ASSIGNED, 0, None, Ending.WORKING),
        (State.ASSIGNED, -1, None, Ending.OVERDUE),
        (State.ACCEPTED, None, None, Ending.WORKING),
        (State.ACCEPTED, -1, -3, Ending.OVERDUE),  # resolved once, and taken up again
        (State.SUSPENDED, -1, None, Ending.SUSPENDED),
        (State.RESOLVED, -1, -1, Ending.ON_TIME),
        (State.RESOLVED, -2, -1, Ending.LATE),
        (State.CLOSED, -2, -3, Ending.ON_TIME),
        (State.CLOSED, -3, -2, Ending.LATE),
        (State.REJECTED, -3, None, Ending.REJECTED),
        (State.MERGED, -3, None, Ending.MERGED),
        (State.WITHDRAWN, -3, None, Ending.WITHDRAWN),
    ],
)
def test_what_became_of_it(state: State, due: int | None, resolved: int | None, ending: Ending) -> None:
    """`due` and `resolved` in hours from now."""
    due_at = None if due is None else NOW + due * HOUR
    resolved_at = None if resolved is None else NOW + resolved * HOUR
    assert case(state, due_at=due_at, resolved_at=resolved_at).ending(NOW) is ending


def test_the_sums_of_a_unit_are_its_cases() -> None:
    tally, other = Tally(), Tally()
    assert tally.kept is None
    for one in (case(State.CLOSED, resolved_at=NOW), case(State.ACCEPTED, due_at=NOW - HOUR, reopened=2)):
        tally.add(one, NOW)
    other.add(case(State.REJECTED), NOW)
    other += tally
    assert (other.received, other.reopened, other.kept) == (3, 2, 0.5)
    assert other.endings == {Ending.ON_TIME: 1, Ending.OVERDUE: 1, Ending.REJECTED: 1}
