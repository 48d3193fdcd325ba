"""A stopwatch that shows the time of day and the processor's: on a busy machine the second is the truer one."""

from __future__ import annotations

import time
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Taken:
    """Seconds by the clock, and seconds of processor that this process used, in all its threads."""

    clock: float
    processor: float


class Stopwatch:
    """Runs from its making."""

    def __init__(self) -> None:
        self._begun = (time.perf_counter(), time.process_time())

    def taken(self) -> Taken:
        clock, processor = self._begun
        return Taken(time.perf_counter() - clock, time.process_time() - processor)
