"""Special actions (专项行动) against what keeps coming back: who takes it on until when, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from bot.domain.repeating import Cron
from bot.domain.tickets import State

PRESETS = (14, 30, 60)
"""Days after which an action may end by one tap."""
FURTHEST = timedelta(days=731)
"""A date farther off is a slip of the pen."""
LONGEST_TITLE = 40

_HOUR_OF_REMINDERS = time(9)
_HOUR_OF_END = time(18)
_BEFORE = (timedelta(days=3), timedelta())
"""How long before its day an action is reminded of."""
_AGAIN = timedelta(days=7)
"""After its day it is reminded of in the morning, then once a week until somebody ends it."""
_MONTH = timedelta(days=30)

LOST = frozenset({State.REJECTED, State.MERGED, State.WITHDRAWN})
"""States of tickets that turned out to be no problem of their own: they count nowhere here."""


@dataclass(frozen=True, slots=True)
class SpecialRules:
    """What is proposed, and when: the config's [special]. `propose` None: nothing is proposed unasked."""

    times: int = 3
    days: int = 90
    propose: Cron | None = None

    @property
    def window(self) -> timedelta:
        return timedelta(days=self.days)


class Phase(StrEnum):
    PREPARED = "prepared"
    OPEN = "open"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class SpecialAction:
    """Its tickets are of one category at one place, on one ground; those since `counts_from` came before it opened."""

    id: int
    category: str
    place_name: str
    ground: str | None
    title: str
    lead_unit: str
    counts_from: datetime
    prepared_by: int
    prepared_at: datetime
    opened_at: datetime | None = None
    due_at: datetime | None = None
    next_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def phase(self) -> Phase:
        if self.opened_at is None:
            return Phase.PREPARED
        return Phase.OPEN if self.ended_at is None else Phase.ENDED

    @property
    def begins(self) -> datetime:
        """What came from then on came in spite of it."""
        return self.opened_at or self.prepared_at


@dataclass(frozen=True, slots=True)
class Member:
    """A ticket of an action, or of the evidence for one."""

    id: int
    created_at: datetime
    state: State
    unit_code: str | None
    subcategory: str | None


@dataclass(frozen=True, slots=True)
class SpecialReport:
    """What somebody of the lead unit told of it. `photo` is a Telegram file id."""

    person_name: str
    words: str
    photo: str | None
    told_at: datetime


@dataclass(frozen=True, slots=True)
class Progress:
    """The tickets of an action, oldest first: those of before, those that came while it ran, those that came later."""

    before: tuple[Member, ...]
    since: tuple[Member, ...]
    later: int
    """How many of the same kind and place came after its end."""

    @property
    def open(self) -> tuple[Member, ...]:
        """What is not closed yet; what waits for its review is not."""
        return tuple(one for one in (*self.before, *self.since) if not one.state.is_over)

    @property
    def count(self) -> int:
        return len(self.before) + len(self.since)


def progress(action: SpecialAction, members: Iterable[Member], later: int = 0) -> Progress:
    """Each ticket on its side of the opening; those that are lost count on none."""
    kept = sorted((one for one in members if one.state not in LOST), key=lambda one: (one.created_at, one.id))
    return Progress(
        before=tuple(one for one in kept if one.created_at < action.begins),
        since=tuple(one for one in kept if one.created_at >= action.begins),
        later=later,
    )


def counted_before(action: SpecialAction, done: Progress) -> int:
    """Of the tickets of before those of the window: what is older and still open belongs to it, and is no evidence."""
    return sum(one.created_at >= action.counts_from for one in done.before)


def monthly(count: int, length: timedelta) -> float:
    """How many in thirty days, so that spans of unlike length compare. Raises ValueError for no time at all."""
    if length <= timedelta():
        raise ValueError("a rate needs a time")
    return count * (_MONTH / length)


COMPARABLE = timedelta(days=7)
"""How long an action must have run before its rate is told."""


def end_of(day: date, zone: tzinfo) -> datetime:
    """The moment that stands for the day of an action: the end of its working hours."""
    return datetime.combine(day, _HOUR_OF_END, zone)


def has_passed(action: SpecialAction, now: datetime, zone: tzinfo) -> bool:
    """Whether its day lies behind; on the day itself there is still time."""
    return action.due_at is not None and days_left(action.due_at, now, zone) < 0


def days_left(due_at: datetime, now: datetime, zone: tzinfo) -> int:
    return (due_at.astimezone(zone).date() - now.astimezone(zone).date()).days


def next_reminder(due_at: datetime, now: datetime, zone: tzinfo) -> datetime:
    """The next morning, strictly after now, on which an action is reminded of."""
    last = due_at.astimezone(zone).date()
    mornings = [_morning(last - ahead, zone) for ahead in _BEFORE]
    coming = [morning for morning in mornings if morning > now]
    if coming:
        return min(coming)
    passed = last + timedelta(days=1)
    while _morning(passed, zone) <= now:
        passed += _AGAIN
    return _morning(passed, zone)


def _morning(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, _HOUR_OF_REMINDERS, zone)
