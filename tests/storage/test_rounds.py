"""Rounds: who waits, each once, and what of two rounds comes together."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from storage import rounds
from storage.rounds import Waiting
from storage.transaction import Tx

MONDAY = datetime(2026, 11, 2, 0, 30, tzinfo=UTC)
DAY = timedelta(days=1)


def test_readers_wait_until_they_have_been_seen_to(tx: Tx) -> None:
    rounds.begin(tx, "digest", {"unit:a": 2, "area": 3, "unit:b": 0}, MONDAY)
    rounds.begin(tx, "board", {"-1001": 0}, MONDAY)
    assert rounds.waiting(tx, "digest", 2) == [Waiting("area", MONDAY, 3), Waiting("unit:a", MONDAY, 2)]
    rounds.settle(tx, "digest", "area")
    rounds.settle(tx, "digest", "nobody")
    assert [one.reader for one in rounds.waiting(tx, "digest", 9)] == ["unit:a", "unit:b"]
    rounds.forget(tx, "digest")
    assert rounds.waiting(tx, "digest", 9) == []
    assert [one.reader for one in rounds.waiting(tx, "board", 9)] == ["-1001"]


def test_who_still_waits_hears_of_both_rounds(tx: Tx) -> None:
    rounds.begin(tx, "digest", {"unit:a": 2}, MONDAY)
    rounds.begin(tx, "digest", {"unit:a": 3, "unit:b": 1}, MONDAY + DAY)
    assert rounds.waiting(tx, "digest", 9) == [Waiting("unit:a", MONDAY, 5), Waiting("unit:b", MONDAY + DAY, 1)]


def test_a_round_without_readers(tx: Tx) -> None:
    rounds.begin(tx, "board", {}, MONDAY)
    assert rounds.waiting(tx, "board", 9) == []
