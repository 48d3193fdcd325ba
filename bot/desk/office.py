"""The office: what every desk function may consult beside its transaction; frozen while it runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta, tzinfo
from pathlib import Path

from bot.domain.areas import Area
from bot.domain.deadlines import Audience, Ladders, Limits, QuietHours, Rung
from bot.domain.paces import Allowance, Use
from bot.domain.periods import PeriodKind
from bot.domain.repeating import Cron, When
from bot.domain.special_actions import SpecialRules
from bot.domain.workdays import DayCount
from bot.notices.texts import Texts
from bot.reading.reader import Reader

_ABOVE = frozenset({Audience.COORDINATORS, Audience.PARENT})
USUAL_AUDIENCE: Mapping[Rung, frozenset[Audience]] = {
    Rung.EARLY: frozenset({Audience.UNIT}),
    Rung.REMINDER: frozenset({Audience.UNIT}),
    Rung.ESCALATION: _ABOVE,
    Rung.NAMING: _ABOVE,
}


@dataclass(frozen=True, slots=True)
class Office:
    """Area, reader and texts, and the config's rules in the domain's types.

    `proof` is closure.photo: "asked", "required" or "off". `digest` is the local time of the daily digest, None
    when there is none, `thanks` the cron expression of the weekly line, `bulletins` those of the bulletins by the kind
    of their period. `confirmed` is closure.confirmed: "closes" or "noted"; `department_transfer` is "ask" or
    "direct". `audience` says who is told of which rung of a unit's clock. `days_of_units` holds the units that count
    their days or hours in another way than `days`.
    `per_person` says how much of one person is taken in some time; a use that is not there has no limit.
    `area_version` is the version of `area` in the database. `next_run` gives the next moment,
    after a given one, of something that repeats. `media` is the folder of the photos: its files
    are named here, and touched at the edge.
    """

    area: Area
    area_version: int
    reader: Reader
    texts: Texts
    zone: tzinfo
    days: DayCount
    limits: Limits
    ladders: Ladders
    quiet: QuietHours
    digest: time | None
    next_run: Callable[[When, datetime], datetime]
    days_of_units: Mapping[str, DayCount] = field(default_factory=dict)
    audience: Mapping[Rung, frozenset[Audience]] = field(default_factory=lambda: dict(USUAL_AUDIENCE))
    digest_to: frozenset[str] = frozenset({"units", "coordinators"})
    thanks: Cron | None = None
    bulletins: Mapping[PeriodKind, Cron] = field(default_factory=dict)
    bulletins_to: tuple[str | int, ...] = ("coordinators",)
    special: SpecialRules = field(default_factory=SpecialRules)
    join_window: timedelta = timedelta(minutes=2)
    album_wait: timedelta = timedelta(seconds=1)
    photo_limit: int = 20 * 1024 * 1024
    proof: str = "asked"
    board: bool = True
    confirmed: str = "closes"
    department_transfer: str = "ask"
    duplicate_window: timedelta = timedelta(days=3)
    sweep: timedelta = timedelta(seconds=20)
    per_person: Mapping[Use, Allowance] = field(default_factory=dict)
    privacy_notice: bool = True
    privacy_contact: str = ""
    keep_posts: timedelta = timedelta(days=365)
    keep_inbox: timedelta = timedelta(hours=48)
    keep_media: timedelta = timedelta(days=365)
    media: Path = Path("media")

    @property
    def day_counts(self) -> tuple[DayCount, ...]:
        """Every way in which days and hours are counted here: the area's, then those of units with one of their own."""
        return (self.days, *self.days_of_units.values())

    def days_of(self, unit_code: str | None) -> DayCount:
        """How a unit counts days and hours; without a unit, how the area does."""
        return self.days_of_units.get(unit_code or "", self.days)
