"""Durations with a unit, as config and area book write them: 30s 15m 2h 3d."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import lru_cache
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict

_WRITTEN = re.compile(r"(\d{1,6})\s*([smhd])", re.ASCII)
_SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
LONGEST = timedelta(days=3660)
"""A limit of more than ten years is a slip; and working days are counted one by one."""
_ON_SCREEN = {"s": "秒", "m": "分钟", "h": "小时", "d": "天"}


class Duration(BaseModel):
    """An amount of one unit. How long `d`, `h` and `m` are depends on how days are counted (bot/domain/workdays.py)."""

    model_config = ConfigDict(frozen=True)

    amount: int
    unit: str

    @classmethod
    def parse(cls, written: str) -> Duration:
        """Read "2h". Raises ValueError, in words for the person who wrote it."""
        return _parsed(written)

    @property
    def in_days(self) -> bool:
        return self.unit == "d"

    def flat(self) -> timedelta:
        """Its length with a day of 24 hours."""
        return timedelta(seconds=self.amount * _SECONDS[self.unit])

    def on_screen(self) -> str:
        """As people read it: 3天, 2小时."""
        return f"{self.amount}{_ON_SCREEN[self.unit]}"

    def __str__(self) -> str:
        return f"{self.amount}{self.unit}"


@lru_cache(maxsize=1024)
def _parsed(written: str) -> Duration:
    """Remembered: every ticket that is loaded has its limit written so."""
    match = _WRITTEN.fullmatch(written.strip())
    if match is None:
        raise ValueError(f'"{written}" is not a duration; write a number and a unit, such as 30s, 15m, 2h or 3d')
    return Duration(amount=int(match[1]), unit=match[2])


def _read(value: Any) -> Any:
    return Duration.parse(value) if isinstance(value, str) else value


DurationText = Annotated[Duration, BeforeValidator(_read)]
"""A field that is written as text ("2h") and held as a Duration."""
