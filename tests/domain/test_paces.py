"""Paces: so many at once and then a share, told once; a clock that was put back holds nobody longer than the window."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.paces import Allowance, Pace, is_open, take, tell

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
TEN = Allowance(10, timedelta(minutes=10))


def taken(allowance: Allowance, times: list[datetime]) -> list[datetime]:
    """Of these, the moments at which one was taken."""
    pace, found = None, []
    for at in times:
        if (fresh := take(allowance, pace, at)) is not None:
            pace = fresh
            found.append(at)
    return found


def test_all_at_once_and_then_one_a_share() -> None:
    assert len(taken(TEN, [NOW] * 30)) == 10
    assert taken(TEN, [NOW] * 10 + [NOW + MINUTE / 2, NOW + MINUTE, NOW + 1.5 * MINUTE])[10:] == [NOW + MINUTE]


def test_who_keeps_the_pace_is_never_held_back() -> None:
    times = [NOW + MINUTE * number for number in range(500)]
    assert taken(TEN, times) == times


@given(st.lists(st.integers(0, 7200), max_size=200))
def test_no_stretch_of_time_holds_more_than_twice_the_leave(seconds: list[int]) -> None:
    """The bound of the algorithm: a window may begin with all of the leave unused, which comes back meanwhile."""
    found = taken(TEN, [NOW + timedelta(seconds=one) for one in sorted(seconds)])
    for first in found:
        assert sum(first <= at < first + TEN.window for at in found) < 2 * TEN.count


def test_what_is_not_taken_does_not_count() -> None:
    pace = Pace(NOW + TEN.window)
    assert take(TEN, pace, NOW) is None
    assert is_open(TEN, pace, NOW + TEN.share)


def test_a_clock_put_back_holds_nobody_longer_than_the_window() -> None:
    pace = Pace(NOW + 2 * TEN.window)
    assert not is_open(TEN, pace, NOW)
    assert is_open(TEN, Pace(NOW + timedelta(days=1)), NOW), "that was another day"
    assert is_open(TEN, Pace(NOW + TEN.window), NOW + TEN.window)
    assert len(taken(TEN, [NOW])) == 1


def test_one_is_told_once_in_the_time() -> None:
    pace = tell(TEN, Pace(NOW), NOW)
    assert pace is not None
    assert tell(TEN, pace, NOW + 9 * MINUTE) is None
    assert tell(TEN, pace, NOW + 10 * MINUTE) is not None
    assert tell(TEN, pace, NOW - timedelta(days=1)) is not None, "the clock was put back"


@pytest.mark.parametrize(
    ("written", "allowance"), [("15/10m", Allowance(15, 10 * MINUTE)), (" 1 / 1d ", Allowance(1, timedelta(days=1)))]
)
def test_as_it_is_written(written: str, allowance: Allowance) -> None:
    assert Allowance.parse(written) == allowance


@pytest.mark.parametrize("written", ["", "15", "0/10m", "15/0m", "15/10", "-1/1m", "15 in 10m", "１/1m"])
def test_what_is_no_limit(written: str) -> None:
    with pytest.raises(ValueError, match="is not a limit"):
        Allowance.parse(written)
