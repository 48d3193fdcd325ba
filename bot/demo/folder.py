"""A town's folder: its own for as long as it lives, gone with it, and swept later where its owner was killed."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_PREFIX = "fengshao-demo-"
_OWNER = "owner"
"""The file that is locked as long as the folder's demo runs. The kernel lets go of it however the demo ends."""


@contextmanager
def own_folder() -> Iterator[Path]:
    """A new folder, removed at the end with all that is in it. Those that killed demos of this user left behind go
    first. Raises OSError where no folder can be made."""
    _sweep(Path(tempfile.gettempdir()))
    with tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True) as name:
        folder = Path(name)
        lock = os.open(folder / _OWNER, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.write(lock, f"{os.getpid()}\n".encode())  # an empty one is not locked yet
            yield folder
        finally:
            os.close(lock)


def _sweep(place: Path) -> None:
    for folder in place.glob(f"{_PREFIX}*"):
        with suppress(OSError):  # another's, still in use, or gone meanwhile
            _remove_if_left(folder)


def _remove_if_left(folder: Path) -> None:
    """Raises OSError where it is not ours to remove."""
    lock = os.open(folder / _OWNER, os.O_RDWR | os.O_NOFOLLOW)
    try:
        if os.fstat(lock).st_uid != os.getuid() or os.fstat(lock).st_size == 0:
            return
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(lock)
