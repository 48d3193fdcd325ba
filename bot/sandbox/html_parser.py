"""HTML to text and entities, with the error wording of Telegram's own parser (TDLib, MessageEntity.cpp).

`parse_mode` Markdown and MarkdownV2 are not imitated: the sandbox refuses them as unknown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from bot.sandbox import rejections
from bot.sandbox.entities import Entity, in_order, units

_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
_SPACE = b" \t\r\n\x00\x0b"
_NAMED = {b"lt": "<", b"gt": ">", b"amp": "&", b"quot": '"'}
_REFERENCE = re.compile(rb"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|([a-zA-Z]+));?")
_ATTRIBUTE_NAME_END = b" \t\r\n\x00\x0b=>/\"'"
_USER_LINK = re.compile(r"tg://user/?\?id=(\d+)", re.IGNORECASE)
_MARK = re.compile(rb"[<&]")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


def _bad(why: str) -> rejections.Refused:
    return rejections.ENTITIES_UNREADABLE.refused(why=why)


@dataclass(slots=True)
class _Open:
    tag: str
    argument: str
    offset: int
    start: int


class _Html:
    """One pass over the UTF-8 bytes; offsets in its complaints are byte offsets, as Telegram gives them."""

    def __init__(self, source: str) -> None:
        self.source = source.encode("utf-8", "surrogatepass")
        self.at = 0
        self.parts: list[str] = []
        self.written = 0
        self.open: list[_Open] = []
        self.found: list[Entity] = []

    def parse(self) -> tuple[str, tuple[Entity, ...]]:
        source = self.source
        while self.at < len(source):
            stop = _MARK.search(source, self.at)
            end = stop.start() if stop else len(source)
            if end > self.at:
                self._write(source[self.at : end].decode("utf-8", "replace"))
                self.at = end
            if stop is None:
                break
            if source[self.at : self.at + 1] == b"&":
                self._write(self._reference() or self._literal_ampersand())
            elif source[self.at + 1 : self.at + 2] == b"/":
                self._end_tag()
            else:
                self._start_tag()
        if self.open:
            raise _bad(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        return "".join(self.parts), in_order(self.found)

    def _write(self, text: str) -> None:
        self.parts.append(text)
        self.written += units(text)

    def _peek(self) -> bytes:
        """The byte at the cursor, or NUL at the end (which Telegram's parser counts as white space)."""
        return self.source[self.at : self.at + 1] or b"\0"

    def _skip_spaces(self) -> None:
        while self.at < len(self.source) and self._peek() in _SPACE:
            self.at += 1

    def _until(self, stops: bytes) -> bytes:
        start = self.at
        while self._peek() not in stops:
            self.at += 1
        return self.source[start : self.at]

    def _literal_ampersand(self) -> str:
        self.at += 1
        return "&"

    def _reference(self) -> str | None:
        """Decode the character reference at the cursor and step over it; None when it is a plain ampersand."""
        match = _REFERENCE.match(self.source, self.at)
        if match is None:
            return None
        if match[3] is not None:
            character = _NAMED.get(match[3])
        else:
            code = int(match[1], 16) if match[1] is not None else int(match[2])
            character = chr(code) if 0 < code < 0x10FFFF and not 0xD800 <= code <= 0xDFFF else None
        if character is not None:
            self.at = match.end()
        return character

    def _start_tag(self) -> None:
        begin = self.at
        self.at += 1
        tag = self._until(_SPACE + b">").decode("utf-8", "replace").lower()
        if self.at >= len(self.source):
            raise _bad(f"Unclosed start tag at byte offset {begin}")
        if tag not in _TAGS:
            raise _bad(f'Unsupported start tag "{tag}" at byte offset {begin}')
        argument = ""
        while self._peek() != b">":
            self._skip_spaces()
            if self._peek() == b">":
                break
            name = self._until(_ATTRIBUTE_NAME_END).decode("utf-8", "replace")
            if not name:
                raise _bad(f'Empty attribute name in the tag "{tag}" at byte offset {begin}')
            value = self._attribute_value(tag, begin)
            argument = _argument(tag, name, value) or argument
        if tag == "span" and argument != "spoiler":
            raise _bad(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
        self.at += 1
        self.open.append(_Open(tag, argument, self.written, len(self.parts)))

    def _attribute_value(self, tag: str, begin: int) -> str | None:
        self._skip_spaces()
        if self._peek() != b"=":
            if self.at >= len(self.source):
                raise _bad(f'Unclosed start tag "{tag}" at byte offset {begin}')
            return None
        self.at += 1
        self._skip_spaces()
        if self.at >= len(self.source):
            raise _bad(f'Unclosed start tag "{tag}" at byte offset {begin}')
        quote = self._peek()
        if quote not in b"'\"":
            token_begin = self.at
            while self._peek().isalnum() or self._peek() in b".-":
                self.at += 1
            if self._peek() not in _SPACE + b">":
                raise _bad(f"Unexpected end of name token at byte offset {token_begin}")
            if self.at >= len(self.source):
                raise _bad(f"Unclosed start tag at byte offset {begin}")
            return self.source[token_begin : self.at].decode().lower()
        self.at += 1
        value: list[str] = []
        while self.at < len(self.source) and self._peek() != quote:
            if self._peek() == b"&" and (character := self._reference()) is not None:
                value.append(character)
                continue
            start = self.at
            self.at += 1
            while self.at < len(self.source) and self._peek() != quote and self._peek() != b"&":
                self.at += 1
            value.append(self.source[start : self.at].decode("utf-8", "replace"))
        self.at += 1
        if self.at >= len(self.source):
            raise _bad(f"Unclosed start tag at byte offset {begin}")
        return "".join(value)

    def _end_tag(self) -> None:
        begin = self.at
        if not self.open:
            raise _bad(f"Unexpected end tag at byte offset {begin}")
        self.at += 2
        tag = self._until(_SPACE + b">").decode("utf-8", "replace").lower()
        self._skip_spaces()
        if self._peek() != b">":
            raise _bad(f"Unclosed end tag at byte offset {begin}")
        self.at += 1
        opened = self.open[-1]
        if tag and tag != opened.tag:
            raise _bad(f'Unmatched end tag at byte offset {begin}, expected "</{opened.tag}>", found "</{tag}>"')
        self.open.pop()
        length = self.written - opened.offset
        if length:
            self._close(opened, length)

    def _close(self, opened: _Open, length: int) -> None:
        kind = _TAGS[opened.tag]
        details: dict[str, Any] = {}
        if opened.tag == "a":
            url = opened.argument or "".join(self.parts[opened.start :])
            if user := _USER_LINK.fullmatch(url):
                kind, details = "text_mention", {"user_id": int(user[1])}
            elif (checked := _checked_link(url)) is not None:
                details = {"url": checked}
            else:
                return
        elif opened.tag == "tg-emoji":
            if not opened.argument.isdigit():
                raise _bad("Invalid custom emoji identifier specified")
            details = {"custom_emoji_id": opened.argument}
        elif opened.tag == "blockquote" and opened.argument:
            kind = "expandable_blockquote"
        elif opened.tag == "pre" and self.found and self.found[-1] == self._inner_code(opened, length):
            details = {"language": self.found.pop().language}
        elif opened.tag == "code" and opened.argument and any(outer.tag == "pre" for outer in self.open):
            details = {"language": opened.argument}
        self.found.append(Entity(kind, opened.offset, length, **details))

    def _inner_code(self, opened: _Open, length: int) -> Entity | None:
        """The code entity that fills a pre entity and gives it its language."""
        inner = self.found[-1]
        return inner if inner.type == "code" and (inner.offset, inner.length) == (opened.offset, length) else None


def _argument(tag: str, name: str, value: str | None) -> str | None:
    """What an attribute says about its tag, if anything."""
    if tag == "blockquote" and name == "expandable":
        return "1"
    if value is None:
        return None
    if (tag, name) in {("a", "href"), ("tg-emoji", "emoji-id")}:
        return value
    if (tag, name) == ("code", "class") and value.startswith("language-"):
        return value.removeprefix("language-")
    if (tag, name) == ("span", "class") and value.startswith("tg-"):
        return value.removeprefix("tg-")
    return None


def _checked_link(url: str) -> str | None:
    """The link as Telegram keeps it; None when it is none, in which case the text stays plain."""
    if not _SCHEME.match(url):
        if "." not in url or any(character.isspace() for character in url):
            return None
        url = f"http://{url}"
    rest = url.split("://", 1)[1]
    return f"{url}/" if rest and not any(character in rest for character in "/?#") else url


def parse_html(source: str) -> tuple[str, tuple[Entity, ...]]:
    """Text and entities of `parse_mode=HTML`. Raises Refused in Telegram's words."""
    if "<" not in source and "&" not in source:
        return source, ()
    return _Html(source).parse()
