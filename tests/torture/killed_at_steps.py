"""Fault 1, by a counter: the bot is killed at step N of a piece of work, N = 1, 2, … until it is done before N."""

from __future__ import annotations

import itertools
import re
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from tests.torture.arena import Arena, opened, wait_until
from tests.torture.bots import StruckBot
from tests.torture.fault import Form
from tests.torture.tally import Finding, Sort, Tally

_ROUNDS_A_WORLD = 60
"""After so many a new database is begun: each look reads all that ever happened in a world."""
_MORE, _NUMBER = re.compile(r"另有 (\d+) 件"), re.compile(r"#T\d+")
_DUE = 24
"""Clocks that run out at once: more than one transaction of a sweep takes (bot/chores.py)."""


@dataclass(frozen=True, slots=True)
class Work:
    """One piece of work: `act` leaves it to the bot that will be killed, `prepare` comes before, with one that lives;
    `furnish` is what a new world begins with. `told_once`: what runs out together is told together.
    `short` is the first step at which the short form kills, and how far the next ones lie apart."""

    act: Callable[[Arena], None]
    furnish: Callable[[Arena], None]
    prepare: Callable[[Arena, StruckBot], Awaitable[None]] | None = None
    told_once: bool = False
    short: tuple[int, int] = (35, 60)

    async def play(self, form: Form, bot: StruckBot) -> Tally:
        """Kill at each step (LONG), or at some of them (SHORT)."""
        tally, struck = Tally(), True
        steps = itertools.count(1) if form is Form.LONG else itertools.count(*self.short)
        while struck:
            async with opened(seed=tally.injected) as arena:
                self.furnish(arena)
                await _live(arena, bot)
                for kill_at in itertools.islice(steps, _ROUNDS_A_WORLD):
                    if not (struck := await self._kill(arena, bot, kill_at, tally)):
                        break
            tally.next_world()
        return tally

    async def _kill(self, arena: Arena, bot: StruckBot, kill_at: int, tally: Tally) -> bool:
        """One kill, and what came of it. False: all was done before this step."""
        if self.prepare is not None:
            await self.prepare(arena, bot)
        self.act(arena)
        await bot.start(arena.config, kill_at)
        await wait_until(lambda: not bot.running or arena.settled(), bot.words)
        struck = not bot.running
        await bot.kill()
        found = arena.judge_at_any_time()
        await _live(arena, bot)
        if arena.look("SELECT 1 FROM notices WHERE state = 'queued'"):
            arena.hurry()
            await _live(arena, bot)
        tally.judged(int(struck), [*found, *arena.judge(), *(_told_once(arena) if self.told_once else ())])
        return struck


async def _live(arena: Arena, bot: StruckBot) -> None:
    """A life without a kill at a step: it ends, by a kill, when there is nothing left to do."""
    await bot.start(arena.config)
    await wait_until(lambda: arena.settled() or not bot.running, bot.words)
    assert bot.running, bot.words()[-2000:]
    await bot.kill()


def _report(arena: Arena) -> None:
    arena.report()


def _handle(arena: Arena) -> None:
    """One ticket is accepted, another resolved, a third is reported for the next round."""
    arena.resolve()
    arena.accept()
    arena.report()


def _many(arena: Arena) -> None:
    for _ in range(_DUE):
        arena.report()


def _run_out(arena: Arena) -> None:
    """The fix of every ticket was due an hour ago, and nobody has looked yet."""
    now = round(datetime.now(UTC).timestamp() * 1000)
    arena.amend(f"UPDATE deadlines SET stopped_at = {now} WHERE stopped_at IS NULL")
    arena.amend(
        "INSERT INTO deadlines (ticket_id, clock, urgent, started_at, due_at, next_at)"
        f" SELECT id, 'fix', 0, {now - 10_000_000}, {now - 3_600_000}, {now - 5_000_000} FROM tickets"
        " WHERE state IN ('assigned', 'accepted')"
    )


def _told_once(arena: Arena) -> Iterator[Finding]:
    """What ran out together is told in one message, which counts them all, also when the sweep was killed halfway."""
    fired = arena.look(
        "SELECT count(*) AS clocks, min(r.fired_at) AS began FROM reminders r JOIN deadlines d ON d.id = r.deadline_id"
        " WHERE d.stopped_at IS NULL"
    )[0]
    said = [
        message.words.text
        for message in arena.sandbox.messages(arena.office, by=arena.bot)
        if "⏰ 提醒" in message.words.text and message.at.timestamp() * 1000 >= fired["began"]
    ]
    if len(said) > 1:
        yield Finding(Sort.DOUBLED, f"one sweep was told in {len(said)} messages")
    more = _MORE.search(said[-1]) if said else None
    named = len(_NUMBER.findall(said[-1])) + (int(more[1]) if more else 0) if said else 0
    if named != fired["clocks"]:
        yield Finding(Sort.LOST, f"{fired['clocks']} clocks ran out together, {named} were told of")


async def _let_reminders_wait(arena: Arena, bot: StruckBot) -> None:
    _run_out(arena)
    await _live(arena, bot)


def _send(arena: Arena) -> None:
    """Reminders may leave at once, and three groups have written."""
    arena.hurry()
    for _ in range(3):
        arena.report()


INTAKE = Work(_report, furnish=_report)
HANDLING = Work(_handle, furnish=_report)
SWEEP = Work(_run_out, furnish=_many, told_once=True, short=(12, 17))
SENDING = Work(_send, furnish=_report, prepare=_let_reminders_wait, short=(45, 61))
