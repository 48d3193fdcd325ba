"""Scopes: which unit, category and place a command's figures are of, as its options name them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import Any, TypeVar

import click

from bot.commands.installation import Unusable, read_database
from bot.config import Config
from bot.domain.areas import Area
from bot.domain.statistics import Scope
from storage.transaction import Tx

Command = TypeVar("Command", bound=Callable[..., Any])
_NEAR = 3


def scope_options(command: Command) -> Command:
    """--unit, --category and --place, which arrive as `unit`, `category` and `place`."""
    for option in (
        click.option("--place", metavar="NAME", help="Only of this place, by its name."),
        click.option("--category", metavar="CODE", help="Only of this category, by its code or its name."),
        click.option("--unit", metavar="CODE", help="Only of this unit and those below it, by its code or its name."),
    ):
        command = option(command)
    return command


def read_scope(config: Config, unit: str | None, category: str | None, place: str | None) -> Scope:
    """What the options mean. Raises Unusable (exit 2), which says what comes near, and click.ClickException."""
    if unit is category is place is None:
        return Scope()

    def read(tx: Tx, area: Area) -> Scope:
        return Scope(
            _meant("--unit", unit, {one.code: one.name for one in area.units}),
            _meant("--category", category, {one.code: one.name for one in area.categories}),
            _meant("--place", place, {one.name: one.name for one in area.places}),
        )

    return read_database(config, read)


def _meant(option: str, written: str | None, names: dict[str, str]) -> str | None:
    """A code, or the one code of a name. Raises Unusable."""
    if written is None or written in names:
        return written
    bearers = [code for code, name in names.items() if name == written]
    if len(bearers) == 1:
        return bearers[0]
    if bearers:
        raise Unusable(f"{option}: {written} is the name of several; write a code: {', '.join(bearers)}")
    raise Unusable(f"{option}: there is no {written}{_suggested(written, (*names, *names.values()))}")


def _suggested(written: str, known: Iterable[str]) -> str:
    near = get_close_matches(written, dict.fromkeys(known), n=_NEAR, cutoff=0.4)
    return f"; did you mean {', '.join(near)}?" if near else ""
