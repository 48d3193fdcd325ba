"""Message entities: spans of a text, counted in UTF-16 units as Telegram counts them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entity:
    """A span of a text. `offset` and `length` are UTF-16 units; `type` is the Bot API's word."""

    type: str
    offset: int
    length: int
    url: str | None = None
    user_id: int | None = None
    language: str | None = None
    custom_emoji_id: str | None = None

    @property
    def end(self) -> int:
        return self.offset + self.length


def units(text: str) -> int:
    """Length in UTF-16 units, which is how Telegram counts."""
    return len(text) + sum(character > "\uffff" for character in text) if not text.isascii() else len(text)


def slice_units(text: str, offset: int, length: int) -> str:
    """The part of `text` that an entity covers."""
    raw = text.encode("utf-16-le", "surrogatepass")
    return raw[2 * offset : 2 * (offset + length)].decode("utf-16-le", "replace")


def in_order(entities: list[Entity]) -> tuple[Entity, ...]:
    """By offset, the longer first: the order in which Telegram lists them."""
    return tuple(sorted(entities, key=lambda entity: (entity.offset, -entity.length, entity.type)))
