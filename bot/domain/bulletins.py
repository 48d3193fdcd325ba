"""Bulletins: which period one tells of, who is named in it, and which unit changed most."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from bot.domain.period_words import EARLIER
from bot.domain.periods import Period, PeriodKind, period_of, read_period
from bot.domain.statistics import Counts, Line
from bot.domain.trends import Flow

LEAST_CASES = 5
"""Tickets that a unit must have had due in each of the two periods: one ticket of two is no change of half."""
LEAST_CHANGE = 0.05
"""By how much of 1 its on-time rate must have changed to be told."""


@dataclass(frozen=True, slots=True)
class Change:
    """The on-time rate of a unit in a period, and what it was in the one before."""

    code: str
    before: float
    now: float
    due: int


def changes(now: Iterable[Line], before: Iterable[Line]) -> tuple[Change | None, Change | None]:
    """The units whose on-time rate rose most and fell most. None where none with enough cases changed enough.

    Of equals the one with more cases goes first, then the first by code. The rule stands in docs/statistics.md.
    """
    earlier = {line.code: line.counts for line in before}
    found = [
        change
        for line in now
        if line.code is not None and (change := _change(line.code, line.counts, earlier.get(line.code))) is not None
    ]
    rose = sorted((one for one in found if one.now > one.before), key=_by_change)
    fell = sorted((one for one in found if one.now < one.before), key=_by_change)
    return next(iter(rose), None), next(iter(fell), None)


def _change(code: str, now: Counts, before: Counts | None) -> Change | None:
    if before is None or min(now.due, before.due) < LEAST_CASES:
        return None
    change = Change(code, before.on_time / before.due, now.on_time / now.due, now.due)
    return change if round(abs(change.now - change.before), 9) >= LEAST_CHANGE else None


def _by_change(change: Change) -> tuple[float, int, str]:
    return round(-abs(change.now - change.before), 9), -change.due, change.code


@dataclass(frozen=True, slots=True)
class Rank:
    """The place of a unit among `of` units that had anything due, by on-time rate; equals share the better place."""

    place: int
    of: int


def rank(code: str, lines: Iterable[Line]) -> Rank | None:
    """None for a unit that had nothing due, and where no other had."""
    rates = {
        line.code: line.counts.on_time_rate
        for line in lines
        if line.code is not None and line.counts.on_time_rate is not None
    }
    own = rates.get(code)
    if own is None or len(rates) < 2:
        return None
    return Rank(1 + sum(rate > own for rate in rates.values() if rate is not None), len(rates))


@dataclass(frozen=True, slots=True)
class Named:
    """A ticket whose 通报 came in the period: what it is, whose it was then, how late it is, or was when resolved."""

    ticket_id: int
    unit_code: str | None
    place: str | None
    summary: str
    late: timedelta
    resolved: bool


def worst_first(named: Iterable[Named]) -> tuple[Named, ...]:
    """What is still open before what was resolved since, the latest first."""
    return tuple(sorted(named, key=lambda one: (one.resolved, -one.late, one.ticket_id)))


def last_told(
    kind: PeriodKind, planned: datetime, now: datetime, zone: tzinfo, next_run: Callable[[datetime], datetime]
) -> tuple[Period, datetime]:
    """The period to tell of, and the moment that it was planned for: the newest of those that came since `planned`.

    After a downtime the periods before it are left out: their bulletins would be read by nobody. `next_run` gives the
    moment of a bulletin that follows a given one.
    """
    while True:
        end = period_of(kind, planned, zone).end
        following = planned if end is None else next_run(end - timedelta(milliseconds=1))
        if following <= planned or following > now:
            break
        planned = following
    previous = period_of(kind, planned, zone).previous()
    if previous is None:
        raise ValueError(f"{kind} has no period before it")
    return previous, planned


_LAST: Mapping[str, str] = {"": "quarter", **EARLIER}
LAST_WORDS = tuple(word for word in _LAST if word)


def read_bulletin_period(written: str, now: datetime, zone: tzinfo) -> Period:
    """As read_period, and the words for the one before the present; nothing written means the last whole quarter.

    Raises UnknownPeriod.
    """
    current = _LAST.get("".join(written.split()))
    if current is None:
        return read_period(written, now, zone)
    period = read_period(current, now, zone)
    return period.previous() or period


@dataclass(frozen=True, slots=True)
class GroundNews:
    """All that the bulletin of one ground says. `unit_code` None: the whole area; `before` None: nothing lies before.

    `rank` is a unit's own; `rose` and `fell` are of the units of a wider ground.
    """

    period: Period
    now: datetime
    unit_code: str | None
    counts: Counts
    before: Counts | None
    named: tuple[Named, ...] = ()
    rose: Change | None = None
    fell: Change | None = None
    rank: Rank | None = None

    @property
    def is_quiet(self) -> bool:
        """Nothing happened in the period: then nothing is said."""
        return self.counts.is_quiet and not self.named


@dataclass(frozen=True, slots=True)
class GroupNews:
    """What a reporting group may read: its own reports and what was done about them, without any unit's name."""

    period: Period
    flow: Flow
    before: Flow | None

    @property
    def is_quiet(self) -> bool:
        return not (self.flow.received or self.flow.resolved)
