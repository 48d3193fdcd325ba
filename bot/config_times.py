"""The tables of the config that tell of time: deadlines, reminders, bulletins, and what differs for a unit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from itertools import pairwise
from typing import Any, Literal

from pydantic import Field, ValidationInfo, field_validator

from bot.config_values import (
    BulletinReader,
    CronOrOff,
    Day,
    EarlyRung,
    QuietSpans,
    Section,
    SomeSpan,
    Span,
    TimeOrOff,
    WorkingSpans,
    as_written,
)
from bot.domain.areas import TimeClass
from bot.domain.deadlines import Audience
from bot.domain.durations import LONGEST, Duration
from bot.domain.periods import PeriodKind
from bot.domain.shares import Share
from bot.domain.working_hours import Spans, check_spans

_AudienceName = Literal["unit", "parent", "coordinators"]
_DigestReader = Literal["units", "coordinators"]
_A_DAY = 24 * 60
_SHIFTS = ' (over midnight: ["20:00-24:00", "00:00-04:00"])'


def _not_endless(value: Duration) -> Duration:
    """Raises ValueError for more than ten years."""
    if value.flat() > LONGEST:
        raise ValueError(f"more than ten years; write at most {LONGEST.days}d")
    return value


def _in_rising_order(rungs: Sequence[Duration]) -> None:
    """Raises ValueError for a ladder that goes backwards, or on for more than ten years."""
    if rungs:
        _not_endless(max(rungs, key=Duration.flat))
    for lower, upper in pairwise(rungs):
        if lower.flat() >= upper.flat():
            raise ValueError(f"{upper} does not come after {lower}; write the durations in rising order")


def _nearing(rungs: Sequence[Share | Duration]) -> None:
    """Raises ValueError for early rungs that go backwards: shares rise, what is left until the deadline falls."""
    shares = [rung for rung in rungs if isinstance(rung, Share)]
    for earlier, later in pairwise(shares):
        if earlier.part >= later.part:
            raise ValueError(f"{later} does not come after {earlier}; write the shares in rising order")
    spans = [rung for rung in rungs if isinstance(rung, Duration)]
    for sooner, nearer in pairwise(spans):
        if sooner.flat() <= nearer.flat():
            raise ValueError(f"{nearer} before the deadline does not come after {sooner}; write the longer one first")


def _working_hours(spans: Spans) -> Spans:
    """In their order. Raises ValueError where one crosses midnight or two overlap; an end of 00:00 is midnight."""
    ordered = tuple(sorted(spans))
    try:
        check_spans(ordered)
    except ValueError as error:
        raise ValueError(f"{error}; write spans apart from each other, each within one day{_SHIFTS}") from None
    return ordered


def _shown(start: time, end: time) -> str:
    return f"{start:%H:%M}-{'24:00' if end == time() else f'{end:%H:%M}'}"


def _minutes(start: time, end: time) -> frozenset[int]:
    """The minutes of the day that a span covers, also over midnight; 00:00-00:00 is all of it."""
    first, last = start.hour * 60 + start.minute, end.hour * 60 + end.minute
    length = (last - first) % _A_DAY or _A_DAY
    return frozenset((first + passed) % _A_DAY for passed in range(length))


class DeadlinesConfig(Section):
    count: Literal["calendar", "working"] = "calendar"
    hours: WorkingSpans = as_written(())
    urgent: SomeSpan = as_written("2h")
    A: SomeSpan = as_written("1d")
    B: SomeSpan = as_written("3d")
    C: SomeSpan = as_written("5d")
    response: SomeSpan = as_written("4h")
    dispatch: SomeSpan = as_written("1h")
    question: SomeSpan = as_written("30m")
    review: SomeSpan = as_written("7d")
    holidays: tuple[Day, ...] = ()
    workdays: tuple[Day, ...] = ()

    @field_validator("urgent", "A", "B", "C", "response", "dispatch", "question", "review")
    @classmethod
    def _ends(cls, limit: Duration) -> Duration:
        return _not_endless(limit)

    @field_validator("hours")
    @classmethod
    def _apart(cls, hours: Spans) -> Spans:
        return _working_hours(hours)

    @field_validator("workdays")
    @classmethod
    def _either(cls, workdays: tuple[Any, ...], info: ValidationInfo) -> tuple[Any, ...]:
        both = sorted(set(workdays) & set(info.data.get("holidays", ())))
        if both:
            raise ValueError(f"{both[0]} stands in deadlines.holidays too; remove it from one of the two")
        return workdays

    def limit(self, time_class: TimeClass) -> Duration:
        """How long a unit has for a class."""
        table = {TimeClass.URGENT: self.urgent, TimeClass.A: self.A, TimeClass.B: self.B, TimeClass.C: self.C}
        return table[time_class]


class RemindersConfig(Section):
    before_due: tuple[EarlyRung, ...] = as_written(("75%",))
    overdue: tuple[Span, ...] = as_written(("0s", "1d", "5d"))
    urgent: tuple[Span, ...] = as_written(("0s", "15m", "1h"))
    early_to: tuple[_AudienceName, ...] = ("unit",)
    reminder_to: tuple[_AudienceName, ...] = ("unit",)
    escalation_to: tuple[_AudienceName, ...] = ("coordinators", "parent")
    naming_to: tuple[_AudienceName, ...] = ("coordinators", "parent")
    quiet: QuietSpans = as_written("21:00-08:00")
    digest: TimeOrOff = as_written("08:30")
    digest_to: tuple[_DigestReader, ...] = ("units", "coordinators")
    thanks: CronOrOff = as_written("0 17 * * fri")
    sweep: SomeSpan = as_written("20s")

    @field_validator("before_due")
    @classmethod
    def _approaching(cls, rungs: tuple[Share | Duration, ...]) -> tuple[Share | Duration, ...]:
        _nearing(rungs)
        return rungs

    @field_validator("overdue", "urgent")
    @classmethod
    def _rising(cls, rungs: tuple[Duration, ...]) -> tuple[Duration, ...]:
        _in_rising_order(rungs)
        return rungs

    @field_validator("quiet")
    @classmethod
    def _overlap_nowhere(cls, spans: Spans) -> Spans:
        covered: frozenset[int] = frozenset()
        for start, end in spans:
            if covered & (own := _minutes(start, end)):
                raise ValueError(f"{_shown(start, end)} overlaps another span; write spans apart from each other")
            covered |= own
        if len(covered) == _A_DAY:
            raise ValueError('no hour is left in which to remind; write "21:00-08:00"')
        return spans

    @field_validator("digest_to")
    @classmethod
    def _are_there(cls, readers: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        if not readers and info.data.get("digest") is not None:
            raise ValueError('a digest for nobody; write ["units", "coordinators"], or reminders.digest = "" for none')
        return readers

    def audiences(self) -> dict[str, frozenset[Audience]]:
        """Who is told of which rung, by the rung's code."""
        keys = {"early": self.early_to, "reminder": self.reminder_to}
        keys |= {"escalation": self.escalation_to, "naming": self.naming_to}
        return {rung: frozenset(map(Audience, names)) for rung, names in keys.items()}


