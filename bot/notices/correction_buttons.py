"""Buttons of 更正: every category and its 小类, every class, the place."""

from __future__ import annotations

from collections.abc import Iterable

from bot.domain.areas import Area, Category, TimeClass
from bot.domain.tickets import Move, Ticket
from bot.notices.buttons import Buttons, pairs
from bot.notices.texts import Texts

_DATA = 64
"""Bytes of callback data, at most: https://core.telegram.org/bots/api#inlinekeyboardbutton"""


def _fitting(buttons: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Codes of a book may be long: what does not fit is still written by command."""
    return [(label, data) for label, data in buttons if len(data.encode()) <= _DATA]


def correction_buttons(texts: Texts, area: Area, ticket: Ticket) -> Buttons:
    """Every category, every class, the place, and the way back."""
    number = ticket.id
    rows = pairs(_fitting((big.name, f"correctcat:{number}:{big.code}") for big in area.categories))
    classes = [(one.on_screen(), f"correctclass:{number}:{one.value}") for one in TimeClass]
    last = [(texts.plain("button.place"), f"correctplace:{number}"), (texts.plain("button.back"), f"own:{number}")]
    return [*rows, classes, last]


def subcategory_buttons(texts: Texts, ticket: Ticket, category: Category) -> Buttons:
    """The category as a whole, and each of its 小类."""
    stem = f"correctto:{ticket.id}:{category.code}"
    whole = [(texts.plain("button.whole_category", name=category.name), f"{stem}:")]
    rows = pairs(_fitting((small.name, f"{stem}:{small.code}") for small in category.sub))
    return [whole, *rows, [(texts.plain("button.back"), f"{Move.CORRECT.value}:{ticket.id}")]]
