"""Deadlines: one running clock of a kind and ticket, rungs that fire once, and the next moment of all."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.deadlines import Clock
from storage import deadlines, tickets
from storage.deadlines import Deadline
from storage.times import to_ms
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
    assert deadlines.due(tx, NOW, limit=9) == []
    assert deadlines.due(tx, NOW + HOUR, limit=9) == [first]
    assert deadlines.due(tx, NOW + 2 * HOUR, limit=9) == [first, second]
    assert deadlines.due(tx, NOW + 2 * HOUR, limit=1) == [first]


def test_the_next_moment_of_all_running_clocks(tx: Tx, ticket: int) -> None:
    assert deadlines.next_at(tx, after=NOW) is None
    _start(tx, ticket, Clock.FIX, hours=2)
    _start(tx, ticket, Clock.REVIEW, hours=None)
    response = _start(tx, ticket, Clock.RESPONSE, hours=1)
    assert deadlines.next_at(tx, after=NOW) == NOW + HOUR
    assert deadlines.next_at(tx, after=NOW + HOUR) == NOW + 2 * HOUR
    deadlines.stop(tx, response.id, NOW)
    assert deadlines.next_at(tx, after=NOW) == NOW + 2 * HOUR


def _again(tx: Tx, ticket: int, clock: Clock = Clock.FIX) -> Deadline:
    return deadlines.running(tx, ticket)[clock]


def test_a_rung_fires_once(tx: Tx, ticket: int) -> None:
    fix, response = _start(tx, ticket, Clock.FIX, hours=1), _start(tx, ticket, Clock.RESPONSE, hours=1)
    assert deadlines.fire(tx, fix, 2, "reminder", NOW + HOUR, NOW + HOUR)
    assert not deadlines.fire(tx, fix, 2, "reminder", NOW + HOUR, NOW + 2 * HOUR)
    assert deadlines.fire(tx, fix, 3, "escalation", NOW + HOUR, NOW + 2 * HOUR)
    assert deadlines.fire(tx, response, 2, "reminder", NOW + HOUR, NOW + HOUR)  # another clock's
    fired = tx.rows("SELECT deadline_id, step, fired_at FROM reminders ORDER BY deadline_id, step")
    assert [tuple(row) for row in fired] == [
        (fix.id, 2, to_ms(NOW + HOUR)),
        (fix.id, 3, to_ms(NOW + 2 * HOUR)),
        (response.id, 2, to_ms(NOW + HOUR)),
    ]


def test_what_a_sweep_leaves_of_a_clock(tx: Tx, ticket: int) -> None:
    fix, response = _start(tx, ticket, Clock.FIX, hours=1), _start(tx, ticket, Clock.RESPONSE, hours=1)
    deadlines.look_again(tx, fix.id, NOW + 5 * HOUR, last_step=2, missed=True, snoozed_until=NOW + 4 * HOUR)
    left = _again(tx, ticket)
    assert (left.next_at, left.last_step, left.missed) == (NOW + 5 * HOUR, 2, True)
    assert left.snoozed_until == NOW + 4 * HOUR
    assert (left.started_at, left.due_at) == (fix.started_at, fix.due_at)
    assert deadlines.due(tx, NOW + HOUR, limit=9) == [response]
    deadlines.look_again(tx, fix.id, None, last_step=4, missed=True, snoozed_until=None)
    left = _again(tx, ticket)
    assert (left.next_at, left.last_step, left.snoozed_until) == (None, 4, None)
    assert deadlines.next_at(tx, after=NOW + HOUR) is None
    assert _again(tx, ticket, Clock.RESPONSE) == response


def test_a_clock_begins_unmissed_and_not_put_off(tx: Tx, ticket: int) -> None:
    fix = _start(tx, ticket, Clock.FIX, hours=1)
    assert (fix.missed, fix.snoozed_until, fix.last_step) == (False, None, 0)


@pytest.mark.parametrize(
    ("missed", "until", "looked_at"),
    [
        (False, 5, 5),  # before it is due, at nine
        (False, 9, 9),
        (False, 20, 9),  # its miss is noted when it comes all the same
        (True, 20, 20),
    ],
)
def test_reminders_are_put_off(tx: Tx, ticket: int, missed: bool, until: int, looked_at: int) -> None:
    fix, response = _start(tx, ticket, Clock.FIX, hours=1), _start(tx, ticket, Clock.RESPONSE, hours=1)
    deadlines.look_again(tx, fix.id, NOW + HOUR, last_step=1, missed=missed, snoozed_until=None)
    deadlines.snooze(tx, fix.id, NOW + until * HOUR)
    put_off = _again(tx, ticket)
    assert (put_off.snoozed_until, put_off.next_at) == (NOW + until * HOUR, NOW + looked_at * HOUR)
    assert (put_off.last_step, put_off.missed, put_off.due_at) == (1, missed, NOW + 9 * HOUR)
    assert _again(tx, ticket, Clock.RESPONSE) == response


def test_which_clocks_nobody_has_stopped(tx: Tx, ticket: int) -> None:
    fix, response = _start(tx, ticket, Clock.FIX, hours=1), _start(tx, ticket, Clock.RESPONSE, hours=1)
    assert deadlines.still_running(tx, []) == []
    assert deadlines.still_running(tx, [response.id, fix.id, 999]) == [fix, response]
    deadlines.stop(tx, response.id, NOW)
    assert deadlines.still_running(tx, [fix.id, response.id]) == [fix]
    assert deadlines.still_running(tx, [response.id]) == []


def test_when_a_clock_was_stopped_last(tx: Tx, ticket: int) -> None:
    assert deadlines.last_stopped(tx, ticket, Clock.FIX) is None
    for hours in (1, 2):
        running = _start(tx, ticket, Clock.FIX, hours=1)
        assert deadlines.last_stopped(tx, ticket, Clock.RESPONSE) is None
        deadlines.stop(tx, running.id, NOW + hours * HOUR)
    assert deadlines.last_stopped(tx, ticket, Clock.FIX) == (NOW + 2 * HOUR, NOW + 9 * HOUR)
