"""A tap: one press of a button below a message of the bot, and what the presser alone sees of it."""

from __future__ import annotations

from dataclasses import dataclass


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


@dataclass(frozen=True, slots=True)
class Answer:
    """A toast, or an alert that waits for OK; without text, nothing is shown."""

    text: str = ""
    alert: bool = False
