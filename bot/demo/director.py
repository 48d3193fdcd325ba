"""The director: what the page may do to the town beside acting in it — time, stories, the bot's process, the glass."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta, tzinfo
from typing import Any

import structlog

from bot.demo.bot_process import BotGone, BotProcess
from bot.demo.cues import Cue, perform
from bot.demo.glass import behind
from bot.demo.leaps import coming, leap_to, watch
from bot.demo.pictures import OF_VISITORS, TITLES, picture
from bot.demo.stage import NotHappened, Scene, Stage
from bot.demo.story import Story
from bot.demo.storyteller import BUSY, PACE, Pace, Storyteller
from bot.demo.town import ROLES, Town
from bot.sandbox import Message
from bot.sandbox.page.backstage import (
    BotState,
    Chapter,
    Due,
    NotPossible,
    Phrase,
    Playing,
    Sample,
    Spot,
    StepLine,
    Told,
)
from storage.errors import StorageError

log = structlog.get_logger()

NOT_YET = Phrase("小镇还在准备，请稍等几秒", "The town is being prepared; wait a few seconds")
NOTHING_DUE = Phrase("眼下没有要到期的事：先发一条上报", "Nothing falls due: post a report first")
OVERDUE = Phrase("已经到期，机器人停着：先点“启动机器人”", "It is overdue, but the bot is stopped: start it first")
NO_BOT = Phrase("机器人停着：先点“启动机器人”，再看故事", "The bot is stopped: start it, then play the story")
SILENT = Phrase(
    "时钟拨了，机器人还没忙完，稍等再看", "The clock has moved; the bot is still busy, look again in a moment"
)


def chapter_of(story: Story) -> Chapter:
    steps = tuple(StepLine(step.name, Phrase(step.zh, step.en)) for step in story.steps)
    return Chapter(story.code, Phrase(story.zh, story.en), steps)


class Director:
    """A Backstage (bot/sandbox/page). Made before the town is served, so that the page can be served with it; it can
    do nothing until `open` hands it the stage.

    `again` asks whoever runs the show for a new town.
    """

    def __init__(
        self, town: Town, stories: Sequence[Story], zone: tzinfo, again: Callable[[], None], pace: Pace = PACE
    ) -> None:
        self.zone = zone
        self.roles: Mapping[int, Phrase] = {
            person.id: Phrase(*ROLES[person.full_name]) for person in town.sandbox.world.people.values()
        }
        self.samples: Sequence[Sample] = tuple(
            Sample(name, Phrase(*title), picture(name, OF_VISITORS)) for name, title in TITLES.items()
        )
        self.chapters: Sequence[Chapter] = tuple(map(chapter_of, stories))
        self._town = town
        self._again = again
        self._teller = Storyteller(stories, self._perform, lambda: self._tell("player"), pace)
        self._stage: Stage | None = None
        self._bot: BotProcess | None = None
        self._listeners: list[Callable[[Told, Any], None]] = []
        self._watching: asyncio.Task[None] | None = None

    def watch_over(self, bot: BotProcess) -> None:
        """Tell the page how its bot does; it can be stopped and started from now on."""
        self._bot = bot
        bot.on_change(self._bot_changed)

    async def open(self, stage: Stage, first: str) -> None:
        """Take over the stage, and play up to the chapter `first` before anybody watches."""
        self._stage = stage
        stage.spot = self._follow
        self._watching = asyncio.create_task(watch(stage, lambda: self._tell("time")))
        await self._teller.open(first)

    async def close(self) -> None:
        """Stop playing and watching. The stage is its opener's to close."""
        await self._teller.close()
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.wait({self._watching})

    def on_change(self, listener: Callable[[Told, Any], None]) -> None:
        self._listeners.append(listener)

    def _tell(self, told: Told, payload: Any = None) -> None:
        for listener in self._listeners:
            listener(told, payload)

    @property
    def _open_stage(self) -> Stage:
        """Raises NotPossible until the town is set up: that is no time to play on, or to leap."""
        if self._stage is None or not self._teller.playing.ready:
            raise NotPossible(NOT_YET)
        return self._stage

    @property
    def _hired(self) -> BotProcess:
        if self._bot is None:
            raise NotPossible(NOT_YET)
        return self._bot

    # --- the stories

    @property
    def playing(self) -> Playing:
        return self._teller.playing

    async def play(self) -> None:
        self._check_bot()
        self._teller.play()

    async def pause(self) -> None:
        self._teller.pause()

    async def step(self) -> None:
        self._check_bot()
        self._teller.step()

    async def skip_to(self, chapter: str) -> None:
        self._check_bot()
        self._teller.skip_to(chapter)

    def _check_bot(self) -> None:
        if not self._open_stage.bot.wanted:
            raise NotPossible(NO_BOT)

    async def _perform(self, cue: Cue) -> None:
        try:
            assert self._stage is not None
            await perform(self._stage, cue)
        finally:
            self._tell("time")

    async def _follow(self, scene: Scene) -> None:
        """Lead the viewer to where the story is, and leave them a moment to look."""
        if self._teller.shows:
            self._tell("spot", Spot(scene.place.id, scene.message.key, scene.who.id if scene.who else None))
            await self._teller.beat()

    # --- the bot's process

    @property
    def bot_state(self) -> BotState:
        return self._bot.state if self._bot is not None else BotState.STARTING

    def _bot_changed(self) -> None:
        self._tell("bot")
        if self._stage is not None and self.bot_state is BotState.GONE:
            log.error("demo.bot_gone", why=self._stage.bot.why_gone)  # the page says only that it is

    async def stop_bot(self) -> None:
        await self._hired.kill()

    async def start_bot(self) -> None:
        try:
            await self._hired.start()
        except BotGone as gone:
            raise NotPossible(gone.why) from None

    async def begin_again(self) -> None:
        self._again()

    # --- time

    async def due(self) -> Due | None:
        return await coming(self._stage) if self._stage is not None else None

    async def leap(self, ahead: timedelta) -> None:
        async with self._moving() as stage:
            await leap_to(stage, stage.clock.now() + ahead)

    async def leap_to_due(self) -> None:
        async with self._moving() as stage:
            due = await coming(stage)
            if due is None:
                raise NotPossible(NOTHING_DUE)
            if due.at <= stage.clock.now() and not stage.bot.wanted:
                raise NotPossible(OVERDUE)
            await stage.leap_to(due.at)

    @asynccontextmanager
    async def _moving(self) -> AsyncIterator[Stage]:
        """The stage, for moving its clock: never while a step is played on it."""
        stage = self._open_stage
        if self._teller.performs:
            raise NotPossible(BUSY)
        async with self._teller.scene:
            try:
                yield stage
            except NotHappened:
                raise NotPossible(SILENT) from None
            except BotGone as gone:
                raise NotPossible(gone.why) from None
            finally:
                self._tell("time")

    # --- under the glass

    async def behind(self, message: Message) -> dict[str, Any] | None:
        if self._stage is None:
            return None
        bot = self._town.bot
        try:
            return await self._stage.look(lambda tx, office, now: behind(tx, office, bot, message))
        except (StorageError, LookupError):
            return None
