"""A tap: one press of a button below a message of the bot, and what the presser alone sees of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from bot.domain.refusals import Refusal, Refused

Choice = TypeVar("Choice", bound=StrEnum)

_DIGITS = 18
"""Every number of so many digits fits into 64 bits, where the storage keeps it."""


@dataclass(frozen=True, slots=True)
class Tap:
    """`data` is `verb:argument:…`; a client can send data that no button had."""

    person_id: int
    name: str
    chat_id: int
    message_id: int
    data: str
    topic: int | None = None
    username: str | None = None

    @property
    def verb(self) -> str:
        return self.data.split(":", 1)[0]

    @property
    def arguments(self) -> list[str]:
        return self.data.split(":")[1:]

    def argument(self, position: int) -> str:
        """Raises Refused(STALE_BUTTON) where the data has no such argument."""
        arguments = self.arguments
        if position >= len(arguments):
            raise Refused(Refusal.STALE_BUTTON)
        return arguments[position]

    def number(self, position: int) -> int:
        """The argument as a number, zero or more. Raises Refused(STALE_BUTTON) where it is none."""
        written = self.argument(position)
        if not (written.isascii() and written.isdigit() and len(written) <= _DIGITS):
            raise Refused(Refusal.STALE_BUTTON)
        return int(written)

    def choice(self, position: int, kind: type[Choice]) -> Choice:
        """The argument as a member of an enum. Raises Refused(STALE_BUTTON) where it is none."""
        try:
            return kind(self.argument(position))
        except ValueError:
            raise Refused(Refusal.STALE_BUTTON) from None


@dataclass(frozen=True, slots=True)
class Answer:
    """A toast, or an alert that waits for OK; without text, nothing is shown."""

    text: str = ""
    alert: bool = False
