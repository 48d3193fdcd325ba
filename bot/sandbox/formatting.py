"""Texts as Telegram keeps them: parsed, trimmed, measured; and back to HTML for the reader."""

from __future__ import annotations

import html
from dataclasses import dataclass, replace

from bot.sandbox import limits, rejections
from bot.sandbox.autolinks import with_autolinks
from bot.sandbox.entities import Entity, units
from bot.sandbox.html_parser import parse_html


@dataclass(frozen=True, slots=True)
class Words:
    """A text and its entities; what both a text message and a caption are made of."""

    text: str = ""
    entities: tuple[Entity, ...] = ()


_CONTROLS = {code: " " for code in range(32) if chr(code) not in "\n\r"} | {ord("\r"): ""}
_INVISIBLE = " \n\u00a0\u1680\u180e\u202f\u205f\u2060\u2800\u3000\ufeff" + "".join(map(chr, range(0x2000, 0x2010)))
"""What Telegram takes for nothing: a text of these alone is empty."""


def _cleaned(text: str) -> str:
    """Control characters become spaces; what stays keeps its UTF-16 length, so that entities still fit."""
    return text if text.isprintable() else text.translate(_CONTROLS)


def _trimmed(text: str, entities: tuple[Entity, ...]) -> Words:
    """Without the white space at its ends; entities shrink with it, and vanish when nothing is left of them."""
    kept = text.rstrip(" \n")
    lead = len(kept) - len(kept.lstrip(" \n"))
    if entities:
        lead = min(lead, entities[0].offset)
    kept = kept[lead:]
    length = units(kept)
    fitted = []
    for entity in entities:
        begin = max(0, entity.offset - lead)
        end = min(length, entity.end - lead)
        if end > begin:
            fitted.append(replace(entity, offset=begin, length=end - begin))
    return Words(kept, tuple(fitted))


def read_words(
    text: str, parse_mode: str = "", entities: tuple[Entity, ...] = (), *, longest: int, may_be_empty: bool = False
) -> Words:
    """What a bot sent, as Telegram would keep it. `longest` is in UTF-16 units. Raises Refused."""
    mode = parse_mode.lower()
    if mode == "html":
        text, entities = parse_html(text)
    elif mode not in {"", "none"}:
        raise rejections.PARSE_MODE_UNKNOWN.refused()
    words = _trimmed(_cleaned(text), entities)
    if not words.text.strip(_INVISIBLE):
        if not may_be_empty:
            raise rejections.TEXT_EMPTY.refused()
        words = Words()
    if units(words.text) > longest:
        caption = longest == limits.CAPTION_UNITS
        raise (rejections.CAPTION_TOO_LONG if caption else rejections.TEXT_TOO_LONG).refused()
    return Words(words.text, with_autolinks(words.text, words.entities))


def typed_words(text: str) -> Words:
    """What a person typed: trimmed, with the entities that Telegram finds by itself."""
    words = _trimmed(_cleaned(text), ())
    return Words(words.text, with_autolinks(words.text, ()))


_OPENING = {
    "bold": "<b>",
    "italic": "<i>",
    "underline": "<u>",
    "strikethrough": "<s>",
    "spoiler": "<tg-spoiler>",
    "code": "<code>",
    "pre": "<pre>",
    "blockquote": "<blockquote>",
    "expandable_blockquote": "<blockquote expandable>",
}


def _tags(entity: Entity) -> tuple[str, str]:
    if entity.type == "text_link":
        return f'<a href="{html.escape(entity.url or "")}">', "</a>"
    if entity.type == "text_mention":
        return f'<a href="tg://user?id={entity.user_id}">', "</a>"
    opening = _OPENING.get(entity.type, "")
    return opening, f"</{opening[1:].split(' ')[0].rstrip('>')}>" if opening else ""


def as_html(words: Words) -> str:
    """The words as HTML that `parse_mode=HTML` would take again; found entities (hashtags …) stay plain."""
    raw = words.text.encode("utf-16-le", "surrogatepass")
    marks: dict[int, tuple[list[str], list[str]]] = {}
    for entity in words.entities:
        opening, closing = _tags(entity)
        if opening:
            marks.setdefault(entity.offset, ([], []))[1].append(opening)
            marks.setdefault(entity.end, ([], []))[0].insert(0, closing)
    parts: list[str] = []
    last = 0
    for position in sorted(marks):
        parts.append(html.escape(raw[2 * last : 2 * position].decode("utf-16-le", "replace"), quote=False))
        closings, openings = marks[position]
        parts.extend(closings + openings)
        last = position
    parts.append(html.escape(raw[2 * last :].decode("utf-16-le", "replace"), quote=False))
    return "".join(parts)
