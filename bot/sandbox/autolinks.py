"""The entities that Telegram finds by itself: mentions, hashtags, commands, links, addresses.

The patterns restate the rules of TDLib's MessageEntity.cpp: a hashtag glued to a letter (工单#T1) is none, and a
command glued to a letter (请/done) is none either.
"""

from __future__ import annotations

import re

from bot.sandbox.entities import Entity, in_order, units

_PATTERNS = (
    ("mention", re.compile(r"(?<!\w)@[A-Za-z0-9_]{2,32}(?!\w)")),
    ("bot_command", re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>])")),
    ("hashtag", re.compile(r"(?<![\w\u200c#])#(?=\w*[^\W\d])[\w\u200c]{1,256}(?![\w\u200c]*#)")),
    ("email", re.compile(r"(?<![\w.+-])[A-Za-z0-9.+_-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,24}(?!\w)")),
    (
        "url",
        re.compile(
            r"(?<![\w@./-])(?:(?:https?|tg)://[^\s<>\"，。；！？、（）【】《》“”]+"
            r"|(?:[A-Za-z0-9-]{1,63}\.)+(?:com|cn|org|net|me|io|gov|edu|dev|app)(?![\w.])(?:/[^\s<>\"，。；！？]*)?)"
        ),
    ),
)
_SIGNS = re.compile(r"[@/#.]")
_OPAQUE = {"code", "pre", "text_link", "text_mention", "custom_emoji"}


def with_autolinks(text: str, entities: tuple[Entity, ...]) -> tuple[Entity, ...]:
    """`entities` plus what Telegram would find in `text` outside code and explicit links."""
    if _SIGNS.search(text) is None:
        return entities
    taken = [(entity.offset, entity.end) for entity in entities if entity.type in _OPAQUE]
    found: list[Entity] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            written = match[0].rstrip(".,:;!?'\")") if kind == "url" else match[0]
            offset = units(text[: match.start()])
            span = (offset, offset + units(written))
            if any(span[0] < end and begin < span[1] for begin, end in taken):
                continue
            taken.append(span)
            found.append(Entity(kind, span[0], span[1] - span[0]))
    return in_order([*entities, *found]) if found else entities
