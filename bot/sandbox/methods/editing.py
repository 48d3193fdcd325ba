"""Changing what a bot has posted. An edit without buttons takes the buttons away, as in Telegram."""

from __future__ import annotations

from bot.sandbox import access, delivery, limits, rejections, rendering
from bot.sandbox.accounts import BotAccount
from bot.sandbox.chats import Message
from bot.sandbox.contents import Rows
from bot.sandbox.files import Media
from bot.sandbox.formatting import Words, read_words
from bot.sandbox.markup import read_markup
from bot.sandbox.methods.sending import read_caption, read_item
from bot.sandbox.parameters import Parameters
from bot.sandbox.rendering import Json
from bot.sandbox.world import World

_KINDS = {kind: kind for kind in ("photo", "video", "document", "audio", "animation")}


def edit_message_text(world: World, bot: BotAccount, asked: Parameters) -> Json:
    text = asked.text("text")
    if not text:
        raise rejections.TEXT_MISSING.refused()
    words = read_words(text, asked.text("parse_mode"), asked.entities("entities"), longest=limits.TEXT_UNITS)
    rows = read_markup(asked, only_inline=True)
    message = _own_message(world, bot, asked)
    if message.media is not None:
        raise rejections.NO_TEXT_TO_EDIT.refused()
    return _change(world, bot, message, words, None, rows)


def edit_message_caption(world: World, bot: BotAccount, asked: Parameters) -> Json:
    words = read_caption(asked)
    rows = read_markup(asked, only_inline=True)
    message = _own_message(world, bot, asked)
    if message.media is None:
        raise rejections.NO_CAPTION_TO_EDIT.refused()
    return _change(world, bot, message, words, message.media, rows)


def edit_message_media(world: World, bot: BotAccount, asked: Parameters) -> Json:
    """Put other media (and its caption) in place of what stands there; a text may become media."""
    item = asked.json("media", "input media")
    media, words = read_item(world, bot, asked, item, _KINDS)
    rows = read_markup(asked, only_inline=True)
    message = _own_message(world, bot, asked)
    if message.album is not None and message.media is not None and media.kind != message.media.kind:
        raise rejections.ALBUM_MIXED.refused()
    return _change(world, bot, message, words, media, rows)


def edit_message_reply_markup(world: World, bot: BotAccount, asked: Parameters) -> Json:
    rows = read_markup(asked, only_inline=True)
    message = _own_message(world, bot, asked)
    return _change(world, bot, message, message.words, message.media, rows)


def _own_message(world: World, bot: BotAccount, asked: Parameters) -> Message:
    place = access.chat_to_edit(world, bot, asked)
    message = access.message_to("edit", world, bot, place, asked.integer("message_id"))
    own = message.sender is bot or (place.kind == "channel" and message.sender_chat is place)
    if not own or message.service is not None or message.forward is not None:
        raise rejections.CANNOT_EDIT.refused()
    return message


def _change(world: World, bot: BotAccount, message: Message, words: Words, media: Media | None, rows: Rows) -> Json:
    if (words, media, rows) == (message.words, message.media, message.rows):
        raise rejections.NOT_MODIFIED.refused()
    access.spend(world, bot, message.chat)
    message.words, message.media, message.rows = words, media, rows
    message.edited_at = world.now()
    delivery.deliver_message(world, message, edited=True)
    world.changed("edit", message.chat, message=message)
    return rendering.message(world, bot, message)
