"""The people, bots and chats of the box, and how they are found; no rules here."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from bot.sandbox.files import FileShelf
from bot.sandbox.limits import GroupWindow
from bot.sandbox.messages import Message
from bot.sandbox.updates import UpdateQueue

if TYPE_CHECKING:
    from bot.sandbox.feed import Feed
    from bot.sandbox.taps import Tap

ChatKind = Literal["private", "group", "supergroup", "channel"]
Status = Literal["creator", "administrator", "member", "restricted", "left", "kicked"]

ANONYMOUS_ADMIN_ID = 1087968824
CHANNEL_BOT_ID = 136817688
TELEGRAM_ID = 777000
SUPERGROUP_BASE = -1_000_000_000_000

RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
    "can_manage_topics",
)
ORDINARY_RIGHTS = frozenset(RIGHTS) - {"can_promote_members"}


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
class Webhook:
    """Where a bot wants its updates posted to, and what went wrong last."""

    url: str = ""
    secret_token: str = ""
    max_connections: int = 40
    last_error_at: datetime | None = None
    last_error: str = ""


@dataclass(slots=True, eq=False)
class BotAccount:
    """A bot. With `privacy` on (BotFather's default) it sees in groups only what is meant for it."""

    id: int
    first_name: str
    username: str
    token: str
    privacy: bool
    updates: UpdateQueue
    last_name: str = ""
    last_message_id: int = 0
    seen: dict[int, Message] = field(default_factory=dict, repr=False)
    commands: dict[tuple[str, str], list[dict[str, str]]] = field(default_factory=dict)
    profile: dict[tuple[str, str], str] = field(default_factory=dict)
    webhook: Webhook = field(default_factory=Webhook)
    is_bot: bool = field(default=True, init=False)

    @property
    def full_name(self) -> str:
        return self.first_name

    def next_message_id(self) -> int:
        """The account's own counter, for private chats and basic groups."""
        self.last_message_id += 1
        return self.last_message_id


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


@dataclass(slots=True, eq=False)
class World:
    """Everything there is. The methods find things or number them; what happens to them is told elsewhere."""

    now: Callable[[], datetime]
    feed: Feed
    strict_rates: bool
    shelf: FileShelf = field(default_factory=FileShelf)
    people: dict[int, Person] = field(default_factory=dict)
    bots: dict[int, BotAccount] = field(default_factory=dict)
    chats: dict[int, Chat] = field(default_factory=dict)
    privates: dict[tuple[int, int], Chat] = field(default_factory=dict)
    taps: dict[str, Tap] = field(default_factory=dict)
    windows: dict[tuple[int, int], GroupWindow] = field(default_factory=dict)
    links: dict[tuple[int, str], datetime] = field(default_factory=dict)
    webhook_set: Callable[[BotAccount], None] = field(default=lambda bot: None)
    random: random.Random = field(default_factory=random.Random)
    _keys: int = 0

    def next_key(self) -> int:
        self._keys += 1
        return self._keys

    def bot_by_token(self, token: str) -> BotAccount | None:
        return next((bot for bot in self.bots.values() if bot.token == token), None)

    def account(self, account_id: int) -> Person | BotAccount | None:
        return self.people.get(account_id) or self.bots.get(account_id)

    def private(self, person: Person, bot: BotAccount) -> Chat:
        """The chat of these two, made when they first meet."""
        key = (bot.id, person.id)
        if key not in self.privates:
            self.privates[key] = Chat(person.id, "private", person.full_name, person=person, bot=bot)
        return self.privates[key]

    def every_chat(self) -> list[Chat]:
        return [*self.chats.values(), *self.privates.values()]

    def message(self, bot: BotAccount, chat: Chat, message_id: int) -> Message | None:
        """The message that `bot` knows under this id in this chat, unless it was deleted."""
        found = chat.by_number.get(message_id) if chat.numbers_itself else bot.seen.get(message_id)
        return None if found is None or found.deleted or found.chat is not chat else found

    def keep(self, message: Message) -> None:
        """Number the message for everyone who can see it and put it into its chat."""
        chat = message.chat
        if chat.numbers_itself:
            chat.last_number += 1
            message.number = chat.last_number
            chat.by_number[chat.last_number] = message
        else:
            for bot in chat.bots():
                message.ids[bot.id] = bot.next_message_id()
                bot.seen[message.ids[bot.id]] = message
        chat.messages[message.key] = message

    def window(self, bot: BotAccount, chat: Chat) -> GroupWindow:
        return self.windows.setdefault((bot.id, chat.id), GroupWindow())

    def changed(self, kind: str, chat: Chat | None = None, **details: Any) -> None:
        """Tell the feed what happened."""
        self.feed.tell(kind, self.now(), chat, details)
