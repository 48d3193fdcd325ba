"""What commands that only read begin with: the config, and a look into its database."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from bot.config import Config, ConfigFaults, load_config
from bot.domain.areas import Area
from storage import areas
from storage.errors import StorageError
from storage.lookups import look
from storage.transaction import Tx

T = TypeVar("T")
FIRST_START = "start the bot once (fengshao run), which imports the book of its config"

config_option = click.option(
    "--config",
    "config_path",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    metavar="FILE",
    help="The config of the installation (TOML).",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")


class Unusable(click.ClickException):
    """What stands in the config, or in an option, cannot be used; nothing was begun."""

    exit_code = 2


def read_config(path: Path) -> Config:
    """Raises Unusable (exit 2) with every fault, one line each."""
    try:
        return load_config(path, os.environ)
    except ConfigFaults as faults:
        raise Unusable(str(faults)) from None


def read_database(config: Config, fn: Callable[[Tx, Area], T]) -> T:
    """Run `fn` on what the database holds now. Raises click.ClickException (exit 1) in one line."""

    def with_area(tx: Tx) -> T:
        loaded = areas.load(tx)
        if loaded is None:
            raise click.ClickException(f"{config.storage.url} holds no area yet: {FIRST_START}")
        return fn(tx, loaded[1])

    return look_into(config, with_area)


def look_into(config: Config, fn: Callable[[Tx], T]) -> T:
    """Run `fn` on the database, which may hold no area yet. Raises click.ClickException (exit 1) in one line."""
    try:
        return look(config.storage.url, fn)
    except StorageError as error:
        raise click.ClickException(str(error)) from None
