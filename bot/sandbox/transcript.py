"""A chat as lines that a person can read in a terminal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, tzinfo
from typing import Any

from bot.sandbox.chats import Chat, Message

_MEDIA = {"photo": "照片", "document": "文件", "video": "视频", "voice": "语音", "animation": "动图", "audio": "音频"}


def _joined(content: dict[str, Any]) -> str:
    return "、".join(person["first_name"] for person in content["new_chat_members"]) + " 进群"


_SERVICE: dict[str, Callable[[dict[str, Any]], str]] = {
    "new_chat_members": _joined,
    "left_chat_member": lambda content: content["left_chat_member"]["first_name"] + " 离开了群",
    "pinned_message": lambda content: "置顶了一条消息",
    "forum_topic_created": lambda content: f"新建话题“{content['forum_topic_created']['name']}”",
    "migrate_to_chat_id": lambda content: "群升级为超级群",
    "migrate_from_chat_id": lambda content: "由普通群升级而来",
}


def _says(message: Message) -> str:
    if message.service is not None and message.service_kind in _SERVICE:
        if message.service_kind == "pinned_message":
            return "（置顶了一条消息）"
        any_bot: Any = next(iter(message.chat.bots()), None)
        return f"（{_SERVICE[message.service_kind](message.service(any_bot))}）"
    parts = []
    if message.media is not None:
        parts.append(f"[{_MEDIA.get(message.media.kind, message.media.kind)}]")
    if message.place is not None:
        parts.append(f"[位置 {message.place.title}]".replace(" ]", "]"))
    parts.append(message.words.text)
    return " ".join(part for part in parts if part)


def _name(message: Message) -> str:
    if message.sender_chat is not None:
        return message.sender_chat.title
    return message.sender.full_name if message.sender else message.chat.title


def lines_of(message: Message, zone: tzinfo | None = UTC) -> list[str]:
    """One message: who, what, and below it its buttons and reactions. No `zone`, no times."""
    stamp = f"{message.at.astimezone(zone):%m-%d %H:%M} " if zone else ""
    first, *rest = _says(message).split("\n")
    marks = ("（已编辑）" if message.edited else "") + (" ⏩转发" if message.forward else "")
    lines = []
    if message.reply_to is not None and not message.reply_to.deleted:
        quoted = _says(message.reply_to).replace("\n", " ")
        lines.append(f"    ┌ 回复 {_name(message.reply_to)}：{quoted[:40]}")
    lines.append(f"{stamp}{_name(message)}{marks}：{first}")
    lines += [f"    {line}" for line in rest]
    lines += ["    " + " ".join(f"[{button.text}]" for button in row) for row in message.rows]
    if message.reactions:
        lines.append("    " + " ".join(message.reactions))
    return lines


def transcript(place: Chat, *, last: int | None = None, zone: tzinfo | None = UTC) -> str:
    """The chat's standing messages, oldest first; `last` keeps only so many. Times are told in `zone`, if given."""
    messages = list(place.messages.values())
    if last is not None:
        messages = messages[-last:]
    head = f"── {place.title} ──"
    return "\n".join([head, *(line for message in messages for line in lines_of(message, zone))])
