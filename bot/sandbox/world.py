"""The box's whole world: its people, bots and chats, and how they are found; no rules here."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.sandbox.accounts import BotAccount
from bot.sandbox.chats import SUPERGROUP_BASE, Chat, Message, Person
from bot.sandbox.feed import Feed
from bot.sandbox.files import FileShelf
from bot.sandbox.limits import GroupWindow
from bot.sandbox.taps import Tap

# https://core.telegram.org/api/links#message-links: t.me/c/CHAT/MESSAGE, in a forum t.me/c/CHAT/TOPIC/MESSAGE
_MESSAGE_LINK = re.compile(r"https://t\.me/c/(\d{1,15})/(?:\d{1,15}/)?(\d{1,15})", re.ASCII)


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
    seen: dict[tuple[int, int], Message] = field(default_factory=dict, repr=False)
    """By bot id and that bot's own message id: the messages of private chats and basic groups."""
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
        found = chat.by_number.get(message_id) if chat.numbers_itself else self.seen.get((bot.id, message_id))
        return None if found is None or found.deleted or found.chat is not chat else found

    def linked(self, address: str) -> Message | None:
        """The standing message of a supergroup that Telegram's apps would open; None for any other address."""
        found = _MESSAGE_LINK.fullmatch(address)
        chat = self.chats.get(SUPERGROUP_BASE - int(found[1])) if found else None
        message = chat.by_number.get(int(found[2])) if chat and found else None
        return None if message is None or message.deleted else message

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
                self.seen[bot.id, message.ids[bot.id]] = message
        chat.messages[message.key] = message

    def window(self, bot: BotAccount, chat: Chat) -> GroupWindow:
        return self.windows.setdefault((bot.id, chat.id), GroupWindow())

    def changed(self, kind: str, chat: Chat | None = None, **details: Any) -> None:
        """Tell the feed what happened."""
        self.feed.tell(kind, self.now(), chat, details)
