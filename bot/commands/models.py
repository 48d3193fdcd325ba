"""Reading a learned model from a file, and writing one, for the commands that need it."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.domain.areas import Area

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
    from bot.reading.model_files import UnusableModel, fits, unpack  # numpy takes 0.1 s: only where there is a model

    try:
        model = unpack(path.read_bytes())
    except FileNotFoundError:
        raise UnusableFile(f"{path}: no such file; `fengshao learn` makes one") from None
    except OSError as error:
        raise UnusableFile(f"{path}: cannot be read ({error.strerror}); mend its name or its rights") from None
    except UnusableModel as error:
        raise UnusableFile(f"{path}: {error}") from None
    if not fits(model, area):
        raise UnusableFile(f"{path}: was learned for another area: {area.name} has few of its categories and units")
    return model


def write_model(path: Path, model: LearnedModel) -> int:
    """Put the model in the file's place, whole or not at all; the number of bytes. Raises click.ClickException."""
    from bot.reading.model_files import pack

    data = pack(model)
    temporary = ""
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            temporary = file.name
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise click.ClickException(f"{path}: cannot be written ({error.strerror}); mend its folder or rights") from None
    return len(data)
