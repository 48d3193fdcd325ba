"""Learned models on the disk: read with every fault told in one line, and replaced whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from bot.domain.areas import Area

if TYPE_CHECKING:  # numpy takes 0.1 s: only where there is a model
    from bot.reading.learned import LearnedModel


class NoModel(Exception):  # noqa: N818 - told to the operator as it is
    """The file holds no model that can be used for this area. Its text is one line and names the file."""


def load_model(path: Path, area: Area) -> LearnedModel:
    """Raises NoModel, also for a model of another area."""
    from bot.reading.model_files import UnusableModel, fits, unpack

    try:
        model = unpack(path.read_bytes())
    except FileNotFoundError:
        raise NoModel(f"{path}: no such file; `fengshao learn` makes one") from None
    except OSError as error:
        raise NoModel(f"{path}: cannot be read ({error.strerror}); mend its name or its rights") from None
    except UnusableModel as error:
        raise NoModel(f"{path}: {error}") from None
    if not fits(model, area):
        raise NoModel(f"{path}: was learned for another area: {area.name} has few of its categories and units")
    return model


def save_model(path: Path, model: LearnedModel) -> int:
    """Put the model in the file's place; the number of its bytes. Raises OSError, and then leaves what was there."""
    from bot.reading.model_files import pack

    data = pack(model)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        temporary = Path(file.name)
        try:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            temporary.chmod(0o644)
            temporary.replace(path)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise
    return len(data)
