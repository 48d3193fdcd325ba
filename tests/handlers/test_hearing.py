"""Hearing: silences are measured by the time that passes; the time of day may be set by anybody."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

from bot.domain.hearing import Heard, Silence
from handlers.hearing import Hearing, elapsed

NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
DAY = timedelta(days=1)


class Passing:
    seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


def test_the_longest_silence_is_kept_until_the_end() -> None:
    passing = Passing()
    hearing = Hearing(passing)
    assert hearing.ask() is None
    for wait in (0, 25, 2 * 86_400, 25):
        passing.seconds += wait
        hearing.answered(NOON + timedelta(seconds=passing.seconds - 1000))
    end = NOON + timedelta(seconds=25 + 2 * 86_400)
    longest = Silence(NOON + timedelta(seconds=25), end)
    assert hearing.ask() == hearing.ask() == Heard(NOON, end + timedelta(seconds=25), longest)


def test_a_clock_that_is_set_makes_no_silence() -> None:
    passing = Passing()
    hearing = Hearing(passing)
    hearing.answered(NOON)
    passing.seconds += 25
    hearing.answered(NOON + 3 * DAY)
    heard = hearing.ask()
    assert heard is not None
    assert heard.longest == Silence(NOON + 3 * DAY - timedelta(seconds=25), NOON + 3 * DAY)


def test_elapsed_time_passes() -> None:
    before = elapsed()
    time.sleep(0.01)
    assert 0.009 < elapsed() - before < 30
