"""Paces: how fast one person uses the bot, and how much of them it takes in some time (the config's [limits]).

Nothing is counted out: `full_at` is the one number that it needs (the generic cell rate algorithm, ITU-T I.371): when
all of the leave would be back, were nothing more asked for. It moves on by one share with each thing that is taken, and
nothing is taken that would move it farther ahead than the window is long. The windows of what the bot itself sends
(bot/domain/rates.py) are Telegram's, who counts each message.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.durations import Duration

_WRITTEN = re.compile(r"([1-9]\d{0,4})\s*/\s*(\d{1,6}\s*[smhd])", re.ASCII)


class Use(StrEnum):
    """What is limited, each by itself."""

    POSTS = "posts"
    TAPS = "taps"
    QUESTIONS = "questions"


@dataclass(frozen=True, slots=True)
class Allowance:
    """So many at once, and one more each time that a share of the window is over: no window sees twice as many."""

    count: int
    window: timedelta

    @classmethod
    def parse(cls, written: str) -> Allowance:
        """Read "15/10m". Raises ValueError."""
        match = _WRITTEN.fullmatch(written.strip())
        window = Duration.parse(match[2]).flat() if match is not None else timedelta()
        if match is None or not window:
            raise ValueError(f'"{written}" is not a limit; write how many in which time, such as 15/10m')
        return cls(int(match[1]), window)

    @property
    def share(self) -> timedelta:
        """In what time leave for one more comes back."""
        return self.window / self.count


@dataclass(frozen=True, slots=True)
class Pace:
    """How much of an allowance one person has used: when all of it is back, and when they were last told to wait."""

    full_at: datetime
    told_at: datetime | None = None


def is_open(allowance: Allowance, pace: Pace | None, now: datetime) -> bool:
    """Whether one more may be taken now."""
    return _full_at(allowance, pace, now) + allowance.share - now <= allowance.window


def take(allowance: Allowance, pace: Pace | None, now: datetime) -> Pace | None:
    """One more is taken. None where it may not be; what may not be taken does not count."""
    if not is_open(allowance, pace, now):
        return None
    return Pace(_full_at(allowance, pace, now) + allowance.share, pace.told_at if pace is not None else None)


def tell(allowance: Allowance, pace: Pace, now: datetime) -> Pace | None:
    """Whoever is held back is told so once in the time of the allowance. None: not again."""
    if pace.told_at is not None and timedelta() <= now - pace.told_at < allowance.window:
        return None
    return replace(pace, told_at=now)


def _full_at(allowance: Allowance, pace: Pace | None, now: datetime) -> datetime:
    """Of a pace of a later time (a clock that was put back, a post that waited longer than the person's others) the
    whole window is waited for at the most, and nothing where the two have nothing to do with each other.
    """
    if pace is None or pace.full_at - now > 2 * allowance.window:
        return now
    return min(max(pace.full_at, now), now + allowance.window)
