"""Clocks of a ticket and the ladder of reminders on each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from enum import StrEnum

from bot.domain.areas import TimeClass
from bot.domain.durations import Duration
from bot.domain.shares import Share
from bot.domain.stages import Stage, Stages
from bot.domain.tickets import State, Ticket
from bot.domain.workdays import DayCount


class Clock(StrEnum):
    QUESTION = "question"  # to who posted it: where is it? Until it is answered or overdue, DISPATCH waits
    DISPATCH = "dispatch"
    RESPONSE = "response"
    CONTROL = "control"
    REPAIR = "repair"
    FIX = "fix"
    REVIEW = "review"


RUNNING: dict[State, frozenset[Clock]] = {
    State.TRIAGE: frozenset({Clock.QUESTION, Clock.DISPATCH}),
    State.ASSIGNED: frozenset({Clock.RESPONSE, Clock.CONTROL, Clock.REPAIR, Clock.FIX}),
    State.ACCEPTED: frozenset({Clock.CONTROL, Clock.REPAIR, Clock.FIX}),
    State.SUSPENDED: frozenset(),
    State.RESOLVED: frozenset({Clock.REVIEW}),
    State.CLOSED: frozenset(),
    State.REJECTED: frozenset(),
    State.MERGED: frozenset(),
    State.WITHDRAWN: frozenset(),
}
"""Which clocks run in which state (DESIGN 8); those of a step, while the ticket has it still to come."""

OF_STAGES: dict[Stage, Clock] = {Stage.CONTROLLED: Clock.CONTROL, Stage.REPAIRED: Clock.REPAIR}
"""The clock of each step of a fix before the last, which is the fix itself."""

OF_FIX = frozenset({*OF_STAGES.values(), Clock.FIX})
"""What a unit has to do on the ground: who is late with it for long is named in the bulletin."""


def running(ticket: Ticket) -> frozenset[Clock]:
    """The clocks that run for a ticket as it is."""
    idle = {clock for stage, clock in OF_STAGES.items() if stage not in ticket.to_come}
    return RUNNING[ticket.state] - idle


@dataclass(frozen=True, slots=True)
class Limits:
    """How long each class and each clock has, as the config says."""

    classes: dict[TimeClass, Duration]
    response: Duration
    dispatch: Duration
    review: Duration
    question: Duration

    def for_class(self, time_class: TimeClass, own: Duration | None, stages: Stages | None = None) -> Duration:
        """The 小类's steps go first, then an emergency's limit, then the 小类's own, then the class's."""
        if stages is not None:
            return stages.restore
        if time_class is TimeClass.URGENT or own is None:
            return self.classes[time_class]
        return own

    def stages_for(self, time_class: TimeClass, stages: Stages | None) -> Stages | None:
        """The steps of a 小类; the first of an emergency takes no longer than an emergency may."""
        if stages is None or time_class is not TimeClass.URGENT:
            return stages
        return stages.at_once(self.classes[TimeClass.URGENT])


def due_at(clock: Clock, ticket: Ticket, start: datetime, limits: Limits, days: DayCount) -> datetime:
    """When a clock that starts now runs out.

    The review is due by day 7 of the *report* (the 1357 rule), and never sooner than a day after the resolution.
    A reopened ticket has half its limit again.
    """
    if clock is Clock.QUESTION:
        return start + limits.question.flat()
    waits = {Clock.DISPATCH: limits.dispatch, Clock.RESPONSE: limits.response}
    if clock in waits:
        wait = _soonest(waits[clock], ticket, limits)
        return start + wait.flat() if ticket.time_class is TimeClass.URGENT else days.after(start, wait)
    if clock in _STAGE_OF and ticket.stages is not None:
        return _stage_due(_STAGE_OF[clock], ticket, ticket.stages, start, days)
    if clock is Clock.REVIEW:
        return max(days.after(ticket.created_at, limits.review), start + timedelta(days=1))
    full = fix_due_at(ticket.time_class, ticket.limit, start, days)
    return start + (full - start) / 2 if ticket.reopened else full


_STAGE_OF = {clock: stage for stage, clock in OF_STAGES.items()}


def _stage_due(stage: Stage, ticket: Ticket, stages: Stages, start: datetime, days: DayCount) -> datetime:
    """A step never ends later than the next: 20 working hours may take longer than one working day."""
    steps = stages.steps()
    if stage is Stage.CONTROLLED:
        return start + steps[stage].flat()
    lengths = (*(steps[one] for one in (stage, *stages.after(stage))), stages.restore)
    return min(fix_due_at(ticket.time_class, length, start, days) for length in lengths)


def fix_due_at(time_class: TimeClass, limit: Duration, start: datetime, days: DayCount) -> datetime:
    """When the fix of a new ticket is due. Emergencies count round the clock."""
    return start + limit.flat() if time_class is TimeClass.URGENT else days.after(start, limit)


def _soonest(limit: Duration, ticket: Ticket, limits: Limits) -> Duration:
    """Nobody may take longer to answer than half of an urgent or hours-limit ticket's whole time, or than its next step
    may take."""
    seconds = max(1, int(ticket.limit.flat().total_seconds()) // 2)
    in_minutes = ticket.limit.unit in "hm" and seconds >= 60  # which pass in working hours alone, as the whole does
    half = Duration(amount=seconds // 60, unit="m") if in_minutes else Duration(amount=seconds, unit="s")
    steps = ticket.stages.steps() if ticket.stages is not None else {}
    return min((limit, half, *(steps[stage] for stage in ticket.to_come)), key=Duration.flat)


def is_urgent(clock: Clock, ticket: Ticket) -> bool:
    """Whether this clock knows neither working nor quiet hours: an emergency's, and that of a place not made safe yet,
    where somebody may come to harm by night as well.
    """
    return ticket.time_class is TimeClass.URGENT or clock is Clock.CONTROL


class Rung(StrEnum):
    EARLY = "early"
    REMINDER = "reminder"
    ESCALATION = "escalation"
    NAMING = "naming"


class Audience(StrEnum):
    """Who is told of a rung: the ticket's unit, the unit above it, those who coordinate it."""

    UNIT = "unit"
    PARENT = "parent"
    COORDINATORS = "coordinators"


