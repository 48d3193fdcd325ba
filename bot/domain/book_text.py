"""An area book's text as tables with their line numbers; quick also when it has 100,000 places."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from typing import Any

Path = tuple[str | int, ...]
"""Where something stands: ("category", 3, "sub", 0, "limit")."""

_STRING = r'"[^"\\\x00-\x1f\x7f]*"'
_NUMBER = r"-?(?:0|[1-9]\d*)(?:\.\d+)?"
_LIST = rf"\[[ \t]*(?:{_STRING}(?:[ \t]*,[ \t]*{_STRING})*)?[ \t]*\]"
_PLAIN_LINE = re.compile(
    rf"([A-Za-z0-9_-]+)[ \t]*=[ \t]*(?:({_STRING})|({_NUMBER})|({_LIST}))"
    r"[ \t]*(?:#[^\x00-\x08\x0a-\x1f\x7f]*)?",
    re.ASCII,
)
_HEADER = re.compile(r"[ \t]*\[{1,2}[ \t]*([^\[\]\"'#]+?)[ \t]*\]{1,2}[ \t]*(?:#.*)?")
_AT_LINE = re.compile(r" \(at line (\d+), column \d+\)$")


class BookSyntaxError(Exception):
    """The text is not TOML. Carries the line (0: at the end) and what the parser said."""

    def __init__(self, line: int, message: str) -> None:
        self.line = line
        self.message = message
        super().__init__(message)


class BookText:
    """The tables of an area book, and the line on which each of them and each of their keys stands.

    tomllib tells no line numbers and reads about a megabyte a second, too slow for a large book (100,000
    places are nine). So the headers are found here, and the [[place]] tables, nearly always plain lines,
    are read here too; a place that is written in any other way sends the whole text to tomllib.
    """

    def __init__(self, text: str) -> None:
        """Read it. Raises BookSyntaxError."""
        self._lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
        self._header_lines: list[int] = []
        self._tables: dict[str, list[int]] = {}
        self._find_headers()
        self.tables = self._read()

    def line(self, path: Path) -> int:
        """The line, from 1, of a table or a key; that of the nearest thing around it that has one; else 0."""
        here, end = 0, self._end_of(0)
        names: list[str] = []
        for position, part in enumerate(path):
            if isinstance(part, int):
                continue
            names.append(part)
            headers = self._tables.get(".".join(names), [])
            index = path[position + 1] if position + 1 < len(path) else 0
            last = self._lines_below(here, names)
            inside = [line for line in headers if here < line <= last]
            if isinstance(index, int) and index < len(inside):
                here = inside[index]
                end = self._end_of(here)
            else:
                return self._key(part, here, end) or here
        return here

    def _find_headers(self) -> None:
        delimiter = ""
        for number, line in enumerate(self._lines, 1):
            if delimiter:
                delimiter = "" if delimiter in line else delimiter
            elif line.lstrip()[:1] == "[":
                header = _HEADER.fullmatch(line)
                if header is not None:
                    self._header_lines.append(number)
                    self._tables.setdefault(header[1].replace(" ", ""), []).append(number)
            else:
                delimiter = next((mark for mark in ('"""', "'''") if line.count(mark) == 1), "")

    def _end_of(self, header: int) -> int:
        """The last line of the keys below a header."""
        after = bisect_right(self._header_lines, header)
        return self._header_lines[after] - 1 if after < len(self._header_lines) else len(self._lines)

    def _lines_below(self, header: int, names: list[str]) -> int:
        """The last line that still belongs to the table around `names`: before its next sibling."""
        siblings = self._tables.get(".".join(names[:-1]), []) if len(names) > 1 else []
        return next((line - 1 for line in siblings if line > header), len(self._lines))

    def _key(self, key: str, header: int, end: int) -> int | None:
        pattern = re.compile(rf"[ \t]*[\"']?{re.escape(key)}[\"']?[ \t]*=")
        found = (number for number in range(header + 1, end + 1) if pattern.match(self._lines[number - 1]))
        return next(found, None)

    def _read(self) -> dict[str, Any]:
        plain = self._plain_places()
        if plain is not None:
            rest, places = plain
            try:
                tables = tomllib.loads("\n".join(rest))
            except tomllib.TOMLDecodeError:
                tables = {"place": None}  # the whole text gives the right line
            if "place" not in tables:
                return tables | {"place": places}
        try:
            return tomllib.loads("\n".join(self._lines))
        except tomllib.TOMLDecodeError as error:
            at = _AT_LINE.search(str(error))
            message = _AT_LINE.sub("", str(error)).removesuffix(" (at end of document)")
            raise BookSyntaxError(int(at[1]) if at else len(self._lines), message) from None

    def _plain_places(self) -> tuple[list[str], list[dict[str, Any]]] | None:
        """The lines without the places, and the places; None when one is not written plainly."""
        headers = self._tables.get("place", [])
        if len(headers) < 200 or '"""' in (text := "\n".join(self._lines)) or "'''" in text:
            return None
        rest: list[str] = []
        places: list[dict[str, Any]] = []
        read = 0
        for header in headers:
            end = self._end_of(header)
            place = _plain_table(self._lines[header:end])
            if place is None or not self._lines[header - 1].lstrip().startswith("[["):
                return None
            places.append(place)
            rest += self._lines[read : header - 1]
            read = end
        return rest + self._lines[read:], places


def _plain_table(lines: list[str]) -> dict[str, Any] | None:
    table: dict[str, Any] = {}
    for line in lines:
        stripped = line.strip(" \t")
        if not stripped or stripped[0] == "#":
            continue
        match = _PLAIN_LINE.fullmatch(stripped)
        if match is None or match[1] in table:
            return None
        key, text, number, words = match.groups()
        if text is not None:
            table[key] = text[1:-1]
        elif number is not None:
            table[key] = float(number) if "." in number else int(number)
        else:
            table[key] = words.split('"')[1::2]
    return table
