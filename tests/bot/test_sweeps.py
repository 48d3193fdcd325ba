"""The sweeps of the clock: what is due is taken, in order, and a fault in one part ends no other."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot import chores
from bot.clock import Clock
from bot.desk.shell import Shell
from storage.errors import StorageFull
from tests.bot.clocks import folder, gather, hand, shell
from tests.handlers.rooms import Failing, ask
from tests.sandbox.conftest import Clock as Hand

__all__ = ["folder", "hand", "shell"]


REPEATING = {"digest", "board", "thanks", "special", "clean_up"}
"""What is planned by the first sweep."""


async def _started(shell: Shell) -> Clock:
    """A clock that has swept before: at the first sweep of a start, what waits for words waits for them once more."""
    clock = Clock(shell)
    await clock.sweep()
    return clock


async def _planned(shell: Shell) -> set[str]:
    return {name for (name,) in await ask(shell, "SELECT name FROM schedules")}


async def test_a_sweep_takes_what_is_due_and_plans_what_repeats(shell: Shell, hand: Hand) -> None:
    clock = await _started(shell)
    for number in (50, 51):
        await gather(shell, number, number - 49)
    hand.move(seconds=1)
    await clock.sweep()
    waiting = "SELECT message_id FROM posts WHERE state = 'gathering'"
    assert await ask(shell, waiting) == [(51,)]
    assert await _planned(shell) == REPEATING


async def test_more_than_one_batch_is_taken(shell: Shell, hand: Hand) -> None:
    clock = await _started(shell)
    for number in range(50, 160):
        await gather(shell, number, 1)
    hand.move(seconds=1)
    await clock.sweep()
    assert await ask(shell, "SELECT count(*) FROM posts WHERE state = 'gathering'") == [(0,)]


async def test_what_fell_due_long_ago_is_done_once_at_the_start(shell: Shell, hand: Hand) -> None:
    clock = await _started(shell)
    await gather(shell, 50, 1)
    hand.move(days=9)
    await clock.start()
    clock.stop()
    assert await ask(shell, "SELECT count(*) FROM posts WHERE state = 'gathering'") == [(0,)]
    (digest,) = (await ask(shell, "SELECT next_at FROM schedules WHERE name = 'digest'"))[0]
    assert hand() < datetime.fromtimestamp(digest / 1000, UTC) <= hand() + timedelta(days=1)


async def test_two_sweeps_at_once_follow_the_clock_once(shell: Shell, hand: Hand) -> None:
    clock = await _started(shell)
    await gather(shell, 50, 5000)
    hand.move(hours=-1)
    await asyncio.gather(clock.sweep(), clock.sweep())
    ((ready_at,),) = await ask(shell, "SELECT ready_at FROM posts")
    assert round((datetime.fromtimestamp(ready_at / 1000, UTC) - hand()).total_seconds()) == 5000


async def test_the_steps_of_a_sweep_come_in_order(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []

    def step(name: str) -> Any:
        def deed(tx: Any, office: Any, now: datetime, most: int = 1) -> int:
            done.append(name)
            return 0

        return deed

    monkeypatch.setattr(chores, "_ready", step("gathered"))
    monkeypatch.setattr(chores.reminders, "sweep", step("reminders"))
    monkeypatch.setattr(chores, "_drop_prompts", step("prompts"))
    monkeypatch.setattr(chores.rounds, "begin_when_due", lambda what, *_: done.append(what.name))
    await Clock(shell).sweep()
    assert done == ["gathered", "reminders", "prompts", "digest", "board", "thanks", "special"]


async def test_a_post_that_the_program_falls_over_holds_nobody_up(
    shell: Shell, hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = await _started(shell)
    for number in (50, 51):
        await gather(shell, number, 1)
    take = chores.intake.take_gathered

    def falls_over(tx: Any, office: Any, post: Any, now: datetime) -> None:
        if post.message_id == 50:
            raise ValueError("a fault of the program")
        take(tx, office, post, now)

    monkeypatch.setattr(chores.intake, "take_gathered", falls_over)
    hand.move(hours=1)
    await clock.sweep()
    assert await ask(shell, "SELECT message_id, state FROM posts") == [(50, "lapsed")]
    assert await _planned(shell) == REPEATING


async def test_a_step_that_fails_keeps_no_other_from_running(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def falls_over(tx: Any, office: Any, now: datetime, most: int) -> int:
        raise ValueError("a fault of the program")

    monkeypatch.setattr(chores.reminders, "sweep", falls_over)
    await Clock(shell).sweep()
    assert await _planned(shell) == REPEATING


async def test_a_storage_that_fails_ends_this_sweep_and_not_the_clock(shell: Shell, hand: Hand) -> None:
    clock = await _started(shell)
    await gather(shell, 50, 1)
    hand.move(seconds=1)
    failing = Failing(shell, StorageFull(path="bot.db", reason="disk full"))
    failing.left = 2  # the look at the clock, and the gathering
    await clock.sweep()
    assert await ask(shell, "SELECT state FROM posts") == [("gathering",)]
    await clock.sweep()
    assert await ask(shell, "SELECT count(*) FROM posts WHERE state = 'gathering'") == [(0,)]


async def test_the_night_rewrites_the_file_and_a_disk_without_room_puts_it_off(
    shell: Shell, hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    room = [False, True]

    async def rewrite() -> bool:
        done.append("rewritten")
        return room.pop(0)

    monkeypatch.setattr(shell.database, "rewrite", rewrite)
    clock = Clock(shell)
    await clock.sweep()
    await clock.sweep()
    assert len(done) == 1
    assert "rewrite" in await _planned(shell)
    hand.move(hours=1)
    await clock.sweep()
    await clock.sweep()
    assert len(done) == 2
    assert "rewrite" not in await _planned(shell)
