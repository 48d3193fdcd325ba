"""Ninety days of a town in a minute: reports, moves, downtime, a clock that is set; and what must then have been told.

Time is an argument. Each look of the bot at its clocks is kept in a list, and what should have fired at which look is
worked out anew from that list and the ladders, without a word from the sweep.
"""

from __future__ import annotations

import random
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from heapq import heappop, heappush

from bot.desk import reminders, suspensions
from bot.desk.acts import Act
from bot.desk.handling import perform
from bot.domain.deadlines import QuietHours, Step
from bot.domain.durations import Duration
from bot.domain.refusals import Refused
from bot.domain.tickets import Move
from bot.domain.wishes import NOTHING, Wish
from bot.domain.workdays import DayCount
from storage import deadlines
from storage.deadlines import Deadline
from storage.times import from_ms, to_ms
from tests.desk.office import CHEN, DAY, HOUR, LI, SUN, WANG, ZHOU, ZONE, Desk, a_desk

START = datetime(2026, 8, 31, 16, tzinfo=UTC)
"""Midnight of 1 September in the town: 中秋 and 国庆 with their make-up days lie within the ninety days."""

_MINUTE = timedelta(minutes=1)
_MOMENT = timedelta(milliseconds=1)
"""Between two things that happen: nothing happens at the moment of a look."""
_NEVER = datetime.max.replace(tzinfo=UTC)
_SWEEP = timedelta(seconds=20)
_HOURS = ((time(8, 30), time(12)), (time(14), time(17, 30)))
_QUIET = QuietHours(((time(21), time(8)), (time(12), time(14))))
_POSTS = (
    "东湖花园{n}栋的垃圾桶坏了",
    "西苑小区{n}栋的垃圾桶坏了",
    "东湖花园{n}栋的路灯不亮了",
    "北山新村{n}栋的垃圾桶坏了",
    "垃圾桶坏了",
    "西苑小区{n}栋着火了，快来人",
)
_WEIGHTS = (40, 25, 20, 8, 4, 3)

_ACTS: tuple[tuple[Move, Wish, int], ...] = (
    (Move.ACCEPT, NOTHING, 30),
    (Move.RESOLVE, NOTHING, 30),
    (Move.APPROVE, NOTHING, 12),
    (Move.CONFIRM, NOTHING, 10),
    (Move.REWORK, NOTHING, 4),
    (Move.DISPUTE, NOTHING, 3),
    (Move.EXTEND, Wish(span=Duration.parse("1d")), 6),
    (Move.TRANSFER, Wish(units=("xiyuan",)), 4),
    (Move.TRANSFER, Wish(units=("donghu",)), 4),
    (Move.RETURN, NOTHING, 3),
    (Move.DISPATCH, Wish(units=("donghu",)), 8),
    (Move.DISPATCH, Wish(units=("luminju",)), 4),
    (Move.RESUME, NOTHING, 2),
    (Move.REJECT, NOTHING, 1),
    (Move.WITHDRAW, NOTHING, 1),
    (Move.NOTE, NOTHING, 2),
)
_PEOPLE = (LI, SUN, CHEN, ZHOU, WANG)


@dataclass(slots=True)
class Told:
    """What came out. `faults` has one line for each rung that fired early, twice, at the wrong look or not at all."""

    tickets: int = 0
    clocks: int = 0
    looks: int = 0
    moves: int = 0
    rungs: Counter[str] = field(default_factory=Counter)
    misses: int = 0
    messages: int = 0
    faults: list[str] = field(default_factory=list)


