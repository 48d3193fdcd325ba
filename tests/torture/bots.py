"""The bot that a fault strikes: a real process, hatched where it can be (tests/hatching/), one at a time."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.hatching.hatched import hatching
from tests.secrecy.watch import WATCH
from tests.torture.struck import LOG

_ROOT = Path(__file__).parents[2]
_PATIENCE = 60


class StruckBot:
    """Starts one bot at a time. To be entered before the first start.

    One of them serves many worlds, one after the other, and many event loops.
    """

    def __enter__(self) -> StruckBot:
        self._theirs, self._ours = os.pipe()  # their standard input, which ends with us
        self._process: subprocess.Popen[bytes] | None = None
        self._log = Path(os.devnull)
        return self

    def __exit__(self, *exception: object) -> None:
        self.send(signal.SIGKILL)
        if self._process is not None:
            self._process.wait(_PATIENCE)
        os.close(self._ours)
        os.close(self._theirs)

    async def start(self, config: Path, kill_at: int = 0) -> None:
        """Start the bot on this config; it kills itself at this step (tests/torture/steps.py; 0: it lives)."""
        assert not self.running
        self._log = config.with_name(LOG)
        self._log.touch()
        WATCH.follow(self._log)  # from where the last life's words end
        self._process = self._begun(config, kill_at)

    def _begun(self, config: Path, kill_at: int) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "tests.torture.struck", str(config), str(kill_at)]
        with hatching():
            return subprocess.Popen(command, cwd=_ROOT, stdin=self._theirs)

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def process_id(self) -> int:
        """Of the bot that was started last."""
        assert self._process is not None
        return self._process.pid

    def send(self, sign: signal.Signals) -> None:
        """Send the bot a signal, if it still runs."""
        if self._process is not None:
            self._process.send_signal(sign)

    async def kill(self) -> None:
        """SIGKILL, and wait until it is gone."""
        self.send(signal.SIGKILL)
        await self.ended(_PATIENCE)

    async def ended(self, patience: float) -> int:
        """Wait for the end; the exit code, or minus the signal that ended it. Raises TimeoutError."""
        if self._process is None:
            return 0
        return await asyncio.wait_for(asyncio.to_thread(self._process.wait), patience)

    def words(self) -> str:
        """All that the bots of this folder have said."""
        return self._log.read_text(encoding="utf-8", errors="replace") if self._log.is_file() else ""
