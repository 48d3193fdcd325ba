"""Links to messages: where a post of a supergroup is opened by whoever is a member of it."""

from __future__ import annotations

from bot.domain.privacy import is_severed

_SUPERGROUPS = -1_000_000_000_000
"""Ids of supergroups lie below this; what is left of one without it stands in its links.

https://core.telegram.org/api/bots/ids#supergroup-channel-ids
"""


def message_link(chat_id: int, message_id: int, topic: int | None = None) -> str | None:
    """The address of a message, in a forum by its topic: https://core.telegram.org/api/links#message-links

    None where there is none: messages of plain groups and of private chats have no address, and whose sender asked to
    be forgotten is known no more.
    """
    if chat_id >= _SUPERGROUPS or is_severed(message_id):
        return None
    parts = (_SUPERGROUPS - chat_id, topic, message_id)
    return "https://t.me/c/" + "/".join(str(part) for part in parts if part is not None)
