"""The bot as the faults start it: it dies where it is told to, and does not outlive whoever plays them."""

from __future__ import annotations

import asyncio
import signal
import sys
from pathlib import Path

from bot.children import parent
from tests.hatching.hatched import hatching
from tests.torture.arena import PATIENCE, opened, wait_until
from tests.torture.bots import StruckBot
from tests.torture.host import Reader

_ROOT = Path(__file__).parents[2]


async def test_it_is_killed_at_its_step_and_lives_on_at_the_next_start() -> None:
    with StruckBot() as bot:
        async with opened(0) as arena:
            arena.report()
            await bot.start(arena.config, kill_at=3)
            assert await bot.ended(PATIENCE) == -signal.SIGKILL
            assert "killed at step 3: " in bot.words().splitlines()[-1]
            await bot.start(arena.config)
            await wait_until(lambda: arena.settled() or not bot.running, bot.words)
            assert bot.running
            bot.send(signal.SIGTERM)
            assert await bot.ended(PATIENCE) == 0


async def test_it_ends_with_its_holder() -> None:
    async with opened(0) as arena:
        reader = Reader(arena)
        command = [sys.executable, "-m", "tests.torture.struck", str(arena.config), "0"]
        with hatching():
            process = await asyncio.create_subprocess_exec(*command, cwd=_ROOT, stdin=asyncio.subprocess.PIPE)
        try:
            await wait_until(lambda: reader.lines("bot.polling"), reader.last_words)
            assert process.stdin is not None
            process.stdin.close()
            assert await asyncio.wait_for(process.wait(), PATIENCE) == -signal.SIGKILL
        finally:
            await parent.end(process)
