"""Hearing: notes each answer of Telegram, and how long the silences were by a clock that nobody sets."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.domain.hearing import Heard, Silence


def elapsed() -> float:
    """Seconds that passed since some moment, those of a sleeping host (a closed laptop) included where it tells.

    The monotonic clock of Linux stands still while the host sleeps; the time of day may be set by anybody.
    """
    return time.monotonic() if _BOOT is None else time.clock_gettime(_BOOT)


_BOOT: int | None = getattr(time, "CLOCK_BOOTTIME", None)


class Hearing:
    """Asked once a sweep. It forgets nothing: what could not be written down is told again."""

    def __init__(self, elapsed: Callable[[], float] = elapsed) -> None:
        self._elapsed = elapsed
        self._heard: Heard | None = None
        self._last = 0.0

    def answered(self, at: datetime) -> None:
        """Telegram answered at this time of day."""
        now = self._elapsed()
        if self._heard is None:
            self._heard = Heard(at, at)
        else:
            silence = Silence(at - timedelta(seconds=now - self._last), at)
            known = self._heard.longest
            longest = silence if known is None or silence.until - silence.since > known.until - known.since else known
            self._heard = Heard(self._heard.first, at, longest)
        self._last = now

    def ask(self) -> Heard | None:
        """What was heard since the start; None before the first answer."""
        return self._heard
