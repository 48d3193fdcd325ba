"""Paces: a row for each person and use, written over, and gone when all of the leave is back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.domain.paces import Pace, Use
from storage import paces
from storage.transaction import Tx

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_what_is_saved_is_loaded(tx: Tx) -> None:
    for pace in (Pace(NOW), Pace(NOW + MINUTE, NOW)):
        paces.save(tx, 101, Use.TAPS, pace)
        assert paces.load(tx, 101, Use.TAPS) == pace
    assert paces.load(tx, 101, Use.POSTS) is None
    assert paces.load(tx, 102, Use.TAPS) is None
    assert tx.value("SELECT count(*) FROM paces") == 1


def test_only_what_is_all_back_goes(tx: Tx) -> None:
    paces.save(tx, 101, Use.TAPS, Pace(NOW))
    paces.save(tx, 101, Use.POSTS, Pace(NOW + MINUTE))
    paces.prune(tx, NOW + MINUTE)
    assert paces.load(tx, 101, Use.TAPS) is None
    assert paces.load(tx, 101, Use.POSTS) is not None
