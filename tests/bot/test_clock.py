"""The clock: the next local time of day, the wake at the next moment, and a host's clock that is moved."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

from bot import clock as bot_clock
from bot.clock import Clock, next_run
from bot.desk.shell import Shell
from bot.domain.repeating import Cron, When
from storage import schedules
from tests.bot.clocks import folder, gather, hand, shell
from tests.handlers.rooms import ask, until
from tests.sandbox.conftest import Clock as Hand

__all__ = ["folder", "hand", "shell"]

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")


def _local(zone: ZoneInfo, *when: int) -> datetime:
    return datetime(*when, tzinfo=zone)  # type: ignore[misc,arg-type]


NEXT: list[tuple[ZoneInfo, tuple[int, ...], When, tuple[int, ...]]] = [
    (SHANGHAI, (2026, 11, 20, 8, 0), time(8, 30), (2026, 11, 20, 8, 30)),
    (SHANGHAI, (2026, 11, 20, 8, 30), time(8, 30), (2026, 11, 21, 8, 30)),  # strictly after
    (SHANGHAI, (2026, 11, 20, 8, 29, 59), time(8, 30), (2026, 11, 20, 8, 30)),
    (SHANGHAI, (2026, 12, 31, 23, 0), time(0, 0), (2027, 1, 1, 0, 0)),
    (SHANGHAI, (2028, 2, 28, 9, 0), time(8, 30), (2028, 2, 29, 8, 30)),
    (BERLIN, (2026, 10, 24, 9, 0), time(8, 30), (2026, 10, 25, 8, 30)),  # the clocks go back: 24.5 hours
    (BERLIN, (2026, 3, 28, 9, 0), time(8, 30), (2026, 3, 29, 8, 30)),  # and forward: 22.5 hours
    (SHANGHAI, (2026, 11, 20, 9, 0), Cron("30 8 * * mon"), (2026, 11, 23, 8, 30)),  # from a Friday
    (SHANGHAI, (2026, 11, 23, 8, 29), Cron("30 8 * * mon"), (2026, 11, 23, 8, 30)),
    (SHANGHAI, (2026, 11, 23, 8, 30), Cron("30 8 * * mon"), (2026, 11, 30, 8, 30)),  # strictly after
    (SHANGHAI, (2026, 11, 27, 17, 1), Cron("0 17 * * fri"), (2026, 12, 4, 17, 0)),
    (SHANGHAI, (2026, 11, 27, 9, 0), Cron("30 8 * * mon-fri"), (2026, 11, 30, 8, 30)),
    (SHANGHAI, (2026, 11, 20, 9, 0), Cron("30 8 1 * *"), (2026, 12, 1, 8, 30)),
    (SHANGHAI, (2026, 12, 1, 9, 0), Cron("30 8 1 * *"), (2027, 1, 1, 8, 30)),
    (SHANGHAI, (2026, 1, 31, 9, 0), Cron("30 8 31 * *"), (2026, 3, 31, 8, 30)),  # February has none
    (SHANGHAI, (2027, 2, 1, 0, 0), Cron("30 8 last * *"), (2027, 2, 28, 8, 30)),
    (SHANGHAI, (2026, 3, 1, 0, 0), Cron("0 9 29 feb *"), (2028, 2, 29, 9, 0)),
    (SHANGHAI, (2026, 11, 20, 9, 0), Cron("30 8 1 jan,apr,jul,oct *"), (2027, 1, 1, 8, 30)),
    (SHANGHAI, (2027, 4, 1, 8, 30), Cron("30 8 1 jan,apr,jul,oct *"), (2027, 7, 1, 8, 30)),
    (SHANGHAI, (2026, 11, 20, 9, 0), Cron("30 8 1-7 * mon"), (2026, 12, 7, 8, 30)),  # both must fit
    (BERLIN, (2026, 10, 24, 9, 0), Cron("30 8 * * sun"), (2026, 10, 25, 8, 30)),
    (BERLIN, (2026, 3, 29, 0, 0), time(2, 30), (2026, 3, 29, 3, 30)),  # 02:30 is left out
    (BERLIN, (2026, 3, 29, 4, 0), time(2, 30), (2026, 3, 30, 2, 30)),
    (BERLIN, (2026, 10, 25, 0, 0), time(2, 30), (2026, 10, 25, 2, 30)),  # 02:30 comes twice,
    (BERLIN, (2026, 10, 25, 2, 30), time(2, 30), (2026, 10, 26, 2, 30)),  # and counts once
    (BERLIN, (2026, 3, 29, 0, 0), time(0, 0), (2026, 3, 30, 0, 0)),
]


@pytest.mark.parametrize(("zone", "moment", "when", "expected"), NEXT)
def test_the_next_such_time(zone: ZoneInfo, moment: tuple[int, ...], when: When, expected: tuple[int, ...]) -> None:
    found = next_run(zone)(when, _local(zone, *moment).astimezone(UTC))
    assert found == _local(zone, *expected).astimezone(UTC)
    assert found.tzinfo is UTC


def test_a_year_of_mornings_misses_none() -> None:
    after, found = next_run(SHANGHAI), [datetime(2026, 1, 1, tzinfo=UTC)]
    for _ in range(365):
        found.append(after(time(8, 30), found[-1]))
    assert {two - one for one, two in pairwise(found[1:])} == {timedelta(days=1)}


@pytest.mark.parametrize("hour", range(24))
def test_a_year_in_a_zone_that_changes_its_clocks_has_every_day_once(hour: int) -> None:
    after, found = next_run(BERLIN), [datetime(2025, 12, 31, 23, tzinfo=UTC) - timedelta(seconds=1)]
    for _ in range(365):
        found.append(after(time(hour), found[-1]))
    days = [moment.astimezone(BERLIN).date() for moment in found[1:]]
    assert days == [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]


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
    clean_up = bot_clock.upkeep.clean_up_when_due

    def wake_and_clean_up(tx: Any, office: Any, now: datetime) -> bool:
        clock.wake(hand() - timedelta(seconds=1))
        return clean_up(tx, office, now)

    monkeypatch.setattr(bot_clock.upkeep, "clean_up_when_due", wake_and_clean_up)
    await clock.sweep()
    assert _ring(clock) == hand() - timedelta(seconds=1)


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
