"""An area book's text as tables with their line numbers; quick also when it has 100,000 places."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

Path = tuple[str | int, ...]
"""Where something stands: ("category", 3, "sub", 0, "limit")."""

_STRING = r'"[^"\\\x00-\x1f\x7f]*"'
_NUMBER = r"-?(?:0|[1-9]\d{0,17})(?:\.\d+)?"
_LIST = rf"\[[ \t]*(?:{_STRING}(?:[ \t]*,[ \t]*{_STRING})*)?[ \t]*\]"
_KEY = r"[A-Za-z0-9_-]+"
_PAIR = re.compile(rf"^[ \t]*({_KEY})[ \t]*=[ \t]*(?:({_STRING})|({_NUMBER})|({_LIST}))", re.ASCII | re.MULTILINE)
_PLAIN_LINE = rf"[ \t]*(?:{_KEY}[ \t]*=[ \t]*(?:{_STRING}|{_NUMBER}|{_LIST})[ \t]*)?(?:#[^\x00-\x08\x0a-\x1f\x7f]*)?"
_PLAIN_LINES = re.compile(rf"(?:{_PLAIN_LINE}\n)*(?:{_PLAIN_LINE})?", re.ASCII)
_HEADER = re.compile(r"^[ \t]*\[{1,2}([^\[\]\"'#\n]+)\]{1,2}[ \t]*(?:#.*)?$", re.MULTILINE)
_OPENING = re.compile("\"{3}|'{3}")
_LONG_STRING = re.compile(r'"""(?:[^\\]|\\.)*?"""|' + r"'{3}.*?'{3}", re.DOTALL)
_MANY = 200
"""From here on it pays to read places here; below, tomllib is quick enough."""
_AT_LINE = re.compile(r" \(at line (\d+), column \d+\)$")


class BookSyntaxError(Exception):
    """The text is not TOML. Carries the line and what the parser said."""

    def __init__(self, line: int, message: str) -> None:
        self.line = line
        self.message = message
        super().__init__(message)


class BookText:
    """The tables of an area book, and the line on which each of them and each of their keys stands.

    tomllib tells no line numbers, and is slow for a large book (63 µs a place against 28 here). So the
    headers are found here, and the [[place]] tables, nearly always plain lines, are read here too; a place that
    is written in any other way sends the whole text to tomllib.
    """

    def __init__(self, text: str) -> None:
        """Read it. Raises BookSyntaxError."""
        self._text = text.removeprefix("\ufeff").replace("\r\n", "\n")
        self._lines = self._text.split("\n")
        self._header_lines: list[int] = []
        self._header_spans: list[tuple[int, int]] = []
        self._tables: dict[str, list[int]] = {}
        self._long_strings = list(_long_strings(self._text))
        self._find_headers()
        self.tables = self._read()

    def line(self, path: Path) -> int:
        """The line, from 1, of a table or a key; that of the nearest thing around it that has one; else 0."""
        here, last = 0, len(self._lines)
        names: list[str] = []
        for position, part in enumerate(path):
            if isinstance(part, int):
                continue
            names.append(part)
            headers = self._tables.get(".".join(names), [])
            index = path[position + 1] if position + 1 < len(path) else 0
            wanted = bisect_right(headers, here) + (index if isinstance(index, int) else 0)
            if wanted >= len(headers) or headers[wanted] > last:
                return self._key(part, here) or here
            here = headers[wanted]
            last = headers[wanted + 1] - 1 if wanted + 1 < len(headers) else last
        return here

    def _find_headers(self) -> None:
        # A line in a string of several lines may look like a header: blank such strings, keep the length.
        parts, read = [], 0
        for start, end in self._long_strings:
            parts += [self._text[read:start], re.sub(r"[^\n]", " ", self._text[start:end])]
            read = end
        text = "".join(parts) + self._text[read:]
        number, read = 1, 0
        for header in _HEADER.finditer(text):
            number += text.count("\n", read, header.start())
            read = header.start()
            self._header_lines.append(number)
            self._header_spans.append(header.span())
            self._tables.setdefault("".join(header[1].split()), []).append(number)

    def _key(self, key: str, header: int) -> int | None:
        """The line of a key below a header, before the next one."""
        after = bisect_right(self._header_lines, header)
        end = self._header_lines[after] - 1 if after < len(self._header_lines) else len(self._lines)
        pattern = re.compile(rf"[ \t]*[\"']?{re.escape(key)}[\"']?[ \t]*=")
        found = (number for number in range(header + 1, end + 1) if pattern.match(self._lines[number - 1]))
        return next(found, None)

    def _read(self) -> dict[str, Any]:
        plain = self._plain_places()
        if plain is not None:
            rest, places = plain
            try:
                tables = tomllib.loads(rest)
            except (ValueError, RecursionError):
                tables = {"place": None}  # the whole text gives the right line
            if "place" not in tables:
                return tables | {"place": places}
        try:
            return tomllib.loads(self._text)
        except RecursionError:
            raise BookSyntaxError(0, "brackets stand too deep in each other") from None
        except ValueError as error:
            if not isinstance(error, tomllib.TOMLDecodeError):
                raise BookSyntaxError(0, "a number has thousands of digits") from None
            at = _AT_LINE.search(str(error))
            message = _AT_LINE.sub("", str(error)).removesuffix(" (at end of document)")
            raise BookSyntaxError(int(at[1]) if at else len(self._lines), message) from None

    def _plain_places(self) -> tuple[str, list[dict[str, Any]]] | None:
        """The text without the places, and the places; None when they are few or one is not written plainly."""
        headers = self._tables.get("place", [])
        if len(headers) < _MANY or self._long_strings:
            return None
        rest: list[str] = []
        places: list[dict[str, Any]] = []
        read = 0
        for header in headers:
            after = bisect_right(self._header_lines, header)
            start, opened = self._header_spans[after - 1]
            end = self._header_spans[after][0] if after < len(self._header_spans) else len(self._text)
            place = _plain_table(self._text[opened + 1 : end])
            if place is None or not self._text[start:opened].lstrip().startswith("[["):
                return None
            places.append(place)
            rest.append(self._text[read:start])
            read = end
        return "".join(rest) + self._text[read:], places


def _long_strings(text: str) -> Iterator[tuple[int, int]]:
    """Where strings of several lines stand. One that is never closed ends the search: no other can follow it."""
    opening = _OPENING.search(text)
    while opening is not None and (found := _LONG_STRING.match(text, opening.start())) is not None:
        yield found.span()
        opening = _OPENING.search(text, found.end())


def _plain_table(text: str) -> dict[str, Any] | None:
    """The keys of a table of plain lines; None when a line is anything else or a key comes twice."""
    if not _PLAIN_LINES.fullmatch(text):
        return None
    pairs = _PAIR.findall(text)
    table: dict[str, Any] = {}
    for key, string, number, words in pairs:
        if string:
            table[key] = string[1:-1]
        elif number:
            table[key] = float(number) if "." in number else int(number)
        else:
            table[key] = words.split('"')[1::2]
    return table if len(table) == len(pairs) else None
