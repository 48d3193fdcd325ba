"""Posts: a raw update's message as the domain sees it.

Read straight from the JSON and not through Update.de_json: nine of ten updates of a busy group are ordinary
messages, and building the library's objects for each costs five times what the rest of the intake costs.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from math import isfinite
from typing import Any

from bot.domain.people import NOBODY
from bot.domain.pins import Pin
from bot.domain.posts import Media, MediaKind, Post, Sender

Json = dict[str, Any]

_SERVICE = frozenset({"migrate_to_chat_id", "migrate_from_chat_id", "new_chat_members", "left_chat_member"})


def read_post(message: Json) -> Post | None:
    """The post, or None for what no person wrote: bots, channels, anonymous admins, service messages.

    Raises KeyError or TypeError for what is no message at all.
    """
    sender = message.get("from")
    if sender is None or sender.get("is_bot") or "sender_chat" in message or sender["id"] in NOBODY:
        return None
    if "via_bot" in message or not _SERVICE.isdisjoint(message):
        return None
    text = message.get("text") or message.get("caption") or ""
    media = _media(message)
    pin = _pin(message)
    if not text and not media and pin is None:
        return None
    edited = message.get("edit_date")
    reply = message.get("reply_to_message")
    return Post(
        chat_id=message["chat"]["id"],
        message_id=message["message_id"],
        sender=read_sender(sender),
        sent_at=datetime.fromtimestamp(message["date"], UTC),
        text=text,
        media=media,
        topic=message.get("message_thread_id") if message.get("is_topic_message") else None,
        album=message.get("media_group_id"),
        reply_to=reply["message_id"] if reply and not _opens_topic(reply, message) else None,
        reply_number=_number_in(reply) if reply else None,
        edited_at=datetime.fromtimestamp(edited, UTC) if edited else None,
        private=message["chat"]["type"] == "private",
        forwarded="forward_origin" in message,
        pin=pin,
    )


_LONGEST_TITLE = 200


def _pin(message: Json) -> Pin | None:
    """The position of a location or a venue; of a live one its first: what moves later is no report's place."""
    venue = message.get("venue") or {}
    found = venue.get("location") or message.get("location")
    if not found:
        return None
    lat, lon = float(found["latitude"]), float(found["longitude"])
    if not (isfinite(lat) and isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180):
        return None
    return Pin(lat, lon, str(venue.get("title") or "")[:_LONGEST_TITLE])


_NUMBER = re.compile(r"#T(\d{1,9})\b", re.ASCII)


def _number_in(replied: Json) -> int | None:
    """The ticket that a bot's message is about, by its hashtag: the one way to know of a doubled card."""
    if not replied.get("from", {}).get("is_bot"):
        return None
    numbers = set(_NUMBER.findall(replied.get("text") or replied.get("caption") or ""))
    return int(numbers.pop()) if len(numbers) == 1 else None  # a list of several is about none


def _opens_topic(reply: Json, message: Json) -> bool:
    """In a topic every message "replies" to the service message that opened the topic."""
    return "forum_topic_created" in reply or (
        bool(message.get("is_topic_message")) and reply["message_id"] == message.get("message_thread_id")
    )


def read_sender(user: Json) -> Sender:
    """A name is one line, whatever is written in it."""
    name = " ".join(" ".join(part for part in (user.get("first_name"), user.get("last_name")) if part).split())
    return Sender(user["id"], name or user.get("username") or str(user["id"]), user.get("username"))


def _media(message: Json) -> tuple[Media, ...]:
    if photo := message.get("photo"):
        return (_file(MediaKind.PHOTO, photo[-1]),)
    if document := message.get("document"):
        is_image = str(document.get("mime_type", "")).startswith("image/")
        return (_file(MediaKind.IMAGE_FILE, document),) if is_image else ()
    for kind in (MediaKind.VIDEO, MediaKind.VOICE):
        if found := message.get(kind.value) or (message.get("video_note") if kind is MediaKind.VIDEO else None):
            return (_file(kind, found),)
    return ()


def _file(kind: MediaKind, found: Json) -> Media:
    return Media(kind, found["file_id"], found["file_unique_id"], found.get("file_size"))
