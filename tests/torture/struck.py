"""`fengshao run` as faults need it: `python -m tests.torture.struck CONFIG STEP` kills itself at this step (0: never).

Its log, its movable clock and its weather lie beside the config. It lives as long as its standard input is held open.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from functools import partial
from pathlib import Path

from bot.cli import main as fengshao
from bot.demo.clock import SharedClock
from handlers.polling import Poller
from tests.torture.steps import Steps
from tests.torture.weather import FILE, Weather

LOG, CLOCK = "bot.log", "clock"
"""One file for all that the bots of a folder say; what bot/demo/clock.py makes, where time is not the host's."""


def main(config: Path, kill_at: int) -> None:
    log = os.open(config.with_name(LOG), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.dup2(log, 1)
    os.dup2(log, 2)
    threading.Thread(target=_end_with_its_holder, daemon=True).start()
    Poller.probation = 0.0  # each has a token of its own
    if (clock := config.with_name(CLOCK)).is_file():
        _live_by(SharedClock(clock))
    Steps(kill_at).watch()
    if (weather := config.with_name(FILE)).is_file():
        Weather(weather).watch()
    fengshao(["run", "--config", str(config)])


def _end_with_its_holder() -> None:
    """Whoever plays the faults may be killed, too: nobody would end this bot then."""
    os.read(0, 1)
    os.kill(os.getpid(), signal.SIGKILL)


def _live_by(clock: SharedClock) -> None:
    """The bot asks this clock for the time, and nothing else of it changes: its own timers run as time does."""
    import bot.starting

    bot.starting.open_app = partial(bot.starting.open_app, now=clock.now)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
