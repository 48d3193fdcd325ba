"""One process owns a SQLite database: a file beside it, locked until the process ends."""

import asyncio
import fcntl
import os
from pathlib import Path
from typing import Final

from storage.errors import DatabaseOwned

_STANDBY_SECONDS: Final = 0.2


class Ownership:
    """The right to write one database, held until `release` or the end of the process.

    The lock file stays: were it removed, two processes could each lock a file of that name.
    """

    def __init__(self, path: Path, descriptor: int) -> None:
        self.path = path
        self._descriptor: int | None = descriptor

    @classmethod
    def take(cls, database: Path) -> "Ownership":
        """Own `database`. Raises DatabaseOwned when another does, OSError where it may not write."""
        database = database.resolve()  # two names of one file are one database
        lock = database.with_name(database.name + ".lock")
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        except BlockingIOError:
            written = os.pread(descriptor, 20, 0).strip()
            os.close(descriptor)
            raise DatabaseOwned(path=database, pid=int(written) if written.isdigit() else None) from None
        except BaseException:
            os.close(descriptor)
            raise
        return cls(database, descriptor)

    @classmethod
    async def stand_by(cls, database: Path) -> "Ownership":
        """Own `database` as soon as its present owner lets go."""
        while True:
            try:
                return cls.take(database)
            except DatabaseOwned:
                await asyncio.sleep(_STANDBY_SECONDS)

    def release(self) -> None:
        """Let another own it. Twice is once."""
        if self._descriptor is not None:
            os.ftruncate(self._descriptor, 0)
            os.close(self._descriptor)
            self._descriptor = None


def written_owner(database: Path) -> int | None:
    """The process that has written itself down as the owner; None where nobody has, or one may not look.

    Nothing is locked: who tried the lock might keep a bot that starts at that moment from having it. A process that
    was killed stays written down.
    """
    database = database.resolve()
    try:
        written = database.with_name(database.name + ".lock").read_bytes()[:20].strip()
    except OSError:
        return None
    return int(written) if written.isdigit() else None
