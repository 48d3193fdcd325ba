"""People, the chats they are in and the messages that stand there: each of them knows the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from bot.sandbox.accounts import BotAccount
from bot.sandbox.contents import Button, Place, Rows
from bot.sandbox.entities import Entity
from bot.sandbox.files import Media
from bot.sandbox.formatting import Words, as_html

ChatKind = Literal["private", "group", "supergroup", "channel"]
Status = Literal["creator", "administrator", "member", "restricted", "left", "kicked"]

SUPERGROUP_BASE = -1_000_000_000_000
"""Ids of supergroups and channels lie below this."""

Service = Callable[[BotAccount], dict[str, Any]]
"""Renders what a service message says (new_chat_members …) for the bot that looks at it."""


@dataclass(slots=True, eq=False)
class Person:
    """A human account."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language: str = "zh-hans"
    deactivated: bool = False
    started: set[int] = field(default_factory=set)
    blocked: set[int] = field(default_factory=set)
    on_start: Callable[[BotAccount, str], Message] | None = field(default=None, repr=False)
    is_bot: bool = field(default=False, init=False)

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".rstrip()

    def start(self, bot: BotAccount, payload: str = "") -> Message:
        """Open the private chat as a tap on 开始 does; a deep link's payload travels with /start."""
        if self.on_start is None:
            raise ValueError(f"{self.full_name} is not of this world")
        return self.on_start(bot, payload)


@dataclass(slots=True)
class Member:
    """Somebody's standing in a chat."""

    account: Person | BotAccount
    status: Status = "member"
    rights: frozenset[str] = frozenset()
    anonymous: bool = False
    title: str = ""

    @property
    def is_in(self) -> bool:
        return self.status not in {"left", "kicked"}

    @property
    def is_admin(self) -> bool:
        return self.status in {"creator", "administrator"}

    def may(self, right: str) -> bool:
        return self.status == "creator" or (self.status == "administrator" and right in self.rights)


@dataclass(slots=True, eq=False)
class Topic:
    """A topic of a forum; its id is that of the service message that opened it."""

    id: int
    name: str
    root: Message | None = field(default=None, repr=False)


@dataclass(slots=True, eq=False)
class Chat:
    """A private chat, a basic group, a supergroup or a channel."""

    id: int
    kind: ChatKind
    title: str = ""
    username: str = ""
    topics_on: bool = False
    person: Person | None = None
    bot: BotAccount | None = None
    members: dict[int, Member] = field(default_factory=dict, repr=False)
    topics: dict[int, Topic] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict, repr=False)
    by_number: dict[int, Message] = field(default_factory=dict, repr=False)
    last_number: int = 0
    allowed_reactions: frozenset[str] | None = None
    muted: frozenset[str] = frozenset()
    migrated_to: Chat | None = None
    deleted: bool = False
    pinned: list[Message] = field(default_factory=list, repr=False)

    @property
    def numbers_itself(self) -> bool:
        """Whether message ids belong to the chat, not to the account that looks."""
        return self.kind in {"supergroup", "channel"}

    def member(self, account_id: int) -> Member | None:
        return self.members.get(account_id)

    def bots(self) -> list[BotAccount]:
        """The bots that are in the chat now."""
        if self.bot is not None:
            return [self.bot]
        return [
            member.account
            for member in self.members.values()
            if member.is_in and isinstance(member.account, BotAccount)
        ]


@dataclass(frozen=True, slots=True)
class Forward:
    """Where a forwarded message came from: exactly one of the three is given."""

    at: datetime
    person: Person | BotAccount | None = None
    hidden_name: str | None = None
    channel: Chat | None = None
    channel_message_id: int = 0


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
    taken_by: set[int] = field(default_factory=set)
    """Ids of the bots that have confirmed the last update about it."""

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
