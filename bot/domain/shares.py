"""A share of a span of time, as the config writes it: 75%."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WRITTEN = re.compile(r"(\d{1,2}(?:\.\d{1,2})?)\s*[%％]", re.ASCII)


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the time that a unit has, more than 0 and less than 1: Share(0.75)."""

    part: float

    @classmethod
    def parse(cls, written: str) -> Share:
        """Read "75%". Raises ValueError, in words for the person who wrote it."""
        match = _WRITTEN.fullmatch(written.strip())
        if match is None or not float(match[1]):
            raise ValueError("not a share; write a percentage between 0 and 100, such as 75%")
        return cls(float(match[1]) / 100)

    def __str__(self) -> str:
        return f"{self.part * 100:g}%"
