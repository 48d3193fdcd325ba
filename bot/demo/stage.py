"""The stage: what stories are told with. People act, and what the bot must do then is waited for and checked."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, TypeVar

from bot.demo.bot_log import claim_code
from bot.demo.bot_process import BotProcess
from bot.demo.clock import MovableClock
from bot.demo.installation import Installation
from bot.demo.onlooker import Onlooker
from bot.demo.town import Town
from bot.domain.notices import NoticeState
from bot.sandbox import Chat, Message, Person
from bot.sandbox.page.backstage import BotState, Phrase
from storage import inbox, notices, outbox
from storage.transaction import Tx

if TYPE_CHECKING:
    from bot.desk.shell import Deed

T = TypeVar("T")

_GLANCE = 0.02


SOMEBODY_WAS_QUICKER = "多半是有人先动了手"
"""What most likely lies behind it where a step finds another town than it expects."""


class NotHappened(Exception):  # noqa: N818 - told to the person who watches, as one line
    """What a step expected and did not see: in English, and in Chinese for whoever does not read the code."""

    def __init__(self, what: str, zh: str = SOMEBODY_WAS_QUICKER) -> None:
        super().__init__(what)
        self.why = Phrase(zh, what)


@dataclass(frozen=True, slots=True)
class Scene:
    """Where the story is: the message that was just posted, pressed or found, and who did it (None: the bot)."""

    place: Chat
    message: Message
    who: Person | None = None


async def _stay(_scene: Scene) -> None:
    """Nobody follows the story."""


class Stage:
    """A town with the bot at work in it, and the clock of both.

    `spot` is awaited with each new scene, before the bot's part in it is waited for: whoever shows the story moves
    the viewer there, and may take the time that reading needs. The bot is waited for with patience, and for as long
    as it takes where it is down: it was stopped by somebody who watches, or comes back by itself.
    """

    def __init__(
        self,
        town: Town,
        clock: MovableClock,
        installation: Installation,
        bot: BotProcess,
        looker: Onlooker,
        patience: float,
    ) -> None:
        self.town = town
        self.clock = clock
        self.installation = installation
        self.bot = bot
        self.sandbox = town.sandbox
        self.people = town.people
        self.spot: Callable[[Scene], Awaitable[None]] = _stay
        self._onlooker = looker
        self.patience = patience

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
        await self.spot(Scene(place, message, who))
        await self.rest()
        return message

    async def tap(self, who: Person, message: Message, button: str, *, told: str = "", alert: bool = False) -> None:
        """Somebody presses a button and is told something that holds `told`."""
        try:
            tap = self.sandbox.tap(who, message, button)
        except ValueError as error:  # there is no such button
            raise NotHappened(str(error), f"{who.full_name}要点的“{button}”按钮已经不在了") from None
        await self.spot(Scene(message.chat, message, who))
        answer = await self.happens(f"{who.full_name}'s [{button}] should be answered", lambda: tap.answered)
        if told not in answer.text or answer.show_alert is not alert:
            kind = "an alert" if alert else "a short answer"
            raise NotHappened(f"{who.full_name} pressed [{button}] and should get {kind} “{told}”; got “{answer.text}”")
        await self.rest()

    async def says(self, place: Chat, *words: str, buttons: Sequence[str] = ()) -> Message:
        """The newest message of the bot in this chat that has all the words and buttons. Waits for it."""
        wanted = "、".join([*(f"“{word}”" for word in words), *(f"[{button}]" for button in buttons)])
        missing = NotHappened(
            f"in {place.title} the bot should have said {wanted}", f"“{place.title}”里没有蜂哨的{wanted}"
        )
        message = await self.happens(missing, lambda: self.find(place, *words, buttons=buttons))
        await self.spot(Scene(place, message))
        return message

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
        raise NotHappened(
            f"{who.full_name} should have written “{words}” in {place.title}",
            f"“{place.title}”里找不到{who.full_name}的“{words}”",
        )

    async def marks(self, message: Message, emoji: str) -> None:
        """The bot's reaction below somebody's message becomes this one."""
        bot, words = self.town.bot, message.words.text[:20]
        missing = NotHappened(f"“{words}” should bear {emoji}", f"“{words}”下面没有等到 {emoji}")
        await self.happens(missing, lambda: message.reactions_by.get(bot.id) == (emoji,))

    async def happens(self, what: str | NotHappened, condition: Callable[[], T | None]) -> T:
        """Wait until it is true, and hand its value on. Raises NotHappened with `what`, and BotGone."""
        value = await self._wait(what, lambda: self.sandbox.feed.until(condition, self.patience))
        assert value is not None
        return value

    async def _wait(self, what: str | NotHappened, once: Callable[[], Awaitable[T]]) -> T:
        """Try `once`, which raises TimeoutError, and again after a time in which the bot was down."""
        while True:
            starts = self.bot.starts
            try:
                return await once()
            except TimeoutError:
                self.bot.check()
                if self.bot.state is BotState.UP and self.bot.starts == starts:
                    raise what if isinstance(what, NotHappened) else NotHappened(what) from None
                await self.bot.up()

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
        """Where the bot was stopped, it will see at its next start."""
        await self._wait("the bot should have done what fell due", self._sweep)
        if self.bot.wanted:
            await self.rest()

    async def _sweep(self) -> None:
        async with asyncio.timeout(self.patience):
            await self.bot.sweep()

    async def look(self, deed: Deed[T]) -> T:
        """Run a desk function on what the bot has stored; it can change nothing."""
        return await self._onlooker.look(deed)

    def claim_code(self) -> str:
        """The code by which one becomes the first administrator, as the bot's log shows it."""
        code = claim_code(self.bot.log_file)
        if code is None:
            raise NotHappened("the bot should have printed a claim code to its log")
        return code

    async def rest(self, patience: float | None = None) -> None:
        """Wait until the bot has taken everything in and said all it had to say. Raises NotHappened, and BotGone."""
        within = self.patience if patience is None else patience
        await self._wait("the bot should have come to rest", lambda: self._rest(within))

    async def _rest(self, patience: float) -> None:
        updates = self.town.bot.updates
        async with asyncio.timeout(patience):
            while True:
                await self.sandbox.feed.until(lambda: updates.polled and not updates.pending, patience)
                if self.bot.state is BotState.UP and not await self._onlooker.glance(_has_work):
                    return
                await asyncio.sleep(_GLANCE)


def _has_work(tx: Tx, now: datetime) -> bool:
    return bool(
        inbox.waiting(tx, 0, 1) or outbox.chats_waiting(tx, now) or notices.in_states(tx, [NoticeState.SENDING])
    )
