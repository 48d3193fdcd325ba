"""What stands in a chat: messages with their words, media, buttons, reactions and marks of history."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.sandbox.entities import Entity
from bot.sandbox.files import Media
from bot.sandbox.formatting import Words, as_html

if TYPE_CHECKING:
    from bot.sandbox.world import BotAccount, Chat, Person, Topic


@dataclass(frozen=True, slots=True)
class Button:
    """One inline button: a callback has `data`, a link has `url`."""

    text: str
    data: str | None = None
    url: str | None = None


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Forward:
    """Where a forwarded message came from: exactly one of the three is given."""

    at: datetime
    person: Person | BotAccount | None = None
    hidden_name: str | None = None
    channel: Chat | None = None
    channel_message_id: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """A location, or a venue when it has a title."""

    latitude: float
    longitude: float
    title: str = ""
    address: str = ""


Service = Callable[["BotAccount"], dict[str, Any]]
"""Renders what a service message says (new_chat_members …) for the bot that looks at it."""


@dataclass(slots=True, eq=False)
class Message:
    """One message. Supergroups and channels number their messages (`number`); in private chats and basic groups
    every account counts for itself (`ids`, by bot id)."""

    key: int
    chat: Chat
    sender: Person | BotAccount | None
    at: datetime
    words: Words = field(default_factory=Words)
    media: Media | None = None
    place: Place | None = None
    sender_chat: Chat | None = None
    signature: str = ""
    number: int | None = None
    ids: dict[int, int] = field(default_factory=dict)
    album: str | None = None
    rows: Rows = ()
    reply_to: Message | None = None
    topic: Topic | None = None
    forward: Forward | None = None
    automatic_forward: bool = False
    service: Service | None = None
    service_kind: str = ""
    protected: bool = False
    silent: bool = False
    edited_at: datetime | None = None
    deleted: bool = False
    reactions_by: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def id_for(self, bot: BotAccount) -> int:
        """The message_id that `bot` sees; 0 when the bot never saw this message."""
        return self.number if self.number is not None else self.ids.get(bot.id, 0)

    @property
    def message_id(self) -> int:
        """The chat's number, or the number that the first bot in the chat sees."""
        return self.number if self.number is not None else next(iter(self.ids.values()), 0)

    @property
    def text(self) -> str:
        """The text of a text message, "" for one with media (see `caption`, or `words.text` for either)."""
        return "" if self.media else self.words.text

    @property
    def caption(self) -> str:
        return self.words.text if self.media else ""

    @property
    def entities(self) -> tuple[Entity, ...]:
        return self.words.entities

    @property
    def html(self) -> str:
        return as_html(self.words)

    @property
    def photo(self) -> bytes | None:
        """The bytes of the largest size, if this is a photo."""
        return self.media.best.data if self.media and self.media.kind == "photo" else None

    @property
    def edited(self) -> bool:
        return self.edited_at is not None

    @property
    def buttons(self) -> Rows:
        return self.rows

    @property
    def button_texts(self) -> list[str]:
        return [button.text for row in self.rows for button in row]

    @property
    def reactions(self) -> list[str]:
        """Every reaction that stands under the message, in the order in which people reacted."""
        return [emoji for emojis in self.reactions_by.values() for emoji in emojis]

    def button(self, wanted: str) -> Button | None:
        """The button with this text or this data."""
        every = [button for row in self.rows for button in row]
        return next((button for button in every if wanted in (button.text, button.data)), None)

    def __repr__(self) -> str:
        who = self.sender.full_name if self.sender else self.chat.title
        return f"<Message {self.message_id} in {self.chat.title!r} by {who!r}: {self.words.text[:60]!r}>"