@dataclass(frozen=True, slots=True)
class Step:
    """One rung of one clock: its number on the ladder, what it is, and when it fires."""

    number: int
    rung: Rung
    at: datetime


@dataclass(frozen=True, slots=True)
class Ladder:
    """Reminders before a deadline (shares of its time, or durations before it) and after it.

    An emergency's is climbed `round_the_clock`: an hour is an hour, a day 24 of them, whatever the unit works.
    """

    before_due: tuple[Share | Duration, ...]
    overdue: tuple[Duration, ...]
    round_the_clock: bool = False

    def steps(self, start: datetime, due: datetime, days: DayCount) -> tuple[Step, ...]:
        """Every rung with its moment, in order. A rung that would lie before the start is left out."""
        return tuple(self.climb(start, due, days))

    def first(self, start: datetime, due: datetime, days: DayCount) -> Step | None:
        """The first of the steps: all that a clock which starts has to know."""
        return next(self.climb(start, due, days), None)

    def climb(self, start: datetime, due: datetime, days: DayCount) -> Iterator[Step]:
        """The same rung by rung, each worked out when it is asked for."""
        moments = [_moment(entry, start, due) for entry in self.before_due]
        early = sorted(at for at in moments if at is not None and start < at < due)
        for number, at in enumerate(early, start=1):
            yield Step(number, Rung.EARLY, at)
        at = due
        for place, wait in enumerate(self.overdue):
            rung = _LATE[min(place, len(_LATE) - 1)]
            at = max(at, self._after(due, wait, rung, days))  # four working hours may end after a calendar day
            yield Step(_OVERDUE + place, rung, at)

    def _after(self, due: datetime, wait: Duration, rung: Rung, days: DayCount) -> datetime:
        """Nobody is named in public for days on which nobody works: 通报 always counts working days."""
        if self.round_the_clock or not wait.amount:
            return due + wait.flat()
        return (replace(days, working=True) if rung is Rung.NAMING else days).after(due, wait)


_OVERDUE = 100
"""The number of the first rung after a deadline: how many there are before it may change while clocks run."""
_LATE = (Rung.REMINDER, Rung.ESCALATION, Rung.NAMING)


_ONCE = Ladder((), (Duration(amount=0, unit="s"),), round_the_clock=True)


@dataclass(frozen=True, slots=True)
class Ladders:
    """Which ladder is climbed: an emergency's, else the unit's own, else the usual one. A question has one rung."""

    usual: Ladder
    urgent: Ladder
    of_units: Mapping[str, Ladder] = field(default_factory=dict)

    def of(self, unit_code: str | None, clock: Clock, *, urgent: bool) -> Ladder:
        if clock is Clock.QUESTION:
            return _ONCE
        return self.urgent if urgent else self.of_units.get(unit_code or "", self.usual)


def to_fire(steps: Iterable[Step], last: int, now: datetime) -> Step | None:
    """Of the rungs above number `last` that have come, the highest: those below it are skipped for good."""
    return max((step for step in steps if step.number > last and step.at <= now), key=_number, default=None)


def _number(step: Step) -> int:
    return step.number


def _moment(entry: Share | Duration, start: datetime, due: datetime) -> datetime | None:
    """None where it lies before the start, maybe before all time."""
    if isinstance(entry, Share):
        return start + (due - start) * entry.part
    return due - entry.flat() if entry.flat() < due - start else None


@dataclass(frozen=True, slots=True)
class QuietHours:
    """The daily spans in which reminders wait; one may cross midnight. Emergencies do not know them."""

    spans: tuple[tuple[time, time], ...] = ()

    def covers(self, local: datetime) -> bool:
        return self._covering(local.time()) is not None

    def awake(self, local: datetime) -> datetime:
        """This moment, or the end of the quiet that it falls into. `local` is aware, by the clocks of the area."""
        for _ in self.spans:  # where one span ends another may begin
            found = self._covering(local.time())
            if found is None:
                break
            end = datetime.combine(local.date(), found[1], local.tzinfo)
            local = end if end > local else end + timedelta(days=1)
        return local

    def _covering(self, now: time) -> tuple[time, time] | None:
        return next((span for span in self.spans if _holds(*span, now)), None)


def _holds(start: time, end: time, now: time) -> bool:
    return start <= now < end if start < end else now >= start or now < end
