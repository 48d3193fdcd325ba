"""The bot's side of the drawing process: started when first needed, warm for a while, never waited for too long."""

from __future__ import annotations

import asyncio
import contextlib
import os
import pickle
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Sequence
from pathlib import Path

from bot.drawing.child import DRAWN, HEAD, LENGTH
from bot.notices.pictures.sheet import Sheet

PATIENCE = 10.0
"""Seconds that a drawing may take, with the start of the process (1 to 2) in it."""
WARM = 180.0
"""Seconds that the process stays after a drawing: who asks for figures presses the buttons, too."""

_CHILD = "import sys; sys.path.append(sys.argv.pop()); from bot.drawing.child import main; main()"
_ROOT = Path(__file__).parents[2]
"""Where the bot's packages lie: last on the child's path, so that they hide nothing."""


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
        self._command = tuple(command or (sys.executable, "-P", "-c", _CHILD))
        self._process: Process | None = None
        self._one_at_a_time = asyncio.Lock()
        self._resting: asyncio.TimerHandle | None = None

    @property
    def pid(self) -> int | None:
        """Of the process that runs, if one does."""
        return self._process.pid if self._process is not None and self._process.returncode is None else None

    async def draw(self, sheet: Sheet) -> bytes:
        """The picture as a PNG. Raises NotDrawn; the next call then begins with a new process."""
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
        """Away from the bot's folder, secrets and terminal: a Ctrl-C is the bot's to hear."""
        self._folder.mkdir(parents=True, exist_ok=True)
        kept = {name: value for name, value in os.environ.items() if not name.startswith("FENGSHAO_")}
        return await asyncio.create_subprocess_exec(
            *self._command,
            str(round(self.patience) + 5),
            str(_ROOT),
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            cwd=self._folder,
            env=kept | {"MPLCONFIGDIR": str(self._folder.absolute())},
            start_new_session=True,
        )

    def _stop_resting(self) -> None:
        if self._resting is not None:
            self._resting.cancel()
            self._resting = None

    def _let_go(self) -> None:
        """Nobody has asked for a while. The next sheet must not be sent to what is just ending."""
        self._kill()
        self._process = None

    def _kill(self) -> None:
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()

    async def _end(self) -> None:
        self._kill()
        process, self._process = self._process, None
        if process is not None:
            await process.wait()
