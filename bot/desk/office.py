"""The office: what every desk function may consult beside its transaction; frozen while it runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from pathlib import Path

from bot.domain.areas import Area
from bot.domain.deadlines import Ladder, Limits, QuietHours
from bot.domain.workdays import DayCount
from bot.notices.texts import Texts
from bot.reading.reader import Reader


@dataclass(frozen=True, slots=True)
class Office:
    """Area, reader and texts, and the config's rules in the domain's types.

    `proof` is closure.photo: "asked", "required" or "off". `digest` is the local time of the daily digest, None
    when there is none. `confirmed` is closure.confirmed: "closes" or "noted"; `department_transfer` is "ask" or
    "direct".
    `area_version` is the version of `area` in the database. `next_run` gives the next moment,
    after a given one, of something that repeats daily at a local time. `media` is the folder of the photos: its files
    are named here, and touched at the edge.
    """

    area: Area
    area_version: int
    reader: Reader
    texts: Texts
    zone: tzinfo
    days: DayCount
    limits: Limits
    ladder: Ladder
    quiet: QuietHours | None
    digest: time | None
    next_run: Callable[[time, datetime], datetime]
    join_window: timedelta = timedelta(minutes=2)
    album_wait: timedelta = timedelta(seconds=1)
    photo_limit: int = 20 * 1024 * 1024
    proof: str = "asked"
    board: bool = True
    confirmed: str = "closes"
    department_transfer: str = "ask"
    duplicate_window: timedelta = timedelta(days=3)
    sweep: timedelta = timedelta(seconds=20)
    privacy_notice: bool = True
    keep_inbox: timedelta = timedelta(hours=48)
    keep_media: timedelta = timedelta(days=365)
    media: Path = Path("media")
