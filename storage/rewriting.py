"""Rewriting: the database file is written anew, so that nothing lies in it that was deleted or overwritten.

`secure_delete` (storage/connection.py) blanks what is deleted. It does not blank what SQLite left behind when it moved
rows from page to page: of 6,000 rows put in between others, 21 to 33 could still be read in the file (SQLite 3.40.1).
"""

import logging
import shutil
import sqlite3
import threading
from pathlib import Path
from typing import Final

LOG = logging.getLogger("fengshao.storage")

_ROOM: Final = 2.2
"""Times the file's size that it takes on its disk while it is rewritten (https://sqlite.org/lang_vacuum.html)."""

_PATIENCE: Final = 250
"""Milliseconds in which a short reading ends, and nobody notices that writes wait."""


class Rewriting:
    """Rewrites one database, on the thread of its writing connection; `give_up` may come from another."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: sqlite3.Connection | None = None
        self._given_up = False

    def run(self, connection: sqlite3.Connection, path: Path) -> bool:
        """Rewrite the file and empty its WAL: 2.6 s for 258 MB. False: given up, or there is too little room, where
        the file lies or where SQLite puts temporary ones.

        Whatever ends it, the file is as it was before or rewritten. Raises sqlite3.Error.
        """
        if (free := shutil.disk_usage(path.parent).free) < (needed := round(path.stat().st_size * _ROOM)):
            LOG.warning("the database is not rewritten: %d MB are free, %d are needed", free >> 20, needed >> 20)
            return False
        with self._lock:
            if self._given_up:
                return False
            self._running = connection
        try:
            connection.execute("VACUUM")
        except sqlite3.OperationalError as error:
            if (code := error.sqlite_errorcode) == sqlite3.SQLITE_FULL:
                LOG.warning(
                    "the database is not rewritten: its disk is full, or that of temporary files (SQLITE_TMPDIR)"
                )
            elif code != sqlite3.SQLITE_INTERRUPT:
                raise
            return False
        finally:
            with self._lock:
                self._running = None
        fold(connection)
        return True

    def give_up(self) -> None:
        """End one that runs, and begin none any more: who closes does not wait for it."""
        with self._lock:
            self._given_up = True
            if self._running is not None:
                self._running.interrupt()


def fold(connection: sqlite3.Connection) -> None:
    """Move what the WAL holds into the file and empty it; old pages would lie in it until it is filled again.

    A long reading beside it may keep some of it back until the next time: writes do not wait for its end.
    """
    (patience,) = connection.execute("PRAGMA busy_timeout").fetchone()
    connection.execute(f"PRAGMA busy_timeout={_PATIENCE}").fetchall()
    try:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        connection.execute(f"PRAGMA busy_timeout={patience}").fetchall()
