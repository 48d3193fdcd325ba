"""Inside the bot's process: a counter of the steps at which something becomes lasting, and the kill at one of them.

A step is the moment before a transaction begins, before and after its COMMIT, before and after a call to Telegram, and
before and after a file takes its place. Between two of them nothing lasts: what a transaction has written so far is
undone by the next start, whichever statement was its last.
"""

from __future__ import annotations

import itertools
import os
import signal
import sqlite3
from pathlib import Path
from typing import Any

from telegram.request import HTTPXRequest

_MARKS = ("BEGIN IMMEDIATE", "COMMIT")


class Steps:
    """Counts from the start of the process, and kills it (SIGKILL) at step `kill_at`. 0: it lives."""

    def __init__(self, kill_at: int) -> None:
        self._kill_at = kill_at
        self._numbers = itertools.count(1)  # drawn by the event loop and by the storage's thread

    def step(self, name: str) -> None:
        number = next(self._numbers)
        if number == self._kill_at:
            os.write(2, f"\nkilled at step {number}: {name}\n".encode())
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self) -> None:
        """Put the counter around the three things by which the bot does anything."""
        self._watch_storage()
        self._watch_calls()
        self._watch_files()

    def _watch_storage(self) -> None:
        steps, connect = self, sqlite3.connect

        class Counted(sqlite3.Connection):
            def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
                if sql in _MARKS:
                    steps.step(f"before {sql}")
                cursor = super().execute(sql, *values)
                if sql == "COMMIT":
                    steps.step("after COMMIT")
                return cursor

        def counted(*given: Any, **more: Any) -> sqlite3.Connection:
            made: sqlite3.Connection = connect(*given, **{"factory": Counted, **more})
            return made

        sqlite3.connect = counted  # type: ignore[assignment]

    def _watch_calls(self) -> None:
        steps, request = self, HTTPXRequest.do_request

        async def counted(client: HTTPXRequest, url: str, *given: Any, **more: Any) -> Any:
            method = url.partition("?")[0].rpartition("/")[2]
            steps.step(f"before {method}")
            answer = await request(client, url, *given, **more)
            steps.step(f"after {method}")
            return answer

        HTTPXRequest.do_request = counted  # type: ignore[method-assign,assignment]

    def _watch_files(self) -> None:
        steps, replace = self, Path.replace

        def counted(path: Path, target: Any) -> Path:
            steps.step("before a file's replace")
            put = replace(path, target)
            steps.step("after a file's replace")
            return put

        Path.replace = counted  # type: ignore[method-assign,assignment]
