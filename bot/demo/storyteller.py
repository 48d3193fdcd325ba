"""The storyteller: plays the stories for somebody who watches, pauses, steps and skips, and outlives a failed step."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

import structlog

from bot.demo.bot_process import BotGone
from bot.demo.cues import Cue, StepFailed, cues
from bot.demo.stage import SOMEBODY_WAS_QUICKER
from bot.demo.story import Story
from bot.sandbox.page.backstage import NotPossible, Phrase, Playing, PlayState

log = structlog.get_logger()

BUSY = Phrase("故事正在演这一步，等它演完再试", "The story is in the middle of a step; try again when it is over")
PLAYED = Phrase("这一段已经演过了；想再看，请点“重新开始”", "That chapter has been played; start over to see it again")
OVER = Phrase("故事演完了；想再看，请点“重新开始”", "The stories are over; start over to see them again")


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds for the viewer: before a step, to read its line; at each spot within it, to see cause and effect."""

    a_character: float = 0.06
    at_least: float = 2.5
    beat: float = 1.2

    def reading(self, line: str) -> float:
        """How long the line of a step (in Chinese) takes."""
        return max(self.at_least, self.a_character * len(line))


PACE = Pace()


class Storyteller:
    """Where the stories are, and the one task that takes them further. Its orders return at once.

    `perform` plays a step; `changed` is called after every change of `playing`. A step that failed (StepFailed, or a
    fault of the program) is left behind: what comes next can be played all the same. One that could not be begun
    (BotGone) comes next again.
    """

    def __init__(
        self,
        stories: Sequence[Story],
        perform: Callable[[Cue], Awaitable[None]],
        changed: Callable[[], None],
        pace: Pace,
    ) -> None:
        self._cues = cues(stories)
        self._perform = perform
        self._changed = changed
        self._pace = pace
        self._next = 0
        self._last = -1
        self._end = 0
        self._mode = PlayState.BUSY
        self._opened = False
        self._on_stage = False
        self._error: Phrase | None = None
        self._hurry = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self.scene = asyncio.Lock()
        """Held while a step is played, and by whoever else moves the world meanwhile."""

    @property
    def playing(self) -> Playing:
        cue = self._shown
        coming = self._next + (1 if self._runs else 0)
        after = self._cues[coming] if coming < len(self._cues) else None
        return Playing(
            state=self._state,
            chapter=cue.story.code if cue else "",
            step=cue.number if cue else 0,
            line=Phrase(cue.step.zh, cue.step.en) if cue else None,
            error=self._error,
            next=(after.story.code, after.number) if after else None,
            ready=self._opened,
        )

    @property
    def performs(self) -> bool:
        """Whether a step is being played this moment, and not only read."""
        return self._on_stage

    @property
    def _runs(self) -> bool:
        return self._task is not None

    @property
    def _shown(self) -> Cue | None:
        """The step that is being played (or read), else the one that was played last, or failed."""
        at = self._next if self._runs else self._last
        return self._cues[at] if 0 <= at < len(self._cues) else None

    @property
    def _state(self) -> PlayState:
        if self._runs or not self._opened:
            return self._mode
        if self._error:
            return PlayState.FAILED
        if self._next == len(self._cues):
            return PlayState.OVER
        return PlayState.READY if self._mode is PlayState.READY else PlayState.PAUSED

    async def open(self, chapter: str) -> None:
        """Play up to a chapter before anybody watches; until then the state is BUSY."""
        self.skip_to(chapter)
        if self._task is not None:
            await asyncio.wait({self._task})
        self._mode, self._opened = PlayState.READY, True
        self._changed()

    def play(self) -> None:
        """Play on to the end. Raises NotPossible when that is behind."""
        self._go(len(self._cues), PlayState.PLAYING, leads=True)

    def step(self) -> None:
        """Play one step, without the time to read its line first. Raises NotPossible."""
        if self._runs:
            raise NotPossible(BUSY)
        self._go(self._next + 1, PlayState.BUSY, leads=True)

    def pause(self) -> None:
        """Stop before the step that is only read yet, or after the one that is being played."""
        if self._runs and self._opened:
            self._end = self._next + 1 if self._on_stage else self._next
            self._mode = PlayState.BUSY
            self._hurry.set()
            self._changed()

    def skip_to(self, chapter: str) -> None:
        """Play up to the beginning of a chapter as fast as it goes. Raises NotPossible when that is behind."""
        start = next((at for at, cue in enumerate(self._cues) if cue.story.code == chapter), 0)
        if start < self._next or (start == self._next and self._on_stage):
            raise NotPossible(PLAYED)
        self._go(start, PlayState.BUSY, leads=False)

    async def close(self) -> None:
        """Drop the curtain in the middle of whatever is played."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait({self._task})

    async def beat(self) -> None:
        """A moment in which the viewer sees what happened."""
        await self._dwell(self._pace.beat)

    @property
    def shows(self) -> bool:
        """Whether the viewer is to be led along: not while steps are skipped, or hurried to their end."""
        return not self._hurry.is_set()

    def _go(self, end: int, mode: PlayState, *, leads: bool) -> None:
        if self._next == len(self._cues):
            raise NotPossible(OVER)
        self._end, self._mode, self._error = end, mode, None
        if leads:
            self._hurry.clear()
        else:
            self._hurry.set()
        if self._task is None:
            self._task = asyncio.create_task(self._run())
        self._changed()

    async def _dwell(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._hurry.wait()

    async def _run(self) -> None:
        try:
            while self._next < self._end:
                self._changed()
                await self._read(self._cues[self._next])
                if self._next < self._end:
                    await self._play_next()
        except BotGone as gone:
            self._error, self._last = gone.why, self._next
        except StepFailed as failed:
            self._error = failed.why
            self._leave_behind()
        except Exception as error:
            log.exception("demo.step_failed", step=self._cues[self._next].name)
            self._error = Phrase(SOMEBODY_WAS_QUICKER, f"{type(error).__name__}: {error}")
            self._leave_behind()
        finally:
            self._task = None
            self._changed()

    async def _read(self, cue: Cue) -> None:
        """Whoever asked for one step reads its line meanwhile."""
        if self._mode is PlayState.PLAYING:
            await self._dwell(self._pace.reading(cue.step.zh))

    async def _play_next(self) -> None:
        async with self.scene:
            self._on_stage = True
            try:
                await self._perform(self._cues[self._next])
            finally:
                self._on_stage = False
        self._leave_behind()

    def _leave_behind(self) -> None:
        self._last = self._next
        self._next += 1
