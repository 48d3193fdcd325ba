"""The bot at work in the demo's process for it (bot/demo/bot_child.py), on the demo's clock.

A line on standard input asks for a sweep of what fell due, and is answered by one on standard output when that is
done. The end of standard input is the end of the bot: whoever started it is gone, however that came. The log goes to
standard error, as that of `fengshao run` does. SIGTERM ends it cleanly.
"""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from bot.app import App
from bot.config import Config, load_config
from bot.demo.clock import SharedClock
from bot.demo.example import example_area
from bot.logs import set_up_logs
from bot.starting import open_app

_STDIN, _STDOUT = 0, 1
_PATIENCE = 9.0
"""Seconds from the end of standard input to the end of the process, whatever still hangs; as `fengshao run` has it."""


def _heed_orders(take: Callable[[], object]) -> None:
    """Call `take` in the running loop at each line. A thread of its own sees the end of them wherever the bot is."""
    loop = asyncio.get_running_loop()

    def listen() -> None:
        while data := os.read(_STDIN, 4096):  # sys.stdin would still be locked when the interpreter ends
            for _ in range(data.count(b"\n")):
                with suppress(RuntimeError):  # the loop is closed: the bot has ended
                    loop.call_soon_threadsafe(take)
        deadline = threading.Timer(_PATIENCE, os._exit, (1,))
        deadline.daemon = True
        deadline.start()
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=listen, name="orders", daemon=True).start()


@asynccontextmanager
async def _sweeping(app: App, asked: asyncio.Queue[None]) -> AsyncIterator[None]:
    """Meanwhile, one sweep for each time that it is asked for."""

    async def sweep() -> None:
        while True:
            await asked.get()
            await app.clock.sweep()
            with suppress(BrokenPipeError):
                os.write(_STDOUT, b"swept\n")

    task = asyncio.create_task(sweep())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait({task})


async def _serve(config: Config, clock: SharedClock) -> None:
    task, loop = asyncio.current_task(), asyncio.get_running_loop()
    assert task is not None
    loop.add_signal_handler(signal.SIGTERM, task.cancel)
    asked: asyncio.Queue[None] = asyncio.Queue()
    _heed_orders(lambda: asked.put_nowait(None))
    async with open_app(config, example_area, now=clock.now) as app, _sweeping(app, asked):
        loop.add_signal_handler(signal.SIGTERM, app.stop)
        app.poller.probation = 0.0  # the sandbox has no other bot
        await app.run()


def serve(config_file: Path, clock_file: Path) -> None:
    """Serve until told to stop. What else ends the bot is raised, and is the last that its log says."""
    config = load_config(config_file, {})
    set_up_logs(config.log.level, config.log.format, (config.telegram.bot_token(),))
    with suppress(asyncio.CancelledError):  # told to stop before it was open
        asyncio.run(_serve(config, SharedClock(clock_file)))
