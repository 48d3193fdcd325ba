"""`python -m tests.torture.touching EVENT WORD …`: `fengshao WORD …`, killed before the n-th thing it does to files."""

from __future__ import annotations

import itertools
import os
import signal
import sys
from pathlib import Path

from bot.cli import main as fengshao

_TOUCHING = ("open", "os.rename", "os.remove", "os.link", "os.mkdir", "sqlite3.connect", "shutil.copyfile")
"""Audit events (https://docs.python.org/3/library/audit_events.html) before which it is killed."""


def _live_until(last: int, words: list[str]) -> None:
    """Counts only once the program is loaded; the last of the words names a file of the folder that is touched."""
    numbers = itertools.count(1)

    def hear(event: str, arguments: tuple[object, ...]) -> None:
        if event not in _TOUCHING or (event == "open" and not str(arguments[0]).startswith(folder)):
            return
        if next(numbers) == last:
            os.kill(os.getpid(), signal.SIGKILL)

    folder = str(Path(words[-1]).parent)
    sys.addaudithook(hear)
    fengshao(words)


if __name__ == "__main__":
    _live_until(int(sys.argv[1]), sys.argv[2:])
