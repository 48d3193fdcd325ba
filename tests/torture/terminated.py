"""Fault 2: SIGTERM while messages leave. The bot is out in time with nothing half-done; told twice, it is out now."""

from __future__ import annotations

import signal
import time
from collections.abc import Awaitable, Callable

from tests.torture.arena import PATIENCE, Arena, opened, wait_until
from tests.torture.bots import StruckBot
from tests.torture.fault import Form
from tests.torture.host import Reader
from tests.torture.tally import Finding, Sort, Tally

_ROUNDS = {Form.SHORT: 1, Form.LONG: 20}
_REPORTS = 12
_PATIENCE_TO_END = 10.0
_AT_ONCE = 5.0
_SLOW = 30.0
"""Seconds; the last is how long Telegram keeps the call open. The bot waits for eight of them, told once."""

Strike = Callable[[Arena, StruckBot, Tally], Awaitable[list[Finding]]]


async def play_once(form: Form, bot: StruckBot) -> Tally:
    """Terminated while cards leave: exit 0 within 10 seconds, the file closed, no call left in the middle."""
    return await _play(form, bot, _terminate_while_sending)


async def play_twice(form: Form, bot: StruckBot) -> Tally:
    """Terminated twice while Telegram does not answer: the second is heard at once, and the next start settles it."""
    return await _play(form, bot, _terminate_twice)


async def _play(form: Form, bot: StruckBot, strike: Strike) -> Tally:
    """Strike, let a new start bring everything to its end, and look; in a world of its own each time."""
    tally = Tally()
    for seed in range(_ROUNDS[form]):
        async with opened(seed) as arena:
            found = await strike(arena, bot, tally)
            await bot.start(arena.config)
            await wait_until(lambda arena=arena: arena.settled() or not bot.running, bot.words)
            await bot.kill()
            tally.judged(1, [*found, *arena.judge()])
        tally.next_world()
    return tally


async def _terminate_while_sending(arena: Arena, bot: StruckBot, tally: Tally) -> list[Finding]:
    for _ in range(_REPORTS):
        arena.report()
    some = arena.chance.randrange(2, _REPORTS)
    await bot.start(arena.config)
    await arena.sandbox.until(lambda: len(arena.sandbox.calls.of("sendMessage", "sendPhoto")) >= some, PATIENCE)
    code = await _ended(bot, _PATIENCE_TO_END, tally)
    found = [] if code == 0 else [Finding(Sort.BROKEN, f"SIGTERM: it ended with {code}, not with 0 in time")]
    if (arena.folder / "fengshao.db-wal").exists():
        found.append(Finding(Sort.BROKEN, "SIGTERM: the database was not closed"))
    half = arena.look("SELECT key FROM notices WHERE state IN ('sending', 'uncertain')")
    return [*found, *(Finding(Sort.BROKEN, f"SIGTERM: notice {row['key']} is half-done") for row in half)]


async def _terminate_twice(arena: Arena, bot: StruckBot, tally: Tally) -> list[Finding]:
    arena.sandbox.faults.add("slow_before", method="sendMessage", seconds=_SLOW, times=None)
    arena.report()
    await bot.start(arena.config)
    await wait_until(lambda: arena.sandbox.calls.of("sendMessage"), bot.words)
    reader = Reader(arena)
    bot.send(signal.SIGTERM)
    await wait_until(lambda: reader.lines("bot.stopping"), bot.words)  # before it is heard, a second one is the same
    assert bot.running, "it did not wait for the call in hand"
    code = await _ended(bot, _AT_ONCE, tally)
    arena.sandbox.faults.clear()
    return [] if code == 1 else [Finding(Sort.BROKEN, f"told twice, it ended with {code}, not with 1 at once")]


async def _ended(bot: StruckBot, patience: float, tally: Tally) -> int | None:
    """The exit code after a SIGTERM; None when it did not end in time. The longest end is noted, in milliseconds."""
    began = time.monotonic()
    bot.send(signal.SIGTERM)
    try:
        return await bot.ended(patience)
    except TimeoutError:
        await bot.kill()
        return None
    finally:
        took = round((time.monotonic() - began) * 1000)
        tally.more["slowest end (ms)"] = max(took, tally.more.get("slowest end (ms)", 0))
