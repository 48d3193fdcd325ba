"""The bot's side of the drawing process: started when first needed, warm for a while, never waited for too long."""

from __future__ import annotations

import asyncio
import pickle
from asyncio.subprocess import Process
from collections.abc import Sequence
from pathlib import Path

from bot.children import parent
from bot.drawing.child import DRAWN, HEAD, LENGTH
from bot.drawing.drawers import Drawable

PATIENCE = 10.0
"""Seconds that a drawing may take, with the start of the process (1 to 2) in it."""
WARM = 180.0
"""Seconds that the process stays after a drawing: who asks for figures presses the buttons, too."""


class NotDrawn(Exception):  # noqa: N818 - the answer is given in words instead
    """There is no picture; the message says why."""


class DrawingProcess:
    """Draws one sheet at a time. `folder` is where matplotlib may keep its list of fonts; it is made when needed."""

    def __init__(
        self, folder: Path, *, patience: float = PATIENCE, warm: float = WARM, command: Sequence[str] | None = None
    ) -> None:
        self.patience = patience
        self._folder = folder
        self._warm = warm
        self._command = tuple(command or parent.program("bot.drawing.child"))
        self._process: Process | None = None
        self._one_at_a_time = asyncio.Lock()
        self._resting: asyncio.TimerHandle | None = None

    @property
    def pid(self) -> int | None:
        """Of the process that runs, if one does."""
        return self._process.pid if self._process is not None and self._process.returncode is None else None

    async def draw(self, sheet: Drawable) -> bytes:
        """The picture as a PNG, the workbook as an XLSX file.

        Raises NotDrawn; the next call then begins with a new process.
        """
        async with self._one_at_a_time:
            self._stop_resting()
            answered = False
            try:
                async with asyncio.timeout(self.patience):
                    status, answer = await self._ask(pickle.dumps(sheet))
                answered = True
            except TimeoutError:
                raise NotDrawn(f"no answer within {self.patience:g} s") from None
            except asyncio.IncompleteReadError:
                raise NotDrawn("the drawing process ended") from None
            except OSError as error:
                raise NotDrawn(f"the drawing process cannot be used: {error}") from error
            finally:
                if answered:
                    self._resting = asyncio.get_running_loop().call_later(self._warm, self._let_go)
                else:  # also when cancelled: an answer that nobody reads would be taken for that of the next sheet
                    await self._end()
        if status != DRAWN:
            raise NotDrawn(answer.decode(errors="replace"))
        return answer

    async def close(self) -> None:
        """End the process, whatever it does."""
        async with self._one_at_a_time:
            self._stop_resting()
            await self._end()

    async def _ask(self, request: bytes) -> tuple[int, bytes]:
        process = self._process
        if process is None or process.returncode is not None:
            process = self._process = await self._start()
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(LENGTH.pack(len(request)) + request)
        await process.stdin.drain()
        status, length = HEAD.unpack(await process.stdout.readexactly(HEAD.size))
        return status, await process.stdout.readexactly(length)

    async def _start(self) -> Process:
        """In a folder of its own, where it may keep what it finds."""
        self._folder.mkdir(parents=True, exist_ok=True)
        limit = str(round(self.patience) + 5)
        fonts = {"MPLCONFIGDIR": str(self._folder.absolute())}
        return await parent.start(self._command, limit, folder=self._folder, env=fonts)

    def _stop_resting(self) -> None:
        if self._resting is not None:
            self._resting.cancel()
            self._resting = None

    def _let_go(self) -> None:
        """Nobody has asked for a while. The next sheet must not be sent to what is just ending."""
        if self._process is not None:
            parent.kill(self._process)
        self._process = None

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            await parent.end(process)
