"""Learning: whether what `area.model` asks for is there."""

from __future__ import annotations

from importlib.util import find_spec

from bot.config import Config
from bot.doctor.findings import Finding, ok, warning
from bot.models import NoModel, load_model
from storage import areas, lookups
from storage.errors import StorageError

NAME = "model"


def model(config: Config) -> Finding:
    """The extra that learns, and the model that the bot reads with."""
    path = config.area.model
    if path is None:
        return ok(NAME, "none is set: posts are read by the words of the book")
    if find_spec("sklearn") is None:
        found = "area.model is set, and the extra learn is not installed: the bot does not learn"
        return warning(NAME, found, "pip install 'fengshao[learn]', or learn elsewhere and leave it so")
    try:
        loaded = lookups.look(config.storage.url, areas.load)
    except StorageError:
        loaded = None
    if loaded is None:
        return ok(NAME, f"{path}; compared with the area once there is one")
    try:
        load_model(path, loaded[1])
    except NoModel as error:
        return warning(
            NAME, f"{error}; posts are read by words alone", "fengshao learn HISTORY.csv, or wait for its week"
        )
    return ok(NAME, f"{path} is of this area")
