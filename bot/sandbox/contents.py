"""What a message may carry besides words and media: buttons, and a place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Button:
    """One inline button: a callback has `data`, a link has `url`."""

    text: str
    data: str | None = None
    url: str | None = None


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A location, or a venue when it has a title."""

    latitude: float
    longitude: float
    title: str = ""
    address: str = ""
