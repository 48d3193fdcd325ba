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


LONGEST_TEXT = 1000
"""Characters of one text: a caption holds 1,024 with everything that is filled in."""

_TAGS = frozenset({"b", "strong", "i", "em", "u", "s", "code", "pre", "blockquote", "tg-spoiler"})
_MARKUP = re.compile(r"<(/?)([a-z-]*)([^<>]*)>|[<>]|&(?!(?:lt|gt|amp|quot|#\d+);)")


def markup_fault(text: str) -> str | None:
    """What Telegram would refuse in a text of the operator's, with the remedy; None when it is sound.

    https://core.telegram.org/bots/api#html-style
    """
    if not text.strip():
        return "is empty; leave the key out to keep the bot's own text"
    if len(text) > LONGEST_TEXT:
        return f"has {len(text)} characters; write at most {LONGEST_TEXT}"
    standing: list[str] = []
    for found in _MARKUP.finditer(text):
        closing, tag, rest = found[1], found[2], found[3]
        if tag is None or tag not in _TAGS or rest:
            return f'"{found[0]}" is no markup that Telegram knows; write &lt; &gt; &amp; for the characters themselves'
        if not closing:
            standing.append(tag)
        elif not standing or standing.pop() != tag:
            return f"</{tag}> closes nothing that stands open"
    return f"<{standing[-1]}> is never closed" if standing else None


def mention(person_id: int, name: str) -> Markup:
    """A text mention: it rings the phone of somebody without a username, too."""
    return Markup(f'<a href="tg://user?id={person_id}">{escaped(name)}</a>')


def link(address: str, words: str) -> Markup:
    """Words that open an address."""
    return Markup(f'<a href="{escape(address)}">{escaped(words)}</a>')


def length(text: str) -> int:
    """UTF-16 units, as Telegram counts its limits (4,096 for a message, 1,024 for a caption)."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def visible_length(html: str) -> int:
    """What is left to count after the entities are parsed."""
    return length(visible(html))


def visible(html: str) -> str:
    """What is left to read after the entities are parsed."""
    return unescape(_TAG.sub("", html))


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
