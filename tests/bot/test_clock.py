"""The clock: the wake at the next moment, and a host's clock that is moved."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from bot import chores
from bot import clock as bot_clock
from bot.clock import Clock
from bot.desk.shell import Shell
from storage import schedules
from tests.bot.clocks import folder, gather, hand, shell
from tests.handlers.rooms import ask, until
from tests.sandbox.conftest import Clock as Hand

__all__ = ["folder", "hand", "shell"]


def _ring(clock: Clock) -> datetime | None:
    return clock._wake_at


async def test_after_a_sweep_the_next_moment_of_all_rings(shell: Shell, hand: Hand) -> None:
    clock = Clock(shell)
    await clock.sweep()
    soonest = await shell.look(lambda tx, office, now: schedules.soonest(tx))
    assert _ring(clock) == soonest
    await gather(shell, 50, 7)
    await clock.sweep()
    assert _ring(clock) == hand() + timedelta(seconds=7)
    hand.move(seconds=7)
    await clock.sweep()
    assert _ring(clock) == soonest


async def test_a_wake_set_while_a_sweep_is_under_way_still_rings(
    shell: Shell, hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(shell)
    clean_up = chores.upkeep.clean_up_when_due

    def wake_and_clean_up(tx: Any, office: Any, now: datetime) -> bool:
        clock.wake(hand() - timedelta(seconds=1))
        return clean_up(tx, office, now)

    monkeypatch.setattr(chores.upkeep, "clean_up_when_due", wake_and_clean_up)
    await clock.sweep()
    assert _ring(clock) == hand() - timedelta(seconds=1)


async def test_what_falls_due_too_late_for_its_step_rings_at_once_and_only_once(
    shell: Shell, hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An album whose last part came while the sweep for its first was under way waited for the next sweep."""
    clock = Clock(shell)
    await clock.sweep()
    await gather(shell, 50, 0.01)
    ready, sweep = hand() + timedelta(seconds=0.01), chores.reminders.sweep

    def lasts(tx: Any, office: Any, now: datetime, most: int) -> int:
        hand.move(seconds=0.02)
        return sweep(tx, office, now, most)

    monkeypatch.setattr(chores.reminders, "sweep", lasts)
    await clock.sweep()
    assert _ring(clock) == ready
    monkeypatch.setattr(chores, "_ready", lambda tx, office, now: [])  # that cannot be done: it does not ring for ever
    await clock.sweep()
    ringing = _ring(clock)
    assert ringing is not None
    assert ringing > hand()


async def test_only_an_earlier_moment_moves_the_wake(shell: Shell, hand: Hand) -> None:
    clock = Clock(shell)
    start = hand()
    asked = [start + timedelta(seconds=seconds) for seconds in (9, 20, 9, 4)]
    rings = []
    for at in asked:
        clock.wake(at)
        rings.append(_ring(clock))
    assert rings == [asked[0], asked[0], asked[0], asked[3]]
    hand.move(seconds=5)
    await clock.sweep()  # the wake of second 4 has rung
    clock.wake(start + timedelta(seconds=30))
    assert _ring(clock) == start + timedelta(seconds=30)


class _Sweeps:
    """Counts the sweeps of a clock that rings."""

    def __init__(self, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
        self.done = 0
        sweep = clock.sweep

        async def count() -> None:
            self.done += 1
            await sweep()

        monkeypatch.setattr(clock, "sweep", count)


def _every(shell: Shell, **length: float) -> None:
    shell.office = replace(shell.office, sweep=timedelta(**length))


async def test_the_wake_rings_when_its_time_has_passed(
    shell: Shell, hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(shell)
    await clock.start()
    sweeps = _Sweeps(clock, monkeypatch)
    try:
        clock.wake(hand() + timedelta(seconds=0.05))
        await asyncio.sleep(0.02)
        assert sweeps.done == 0
        hand.move(seconds=0.05)
        await until(lambda: sweeps.done == 1)
        clock.wake(hand() - timedelta(days=1))  # missed already: at once
        await until(lambda: sweeps.done == 2)
    finally:
        clock.stop()


@pytest.mark.parametrize("hours", [-24, -1, 1])
async def test_the_sweeps_go_on_when_the_hosts_clock_is_moved(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, hours: int
) -> None:
    """A timer by the time of day would stand still for as long as the clock was put back."""
    shell.now = lambda: datetime.now(UTC)
    _every(shell, seconds=0.05)
    clock = Clock(shell)
    await clock.start()
    sweeps = _Sweeps(clock, monkeypatch)
    try:
        with time_machine.travel(datetime.now(UTC) + timedelta(hours=hours)):
            await until(lambda: sweeps.done >= 3)
    finally:
        clock.stop()


async def test_a_clock_put_back_is_noticed_between_two_sweeps(
    shell: Shell, hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot_clock, "_LOOK", 0.01)
    clock = Clock(shell)
    await clock.start()
    await gather(shell, 50, 7)
    try:
        hand.move(hours=-1)
        await until(lambda: _ring(clock) is not None and _ring(clock) < hand() + timedelta(seconds=8))
    finally:
        clock.stop()
    ((ready_at,),) = await ask(shell, "SELECT ready_at FROM posts")
    left = datetime.fromtimestamp(ready_at / 1000, UTC) - hand()
    assert timedelta(seconds=6) < left <= timedelta(seconds=7)


async def test_stopping_twice_or_before_the_start_is_nothing(
    shell: Shell, hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(shell)
    clock.stop()
    await clock.start()
    sweeps = _Sweeps(clock, monkeypatch)
    clock.stop()
    clock.stop()
    clock.wake(hand())
    await asyncio.sleep(0.02)
    assert sweeps.done == 0
