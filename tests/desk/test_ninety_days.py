"""Ninety days of any town: every rung fires exactly once, at the first look that may tell it, and never early.

The long form, with 10,000 tickets, is `python -m tests.benchmarks clock`.
"""

from __future__ import annotations

import pytest

from tests.desk.ninety_days import NinetyDays


@pytest.mark.parametrize("seed", [1, 2])
def test_every_rung_fires_exactly_once_and_never_early(seed: int) -> None:
    told = NinetyDays(seed, 60).run()
    assert not told.faults, "\n".join(told.faults[:10])
    assert set(told.rungs) == {"early", "reminder", "escalation", "naming"}
    assert told.misses > 40
    assert 0 < told.messages < sum(told.rungs.values())


def test_none_fires_early_or_twice_when_the_clock_is_put_back() -> None:
    told = NinetyDays(3, 60, put_back=True).run()
    assert not told.faults, "\n".join(told.faults[:10])
    assert sum(told.rungs.values()) > 80
