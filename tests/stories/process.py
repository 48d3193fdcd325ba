"""The bot as its own process: started, killed, asked to end."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).parents[2]


class BotProcess:
    """`fengshao run` (or another command) on a config. Its log goes to `log`, one file for all starts."""

    def __init__(self, config_file: Path) -> None:
        self.config_file = config_file
        self.log = config_file.parent / "bot.log"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "bot", "run", "--config", str(self.config_file)],
                cwd=_ROOT,
                env={**os.environ, "PYTHONUNBUFFERED": "1"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    async def kill(self) -> None:
        """SIGKILL, and wait until it is gone."""
        if self._process is not None:
            self._process.kill()
            await asyncio.to_thread(self._process.wait)

    async def terminate(self, patience: float = 30) -> int:
        """SIGTERM; the exit code. Raises subprocess.TimeoutExpired."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        return await self.ended(patience)

    async def ended(self, patience: float = 60) -> int:
        """Wait for the end; the exit code."""
        assert self._process is not None
        return await asyncio.to_thread(self._process.wait, patience)

    def words(self) -> str:
        """All that it has said, on both streams."""
        return self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""
