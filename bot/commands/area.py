"""`fengshao area check`: whether an area book can be used, and every fault in it."""

from __future__ import annotations

from pathlib import Path

import click

from bot.commands.books import contents, read_book


@click.group("area")
def area() -> None:
    """The area book: units, places, categories, routes, people and chats."""


@area.command("check")
@click.argument("book", type=click.Path(path_type=Path))
def check(book: Path) -> None:
    """Check an area book and say what it holds. Every fault is told with its line (exit 2)."""
    click.echo(contents(read_book(book)))
