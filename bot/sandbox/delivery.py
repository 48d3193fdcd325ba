"""Which bot hears of what: privacy mode, rights, and the kinds of update."""

from __future__ import annotations

from functools import partial
from typing import Any

from bot.sandbox import rendering
from bot.sandbox.accounts import BotAccount
from bot.sandbox.chats import Chat, Member, Message, Person
from bot.sandbox.entities import slice_units
from bot.sandbox.updates import About
from bot.sandbox.world import World

_OWN_SERVICE_SEEN = frozenset({"pinned_message", "left_chat_member", "forum_topic_created", "new_chat_title"})
"""A bot hears of its own messages only when they are service messages of these kinds."""


def deliver_message(world: World, message: Message, *, edited: bool = False) -> None:
    """Queue a new or edited message for every bot that may see it. The feed hears ("read") when one has taken it."""
    kind = "channel_post" if message.chat.kind == "channel" else "message"
    if edited:
        kind = f"edited_{kind}"
    for bot in message.chat.bots():
        if sees(bot, message) and message.id_for(bot):
            about = About(message.key, partial(_note_taken, world, message, bot))
            if bot.updates.push(kind, rendering.message(world, bot, message), about):
                message.taken_by.discard(bot.id)


def _note_taken(world: World, message: Message, bot: BotAccount) -> None:
    message.taken_by.add(bot.id)
    world.changed("read", message.chat, message=message)


def sees(bot: BotAccount, message: Message) -> bool:
    """Whether an update about this message goes to `bot`."""
    if message.sender is bot:
        return message.service_kind in _OWN_SERVICE_SEEN
    if isinstance(message.sender, BotAccount) and message.service is None:
        return message.chat.kind == "channel"
    if message.chat.kind in {"private", "channel"} or message.service is not None or not bot.privacy:
        return True
    member = message.chat.member(bot.id)
    return (member is not None and member.is_admin) or _meant_for(bot, message)


def _meant_for(bot: BotAccount, message: Message) -> bool:
    """What privacy mode lets through: replies to the bot, mentions of it, and commands not meant for another bot."""
    if message.reply_to is not None and message.reply_to.sender is bot:
        return True
    for entity in message.words.entities:
        if entity.user_id == bot.id:
            return True
        if entity.type not in {"mention", "bot_command"}:
            continue
        written = slice_units(message.words.text, entity.offset, entity.length)
        addressed = written.partition("@")[2].lower()
        if addressed == bot.username.lower() or (entity.type == "bot_command" and not addressed):
            return True
    return False


def deliver_membership(world: World, place: Chat, by: Person | BotAccount, old: Member, new: Member) -> None:
    """Tell the bot itself (my_chat_member) and the bots that administer the chat (chat_member)."""
    body: dict[str, Any] = {
        "chat": rendering.chat(place),
        "from": rendering.user(by),
        "date": rendering.seconds(world.now()),
        "old_chat_member": rendering.member(old, place.kind),
        "new_chat_member": rendering.member(new, place.kind),
    }
    account = new.account
    if isinstance(account, BotAccount):
        account.updates.push("my_chat_member", body)
    for bot in place.bots():
        member = place.member(bot.id)
        if bot is not account and member is not None and member.is_admin:
            bot.updates.push("chat_member", body)


def deliver_reaction(world: World, message: Message, person: Person, old: tuple[str, ...]) -> None:
    """Tell the bots that asked for it and administer the chat; private chats need no rights."""
    body: dict[str, Any] = {
        "chat": rendering.chat(message.chat),
        "user": rendering.user(person),
        "date": rendering.seconds(world.now()),
        "old_reaction": [{"type": "emoji", "emoji": emoji} for emoji in old],
        "new_reaction": [{"type": "emoji", "emoji": emoji} for emoji in message.reactions_by.get(person.id, ())],
    }
    for bot in message.chat.bots():
        member = message.chat.member(bot.id)
        administers = message.chat.kind == "private" or (member is not None and member.is_admin)
        if administers and message.id_for(bot):
            bot.updates.push("message_reaction", body | {"message_id": message.id_for(bot)})
