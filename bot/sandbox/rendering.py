"""The world's objects as the Bot API's JSON, each for the bot that looks: ids and file ids differ between bots."""

from __future__ import annotations

import zlib
from typing import Any

from bot.sandbox.accounts import RIGHTS, BotAccount
from bot.sandbox.chats import Chat, Forward, Member, Message, Person
from bot.sandbox.contents import Place, Rows
from bot.sandbox.entities import Entity
from bot.sandbox.files import Media, StoredFile
from bot.sandbox.world import World

Json = dict[str, Any]


def seconds(moment: Any) -> int:
    """A moment as Telegram writes it."""
    return int(moment.timestamp())


def user(account: Person | BotAccount) -> Json:
    body: Json = {"id": account.id, "is_bot": account.is_bot, "first_name": account.first_name}
    if account.last_name:
        body["last_name"] = account.last_name
    if account.username:
        body["username"] = account.username
    if isinstance(account, Person) and account.language:
        body["language_code"] = account.language
    return body


def chat(place: Chat) -> Json:
    body: Json = {"id": place.id, "type": place.kind}
    if place.person is not None:
        body["first_name"] = place.person.first_name
        if place.person.last_name:
            body["last_name"] = place.person.last_name
        if place.person.username:
            body["username"] = place.person.username
        return body
    body["title"] = place.title
    if place.username:
        body["username"] = place.username
    if place.topics_on:
        body["is_forum"] = True
    return body


def member(who: Member, kind: str) -> Json:
    """A ChatMember of the six sorts."""
    body: Json = {"user": user(who.account), "status": who.status}
    if who.is_admin:
        body["is_anonymous"] = who.anonymous
        if who.title:
            body["custom_title"] = who.title
    if who.status == "administrator":
        body["can_be_edited"] = False
        body |= {right: right in who.rights for right in RIGHTS}
        if kind == "channel":
            body |= {"can_post_messages": True, "can_edit_messages": True}
            del body["can_pin_messages"], body["can_manage_topics"]
        elif kind == "group":
            del body["can_manage_topics"]
    elif who.status == "restricted":
        body |= {"is_member": True, "until_date": 0}
        body |= dict.fromkeys(RESTRICTIONS, False)
    elif who.status == "kicked":
        body["until_date"] = 0
    return body


RESTRICTIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)


def entities(world: World, spans: tuple[Entity, ...]) -> list[Json]:
    """The spans, without mentions of accounts that do not exist: Telegram drops those."""
    return [_entity(world, span) for span in spans if span.user_id is None or world.account(span.user_id)]


def _entity(world: World, span: Entity) -> Json:
    body: Json = {"type": span.type, "offset": span.offset, "length": span.length}
    if span.url is not None:
        body["url"] = span.url
    if span.language:
        body["language"] = span.language
    if span.custom_emoji_id:
        body["custom_emoji_id"] = span.custom_emoji_id
    if span.user_id is not None and (account := world.account(span.user_id)) is not None:
        body["user"] = user(account)
    return body


def _file(world: World, viewer: BotAccount, stored: StoredFile) -> Json:
    return {
        "file_id": world.shelf.file_id(viewer.id, stored),
        "file_unique_id": stored.unique_id,
        "file_size": stored.size,
    }


def _sides(stored: StoredFile) -> Json:
    return {"width": stored.width, "height": stored.height}


def _media(world: World, viewer: BotAccount, media: Media) -> Any:
    if media.kind == "photo":
        return [_file(world, viewer, stored) | _sides(stored) for stored in media.files]
    stored = media.best
    body = _file(world, viewer, stored)
    if media.kind != "video_note":
        body["mime_type"] = stored.mime
    if media.kind in {"document", "video", "animation", "audio"}:
        body["file_name"] = stored.name
    if media.kind in {"video", "animation"}:
        body |= _sides(stored)
    if media.kind in {"video", "animation", "voice", "audio", "video_note"}:
        body["duration"] = media.duration
    if media.kind == "video_note":
        body["length"] = 240
    return body


