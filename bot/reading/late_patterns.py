"""Patterns that are compiled when they are first asked: a process that reads no replies never waits for theirs.

All patterns of replied words take a tenth of what a process needs to start, and most processes read none: the first
poll of the bot, a command, the end of the demo's bot.
"""

from __future__ import annotations

import re
from typing import Any, cast


class LatePattern:
    """Stands for a pattern, and has all that it has.

    What was asked of it once is an attribute from then on, found as quickly as the pattern's own.
    """

    def __init__(self, source: str, flags: int) -> None:
        self._written = source, flags
        self._compiled: re.Pattern[str] | None = None

    def __getattr__(self, name: str) -> Any:
        if self._compiled is None:
            self._compiled = re.compile(*self._written)
        found = getattr(self._compiled, name)
        setattr(self, name, found)
        return found


def late(source: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` returns, but that a fault of the source is found at its first use."""
    return cast("re.Pattern[str]", LatePattern(source, flags))
