"""Bots that begin by a fork (tests/torture/hatchery.py): real processes, started in a tenth of the time."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.secrecy.watch import WATCH

_ROOT = Path(__file__).parents[2]
_PATIENCE = 60
CLOCK = "clock"
"""The file of the movable clock (bot/demo/clock.py), beside the config."""


class Hatchery:
    """Starts one bot at a time; its log goes to bot.log beside its config, one file for all its starts.

    To be entered before the first start. One hatchery serves many worlds, one after the other, and many event loops.
    """

    def __enter__(self) -> Hatchery:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.torture.hatchery"], cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._bot = 0
        self._log = Path(os.devnull)
        self._end: asyncio.Task[int] | None = None
        return self

    def __exit__(self, *exception: object) -> None:
        self.send(signal.SIGKILL)
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(_PATIENCE)
        self._process.stdout.close()

    async def start(self, config: Path, kill_at: int = 0) -> None:
        """Start the bot on this config; it kills itself at this step (tests/torture/steps.py; 0: it lives).

        A movable clock in the config's folder is the bot's, too (tests/torture/arena.py).
        """
        assert not self.running and self._process.stdin is not None
        self._log = config.parent / "bot.log"
        self._log.touch()
        WATCH.follow(self._log)  # from where the last life's words end
        clock = config.parent / CLOCK
        order = {
            "config": str(config),
            "log": str(self._log),
            "kill_at": kill_at,
            "clock": str(clock) if clock.is_file() else "",
        }
        self._process.stdin.write(json.dumps(order).encode() + b"\n")
        self._process.stdin.flush()
        self._bot = await self._told()
        self._end = asyncio.create_task(self._told())

    @property
    def running(self) -> bool:
        return self._end is not None and not self._end.done()

    @property
    def process_id(self) -> int:
        """Of the bot that was started last."""
        return self._bot

    def send(self, sign: signal.Signals) -> None:
        """Send the bot a signal, if it still runs. It may have ended, and we have not been told yet."""
        if self.running:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._bot, sign)

    async def kill(self) -> None:
        """SIGKILL, and wait until it is gone."""
        self.send(signal.SIGKILL)
        await self.ended(_PATIENCE)

    async def ended(self, patience: float) -> int:
        """Wait for the end; the exit code, or minus the signal that ended it. Raises TimeoutError."""
        return 0 if self._end is None else await asyncio.wait_for(asyncio.shield(self._end), patience)

    def words(self) -> str:
        """All that the bots of this folder have said."""
        return self._log.read_text(encoding="utf-8", errors="replace") if self._log.is_file() else ""

    async def _told(self) -> int:
        """What the hatchery says next: a process's id, and later how it ended."""
        assert self._process.stdout is not None
        line = await asyncio.to_thread(self._process.stdout.readline)
        if not line:
            raise RuntimeError("the hatchery has ended")
        return int(line)
