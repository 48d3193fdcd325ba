"""The movable clock."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.demo.clock import MovableClock

START = datetime(2026, 11, 24, tzinfo=UTC)


def test_it_runs_and_leaps() -> None:
    clock = MovableClock(START)
    first = clock.now()
    assert START <= first < START + timedelta(seconds=5)
    clock.leap(timedelta(days=2))
    assert timedelta(days=2) <= clock.now() - first < timedelta(days=2, seconds=5)
    clock.leap_to(START + timedelta(days=3))
    assert timedelta(days=3) <= clock.now() - START < timedelta(days=3, seconds=5)


def test_it_never_runs_backwards() -> None:
    clock = MovableClock(START)
    with pytest.raises(ValueError, match="backwards"):
        clock.leap(timedelta(seconds=-1))
    clock.leap_to(START - timedelta(days=1))
    assert clock.now() >= START
