"""The bot as a process that the demo runs: started, stopped, killed; started again when something else ended it."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from asyncio.subprocess import PIPE, Process, create_subprocess_exec
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from bot.demo.bot_log import last_words
from bot.demo.installation import Installation
from bot.demo.sweeps import Sweeps
from bot.sandbox import Sandbox
from bot.sandbox.feed import Subscription
from bot.sandbox.page.backstage import BotState, Phrase

_PROGRAM = "bot.demo.bot_child"
_PATIENCE = 12.0
"""Seconds that a clean end may take."""
_TRIES = 3
_A_LIFE = 5.0
"""Seconds: a bot that polled for less died of its start, and of the next one, too, as likely as not."""


class BotGone(Exception):  # noqa: N818 - told to the person who watches
    """The bot ended at once, time after time, and is not started again. The text holds the end of its log."""

    why = Phrase(
        "机器人起不来，不会再自己启动：点“启动机器人”再试",
        "The bot does not start and will not come back by itself: start it to try again",
    )
    """What the page says. The log is for whoever reads the terminal."""


class BotProcess:
    """One bot, a process at a time. `pause` is how many seconds after a death it is started again.

    `starts` counts the processes. Its log goes to `log_file`, one file for all of them.
    """

    def __init__(self, installation: Installation, clock_file: Path, sandbox: Sandbox, pause: float = 2.0) -> None:
        self.log_file = installation.config_file.with_name("bot.log")
        self.starts = 0
        self._files = (installation.config_file, clock_file)
        self._sandbox = sandbox
        self.pause = pause
        self._state = BotState.DOWN
        self._wanted = False
        self._gone = ""
        self._process: Process | None = None
        self._up_since: float | None = None
        self._sweeps = Sweeps()
        self._keeping: asyncio.Task[None] | None = None
        self._hurry = asyncio.Event()
        self._turn = asyncio.Event()
        self._one_order = asyncio.Lock()
        self._listeners: list[Callable[[], None]] = []

    @property
    def state(self) -> BotState:
        """STARTING lasts until it polls. GONE lasts until `start`."""
        return self._state

    @property
    def wanted(self) -> bool:
        """Whether it is to run: false after `stop` and `kill`, and before the first `start`."""
        return self._wanted

    @property
    def why_gone(self) -> str:
        """Why it was given up, with the end of its log; empty where it was not."""
        return self._gone

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process is not None else None

    def on_change(self, listener: Callable[[], None]) -> None:
        """Call this whenever `state` has changed, in the event loop."""
        self._listeners.append(listener)

    def check(self) -> None:
        """Raises BotGone when it was given up: there is no use in waiting for it."""
        if self._gone:
            raise BotGone(self._gone)

    async def start(self) -> None:
        """Run it, if it does not run. Returns when it polls. Raises BotGone."""
        async with self._one_order:
            self._wanted, self._gone = True, ""
            self._hurry.set()
            if self._keeping is None or self._keeping.done():
                self._keeping = asyncio.create_task(self._keep())
        await self.up()

    async def stop(self) -> None:
        """Ask it to end, and wait until it has. It stays down."""
        await self._end(signal.SIGTERM)

    async def kill(self) -> None:
        """SIGKILL: it has no say. It stays down. (A bot killed from outside comes back.)"""
        await self._end(signal.SIGKILL)

    async def up(self) -> None:
        """Wait until it works; if it was stopped, until somebody has it started. Raises BotGone."""
        while self._state is not BotState.UP:
            self.check()
            await self._turn.wait()

    async def wanted_again(self) -> None:
        """Wait until somebody starts it who was not content with its being given up."""
        while self._gone:
            await self._turn.wait()

    async def sweep(self) -> None:
        """Have it do what is due. Returns when that is done, at once where it is not wanted. Raises BotGone."""
        while self._wanted:
            self.check()
            if self._state is not BotState.UP:
                await self._turn.wait()
                continue
            assert self._process is not None
            if await self._sweeps.ask(self._process):
                return
        self.check()

    async def _end(self, sign: signal.Signals) -> None:
        async with self._one_order:
            self._wanted = False
            self._hurry.set()
            self._wake_waiting()
            if self._keeping is None:
                return
            try:
                self._send(sign)
                await asyncio.wait({self._keeping}, timeout=_PATIENCE)
            finally:
                self._send(signal.SIGKILL)
            await self._keeping

    def _send(self, sign: signal.Signals) -> None:
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.send_signal(sign)

    async def _keep(self) -> None:
        """One process after the other, as long as it is wanted."""
        failures = 0
        while self._wanted:
            try:
                failures = failures + 1 if await self._live() < _A_LIFE else 0
            except OSError as error:
                self._give_up(f"the bot's process could not be started: {error}")
            if self._wanted and failures == _TRIES:
                told = last_words(self.log_file) or "(nothing in its log)"
                self._give_up(f"the bot ended {failures} times as soon as it ran:\n{told}")
            if self._wanted:
                await self._wait_to_start_again()

    def _give_up(self, why: str) -> None:
        self._gone, self._wanted = why, False
        self._tell(BotState.GONE)

    async def _wait_to_start_again(self) -> None:
        self._hurry.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(self.pause):
                await self._hurry.wait()

    async def _live(self) -> float:
        """One process, from its start to its end. Returns for how many seconds it polled."""
        self._up_since = None
        self._tell(BotState.STARTING)
        polls = asyncio.create_task(self._await_poll(self._sandbox.changes()))
        try:
            self._process = process = await self._spawn()
            self.starts += 1
            if not self._wanted:
                self._send(signal.SIGTERM)
            await self._attend(process)
        finally:
            self._process = None
            polls.cancel()
            self._tell(BotState.DOWN)
            await asyncio.wait({polls})
        return time.monotonic() - self._up_since if self._up_since is not None else 0.0

    async def _attend(self, process: Process) -> None:
        """Until it has ended; who waits for a sweep of it waits in vain then."""
        answers = asyncio.create_task(self._sweeps.hear(process))
        try:
            await process.wait()
        finally:
            self._send(signal.SIGKILL)
            await process.wait()
            await asyncio.wait({answers})
            self._sweeps.give_up()

    async def _spawn(self) -> Process:
        """It imports what we do, wherever we were started, and the terminal's Ctrl-C is ours alone."""
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUTF8": "1"}
        with self.log_file.open("ab") as log:
            return await create_subprocess_exec(
                *(sys.executable, "-P", "-m", _PROGRAM, *map(str, self._files)),
                stdin=PIPE,
                stdout=PIPE,
                stderr=log,
                env=environment,
                start_new_session=True,
            )

    async def _await_poll(self, changes: Subscription) -> None:
        try:
            async for change in changes:
                if change.kind == "poll":
                    break
        finally:
            changes.close()
        self._up_since = time.monotonic()
        self._tell(BotState.UP)

    def _tell(self, state: BotState) -> None:
        if state is self._state:
            return
        self._state = state
        self._wake_waiting()
        for listener in self._listeners:
            listener()

    def _wake_waiting(self) -> None:
        self._turn.set()
        self._turn = asyncio.Event()