class NinetyDays:
    """A town with working hours, lunch and night quiet, a unit that works round the clock, and bad luck."""

    def __init__(self, seed: int, tickets: int, days: int = 90, *, put_back: bool = False) -> None:
        """`put_back`: somebody puts the host's clock back now and then."""
        self.dice = random.Random(seed)
        self.count, self.length, self.put_back = tickets, days * DAY, put_back
        self.told = Told()
        self._looks: list[datetime] = []
        self._snoozes: dict[int, list[tuple[datetime, datetime]]] = {}
        self._agenda: list[tuple[datetime, int, str, int]] = []
        self._entries = 0

    def run(self) -> Told:
        days = DayCount(ZONE, working=True, hours=_HOURS)
        with a_desk(quiet=_QUIET, days=days, days_of_units={"luminju": DayCount(ZONE)}) as desk:
            desk.now = START
            desk.open_private(SUN, CHEN)
            self._plan()
            while self._agenda:
                at, _, what, number = heappop(self._agenda)
                self._wait(desk, at)
                self._do(desk, what, number)
                desk.now += _MOMENT
            self._wait(desk, desk.now + 40 * DAY)
            self._count(desk)
            self._examine(desk)
        return self.told

    # --- what happens

    def _enter(self, at: datetime, what: str, number: int = 0) -> None:
        self._entries += 1
        heappush(self._agenda, (at, self._entries, what, number))

    def _plan(self) -> None:
        happenings = ["report"] * self.count + ["downtime"] * 20 + ["set back"] * (6 if self.put_back else 0)
        for what in happenings:
            self._enter(START + self.dice.random() * self.length, what)

    def _do(self, desk: Desk, what: str, number: int) -> None:
        match what:
            case "report":
                self._report(desk)
            case "act":
                self._act(desk, number)
            case "downtime":  # nobody looks until it is over
                desk.now += self.dice.choice((10 * _MINUTE, 3 * HOUR, 14 * HOUR, 3 * DAY)) * self.dice.random()
            case "set back":
                desk.now -= self.dice.choice((_MINUTE, HOUR))

    def _report(self, desk: Desk) -> None:
        (post,) = self.dice.choices(_POSTS, _WEIGHTS)
        before = desk.tx.value("SELECT max(id) FROM tickets") or 0
        desk.say(post.format(n=self.dice.randint(1, 9999)))
        for row in desk.tx.rows("SELECT id FROM tickets WHERE id > :before", before=before):
            at = desk.now
            for _ in range(self.dice.randint(0, 7)):
                at += self.dice.choice((30 * _MINUTE, 5 * HOUR, 2 * DAY, 8 * DAY)) * self.dice.random()
                self._enter(at, "act", row["id"])

    def _act(self, desk: Desk, number: int) -> None:
        """Somebody tries something; what the table forbids is tried, too."""
        luck = self.dice.random()
        if luck < 0.05:
            self._snooze(desk, number)
            return
        ((move, wish, _),) = self.dice.choices(_ACTS, [one[2] for one in _ACTS])
        if luck > 0.94:
            move, wish = Move.SUSPEND, Wish(until=desk.now + self.dice.randint(1, 20) * DAY)
        for person in self.dice.sample(_PEOPLE, len(_PEOPLE)):
            try:
                perform(desk.tx, desk.office, Act(desk.person(person), number, move, "看过了", wish), desk.now)
            except Refused:
                continue
            self.told.moves += 1
            return

    def _snooze(self, desk: Desk, number: int) -> None:
        until = desk.now + self.dice.choice((HOUR, 16 * HOUR))
        for clock in deadlines.running(desk.tx, number).values():
            if clock.snoozed_until is not None and clock.snoozed_until > until:
                continue  # as the desk has it: who put it off for longer is not overruled
            deadlines.snooze(desk.tx, clock.id, until)
            self._snoozes.setdefault(clock.id, []).append((desk.now, until))

    # --- the bot looks at its clocks

    def _wait(self, desk: Desk, until: datetime) -> None:
        """Let the bot look whenever something is due, as its one wake does, until then."""
        while (wake := _next(desk)) is not None and wake <= until:
            desk.now = max(desk.now, wake) + self.dice.random() * _SWEEP
            self._look(desk)
        desk.now = max(desk.now, until)
        self._look(desk)

    def _look(self, desk: Desk) -> None:
        desk.now = desk.now.replace(microsecond=desk.now.microsecond // 1000 * 1000)  # as the storage keeps it
        while suspensions.resume_due(desk.tx, desk.office, desk.now) >= suspensions.BATCH:
            pass
        self._looks.append(desk.now)
        while reminders.sweep(desk.tx, desk.office, desk.now) >= reminders.BATCH:
            pass
        desk.tx.run(
            "UPDATE notices SET state = 'sent' WHERE state = 'queued' AND not_before <= :now", now=to_ms(desk.now)
        )
        desk.now += _MOMENT

    # --- what must have been told

    def _count(self, desk: Desk) -> None:
        told, count = self.told, desk.tx.value
        told.looks = len(self._looks)
        told.tickets, told.clocks = count("SELECT count(*) FROM tickets"), count("SELECT count(*) FROM deadlines")
        told.misses = count("SELECT count(*) FROM ticket_events WHERE kind = 'missed'")
        told.messages = count("SELECT count(*) FROM notices WHERE kind = 'reminder'")
        for row in desk.tx.rows("SELECT rung, count(*) AS fired FROM reminders GROUP BY rung"):
            told.rungs[row["rung"]] = row["fired"]

    def _examine(self, desk: Desk) -> None:
        """Compare every clock with what should have come of it."""
        misses = 0
        loud = [at for at in self._looks if not _QUIET.covers(at.astimezone(ZONE))]
        for row in desk.tx.rows("SELECT * FROM deadlines ORDER BY id"):
            clock = deadlines.of_row(row)
            stopped = from_ms(row["stopped_at"]) if row["stopped_at"] is not None else _NEVER
            fired = {
                one["step"]: from_ms(one["fired_at"])
                for one in desk.tx.rows("SELECT * FROM reminders WHERE deadline_id = :id", id=clock.id)
            }
            steps = {one.number: one for one in _steps(desk, clock)}
            self.told.faults += [
                f"{clock} rung {number} fired at {at}"
                for number, at in fired.items()
                if at < steps[number].at or at > stopped
            ]
            if self.put_back:  # then the order of looks is not that of their times
                continue
            looks = self._looks if clock.urgent else loud
            expected = self._expected(clock, list(steps.values()), looks, stopped)
            if fired != expected:
                self.told.faults.append(f"{clock}: fired {fired}, expected {expected}")
            misses += _first(self._looks, clock.due_at, stopped) is not None
        if not self.put_back and misses != self.told.misses:
            self.told.faults.append(f"{self.told.misses} misses were noted, {misses} happened")

    def _expected(
        self, clock: Deadline, steps: list[Step], looks: list[datetime], stopped: datetime
    ) -> dict[int, datetime]:
        """At which look each rung fires: the first that may tell it; of several at one look the highest alone."""
        at_look: dict[datetime, int] = {}
        for step in steps:
            look = _first(looks, step.at, stopped)
            for began, until in self._snoozes.get(clock.id, ()):
                if look is not None and began <= look < until:
                    look = _first(looks, until, stopped)
            if look is not None:
                at_look[look] = max(step.number, at_look.get(look, 0))
        return {number: look for look, number in at_look.items()}


def _first(looks: list[datetime], at: datetime, stopped: datetime) -> datetime | None:
    """The first look from that moment on, if it came before the clock was stopped."""
    place = bisect_left(looks, at)
    return looks[place] if place < len(looks) and looks[place] < stopped else None


def _steps(desk: Desk, clock: Deadline) -> tuple[Step, ...]:
    """The ladder that this clock climbed, by the unit that the ticket had while it ran."""
    unit = desk.tx.value(
        "SELECT unit_code FROM ticket_events WHERE ticket_id = :ticket AND entered_at <= :at"
        " AND kind NOT IN ('added', 'supported') ORDER BY id DESC LIMIT 1",
        ticket=clock.ticket_id,
        at=to_ms(clock.started_at),
    )
    ladder = desk.office.ladders.of(unit, clock.clock, urgent=clock.urgent)
    return ladder.steps(clock.started_at, clock.due_at, desk.office.days_of(unit))


def _next(desk: Desk) -> datetime | None:
    moments = (reminders.next_wake(desk.tx, desk.office, desk.now), suspensions.next_wake(desk.tx))
    return min((one for one in moments if one is not None and one > desk.now), default=None)
