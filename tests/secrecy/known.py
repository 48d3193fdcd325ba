"""What must not be said: the tokens, and the names and words of the people, as the sandbox has handed them out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.tracebacks import TOKEN

_TELEPHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_ESCAPED = re.compile(r"\\u([0-9a-f]{4})")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_SHINGLE = 8
"""Signs in a row that two texts do not share by chance; a log line may cut a text off."""
_LEAST_CHINESE = 5
_SHORTEST_TOKEN = 6
_LONGEST = 4000


@dataclass(slots=True)
class Known:
    """Filled while the tests run; `find` says what of it stands in a text."""

    tokens: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    _texts: set[str] = field(default_factory=set)
    _shingles: set[str] = field(default_factory=set)

    def add_token(self, token: str) -> None:
        if len(token) >= _SHORTEST_TOKEN:
            self.tokens.add(token)

    def add_names(self, *names: str) -> None:
        """Those that could be nothing else: 张三 and fengshao_courier, and not "A" or "Li"."""
        self.names.update(name for name in names if len(name) >= (2 if _CHINESE.search(name) else 6))

    def add_text(self, text: str) -> None:
        """What somebody posted; chatter of a few signs is in every log by chance."""
        self._texts.add(text[:_LONGEST])

    def find(self, said: str) -> Iterator[str]:
        """Tokens alone: for answers, which may name people."""
        for token in self.tokens:
            if token in said or token.replace(":", "%3A") in said:
                yield "a token"
        if TOKEN.search(said):
            yield "something like a token"

    def find_personal(self, said: str) -> Iterator[str]:
        """Names, words and telephone numbers: for logs."""
        said = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), said)
        for name in self.names:
            if name in said:
                yield f"the name {name}"
        if found := _TELEPHONE.search(said):
            yield f"the telephone number {found[0]}"
        self._cut()
        for at in _windows(said):
            if (part := said[at : at + _SHINGLE]) in self._shingles:
                yield f"words of a post: {part}"
                return

    def _cut(self) -> None:
        for text in self._texts:
            parts = {text[at : at + _SHINGLE] for at in _windows(text)} if len(text) >= _SHINGLE else set()
            self._shingles.update(part for part in parts if len(_CHINESE.findall(part)) >= _LEAST_CHINESE)
        self._texts.clear()


def _windows(text: str) -> Iterator[int]:
    """Where Chinese stands; the rest of a log cannot be a post's words."""
    last = -1
    for found in _CHINESE.finditer(text):
        yield from range(max(last + 1, found.start() - _SHINGLE + 1), found.start() + 1)
        last = found.start()
