"""Reading an area book from a file, for the commands that need one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from bot.domain.area_book import AreaBookFaults, read_area_book
from bot.domain.areas import Area
from bot.domain.categories import BUILT_IN
from bot.domain.routing import route_faults


class UnusableBook(click.ClickException):
    """The area book cannot be used; nothing was begun."""

    exit_code = 2


def read_book(path: Path) -> Area:
    """Raises UnusableBook (exit 2) with every fault, one line each."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise UnusableBook(f"{path}: no such file; examples/huangshan/area.toml shows how to write one") from None
    except OSError as error:
        raise UnusableBook(f"{path}: cannot be read ({error.strerror}); mend its name or its rights") from None
    except UnicodeDecodeError as error:
        raise UnusableBook(f"{path}: byte {error.start} is not UTF-8; save the file as UTF-8") from None
    try:
        return read_area_book(text, str(path), BUILT_IN, route_faults, _beside(path))
    except AreaBookFaults as faults:
        raise UnusableBook(str(faults)) from None


def _beside(book: Path) -> Callable[[str], str]:
    return lambda name: (book.parent / name).read_text(encoding="utf-8-sig")


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
