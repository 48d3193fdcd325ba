"""The shapes that the browser gets: a message, a chat, a person and what stands backstage, as JSON."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import quote

from bot.sandbox.accounts import BotAccount
from bot.sandbox.chats import Chat, Forward, Message, Person
from bot.sandbox.contents import Place, Rows
from bot.sandbox.entities import Entity
from bot.sandbox.files import Media, StoredFile
from bot.sandbox.page.backstage import Chapter, Due, Phrase, Playing, Sample
from bot.sandbox.world import World

Json = dict[str, Any]

_PREVIEW_SIDE = 640
"""A bubble is some 320 CSS pixels wide, on screens of twice the density."""
_QUOTED = 160

_NAMED: dict[str, Callable[[Json], list[Any]]] = {
    "new_chat_members": lambda content: content["new_chat_members"],
    "left_chat_member": lambda content: [content["left_chat_member"]],
    "forum_topic_created": lambda content: [content["forum_topic_created"]["name"]],
}
"""Whom or what a service message names, by its kind."""


def milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


def phrase(words: Phrase) -> Json:
    return {"zh": words.zh, "en": words.en}


class Shapes:
    """Renders one world for every viewer alike. `edition` is the world's random id: it makes the addresses of files
    new with each world, so that a browser may keep a file for good."""

    def __init__(self, world: World, edition: str) -> None:
        self._world = world
        self._edition = edition

    def message(self, one: Message) -> Json:
        media = one.media
        return {
            "key": one.key,
            "chat": one.chat.id,
            "sender": _sender(one),
            "title": _title(one),
            "at": milliseconds(one.at),
            "text": one.words.text,
            "entities": [shape for span in one.words.entities if (shape := self._entity(span)) is not None],
            "photo": self._photo(media) if media is not None and media.kind == "photo" else None,
            "file": self._file(media.best) if media is not None and media.kind != "photo" else None,
            "place": None if one.place is None else _place(one.place),
            "album": one.album,
            "rows": _rows(one.rows),
            "reply_to": _reply(one),
            "topic": one.topic.id if one.topic else None,
            "forward": None if one.forward is None else _origin(one.forward),
            "service": _service(one),
            "edited": None if one.edited_at is None else milliseconds(one.edited_at),
            "reactions": _reactions(one),
            "read": is_read(one),
        }

    def _entity(self, span: Entity) -> Json | None:
        """None for a mention of an account that does not exist: Telegram drops those."""
        if span.user_id is not None and self._world.account(span.user_id) is None:
            return None
        shape: Json = {"type": span.type, "offset": span.offset, "length": span.length}
        for name in ("url", "user_id", "language"):
            if (value := getattr(span, name)) is not None:
                shape[name] = value
        if span.url and (there := self._world.linked(span.url)) is not None:
            shape["to"] = {"chat": there.chat.id, "message": there.key}
        return shape

    def _address(self, stored: StoredFile) -> str:
        return f"/page/file/{stored.key}?world={self._edition}"

    def _photo(self, media: Media) -> Json:
        best = media.best
        small = next((one for one in media.files if max(one.width, one.height) >= _PREVIEW_SIDE), best)
        return {
            "url": self._address(best),
            "width": best.width,
            "height": best.height,
            "small": self._address(small),
        }

    def _file(self, stored: StoredFile) -> Json:
        return {"url": self._address(stored), "name": stored.name, "size": stored.size, "mime": stored.mime}

    def chat(self, place: Chat, bot: BotAccount) -> Json:
        """A chat without its messages."""
        shape: Json = {
            "id": place.id,
            "kind": place.kind,
            "title": place.title,
            "members": [member.account.id for member in place.members.values() if member.is_in],
            "topics": [{"id": topic.id, "name": topic.name} for topic in place.topics.values()],
            "pinned": [message.key for message in place.pinned],
            "writable": place.kind != "channel" and place.migrated_to is None and not place.deleted,
        }
        if place.person is not None:
            started = bot.id in place.person.started and bot.id not in place.person.blocked
            shape |= {"members": [place.person.id, bot.id], "started": started}
        return shape

    def sample(self, one: Sample) -> Json:
        address = f"/page/sample/{quote(one.name, safe='')}?world={self._edition}"
        return {"name": one.name, "title": phrase(one.title), "url": address}


def is_read(one: Message) -> bool:
    """Whether a bot has taken the message in; true for what bots and channels wrote themselves."""
    if not isinstance(one.sender, Person) or one.sender.is_bot or one.service is not None:
        return True
    return any(bot.id in one.taken_by for bot in one.chat.bots())


def person(one: Person, role: Phrase | None) -> Json:
    return {"id": one.id, "name": one.full_name, "role": phrase(role or Phrase("", ""))}


def chapter(one: Chapter) -> Json:
    steps = [{"name": step.name, "line": phrase(step.line)} for step in one.steps]
    return {"code": one.code, "title": phrase(one.title), "steps": steps}


def playing(one: Playing) -> Json:
    return {
        "state": one.state.value,
        "chapter": one.chapter,
        "step": one.step,
        "line": None if one.line is None else phrase(one.line),
        "error": None if one.error is None else phrase(one.error),
        "next": None if one.next is None else list(one.next),
        "ready": one.ready,
    }


def due(one: Due | None) -> Json | None:
    return None if one is None else {"at": milliseconds(one.at), "what": phrase(one.what)}


def _sender(one: Message) -> Json | None:
    """Who wrote it; None when it stands under the name of a chat."""
    if one.sender is None or one.sender_chat is not None:
        return None
    return {"id": one.sender.id, "name": one.sender.full_name, "bot": one.sender.is_bot}


def _title(one: Message) -> str:
    named = one.sender_chat.title if one.sender_chat else ""
    return " · ".join(part for part in (named, one.signature) if part)


def _place(spot: Place) -> Json:
    return {
        "latitude": spot.latitude,
        "longitude": spot.longitude,
        "title": spot.title,
        "address": spot.address,
    }


def _rows(rows: Rows) -> list[list[Json]]:
    return [
        [
            {"text": button.text, "kind": "tap"} if button.url is None else _link(button.text, button.url)
            for button in row
        ]
        for row in rows
    ]


def _link(text: str, url: str) -> Json:
    return {"text": text, "kind": "url", "url": url}


def _reply(one: Message) -> Json | None:
    replied = one.reply_to
    if replied is None or replied.deleted:
        return None
    return {
        "key": replied.key,
        "name": _title(replied) or (replied.sender.full_name if replied.sender else replied.chat.title),
        "text": replied.words.text[:_QUOTED],
        "photo": replied.photo is not None,
    }


def _origin(forward: Forward) -> str:
    if forward.person is not None:
        return forward.person.full_name
    return forward.channel.title if forward.channel is not None else forward.hidden_name or ""


def _service(one: Message) -> Json | None:
    if one.service is None:
        return None
    names: list[str] = []
    viewer = next(iter(one.chat.bots()), None)
    if one.service_kind in _NAMED and viewer is not None:
        names = [_named(named) for named in _NAMED[one.service_kind](one.service(viewer))]
    return {"kind": one.service_kind, "names": names, "by": one.sender.full_name if one.sender else ""}


def _named(named: Json | str) -> str:
    if isinstance(named, str):
        return named
    return f"{named['first_name']} {named.get('last_name', '')}".rstrip()


def _reactions(one: Message) -> list[Json]:
    by_emoji: dict[str, list[int]] = {}
    for account_id, emojis in one.reactions_by.items():
        for emoji in emojis:
            by_emoji.setdefault(emoji, []).append(account_id)
    return [{"emoji": emoji, "by": accounts} for emoji, accounts in by_emoji.items()]
