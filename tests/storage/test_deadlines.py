"""Deadlines: one running clock of a kind and ticket, rungs that fire once, and the next moment of all."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.deadlines import Clock
from storage import deadlines, tickets
from storage.deadlines import Deadline
from storage.transaction import Tx
from tests.storage.histories import a_ticket

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def ticket(tx: Tx) -> int:
    return tickets.add(tx, a_ticket(), []).id


def _start(tx: Tx, ticket: int, clock: Clock, *, hours: int | None, urgent: bool = False) -> Deadline:
    """A clock that starts now, is due in nine hours, and has its next rung in so many."""
    deadlines.start(
        tx,
        ticket,
        clock,
        urgent=urgent,
        started_at=NOW,
        due_at=NOW + 9 * HOUR,
        next_at=None if hours is None else NOW + hours * HOUR,
    )
    return deadlines.running(tx, ticket)[clock]


def test_a_started_clock_runs_until_it_is_stopped(tx: Tx, ticket: int) -> None:
    fix, response = _start(tx, ticket, Clock.FIX, hours=2, urgent=True), _start(tx, ticket, Clock.RESPONSE, hours=1)
    assert (fix.started_at, fix.due_at, fix.next_at) == (NOW, NOW + 9 * HOUR, NOW + 2 * HOUR)
    assert (fix.urgent, response.urgent, fix.last_step) == (True, False, 0)
    deadlines.stop(tx, response.id, NOW)
    assert deadlines.running(tx, ticket) == {Clock.FIX: fix}


def test_a_clock_runs_once_but_may_run_again(tx: Tx, ticket: int) -> None:
    first = _start(tx, ticket, Clock.FIX, hours=1)
    with pytest.raises(sqlite3.IntegrityError):
        _start(tx, ticket, Clock.FIX, hours=2)
    deadlines.stop(tx, first.id, NOW)
    assert _start(tx, ticket, Clock.FIX, hours=2).id != first.id


def test_what_is_due_comes_oldest_first(tx: Tx, ticket: int) -> None:
    second = _start(tx, ticket, Clock.FIX, hours=2, urgent=True)
    first = _start(tx, ticket, Clock.RESPONSE, hours=1)
    _start(tx, ticket, Clock.REVIEW, hours=None)
    deadlines.stop(tx, _start(tx, ticket, Clock.DISPATCH, hours=1).id, NOW)
    assert deadlines.due(tx, NOW) == []
    assert deadlines.due(tx, NOW + HOUR) == [first]
    assert deadlines.due(tx, NOW + 2 * HOUR) == [first, second]
    assert deadlines.due(tx, NOW + 2 * HOUR, limit=1) == [first]
    assert deadlines.due(tx, NOW + 2 * HOUR, urgent_only=True) == [second]


def test_the_next_moment_of_all_running_clocks(tx: Tx, ticket: int) -> None:
    assert deadlines.next_at(tx, after=NOW) is None
    _start(tx, ticket, Clock.FIX, hours=2)
    _start(tx, ticket, Clock.REVIEW, hours=None)
    response = _start(tx, ticket, Clock.RESPONSE, hours=1)
    assert deadlines.next_at(tx, after=NOW) == NOW + HOUR
    assert deadlines.next_at(tx, after=NOW + HOUR) == NOW + 2 * HOUR
    deadlines.stop(tx, response.id, NOW)
    assert deadlines.next_at(tx, after=NOW) == NOW + 2 * HOUR


def test_a_rung_fires_once_and_names_the_next(tx: Tx, ticket: int) -> None:
    clock = _start(tx, ticket, Clock.FIX, hours=1)
    assert deadlines.fire(tx, clock, 2, "reminder", NOW + HOUR, NOW + 3 * HOUR, NOW + HOUR)
    moved = deadlines.running(tx, ticket)[Clock.FIX]
    assert (moved.last_step, moved.next_at) == (2, NOW + 3 * HOUR)
    assert not deadlines.fire(tx, clock, 2, "reminder", NOW + HOUR, None, NOW + HOUR)
    assert deadlines.running(tx, ticket)[Clock.FIX].next_at is None
    assert tx.value("SELECT count(*) FROM reminders") == 1


def test_an_earlier_rung_does_not_lower_the_highest(tx: Tx, ticket: int) -> None:
    clock = _start(tx, ticket, Clock.FIX, hours=1)
    deadlines.fire(tx, clock, 3, "escalation", NOW, None, NOW)
    deadlines.fire(tx, clock, 1, "early", NOW, None, NOW)
    assert deadlines.running(tx, ticket)[Clock.FIX].last_step == 3


def test_another_ladder_another_moment(tx: Tx, ticket: int) -> None:
    clock = _start(tx, ticket, Clock.FIX, hours=1)
    deadlines.postpone(tx, clock.id, NOW + 5 * HOUR)
    assert deadlines.due(tx, NOW + HOUR) == []
    assert deadlines.next_at(tx, after=NOW) == NOW + 5 * HOUR
    deadlines.postpone(tx, clock.id, None)
    assert deadlines.next_at(tx, after=NOW) is None
