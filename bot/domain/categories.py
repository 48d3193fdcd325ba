"""The built-in category book, read from categories.toml beside this file: used when an area book brings none."""

from __future__ import annotations

import tomllib
from importlib.resources import files

from bot.domain.areas import Category


def _built_in() -> tuple[Category, ...]:
    book = tomllib.loads(files("bot.domain").joinpath("categories.toml").read_text(encoding="utf-8"))
    return tuple(Category.model_validate(row) for row in book["category"])


BUILT_IN: tuple[Category, ...] = _built_in()
