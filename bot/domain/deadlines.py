"""Clocks of a ticket and the ladder of reminders on each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from bot.domain.areas import TimeClass
from bot.domain.durations import Duration
from bot.domain.shares import Share
from bot.domain.tickets import State, Ticket
from bot.domain.workdays import DayCount


class Clock(StrEnum):
    DISPATCH = "dispatch"
    RESPONSE = "response"
    FIX = "fix"
    REVIEW = "review"


RUNNING: dict[State, frozenset[Clock]] = {
    State.TRIAGE: frozenset({Clock.DISPATCH}),
    State.ASSIGNED: frozenset({Clock.RESPONSE, Clock.FIX}),
    State.ACCEPTED: frozenset({Clock.FIX}),
    State.SUSPENDED: frozenset(),
    State.RESOLVED: frozenset({Clock.REVIEW}),
    State.CLOSED: frozenset(),
    State.REJECTED: frozenset(),
    State.MERGED: frozenset(),
    State.WITHDRAWN: frozenset(),
}
"""Which clocks run in which state (DESIGN 8)."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long each class and each clock has, as the config says."""

    classes: dict[TimeClass, Duration]
    response: Duration
    dispatch: Duration
    review: Duration

    def for_class(self, time_class: TimeClass, own: Duration | None) -> Duration:
        """An emergency's limit goes first, then the 小类's own, then the class's."""
        if time_class is TimeClass.URGENT or own is None:
            return self.classes[time_class]
        return own


def due_at(clock: Clock, ticket: Ticket, start: datetime, limits: Limits, days: DayCount) -> datetime:
    """When a clock that starts now runs out.

    The review is due by day 7 of the *report* (the 1357 rule), and never sooner than a day after the resolution.
    A reopened ticket has half its limit again.
    """
    if clock is Clock.DISPATCH:
        return start + _soonest(limits.dispatch, ticket, limits).flat()
    if ticket.time_class is TimeClass.URGENT and clock in {Clock.RESPONSE, Clock.FIX}:
        return _urgently(clock, ticket, start, limits)  # emergencies count round the clock
    if clock is Clock.RESPONSE:
        return days.after(start, _soonest(limits.response, ticket, limits))
    if clock is Clock.REVIEW:
        return max(days.after(ticket.created_at, limits.review), start + timedelta(days=1))
    full = days.after(start, ticket.limit)
    return start + (full - start) / 2 if ticket.reopened else full


def _urgently(clock: Clock, ticket: Ticket, start: datetime, limits: Limits) -> datetime:
    limit = _soonest(limits.response, ticket, limits) if clock is Clock.RESPONSE else ticket.limit
    span = limit.flat()
    return start + (span / 2 if ticket.reopened and clock is Clock.FIX else span)


def _soonest(limit: Duration, ticket: Ticket, limits: Limits) -> Duration:
    """Nobody may take longer to answer than half of an urgent or hours-limit ticket's whole time."""
    half = Duration(amount=max(1, int(ticket.limit.flat().total_seconds()) // 2), unit="s")
    return limit if limit.flat() <= half.flat() else half


class Rung(StrEnum):
    EARLY = "early"
    REMINDER = "reminder"
    ESCALATION = "escalation"
    NAMING = "naming"


@dataclass(frozen=True, slots=True)
class Step:
    """One rung of one clock: its number on the ladder, what it is, and when it fires."""

    number: int
    rung: Rung
    at: datetime


@dataclass(frozen=True, slots=True)
class Ladder:
    """Reminders before a deadline (shares of its time, or durations before it) and after it."""

    before_due: tuple[Share | Duration, ...]
    overdue: tuple[Duration, ...]

    def steps(self, start: datetime, due: datetime, days: DayCount) -> tuple[Step, ...]:
        """Every rung with its moment, in order. A rung that would lie before the start is left out."""
        return tuple(self._climb(start, due, days))

    def first(self, start: datetime, due: datetime, days: DayCount) -> Step | None:
        """The first of the steps: all that a clock which starts has to know."""
        return next(self._climb(start, due, days), None)

    def _climb(self, start: datetime, due: datetime, days: DayCount) -> Iterator[Step]:
        early = [at for at in sorted(_moment(entry, start, due) for entry in self.before_due) if start < at < due]
        for number, at in enumerate(early, start=1):
            yield Step(number, Rung.EARLY, at)
        late = (Rung.REMINDER, Rung.ESCALATION, Rung.NAMING)
        for place, wait in enumerate(self.overdue):
            yield Step(len(early) + place + 1, late[min(place, 2)], days.after(due, wait))


def to_fire(steps: Iterable[Step], last: int, now: datetime) -> Step | None:
    """Of the rungs above number `last` that have come, the highest: those below it are skipped for good."""
    return max((step for step in steps if step.number > last and step.at <= now), key=_number, default=None)


def _number(step: Step) -> int:
    return step.number


def _moment(entry: Share | Duration, start: datetime, due: datetime) -> datetime:
    if isinstance(entry, Share):
        return start + (due - start) * entry.part
    return due - entry.flat()


@dataclass(frozen=True, slots=True)
class QuietHours:
    """The daily span in which reminders wait; it may cross midnight. Emergencies do not know it."""

    start: time
    end: time

    def covers(self, local: datetime) -> bool:
        now = local.time()
        if self.start <= self.end:
            return self.start <= now < self.end
        return now >= self.start or now < self.end

    def awake(self, local: datetime) -> datetime:
        """This moment, or the end of the quiet span that it falls into. `local` is aware, by the clocks of the area."""
        if not self.covers(local):
            return local
        end = datetime.combine(local.date(), self.end, local.tzinfo)
        return end if end > local else end + timedelta(days=1)
