"""Telegram's HTML, made safely: everything is escaped but what is markup already."""

from __future__ import annotations

import re
from html import escape, unescape


class Markup(str):
    """Text that is HTML already and is not escaped again."""

    __slots__ = ()


def escaped(value: object) -> str:
    """Raw text made safe for parse_mode HTML. Characters Telegram drops or refuses go first."""
    if isinstance(value, Markup):
        return value
    return escape(_UNPRINTABLE.sub("", str(value)), quote=False)


_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters, lone surrogates, and the bidi overrides that would turn the rest of a card around."""


def mention(person_id: int, name: str) -> Markup:
    """A text mention: it rings the phone of somebody without a username, too."""
    return Markup(f'<a href="tg://user?id={person_id}">{escaped(name)}</a>')


def length(text: str) -> int:
    """UTF-16 units, as Telegram counts its limits (4,096 for a message, 1,024 for a caption)."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def visible_length(html: str) -> int:
    """What is left to count after the entities are parsed."""
    return length(unescape(_TAG.sub("", html)))


_TAG = re.compile(r"<[^<>]*>")


def cut(text: str, limit: int) -> str:
    """At most `limit` UTF-16 units of raw text, never half a character, with an ellipsis where it was cut."""
    if length(text) <= limit:
        return text
    kept, used = [], 1
    for character in text:
        used += length(character)
        if used > limit:
            break
        kept.append(character)
    return "".join(kept) + "…"
