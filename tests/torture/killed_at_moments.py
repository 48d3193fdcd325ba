"""Fault 1, by chance: the bot is killed at any moment of its life while couriers write and a secretary works."""

from __future__ import annotations

import asyncio

from tests.torture.arena import Arena, opened, wait_until
from tests.torture.bots import StruckBot
from tests.torture.fault import Form
from tests.torture.tally import Tally

_KILLS = {Form.SHORT: (1, 6), Form.LONG: (20, 50)}
"""Worlds, and kills in each."""
_LONGEST = 0.9
"""Seconds of the longest life: a start takes about a quarter of one, a report with its card about another."""


async def play(form: Form, bot: StruckBot) -> Tally:
    tally = Tally()
    worlds, kills = _KILLS[form]
    for seed in range(worlds):
        await _one_world(seed, kills, bot, tally)
        tally.next_world()
    return tally


async def _one_world(seed: int, kills: int, bot: StruckBot, tally: Tally) -> None:
    """Kill after kill, each left to the next life; then all is let come to its end and looked at."""
    async with opened(seed) as arena:
        found = []
        for _ in range(kills):
            _do_something(arena)
            await bot.start(arena.config)
            await asyncio.sleep(arena.chance.uniform(0, _LONGEST))
            assert bot.running, bot.words()[-2000:]
            await bot.kill()
            found += arena.judge_at_any_time()
        await bot.start(arena.config)
        await wait_until(lambda: arena.settled() or not bot.running, bot.words)
        await bot.kill()
        tally.judged(kills, [*found, *arena.judge()])


def _do_something(arena: Arena) -> None:
    for _ in range(arena.chance.randrange(1, 4)):
        arena.report()
    if arena.chance.random() < 0.5:
        arena.accept()
    if arena.chance.random() < 0.3:
        arena.resolve()
