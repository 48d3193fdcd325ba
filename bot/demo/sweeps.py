"""Sweeps that a bot's process is asked for through its pipes: it does what is due, and says when that is done."""

from __future__ import annotations

import asyncio
from asyncio.subprocess import Process
from collections import deque


class Sweeps:
    """Those that were asked for and not answered yet, in their order: bot/demo/bot_serving.py answers so."""

    def __init__(self) -> None:
        self._asked: deque[asyncio.Future[bool]] = deque()

    async def ask(self, process: Process) -> bool:
        """Have it do what is due. Returns when that is done; False when it died over it."""
        assert process.stdin is not None
        swept: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._asked.append(swept)
        process.stdin.write(b"sweep\n")
        return await swept

    async def hear(self, process: Process) -> None:
        """Tell whoever asked, until the process says no more."""
        assert process.stdout is not None
        async for line in process.stdout:
            if line == b"swept\n":
                self._settle(done=True)

    def give_up(self) -> None:
        """The process has ended: whoever waits for it waits in vain."""
        while self._asked:
            self._settle(done=False)

    def _settle(self, *, done: bool) -> None:
        swept = self._asked.popleft()
        if not swept.done():  # whoever asked may have lost patience
            swept.set_result(done)
