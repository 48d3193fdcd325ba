"""Learned models, for the commands that read or write one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.domain.areas import Area
from bot.models import NoModel, load_model, save_model

if TYPE_CHECKING:
    from bot.reading.learned import LearnedModel

model_option = click.option(
    "--model",
    "model_path",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="A model that `fengshao learn` made.",
)


class UnusableFile(click.ClickException):
    """A model's file cannot be used; nothing was begun."""

    exit_code = 2


def read_model(path: Path, area: Area) -> LearnedModel:
    """Raises UnusableFile (exit 2), also for a model of another area."""
    try:
        return load_model(path, area)
    except NoModel as error:
        raise UnusableFile(str(error)) from None


def write_model(path: Path, model: LearnedModel) -> int:
    """Put the model in the file's place; the number of its bytes. Raises click.ClickException."""
    try:
        return save_model(path, model)
    except OSError as error:
        raise click.ClickException(f"{path}: cannot be written ({error.strerror}); mend its folder or rights") from None
