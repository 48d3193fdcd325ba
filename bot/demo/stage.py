"""The stage: what stories are told with. People act, and what the bot must do then is waited for and checked."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TypeVar

from bot.demo.clock import MovableClock
from bot.demo.installation import Installation, RunningBot, install, running_bot
from bot.demo.town import Town, build_town
from bot.desk.office import Office
from bot.domain.notices import NoticeState
from bot.sandbox import Chat, Message, Person
from storage import inbox, notices, outbox
from storage.transaction import Tx

T = TypeVar("T")

PATIENCE = 15.0
"""Seconds of real time; the slowest step takes two or three on a busy machine."""
_GLANCE = 0.02


class NotHappened(Exception):  # noqa: N818 - told to the person who watches, as one line
    """What a step expected and did not see."""


class Stage:
    """A town with the bot at work in it, and the clock of both."""

    def __init__(
        self, town: Town, clock: MovableClock, installation: Installation, bot: RunningBot, patience: float
    ) -> None:
        self.town = town
        self.clock = clock
        self.installation = installation
        self.app = bot.app
        self.sandbox = town.sandbox
        self.people = town.people
        self._check_bot = bot.check
        self._patience = patience

    async def post(
        self,
        who: Person,
        place: Chat,
        text: str = "",
        *,
        photo: bytes | None = None,
        photos: Sequence[bytes] = (),
        reply_to: Message | None = None,
    ) -> Message:
        """Somebody writes; the bot deals with it and comes to rest."""
        message = self.sandbox.post(place, who, text, photo=photo, photos=photos, reply_to=reply_to)
        await self.rest()
        return message

    async def tap(self, who: Person, message: Message, button: str, *, told: str = "", alert: bool = False) -> None:
        """Somebody presses a button and is told something that holds `told`."""
        try:
            answer = await self.sandbox.tap(who, message, button).answer(self._patience)
        except (ValueError, AssertionError) as error:  # there is no such button; nobody answered
            raise NotHappened(str(error)) from None
        if told not in answer.text or answer.show_alert is not alert:
            kind = "an alert" if alert else "a short answer"
            raise NotHappened(f"{who.full_name} pressed [{button}] and should get {kind} “{told}”; got “{answer.text}”")
        await self.rest()

    async def says(self, place: Chat, *words: str, buttons: Sequence[str] = ()) -> Message:
        """The newest message of the bot in this chat that has all the words and buttons. Waits for it."""
        wanted = "、".join([*(f"“{word}”" for word in words), *(f"[{button}]" for button in buttons)])
        return await self.happens(
            f"in {place.title} the bot should have said {wanted}", lambda: self.find(place, *words, buttons=buttons)
        )

    def find(self, place: Chat, *words: str, buttons: Sequence[str] = ()) -> Message | None:
        """The newest standing message of the bot in this chat that has all of this, if there is one."""
        for message in reversed(self.sandbox.messages(place, by=self.town.bot)):
            if all(word in message.words.text for word in words) and set(buttons) <= set(message.button_texts):
                return message
        return None

    def said(self, who: Person, place: Chat, words: str) -> Message:
        """The newest message of a person with these words. Raises NotHappened: an earlier step left it out."""
        for message in reversed(self.sandbox.messages(place, by=who)):
            if words in message.words.text:
                return message
        raise NotHappened(f"{who.full_name} should have written “{words}” in {place.title}")

    async def marks(self, message: Message, emoji: str) -> None:
        """The bot's reaction below somebody's message becomes this one."""
        bot = self.town.bot
        await self.happens(
            f"“{message.words.text[:20]}” should bear {emoji}", lambda: message.reactions_by.get(bot.id) == (emoji,)
        )

    async def happens(self, what: str, condition: Callable[[], T | None]) -> T:
        """Wait until it is true, and hand its value on. Raises NotHappened with `what`."""
        try:
            value = await self.sandbox.feed.until(condition, self._patience)
        except TimeoutError:
            value = None
        if value is None:
            self._check_bot()
            raise NotHappened(what)
        return value

    def check(self, what: str, holds: object) -> None:
        """Something that must be true now."""
        if not holds:
            raise NotHappened(what)

    async def leap(self, ahead: timedelta) -> None:
        """Time passes: the bot looks at what fell due meanwhile."""
        self.clock.leap(ahead)
        await self._look_up()

    async def leap_to(self, moment: datetime) -> None:
        self.clock.leap_to(moment)
        await self._look_up()

    async def leap_to_time(self, at: time) -> None:
        """The next moment at which the town's clocks show this time."""
        zone = self.installation.config.area.timezone
        local = self.clock.now().astimezone(zone)
        then = datetime.combine(local.date(), at, zone)
        await self.leap_to(then if then > local else then + timedelta(days=1))

    async def _look_up(self) -> None:
        await self.app.clock.sweep()
        await self.rest()

    async def rest(self) -> None:
        """Wait until the bot has taken everything in and said all it had to say."""
        try:
            async with asyncio.timeout(self._patience):
                while not await self._rests():
                    self._check_bot()
                    await asyncio.sleep(_GLANCE)
        except TimeoutError:
            raise NotHappened("the bot should have come to rest") from None

    async def _rests(self) -> bool:
        updates = self.town.bot.updates
        return not updates.pending and updates.polled and not await self.app.shell.look(_has_work)


def _has_work(tx: Tx, office: Office, now: datetime) -> bool:
    return bool(
        inbox.waiting(tx, 0, 1) or outbox.chats_waiting(tx, now) or notices.in_states(tx, [NoticeState.SENDING])
    )


@asynccontextmanager
async def open_stage(folder: Path, start: datetime, patience: float = PATIENCE) -> AsyncIterator[Stage]:
    """Build the town, serve it on loopback, install the example into `folder`, and start the bot.

    `patience`: how many seconds of real time the bot has for its part of a step.
    """
    clock = MovableClock(start)
    town = build_town(clock.now)
    async with town.sandbox:
        installation = install(folder, town.bot.token, town.sandbox.base_url)
        async with running_bot(installation, clock.now) as bot:
            stage = Stage(town, clock, installation, bot, patience)
            await stage.rest()
            yield stage
