"""Hearing: when Telegram answered, and what was posted while it could not, and is therefore lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

KEPT = timedelta(hours=24)
"""How long Telegram keeps updates that nobody fetched: https://core.telegram.org/bots/api#getting-updates"""


@dataclass(frozen=True, slots=True)
class Silence:
    """From one answer to the next."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Heard:
    """The first and the last answer since the start, and the longest silence between two of them."""

    first: datetime
    last: datetime
    longest: Silence | None = None


def lost(heard: Heard, before: datetime | None) -> list[Silence]:
    """The spans whose posts will never come: of each long silence all but what Telegram kept.

    `before`: the last answer that was noted, also by an earlier run of the bot.
    """
    silences = [Silence(before, heard.first)] if before is not None else []
    silences += [heard.longest] if heard.longest is not None else []
    return [Silence(one.since, one.until - KEPT) for one in silences if one.until - one.since > KEPT]
