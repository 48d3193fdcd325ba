"""Times: milliseconds in, aware UTC out, and nothing naive."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from storage.times import from_ms, maybe_from_ms, maybe_ms, to_ms

MOMENT = datetime(2026, 11, 20, 10, 0, 0, 123_000, tzinfo=timezone(timedelta(hours=8)))


def test_a_moment_comes_back_in_utc() -> None:
    assert to_ms(MOMENT) == 1_795_140_000_123
    assert from_ms(to_ms(MOMENT)) == MOMENT
    assert from_ms(to_ms(MOMENT)).tzinfo is UTC


def test_what_is_finer_than_a_millisecond_is_cut_off() -> None:
    assert from_ms(to_ms(MOMENT + timedelta(microseconds=999))) == MOMENT


def test_nothing_stays_nothing() -> None:
    assert (maybe_ms(None), maybe_from_ms(None)) == (None, None)
    assert maybe_from_ms(maybe_ms(MOMENT)) == MOMENT


def test_naive_times_are_refused() -> None:
    with pytest.raises(TypeError):
        to_ms(MOMENT.replace(tzinfo=None))
