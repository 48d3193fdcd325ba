"""Inside the bot's process: what its host does to it just now, as a file beside its config says.

`disk` full or read-only: what SQLite asks of the system for writing is refused with the system's own error (ENOSPC,
EROFS; https://sqlite.org/c3ref/vfs.html#xsetsystemcall). `zone`: TZ of the host. `statement`: the process kills itself
before its n-th statement of SQL. `migrations`: the folder of another version of the program. `probation`: for how
many seconds a start looks whether another bot has its token.
"""

from __future__ import annotations

import _sqlite3
import ctypes
import errno
import itertools
import json
import os
import signal
import sqlite3
import threading
import time
from functools import partial
from pathlib import Path
from typing import Any

FILE, SEEN = "weather.json", "weather.seen"
_LOOK = 0.01
_REFUSALS = {"full": errno.ENOSPC, "read-only": errno.EROFS}
_WRITE = ctypes.CFUNCTYPE(ctypes.c_ssize_t, ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t, use_errno=True)
_PWRITE = ctypes.CFUNCTYPE(
    ctypes.c_ssize_t, ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int64, use_errno=True
)
_TRUNCATE = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int, ctypes.c_int64, use_errno=True)
_CALLS = {b"write": _WRITE, b"pwrite": _PWRITE, b"pwrite64": _PWRITE, b"ftruncate": _TRUNCATE}


class _Vfs(ctypes.Structure):
    """sqlite3_vfs, version 3, as far as is needed here."""

    _fields_ = [
        ("version", ctypes.c_int),
        ("file_size", ctypes.c_int),
        ("longest_path", ctypes.c_int),
        ("methods", ctypes.c_void_p * 16),
        ("set_system_call", ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p)),
    ]


def can_spoil_disks() -> bool:
    """Whether this Python's SQLite lets itself be reached."""
    return hasattr(ctypes.CDLL(_sqlite3.__file__), "sqlite3_vfs_find")


class Weather:
    """Follows the file, and writes what it has seen beside it: who changed it can wait for that."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._seen = ""
        self._refusal = 0
        self._kept: list[Any] = []

    def watch(self) -> None:
        self._look()
        threading.Thread(target=self._follow, daemon=True).start()

    def _follow(self) -> None:
        while True:
            time.sleep(_LOOK)
            self._look()

    def _look(self) -> None:
        told = self._file.read_text()
        if told == self._seen:
            return
        before, now = json.loads(self._seen or "{}"), json.loads(told)
        if now.get("disk") != before.get("disk"):
            self._spoil_disk(_REFUSALS.get(now.get("disk"), 0))
        if now.get("zone") != before.get("zone"):
            os.environ["TZ"] = now["zone"]
            time.tzset()
        if not self._seen:
            _begin_as(now)
        self._seen = told
        self._file.with_name(SEEN).write_text(told)

    def _spoil_disk(self, refusal: int) -> None:
        """Take the calls over, or give them back to the system."""
        _show_disk(read_only=refusal == errno.EROFS)
        find = ctypes.CDLL(_sqlite3.__file__).sqlite3_vfs_find
        find.restype = ctypes.POINTER(_Vfs)
        vfs = find(None)
        for name, kind in _CALLS.items():
            refused = kind(partial(_refuse, refusal))
            self._kept.append(refused)  # SQLite may be inside it: it must outlive its use
            vfs.contents.set_system_call(
                ctypes.addressof(vfs.contents), name, ctypes.cast(refused, ctypes.c_void_p) if refusal else None
            )


def _show_disk(*, read_only: bool, statvfs: Any = os.statvfs) -> None:
    """Who asks how the disk is mounted is told so, too."""

    def shown(path: Any) -> os.statvfs_result:
        found = statvfs(path)
        flags = found.f_flag | os.ST_RDONLY if read_only else found.f_flag
        return os.statvfs_result((*found[:8], flags, *found[9:]))

    os.statvfs = shown


def _refuse(error: int, *_: Any) -> int:
    ctypes.set_errno(error)
    return -1


def _begin_as(now: dict[str, Any]) -> None:
    if "migrations" in now:
        import storage.database
        import storage.lookups

        for module in (storage.database, storage.lookups):
            setattr(module, "MIGRATIONS", Path(now["migrations"]))  # noqa: B010 - it is Final to everybody else
    if now.get("probation"):
        import handlers.polling

        handlers.polling.Poller.probation = now["probation"]
    if now.get("statement"):
        _kill_before(now["statement"])


def _kill_before(statement: int) -> None:
    numbers, connect = itertools.count(1), sqlite3.connect

    class Counted(sqlite3.Connection):
        def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
            if next(numbers) == statement:
                os.write(2, f"\nkilled before statement {statement}: {sql.strip()[:60]}\n".encode())
                os.kill(os.getpid(), signal.SIGKILL)
            return super().execute(sql, *values)

    def counted(*given: Any, **more: Any) -> sqlite3.Connection:
        made: sqlite3.Connection = connect(*given, **{**more, "factory": Counted})
        return made

    sqlite3.connect = counted  # type: ignore[assignment]
