"""The movable clock: it runs as fast as time does, and leaps ahead when it is told to."""

from __future__ import annotations

import time
from datetime import datetime, timedelta


class MovableClock:
    """`now` is what bot and sandbox both take for the time. `start` is aware. It never runs backwards."""

    def __init__(self, start: datetime) -> None:
        self._start = start
        self._began = time.monotonic()
        self._leapt = timedelta()

    def now(self) -> datetime:
        return self._start + timedelta(seconds=time.monotonic() - self._began) + self._leapt

    def leap(self, ahead: timedelta) -> None:
        """Raises ValueError for a leap back."""
        if ahead < timedelta():
            raise ValueError("the clock does not run backwards")
        self._leapt += ahead

    def leap_to(self, moment: datetime) -> None:
        """Leap to a moment to come; one that has passed already leaves the clock as it is."""
        self.leap(max(moment - self.now(), timedelta()))
