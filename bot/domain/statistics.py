"""The figures of a period. What each one means stands in docs/statistics.md."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.domain.areas import TimeClass
from bot.domain.periods import Period


class Counts(NamedTuple):
    """How many: of the period, or, where it says now, of this moment whatever the period. A tuple, since thousands of
    them are added up.
    """

    received: int = 0
    auto: int = 0  # of those received: given to a unit by the bot alone
    misrouted: int = 0  # of those: with another unit now
    given: int = 0  # times that a unit got a ticket
    responded: int = 0  # accepted in time
    unanswered: int = 0  # not accepted in time
    resolved: int = 0
    on_time: int = 0
    missed: int = 0
    fell_due: int = 0  # closed_on_time is a share of these
    closed_on_time: int = 0
    closed: int = 0
    rejected: int = 0
    reopened: int = 0  # times, not tickets, and so are those down to supported
    returned: int = 0
    extended: int = 0
    suspended: int = 0
    transferred: int = 0
    solved: int = 0  # 已解决, by reporters and supporters
    unsolved: int = 0
    rated: int = 0
    satisfied: int = 0  # of those: with four or five stars
    supported: int = 0
    open: int = 0  # now, and so are those below
    waiting_triage: int = 0
    waiting_acceptance: int = 0
    waiting_review: int = 0
    put_aside: int = 0  # suspended
    overdue: int = 0

    @property
    def due(self) -> int:
        """Tickets whose deadline was kept or missed in the period; what is neither yet does not count."""
        return self.on_time + self.missed

    def parts(self, rate: str) -> tuple[int, int]:
        """What a rate says of how many: its part and its whole, by its name in RATES."""
        part, whole = SHARES[rate]
        return getattr(self, part), sum(getattr(self, name) for name in whole)

    def rate(self, name: str) -> float | None:
        """A share of 1; None where the whole is 0."""
        part, whole = self.parts(name)
        return part / whole if whole else None

    @property
    def auto_rate(self) -> float | None:
        return self.rate("auto_rate")

    @property
    def misrouted_rate(self) -> float | None:
        return self.rate("misrouted_rate")

    @property
    def response_rate(self) -> float | None:
        """响应率."""
        return self.rate("response_rate")

    @property
    def solution_rate(self) -> float | None:
        """解决率: by the answers of those who reported it."""
        return self.rate("solution_rate")

    @property
    def satisfaction_rate(self) -> float | None:
        """满意率."""
        return self.rate("satisfaction_rate")

    @property
    def on_time_rate(self) -> float | None:
        return self.rate("on_time_rate")

    @property
    def closure_rate(self) -> float | None:
        """按期结案率."""
        return self.rate("closure_rate")

    @property
    def rework_rate(self) -> float | None:
        """Of all resolutions, standing or undone, those undone."""
        return self.rate("rework_rate")

    @property
    def return_rate(self) -> float | None:
        return self.rate("return_rate")

    @property
    def extension_rate(self) -> float | None:
        return self.rate("extension_rate")

    @property
    def is_quiet(self) -> bool:
        """Nothing came in, went out, fell due or came back in the period."""
        return not (self.received or self.resolved or self.closed or self.rejected or self.due or self.reopened)


COUNTED: tuple[str, ...] = Counts._fields
SHARES: dict[str, tuple[str, tuple[str, ...]]] = {
    "auto_rate": ("auto", ("received",)),
    "misrouted_rate": ("misrouted", ("auto",)),
    "response_rate": ("responded", ("responded", "unanswered")),
    "solution_rate": ("solved", ("solved", "unsolved")),
    "satisfaction_rate": ("satisfied", ("rated",)),
    "on_time_rate": ("on_time", ("on_time", "missed")),
    "closure_rate": ("closed_on_time", ("fell_due",)),
    "rework_rate": ("reopened", ("resolved", "reopened")),
    "return_rate": ("returned", ("given",)),
    "extension_rate": ("extended", ("given",)),
}
"""Of each rate the measure that it tells of, and those of whose sum it is a share."""
RATES = tuple(SHARES)
RATES_OF: dict[str, str] = {part: rate for rate, (part, _) in SHARES.items()}
"""The rate that a measure is told by."""


def total(counts: Iterable[Counts]) -> Counts:
    return Counts._make(map(sum, zip(Counts(), *counts, strict=True)))


@dataclass(frozen=True, slots=True)
class Scope:
    """What figures are of: a unit with those below it, a category, a place by its name. None each: all of it."""

    unit_code: str | None = None
    category: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Timing:
    """How long `count` tickets took. Both are by nearest rank: the time of a real ticket. None when count is 0."""

    count: int = 0
    median: timedelta | None = None
    p90: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Timings:
    """Of all together, and of each class that has any, in the order of the classes."""

    whole: Timing = Timing()
    by_class: tuple[tuple[TimeClass, Timing], ...] = ()


AGES: tuple[timedelta, ...] = (timedelta(days=1), timedelta(days=3), timedelta(days=7), timedelta(days=30))
"""Bounds between the ages of what is open: up to a day, three days, a week, 30 days, and older."""
AGE_NAMES = ("day", "three_days", "week", "month", "older")
"""What keys call these ages: one more than there are bounds."""


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
class Counted:
    """What was counted: all together, the units worst first, the categories by size; without what is all zero."""

    total: Counts
    units: tuple[Line, ...]
    categories: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The same of an earlier time. `period` as a whole; `cut`: only as much of it as has passed of the present one."""

    period: Period
    cut: bool
    counts: Counts


@dataclass(frozen=True, slots=True)
class Figures:
    """All that /stats tells. `units` come worst first, `categories` by size; both leave out what is all zero.

    `before` is the period just before, `year_ago` the same one a year earlier; None where nothing happened then.
    `ages` has one number more than AGES has bounds: what is open now, by its age.
    `last` is, for an empty period, the last one of the same kind that is not.
    """

    period: Period
    now: datetime
    scope: Scope
    total: Counts
    units: tuple[Line, ...]
    categories: tuple[Line, ...]
    response: Timings = field(default_factory=Timings)
    fix: Timings = field(default_factory=Timings)
    ages: tuple[int, ...] = (0,) * (len(AGES) + 1)
    before: Comparison | None = None
    year_ago: Comparison | None = None
    last: Period | None = None