def markup(rows: Rows) -> Json:
    def button(one: Any) -> Json:
        body = {"text": one.text}
        if one.data is not None:
            body["callback_data"] = one.data
        if one.url is not None:
            body["url"] = one.url
        return body

    return {"inline_keyboard": [[button(one) for one in row] for row in rows]}


def _place(spot: Place) -> Json:
    location = {"latitude": spot.latitude, "longitude": spot.longitude}
    if not spot.title:
        return {"location": location}
    return {"location": location, "venue": {"location": location, "title": spot.title, "address": spot.address}}


def _forward(origin: Forward) -> Json:
    body: Json = {"date": seconds(origin.at)}
    if origin.person is not None:
        return body | {"type": "user", "sender_user": user(origin.person)}
    if origin.channel is not None:
        return body | {"type": "channel", "chat": chat(origin.channel), "message_id": origin.channel_message_id}
    return body | {"type": "hidden_user", "sender_user_name": origin.hidden_name or ""}


def message(world: World, viewer: BotAccount, one: Message, *, with_reply: bool = True) -> Json:
    """The message as `viewer` sees it. A reply is shown one level deep."""
    body: Json = {"message_id": one.id_for(viewer)}
    if one.sender is not None:
        body["from"] = user(one.sender)
    if one.signature:
        body["author_signature"] = one.signature
    if one.sender_chat is not None:
        body["sender_chat"] = chat(one.sender_chat)
    body["chat"] = chat(one.chat)
    body["date"] = seconds(one.at)
    if one.edited_at is not None:
        body["edit_date"] = seconds(one.edited_at)
    body |= _thread(one)
    if one.forward is not None:
        body["forward_origin"] = _forward(one.forward)
        if one.automatic_forward:
            body["is_automatic_forward"] = True
    replied = one.reply_to or (one.topic.root if one.topic else None)
    if with_reply and replied is not None and _is_visible(replied, one, viewer):
        body["reply_to_message"] = message(world, viewer, replied, with_reply=False)
    if one.album is not None:
        body["media_group_id"] = one.album
    if one.protected:
        body["has_protected_content"] = True
    body |= _content(world, viewer, one)
    if one.rows:
        body["reply_markup"] = markup(one.rows)
    if one.service is not None:
        body |= one.service(viewer)
    return body


def _is_visible(replied: Message, one: Message, viewer: BotAccount) -> bool:
    return replied is not one and not replied.deleted and replied.chat is one.chat and replied.id_for(viewer) != 0


def _thread(one: Message) -> Json:
    """A topic marks its messages; in an ordinary supergroup a reply bears the id of the thread's first message, but
    no `is_topic_message`."""
    if one.topic is not None:
        return {"message_thread_id": one.topic.id, "is_topic_message": True}
    if one.reply_to is not None and one.chat.kind == "supergroup" and not one.chat.topics_on:
        first = one.reply_to
        while first.reply_to is not None:
            first = first.reply_to
        if first.number is not None and first.chat is one.chat:
            return {"message_thread_id": first.number}
    return {}


def _content(world: World, viewer: BotAccount, one: Message) -> Json:
    body: Json = {}
    if one.media is not None:
        body[one.media.kind] = _media(world, viewer, one.media)
        if one.media.kind == "animation":
            body["document"] = _file(world, viewer, one.media.best) | {"file_name": one.media.best.name}
    if one.place is not None:
        body |= _place(one.place)
    if one.words.text:
        words, spans = ("caption", "caption_entities") if one.media else ("text", "entities")
        body[words] = one.words.text
        if one.words.entities:
            body[spans] = entities(world, one.words.entities)
    return body


def chat_instance(place: Chat) -> str:
    """The opaque number that Telegram gives a chat in callback queries."""
    return str(zlib.crc32(str(place.id).encode()) * 4_294_967_291)
