"""The process that has loaded the whole bot and lets one after another begin by a fork: a start in a tenth of the time.

Standard input says one start a line, as JSON: `config`, `log`, `kill_at` (tests/torture/steps.py), `clock` (the file
of a movable clock, "" for the host's); standard output answers with the process's id when it has begun, and with its
exit code (or minus a signal) when it has ended. What its host does to a bot: tests/torture/weather.py.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from bot.children.resting import collector_at_rest
from bot.demo.clock import SharedClock
from handlers.polling import Poller
from tests.torture.steps import Steps
from tests.torture.weather import FILE, Weather

_MODULES = ("bot.commands.run", "bot.app", "bot.starting", "bot.logs", "handlers.connection", "handlers.polling")
_MODULES += ("bot.http", "bot.health")  # wherever http.listen is set


def main() -> None:
    with collector_at_rest():
        for module in _MODULES:
            __import__(module)
    gc.freeze()
    Poller.probation = 0.0  # each has a token of its own
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _live(json.loads(line))
        _say(child)
        _, status = os.waitpid(child, 0)
        _say(os.waitstatus_to_exitcode(status))


def _say(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


def _live(order: dict[str, Any]) -> NoReturn:
    """What `fengshao run` does, its steps counted."""
    from bot.cli import main as fengshao

    nothing = os.open(os.devnull, os.O_RDONLY)
    log = os.open(order["log"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.dup2(nothing, 0)
    os.dup2(log, 1)
    os.dup2(log, 2)
    if order["clock"]:
        _live_by(SharedClock(Path(order["clock"])))
    Steps(order["kill_at"]).watch()
    if (weather := Path(order["config"]).with_name(FILE)).is_file():
        Weather(weather).watch()
    try:
        fengshao(["run", "--config", order["config"]])
    except SystemExit as end:
        os._exit(end.code if isinstance(end.code, int) else 1)
    os._exit(0)


def _live_by(clock: SharedClock) -> None:
    """The bot asks this clock for the time, and nothing else of it changes: its own timers run as time does."""
    import bot.starting

    bot.starting.open_app = partial(bot.starting.open_app, now=clock.now)


if __name__ == "__main__":
    main()
