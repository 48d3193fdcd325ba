"""Workloads: sums, what is worth a message, and whose is the worst."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.workloads import Workload, worst_first

NOON = datetime(2026, 11, 2, 4, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_a_sum_keeps_the_oldest_deadline() -> None:
    one = Workload(overdue=1, today=2, working=4, review=1, triage=3, fresh=5, late_since=NOON, ahead=1)
    other = Workload(overdue=2, working=2, late_since=NOON - HOUR, ahead=2)
    assert one + other == Workload(3, 2, 6, 1, 3, 5, NOON - HOUR, 3)
    assert one + Workload() == one == Workload() + one
    assert sum([one, other], Workload()) == one + other


@pytest.mark.parametrize(
    ("load", "presses"),
    [
        (Workload(), False),
        (Workload(working=9), False),
        (Workload(overdue=1), True),
        (Workload(today=1), True),
        (Workload(ahead=1), True),
        (Workload(review=1), True),
        (Workload(triage=1), True),
        (Workload(fresh=1), True),
    ],
)
def test_what_is_in_hand_and_due_later_presses_nobody(load: Workload, presses: bool) -> None:
    assert load.presses is presses


def test_the_worst_comes_first() -> None:
    loads = {
        "idle": Workload(review=5, fresh=2),
        "calm": Workload(working=50),
        "today": Workload(today=1, working=1),
        "late": Workload(overdue=1, working=1, late_since=NOON - HOUR),
        "long": Workload(overdue=1, working=1, late_since=NOON - 9 * HOUR),
        "many": Workload(overdue=2, working=2, late_since=NOON),
        "both": Workload(overdue=1, today=1, working=2, late_since=NOON - HOUR),
    }
    assert [code for code, _ in worst_first(loads)] == ["many", "long", "both", "late", "today", "calm"]