class BulletinsConfig(Section):
    weekly: CronOrOff = as_written("30 8 * * mon")
    monthly: CronOrOff = as_written("30 8 1 * *")
    quarterly: CronOrOff = as_written("30 8 1 jan,apr,jul,oct *")
    to: tuple[BulletinReader, ...] = ("coordinators",)

    @field_validator("to")
    @classmethod
    def _are_there(cls, readers: tuple[str | int, ...], info: ValidationInfo) -> tuple[str | int, ...]:
        wanted = [key for key in ("weekly", "monthly", "quarterly") if info.data.get(key) is not None]
        if not readers and wanted:
            without = " and ".join(f'{key} = ""' for key in wanted)
            raise ValueError(f'bulletins for nobody; write ["coordinators"], or {without} for none')
        return tuple(dict.fromkeys(readers))

    def by_kind(self) -> dict[PeriodKind, str]:
        """The cron expressions of those that are wanted."""
        written = {PeriodKind.WEEK: self.weekly, PeriodKind.MONTH: self.monthly, PeriodKind.QUARTER: self.quarterly}
        return {kind: cron for kind, cron in written.items() if cron is not None}


class SpecialConfig(Section):
    """What keeps coming back: from how many reports in how many days on, and when it is proposed."""

    times: int = Field(default=3, ge=2, le=1000)
    days: int = Field(default=90, ge=7, le=731)
    propose: CronOrOff = as_written("0 9 * * mon")


class UnitConfig(Section):
    """What differs for one unit; None: as for all."""

    count: Literal["calendar", "working"] | None = None
    hours: WorkingSpans | None = None
    before_due: tuple[EarlyRung, ...] | None = Field(default=None, examples=[["75%"]])
    overdue: tuple[Span, ...] | None = Field(default=None, examples=[["0s", "1d", "5d"]])

    @field_validator("hours")
    @classmethod
    def _apart(cls, hours: Spans | None) -> Spans | None:
        return None if hours is None else _working_hours(hours)

    @field_validator("before_due")
    @classmethod
    def _approaching(cls, rungs: tuple[Share | Duration, ...] | None) -> tuple[Share | Duration, ...] | None:
        _nearing(rungs or ())
        return rungs

    @field_validator("overdue")
    @classmethod
    def _rising(cls, rungs: tuple[Duration, ...] | None) -> tuple[Duration, ...] | None:
        _in_rising_order(rungs or ())
        return rungs
