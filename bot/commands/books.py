"""Reading an area book from a file, for the commands that need one."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

import click

from bot.domain.area_book import AreaBookFaults, read_area_book
from bot.domain.area_doubts import doubts
from bot.domain.areas import Area
from bot.domain.categories import BUILT_IN
from bot.domain.routing import route_faults


class UnusableBook(click.ClickException):
    """The area book cannot be used; nothing was begun."""

    exit_code = 2


SHOWN = 1000
"""Faults that are told: who has more has exported the wrong thing."""
_FIRST_BOOK = "examples/small/area.toml of the program is one to begin with"


def read_book(path: Path) -> Area:
    """Raises UnusableBook (exit 2) with every fault, one line each."""
    return _read(path, f"name another, or write it; {_FIRST_BOOK}")


def read_own_book(path: Path) -> Area:
    """The book that a config names. Raises UnusableBook (exit 2)."""
    return _read(path, f"area.book of the config names it: write where yours lies, or put it there; {_FIRST_BOOK}")


def _read(path: Path, remedy: str) -> Area:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise UnusableBook(f"{path}: no such file; {remedy}") from None
    except OSError as error:
        raise UnusableBook(f"{path}: cannot be read ({error.strerror}); mend its name or its rights") from None
    except UnicodeDecodeError as error:
        raise UnusableBook(f"{path}: byte {error.start} is not UTF-8; save the file as UTF-8") from None
    try:
        return read_area_book(text, str(path), BUILT_IN, route_faults, _beside(path))
    except AreaBookFaults as faults:
        lines = faults.lines()
        rest = [f"{path}: … and {len(lines) - SHOWN:,} faults more"] if len(lines) > SHOWN else []
        raise UnusableBook("\n".join(lines[:SHOWN] + rest)) from None


def _beside(book: Path) -> Callable[[str], str]:
    def open_file(name: str) -> str:
        path = book.parent / name
        if path.exists() and not path.is_file():
            raise OSError(errno.EINVAL, "it is no plain file")
        return path.read_text(encoding="utf-8-sig")

    return open_file


def warn(area: Area, *, err: bool = False) -> None:
    """Say what the book can hardly mean; it is used all the same."""
    for doubt in doubts(area):
        click.echo(f"warning: {doubt}", err=err)


def contents(area: Area) -> str:
    """黄山区: 43 units, 120 places, …"""
    small = sum(len(category.sub) for category in area.categories)
    counts = {
        "units": len(area.units),
        "places": len(area.places),
        **({"boundaries": len(area.boundaries)} if area.boundaries else {}),
        f"categories with {small} subcategories": len(area.categories),
        "routes": len(area.routes),
        "people": len(area.people),
        "chats": len(area.chats),
    }
    return f"{area.name}: {', '.join(f'{count} {what}' for what, count in counts.items())}"
