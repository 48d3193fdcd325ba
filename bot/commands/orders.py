"""What commands that change something begin with: an order to the running bot, or to the database without one."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import click

from bot.config import Config
from bot.control import Failed, NotPossible, perform
from storage.errors import StorageError


def order(config: Config, operation: str, arguments: Mapping[str, Any]) -> Any:
    """The operation's result. Raises click.ClickException (exit 1) in the words of what went wrong."""
    try:
        return perform(config.storage.url, operation, arguments)
    except (NotPossible, Failed, StorageError) as error:
        raise click.ClickException(str(error)) from None


_LARGEST = 2**63 - 1
"""The largest id that SQLite knows; a larger number would be a fault of the program to it."""

id_type = click.IntRange(0, _LARGEST)


def _read_ids(ctx: click.Context, param: click.Parameter, written: tuple[str, ...]) -> list[int] | None:
    for word in written:
        if word != "all" and not word.isdecimal():
            raise click.BadParameter(f'"{word}" is neither a number nor all; the list shows the numbers', ctx, param)
        if word != "all" and int(word) > _LARGEST:
            raise click.BadParameter(f"{word} is no number of the list", ctx, param)
    return None if "all" in written else [int(word) for word in written]


ids_or_all_argument = click.argument("ids", metavar="ID...|all", nargs=-1, required=True, callback=_read_ids)
"""A list of ids, or None for all."""
ids_argument = click.argument("ids", metavar="ID...", type=id_type, nargs=-1, required=True)


def tell(done: Sequence[int], asked: Sequence[int] | None, verb: str, missing: str, *, as_json: bool) -> None:
    """Say what was done. Raises click.ClickException (exit 1) naming the asked ids that were not there."""
    unknown = [number for number in asked or () if number not in done]
    if as_json:
        click.echo(json.dumps({"done": list(done), "unknown": unknown}))
    elif done:
        click.echo(f"{verb}: {', '.join(map(str, done))}")
    elif asked is None:
        click.echo(f"{verb}: none")
    if unknown:
        raise click.ClickException(f"{', '.join(map(str, unknown))}: {missing}")
