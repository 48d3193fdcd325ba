"""The tree of storage errors: every one says what happened and what mends it."""

import errno
import os
import sqlite3
from collections.abc import Iterator

import pytest

from storage.errors import (
    DatabaseOwned,
    StorageError,
    StorageFull,
    StorageReadOnly,
    StorageUnreachable,
    TransactionEnded,
    translated,
    translating,
)


def kinds(of: type[StorageError]) -> Iterator[type[StorageError]]:
    for kind in of.__subclasses__():
        yield kind
        yield from kinds(kind)


def test_every_storage_error_says_what_happened_in_one_line() -> None:
    facts = dict.fromkeys(("path", "url", "reason", "pid", "found", "known", "name"), "FACT")
    for kind in kinds(StorageError):
        told = str(kind(**facts))
        assert "\n" not in told
        assert kind is TransactionEnded or "FACT" in told


def test_the_facts_of_an_error_are_its_attributes() -> None:
    assert DatabaseOwned(path="a.db", pid=42).pid == 42
    assert "a.db is in use by process 42" in str(DatabaseOwned(path="a.db", pid=42))


@pytest.mark.parametrize(
    ("number", "kind"),
    [(errno.ENOSPC, StorageFull), (errno.EROFS, StorageReadOnly), (errno.EIO, StorageUnreachable)],
)
def test_errors_of_the_system_are_translated(number: int, kind: type[StorageError]) -> None:
    with pytest.raises(kind) as caught, translating("a.db"):
        raise OSError(number, "told by the system")
    assert isinstance(caught.value.__cause__, OSError)


def test_extended_codes_count_as_their_kind_and_unknown_ones_as_bugs() -> None:
    error = sqlite3.OperationalError("disk I/O error")
    assert translated(error, "a.db") is None
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR_FSYNC
    assert isinstance(translated(error, "a.db"), StorageUnreachable)
    error.sqlite_errorcode = sqlite3.SQLITE_CONSTRAINT_UNIQUE
    assert translated(error, "a.db") is None


@pytest.mark.parametrize(
    ("flag", "free", "kind"),
    [(os.ST_RDONLY, 9, StorageReadOnly), (0, 0, StorageFull), (0, 9, StorageUnreachable)],
)
def test_an_io_error_is_what_the_disk_says_it_is(
    flag: int, free: int, kind: type[StorageError], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that the system has turned read-only is an I/O error to SQLite."""
    monkeypatch.setattr(os, "statvfs", lambda path: os.statvfs_result((4096, 4096, 99, 9, free, 9, 9, 9, flag, 255)))
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR_WRITE
    assert type(translated(error, "/srv/a.db")) is kind
