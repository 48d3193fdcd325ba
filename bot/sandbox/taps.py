"""One press of an inline button, and what the person is told for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from bot.sandbox.accounts import BotAccount
from bot.sandbox.chats import Message, Person
from bot.sandbox.feed import Feed


@dataclass(frozen=True, slots=True)
class TapAnswer:
    """What the person sees: "" stops the spinner silently."""

    text: str
    show_alert: bool
    url: str = ""


@dataclass(slots=True, eq=False)
class Tap:
    """One press of a button."""

    id: str
    bot: BotAccount
    person: Person
    message: Message
    data: str
    at: datetime
    feed: Feed = field(repr=False)
    answered: TapAnswer | None = None

    async def answer(self, timeout: float = 5) -> TapAnswer:  # noqa: ASYNC109 (the failure must name the tap)
        """Wait for the bot's answer. Raises AssertionError when none comes within `timeout` seconds."""
        try:
            await self.feed.until(lambda: self.answered, timeout)
        except TimeoutError:
            raise AssertionError(f"no answer to {self.person.full_name}'s tap on {self.data!r}") from None
        assert self.answered is not None
        return self.answered
