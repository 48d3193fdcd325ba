"""What repeats: daily at a time, or as a cron expression says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True, slots=True)
class Cron:
    """Minute, hour, day, month, weekday by name: "30 8 * * mon". Local time; checked where it was written."""

    written: str


When = time | Cron
"""A local time, every day; or a cron expression."""
