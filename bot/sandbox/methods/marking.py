"""What a bot does to standing messages: delete, react, pin."""

from __future__ import annotations

from bot.sandbox import access, limits, publishing, rejections
from bot.sandbox.accounts import BotAccount
from bot.sandbox.chats import Chat, Message
from bot.sandbox.parameters import Parameters, whole
from bot.sandbox.reactions import FREE_REACTIONS
from bot.sandbox.world import World

_UNDELETABLE = frozenset({"migrate_from_chat_id", "forum_topic_created"})
_EMOJI_STYLE = "\ufe0f"


def delete_message(world: World, bot: BotAccount, asked: Parameters) -> bool:
    message_id = asked.integer("message_id")
    if not message_id:
        raise rejections.MESSAGE_ID_MISSING.refused()
    place = access.chat_to_write(world, bot, asked)
    message = access.message_to("delete", world, bot, place, message_id)
    _check_deletable(world, bot, message)
    publishing.erase(world, message)
    return True


def delete_messages(world: World, bot: BotAccount, asked: Parameters) -> bool:
    """Delete up to a hundred; missing ones are passed over, one that may not be deleted refuses them all."""
    ids = asked.json("message_ids", "message identifiers")
    if not isinstance(ids, list) or not ids:
        raise rejections.MESSAGE_IDS_MISSING.refused()
    if len(ids) > limits.IDS_AT_ONCE:
        raise rejections.TOO_MANY_IDS.refused()
    place = access.chat_to_write(world, bot, asked)
    found = [message for one in ids if (message := world.message(bot, place, whole(one))) is not None]
    for message in found:
        _check_deletable(world, bot, message)
    for message in found:
        publishing.erase(world, message)
    return True


def _check_deletable(world: World, bot: BotAccount, message: Message) -> None:
    """TDLib's rules: supergroups ask for age and right, other chats answer with "for everyone"."""
    place = message.chat
    old = world.now() - message.at >= limits.DELETABLE
    own = message.sender is bot
    if place.kind == "private":
        if old:
            raise rejections.CANNOT_DELETE_FOR_EVERYONE.refused()
        return
    member = place.member(bot.id)
    if place.kind == "group":
        administers = member is not None and member.is_admin
        if old or not (administers or (own and message.service is None)):
            raise rejections.CANNOT_DELETE_FOR_EVERYONE.refused()
        return
    may = member is not None and member.may("can_delete_messages")
    if place.kind == "channel" and member is not None and member.is_admin:
        may = True
    if old or message.service_kind in _UNDELETABLE or not (may or (own and message.service is None)):
        raise rejections.CANNOT_DELETE.refused()


def set_message_reaction(world: World, bot: BotAccount, asked: Parameters) -> bool:
    """Replace the bot's reaction; setting the same again succeeds."""
    given = asked.json("reaction", "reaction types") or []
    if not isinstance(given, list):
        raise rejections.REACTION_UNREADABLE.refused(why="expected an Object")
    emojis = tuple(_emoji(one) for one in given)
    place = access.chat_to_write(world, bot, asked)
    message = access.message_to("react", world, bot, place, asked.integer("message_id"))
    if len(emojis) > 1:
        raise rejections.TOO_MANY_REACTIONS.refused()
    if any(emoji not in FREE_REACTIONS or not _allows(place, emoji) for emoji in emojis):
        raise rejections.REACTION_INVALID.refused()
    if emojis == message.reactions_by.get(bot.id, ()):
        return True
    message.reactions_by.pop(bot.id, None)
    if emojis:
        message.reactions_by[bot.id] = emojis
    world.changed("reaction", place, message=message, account=bot)
    return True


def _emoji(given: object) -> str:
    if not isinstance(given, dict):
        raise rejections.REACTION_UNREADABLE.refused(why="expected an Object")
    if given.get("type") != "emoji":
        if given.get("type") == "custom_emoji":
            raise rejections.REACTION_INVALID.refused()
        raise rejections.REACTION_UNREADABLE.refused(why="invalid reaction type specified")
    return str(given.get("emoji", "")).replace(_EMOJI_STYLE, "")


def _allows(place: Chat, emoji: str) -> bool:
    return place.allowed_reactions is None or emoji in place.allowed_reactions


def _may_pin(place: Chat, bot: BotAccount) -> None:
    if place.kind == "private":
        return
    member = place.member(bot.id)
    allowed = member is not None and (member.is_admin if place.kind != "supergroup" else member.may("can_pin_messages"))
    if not allowed:
        raise rejections.NO_RIGHT_TO_PIN.refused()


def pin_chat_message(world: World, bot: BotAccount, asked: Parameters) -> bool:
    place = access.chat_to_write(world, bot, asked)
    message = access.message_to("pin", world, bot, place, asked.integer("message_id"))
    asked.flag("disable_notification")
    _may_pin(place, bot)
    publishing.pin(world, message, bot)
    return True


def unpin_chat_message(world: World, bot: BotAccount, asked: Parameters) -> bool:
    """Unpin the named message, or the latest pinned one."""
    place = access.chat_to_write(world, bot, asked)
    message_id = asked.integer("message_id")
    if message_id:
        message = access.message_to("unpin", world, bot, place, message_id)
    elif place.pinned:
        message = place.pinned[-1]
    else:
        raise rejections.MESSAGE_NOT_FOUND.refused(what="unpin")
    _may_pin(place, bot)
    if message in place.pinned:
        publishing.unpin(world, message)
    return True


def unpin_all_chat_messages(world: World, bot: BotAccount, asked: Parameters) -> bool:
    place = access.chat_to_write(world, bot, asked)
    _may_pin(place, bot)
    for message in list(place.pinned):
        publishing.unpin(world, message)
    return True
