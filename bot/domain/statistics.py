"""The figures of a period. What each one means stands in docs/statistics.md."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from bot.domain.periods import Period


@dataclass(frozen=True, slots=True)
class Counts:
    """How many tickets: in the period, or, where it says now, at this moment whatever the period."""

    received: int = 0
    auto: int = 0  # of those received: dispatched by the bot alone
    resolved: int = 0
    closed: int = 0
    rejected: int = 0
    on_time: int = 0
    missed: int = 0
    reopened: int = 0  # times, not tickets
    open: int = 0  # now, and so are those below
    waiting_triage: int = 0
    waiting_acceptance: int = 0
    waiting_review: int = 0
    overdue: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(getattr(self, name) + getattr(other, name) for name in COUNTED))

    @property
    def due(self) -> int:
        """Tickets whose deadline was kept or missed in the period; what is neither yet does not count."""
        return self.on_time + self.missed

    @property
    def auto_rate(self) -> float | None:
        return _share(self.auto, self.received)

    @property
    def on_time_rate(self) -> float | None:
        return _share(self.on_time, self.due)

    @property
    def rework_rate(self) -> float | None:
        """Of all resolutions, standing or undone, those undone."""
        return _share(self.reopened, self.resolved + self.reopened)

    @property
    def is_quiet(self) -> bool:
        """Nothing came in, went out, fell due or came back in the period."""
        return not (self.received or self.resolved or self.closed or self.rejected or self.due or self.reopened)


COUNTED: tuple[str, ...] = tuple(field.name for field in fields(Counts))


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def total(counts: Iterable[Counts]) -> Counts:
    return sum(counts, start=Counts())


@dataclass(frozen=True, slots=True)
class Timing:
    """How long `count` tickets took. Both are by nearest rank: the time of a real ticket. None when count is 0."""

    count: int = 0
    median: timedelta | None = None
    p90: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """The counts of one unit or one category; `code` None is what has none yet."""

    code: str | None
    counts: Counts


def by_need(line: Line) -> tuple[float, ...]:
    """Sort key that puts the worst first: overdue now, missed, kept least, reopened, open."""
    counts = line.counts
    kept = 1.0 if counts.on_time_rate is None else counts.on_time_rate
    return (-counts.overdue, -counts.missed, kept, -counts.reopened, -counts.open, -counts.received)


def by_size(line: Line) -> tuple[int, ...]:
    """Sort key that puts first what came most."""
    return (-line.counts.received, -line.counts.open, -line.counts.overdue)


@dataclass(frozen=True, slots=True)
class Figures:
    """All that /stats tells. `units` come worst first, `categories` by size; both leave out what is all zero.

    `unit_code` says whose figures they are (a unit and those below it); None: the whole area's.
    `last` is, for an empty period, the last one of the same kind that is not.
    """

    period: Period
    now: datetime
    unit_code: str | None
    total: Counts
    units: tuple[Line, ...]
    categories: tuple[Line, ...]
    response: Timing
    fix: Timing
    last: Period | None = None
