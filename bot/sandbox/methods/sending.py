"""What a bot posts: messages, photos, files, albums."""

from __future__ import annotations

from typing import Any

from bot.sandbox import access, files, limits, publishing, rejections, rendering
from bot.sandbox.accounts import BotAccount
from bot.sandbox.chats import Chat, Message, Topic
from bot.sandbox.contents import Rows
from bot.sandbox.files import Attachment, Media
from bot.sandbox.formatting import Words, read_words
from bot.sandbox.markup import read_markup
from bot.sandbox.parameters import Parameters
from bot.sandbox.rendering import Json
from bot.sandbox.world import World

_ACTION_NAMES = """
typing upload_photo record_video upload_video record_voice upload_voice upload_document choose_sticker
find_location record_video_note upload_video_note
"""
_ACTIONS = frozenset(_ACTION_NAMES.split())
_ALBUM_KINDS = {kind: kind for kind in ("photo", "video", "document", "audio")}
_ALONE = {"document", "audio"}


def send_message(world: World, bot: BotAccount, asked: Parameters) -> Json:
    text = asked.text("text")
    if not text:
        raise rejections.TEXT_MISSING.refused()
    words = read_words(text, asked.text("parse_mode"), asked.entities("entities"), longest=limits.TEXT_UNITS)
    return _send(world, bot, asked, words, None, "text messages")


def send_photo(world: World, bot: BotAccount, asked: Parameters) -> Json:
    words = read_caption(asked)
    media = given_media(world, bot, asked, "photo", "photo", rejections.NO_PHOTO)
    return _send(world, bot, asked, words, media, "photos")


def send_document(world: World, bot: BotAccount, asked: Parameters) -> Json:
    words = read_caption(asked)
    media = given_media(world, bot, asked, "document", "document", rejections.NO_DOCUMENT)
    return _send(world, bot, asked, words, media, "documents")


def _send(world: World, bot: BotAccount, asked: Parameters, words: Words, media: Media | None, what: str) -> Json:
    rows = read_markup(asked)
    place, topic, replied = _destination(world, bot, asked, what)
    access.spend(world, bot, place)
    message = _compose(world, bot, asked, place, topic, replied, words, media, rows)
    return rendering.message(world, bot, publishing.publish(world, message))


def _destination(
    world: World, bot: BotAccount, asked: Parameters, what: str
) -> tuple[Chat, Topic | None, Message | None]:
    place = access.chat_to_write(world, bot, asked)
    topic = access.topic_of(place, asked)
    replied = access.replied_message(world, bot, place, asked)
    access.may_send(place, bot, what)
    return place, topic or (replied.topic if replied else None), replied


def _compose(
    world: World,
    bot: BotAccount,
    asked: Parameters,
    place: Chat,
    topic: Topic | None,
    replied: Message | None,
    words: Words,
    media: Media | None,
    rows: Rows = (),
) -> Message:
    channel = place.kind == "channel"
    return Message(
        world.next_key(),
        place,
        None if channel else bot,
        world.now(),
        words,
        media,
        sender_chat=place if channel else None,
        rows=rows,
        reply_to=replied,
        topic=topic,
        protected=asked.flag("protect_content"),
        silent=asked.flag("disable_notification"),
    )


def read_caption(asked: Parameters) -> Words:
    return read_words(
        asked.text("caption"),
        asked.text("parse_mode"),
        asked.entities("caption_entities"),
        longest=limits.CAPTION_UNITS,
        may_be_empty=True,
    )


def given_media(
    world: World, bot: BotAccount, asked: Parameters, field: str, kind: str, missing: rejections.Rejection
) -> Media:
    """The media of a parameter: an upload of that name, an attach:// reference, or a file_id."""
    if (upload := asked.upload(field)) is not None:
        asked.meant[field] = upload[0]
        return _uploaded(world, kind, upload)
    written = asked.text(field)
    if not written:
        raise missing.refused()
    return media_from(world, bot, asked, written, kind)


def media_from(world: World, bot: BotAccount, asked: Parameters, written: str, kind: str) -> Media:
    """The media that a string means. Raises Refused for another bot's file id."""
    if written.startswith("attach://"):
        upload = asked.upload(written.removeprefix("attach://"))
        if upload is None:
            raise rejections.MEDIA_UNREADABLE.refused(why="media not found")
        return _uploaded(world, kind, upload)
    if written.startswith(("http://", "https://")):
        raise rejections.URL_UNREACHABLE.refused()
    stored = world.shelf.find(bot.id, written)
    if stored is None:
        raise rejections.FILE_WRONG.refused()
    media = world.shelf.media_of(stored)
    if media.kind != kind:
        raise rejections.FILE_OF_WRONG_TYPE.refused(given=media.kind.capitalize(), wanted=kind.capitalize())
    return media


def _uploaded(world: World, kind: str, upload: tuple[str, bytes]) -> Media:
    name, data = upload
    if not data:
        raise rejections.FILE_EMPTY.refused()
    if kind == "photo":
        files.check_uploaded_photo(data)
        return world.shelf.photo(data)
    return world.shelf.attachment(kind, Attachment(data, name or "file.bin"))


def send_media_group(world: World, bot: BotAccount, asked: Parameters) -> list[Json]:
    """An album of two to ten; it cannot carry buttons."""
    if asked.has("reply_markup"):
        raise rejections.MARKUP_ON_ALBUM.refused()
    items = asked.json("media", "media")
    if not isinstance(items, list):
        raise rejections.MEDIA_NOT_AN_ARRAY.refused()
    if not items:
        raise rejections.ALBUM_EMPTY.refused()
    if len(items) not in limits.ALBUM:
        small = len(items) < limits.ALBUM.start
        raise (rejections.ALBUM_TOO_SMALL if small else rejections.ALBUM_TOO_LARGE).refused()
    parts = [read_item(world, bot, asked, item, _ALBUM_KINDS) for item in items]
    kinds = {media.kind for media, _ in parts}
    if kinds & _ALONE and len(kinds) > 1:
        raise rejections.ALBUM_MIXED.refused()
    place, topic, replied = _destination(world, bot, asked, "photos" if "photo" in kinds else "documents")
    access.spend(world, bot, place, len(parts))
    album = str(world.random.randrange(10**16, 10**17))
    sent = []
    for media, words in parts:
        message = _compose(world, bot, asked, place, topic, replied, words, media)
        message.album = album
        sent.append(publishing.publish(world, message))
    return [rendering.message(world, bot, message) for message in sent]


def read_item(
    world: World, bot: BotAccount, asked: Parameters, item: Any, kinds: dict[str, str]
) -> tuple[Media, Words]:
    """One InputMedia object: its media and caption."""
    if not isinstance(item, dict):
        raise rejections.MEDIA_UNREADABLE.refused(why="expected an Object")
    within = Parameters(item, {})
    kind = within.text("type")
    if kind not in kinds:
        raise rejections.MEDIA_UNREADABLE.refused(why=f'type "{kind}" is unsupported')
    words = read_caption(within)
    written = within.text("media")
    if not written:
        raise rejections.MEDIA_UNREADABLE.refused(why="media not found")
    return media_from(world, bot, asked, written, kinds[kind]), words


def send_chat_action(world: World, bot: BotAccount, asked: Parameters) -> bool:
    action = asked.text("action")
    if action not in _ACTIONS:
        raise rejections.ACTION_UNKNOWN.refused()
    place = access.chat_to_write(world, bot, asked)
    world.changed("typing", place, account=bot, action=action)
    return True
