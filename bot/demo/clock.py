"""The movable clock: it runs as fast as time does, leaps ahead when it is told to, and is shared through a file."""

from __future__ import annotations

import mmap
import struct
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

_WORDS: Final = struct.Struct("=3q")
"""What the file holds: the moment at which the clock was set (microseconds since 1970), the machine's monotonic time
then (nanoseconds), and how far it has leapt since (microseconds)."""
_LEAPT: Final = 2
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


class SharedClock:
    """The clock that another process of this machine has made. A look at it costs no system call.

    Only the last word ever changes, it has one writer, and it is an aligned word of the machine, which memory takes
    and gives whole: nobody can read half of a leap.
    """

    def __init__(self, file: Path) -> None:
        self._words = self._map(file, mmap.ACCESS_READ)

    @staticmethod
    def _map(file: Path, access: int) -> memoryview:
        with file.open("rb" if access == mmap.ACCESS_READ else "r+b") as opened:
            return memoryview(mmap.mmap(opened.fileno(), _WORDS.size, access=access)).cast("q")

    def now(self) -> datetime:
        """What bot and sandbox both take for the time, in UTC."""
        start, began, leapt = self._words
        return _EPOCH + timedelta(microseconds=start + (time.monotonic_ns() - began) // 1000 + leapt)


class MovableClock(SharedClock):
    """The clock of whoever may move it. It writes `file`, and shows `start` (aware) first. It never runs backwards."""

    def __init__(self, file: Path, start: datetime) -> None:
        file.write_bytes(_WORDS.pack((start - _EPOCH) // _MICROSECOND, time.monotonic_ns(), 0))
        self._words = self._map(file, mmap.ACCESS_WRITE)

    def leap(self, ahead: timedelta) -> None:
        """Raises ValueError for a leap back."""
        if ahead < timedelta():
            raise ValueError("the clock does not run backwards")
        self._words[_LEAPT] += ahead // _MICROSECOND

    def leap_to(self, moment: datetime) -> None:
        """Leap to a moment to come; one that has passed already leaves the clock as it is."""
        self.leap(max(moment - self.now(), timedelta()))
