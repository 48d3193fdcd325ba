"""What can go wrong in storage: one tree of errors, each saying what happened and what mends it."""

# ruff: noqa: N818  (the names tell a state of affairs, as their messages do: DatabaseOwned, StorageFull)

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


class StorageError(Exception):
    """Storage failed."""

    # A class's docstring is the pattern of its message; the facts it names are attributes of the error.
    def __init__(self, **facts: Any) -> None:
        self.__dict__.update(facts)
        super().__init__(" ".join((type(self).__doc__ or type(self).__name__).format(**facts).split()))


class UnusableURL(StorageError):
    """storage.url {url!r} cannot be used: {reason}"""


class UnusableSQLite(StorageError):
    """{path}: this SQLite cannot keep it: {reason}"""


class DatabaseOwned(StorageError):
    """{path} is in use by process {pid}: stop that process first, or talk to it instead"""

    pid: int | None


class NewerDatabase(StorageError):
    """{path} was written by a newer Fengshao (schema {found}, this program knows {known}):
    update the program, or restore a backup of before"""

    found: int
    known: int


class ForeignDatabase(StorageError):
    """{path} is not a database of Fengshao (it has tables but no schema_migrations):
    name another file in storage.url"""


class EmptyDatabase(StorageError):
    """{path} holds no table, and whatever it held is gone:
    restore the last backup (fengshao restore FILE), or delete the empty file to begin anew"""


class MigrationFailed(StorageError):
    """migration {name} failed: {reason}; the database is as it was"""


class MigrationChanged(StorageError):
    """migration {name} differs from the one that this database was built with:
    put the original file back and write a new migration"""


class StorageFull(StorageError):
    """{path}: no room left ({reason}): free space on its disk"""


class StorageReadOnly(StorageError):
    """{path} cannot be written ({reason}): check its rights and that its disk is mounted for writing"""


class StorageCorrupt(StorageError):
    """{path} is damaged ({reason}): stop the bot and restore the last backup"""


class StorageBusy(StorageError):
    """{path} is locked by another program ({reason}): close whatever has it open"""


class StorageUnreachable(StorageError):
    """{path} cannot be reached ({reason}): check that its folder exists and that its disk answers"""


class StorageClosed(StorageError):
    """{path} is closed: nothing can be read or written any more"""


class TransactionEnded(StorageError):
    """this transaction is over:
    a tx is good inside its own function only, and not after SQLite rolled it back (disk full)"""


class BackupFailed(StorageError):
    """backup {path} failed: {reason}"""


class BackupDamaged(StorageError):
    """backup {path} cannot be used ({reason}): take another one"""


# Primary result codes of SQLite (https://sqlite.org/rescode.html); what is not here is a programming error.
_BY_CODE: dict[int, type[StorageError]] = {
    sqlite3.SQLITE_FULL: StorageFull,
    sqlite3.SQLITE_READONLY: StorageReadOnly,
    sqlite3.SQLITE_PERM: StorageReadOnly,
    sqlite3.SQLITE_CORRUPT: StorageCorrupt,
    sqlite3.SQLITE_NOTADB: StorageCorrupt,
    sqlite3.SQLITE_BUSY: StorageBusy,
    sqlite3.SQLITE_LOCKED: StorageBusy,
    sqlite3.SQLITE_PROTOCOL: StorageBusy,
    sqlite3.SQLITE_INTERRUPT: StorageClosed,  # nothing but closing interrupts
    sqlite3.SQLITE_IOERR: StorageUnreachable,
    sqlite3.SQLITE_CANTOPEN: StorageUnreachable,
}


# Of the operating system; any other number means StorageUnreachable.
_BY_ERRNO: dict[int | None, type[StorageError]] = {
    errno.ENOSPC: StorageFull,
    errno.EDQUOT: StorageFull,
    errno.EROFS: StorageReadOnly,
    errno.EACCES: StorageReadOnly,
    errno.EPERM: StorageReadOnly,
}


def translated(error: sqlite3.Error | OSError, path: object) -> StorageError | None:
    """The storage error that `error` stands for, with `error` as its cause; None for a programming error."""
    if isinstance(error, OSError):
        kind = _BY_ERRNO.get(error.errno, StorageUnreachable)
    else:
        found = _BY_CODE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
        if found is None:
            return None
        kind = found
    if kind is StorageUnreachable:
        kind = _kind_by_disk(path)
    told = kind(path=path, reason=error)
    told.__cause__ = error
    return told


def _kind_by_disk(path: object) -> type[StorageError]:
    """SQLite calls most refusals of the system an I/O error; the disk may say what is wrong with it."""
    try:
        disk = os.statvfs(Path(str(path)).parent)
    except OSError:
        return StorageUnreachable
    if disk.f_flag & os.ST_RDONLY:
        return StorageReadOnly
    return StorageFull if disk.f_bavail == 0 else StorageUnreachable


@contextmanager
def translating(path: object) -> Iterator[None]:
    """Within, errors of SQLite and the system become storage errors; programming errors pass."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        told = translated(error, path)
        if told is None:
            raise
        raise told from error
