"""The example area book as an Area, built straight from its TOML."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from bot.domain.areas import Area, Category, ChatEntry, PersonEntry, Place, Route, Unit
from bot.reading.reader import Reader

BOOK = Path(__file__).parents[2] / "examples" / "huangshan" / "area.toml"


@cache
def example_area() -> Area:
    book = tomllib.loads(BOOK.read_text(encoding="utf-8"))
    return Area(
        name=book["area"]["name"],
        units=tuple(Unit.model_validate(row) for row in book["unit"]),
        places=tuple(Place.model_validate(row) for row in book["place"]),
        categories=tuple(Category.model_validate(row) for row in book["category"]),
        routes=tuple(Route.model_validate(row) for row in book["route"]),
        people=tuple(PersonEntry.model_validate(row) for row in book["person"]),
        chats=tuple(ChatEntry.model_validate(row) for row in book.get("chat", [])),
    )


@cache
def example_reader() -> Reader:
    return Reader(example_area())
