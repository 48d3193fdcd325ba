"""The learning process itself: reads closed tickets, trains, puts the model in the file's place, tells of it, ends.

Its one argument is an Order as JSON; its answer is one line of JSON on standard output: an Outcome. It ends with its
standard input, and so with the bot: also after a SIGKILL.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple, TypedDict

from bot.children.child import answering
from bot.domain.areas import Area
from bot.learning.everyday_talk import everyday_talk
from bot.models import NoModel, load_model, save_model
from storage import areas, lessons
from storage.database import read_once
from storage.lessons import Lesson
from storage.transaction import Tx

_NICENESS = 15
"""The bot goes before: who posts meanwhile is not to wait."""


class Order(NamedTuple):
    """What is to be learned from, and where the model goes. `now` is aware, in ISO 8601."""

    database: str
    model: str
    now: str
    most: int


class Outcome(TypedDict, total=False):
    """Either `error`, or `kept` (why the model that is there stays), or what the new model knows."""

    error: str
    kept: str
    rows: int
    categories: int
    score: float | None
    units: int
    words: int


def obey(order: Order) -> Outcome:
    """Raises TooLittle, StorageError, OSError, LookupError without an area, ImportError without scikit-learn."""
    from bot.reading.training import Example, learn

    area, rows = read_once(Path(order.database), lambda tx: _look(tx, order.most))
    examples = [
        Example(
            row.text,
            row.category if row.category in area.category_by_code else None,
            row.unit_code if row.unit_code in area.unit_by_code else None,
        )
        for row in rows
    ]
    path = Path(order.model)
    taught = sum(1 for one in examples if one.category or one.unit)
    if (before := _rows_of(path, area)) > taught:
        return {"kept": f"it was made of {before:,} rows, and {taught:,} closed tickets know less"}
    model = learn(examples, datetime.fromisoformat(order.now), book=area.categories, talk=everyday_talk())
    save_model(path, model)
    categories, units = model.codes
    return {
        "rows": model.rows,
        "categories": len(categories),
        "score": model.score,
        "units": len(units),
        "words": len(model.aliases),
    }


def _look(tx: Tx, most: int) -> tuple[Area, list[Lesson]]:
    loaded = areas.load(tx)
    if loaded is None:
        raise LookupError("the database holds no area yet")
    return loaded[1], lessons.newest(tx, most)


def _rows_of(path: Path, area: Area) -> int:
    """Of the model that is there, 0 where none can be used."""
    try:
        return load_model(path, area).rows
    except NoModel:
        return 0


def _end_with_the_bot() -> None:
    while os.read(0, 1024):
        pass
    os._exit(1)


def main() -> None:
    answers = answering()
    os.nice(_NICENESS)
    signal.alarm(int(sys.argv[1]))
    threading.Thread(target=_end_with_the_bot, daemon=True).start()
    outcome: Any
    try:
        outcome = obey(Order(**json.loads(sys.argv[2])))
    except Exception as error:
        outcome = {"error": f"{type(error).__name__}: {error}"}
    answers.write(json.dumps(outcome).encode() + b"\n")
    answers.flush()
