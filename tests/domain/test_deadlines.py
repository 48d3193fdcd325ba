"""Clocks and their ladders: which run in which state, when they run out, which rung comes when, and quiet hours."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.areas import TimeClass
from bot.domain.deadlines import RUNNING, Clock, Ladder, Limits, QuietHours, Rung, Step, due_at, to_fire
from bot.domain.durations import Duration
from bot.domain.shares import Share
from bot.domain.tickets import State, Ticket
from bot.domain.workdays import DayCount
from tests.domain.test_tickets import a_ticket

ZONE = ZoneInfo("Asia/Shanghai")
DAYS = DayCount(ZONE)
WORKING = DayCount(ZONE, working=True)
START = datetime(2026, 11, 6, 8, 30, tzinfo=UTC)  # a Friday, 16:30 in the area
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def span(written: str) -> Duration:
    return Duration.parse(written)


LIMITS = Limits(
    classes={TimeClass.URGENT: span("2h"), TimeClass.A: span("1d"), TimeClass.B: span("3d"), TimeClass.C: span("5d")},
    response=span("4h"),
    dispatch=span("1h"),
    review=span("7d"),
)
LADDER = Ladder((Share(0.75),), (span("0s"), span("1d"), span("5d")))


def limited(limit: str, **facts: object) -> Ticket:
    return a_ticket(State.ASSIGNED).model_copy(update={"limit": span(limit), "created_at": START, **facts})


def test_which_clocks_run_in_which_state() -> None:
    assert {state: set(clocks) for state, clocks in RUNNING.items() if clocks} == {
        State.TRIAGE: {Clock.DISPATCH},
        State.ASSIGNED: {Clock.RESPONSE, Clock.FIX},
        State.ACCEPTED: {Clock.FIX},
        State.RESOLVED: {Clock.REVIEW},
    }
    assert set(RUNNING) == set(State)


@pytest.mark.parametrize(
    ("time_class", "own", "limit"),
    [
        (TimeClass.A, None, "1d"),
        (TimeClass.B, None, "3d"),
        (TimeClass.C, None, "5d"),
        (TimeClass.B, "4h", "4h"),  # the 小类's own limit
        (TimeClass.URGENT, None, "2h"),
        (TimeClass.URGENT, "4h", "2h"),  # an emergency goes before it
        (TimeClass.URGENT, "30m", "2h"),  # also where it is longer: one word, one limit
    ],
)
def test_the_limit_of_a_class(time_class: TimeClass, own: str | None, limit: str) -> None:
    assert LIMITS.for_class(time_class, span(own) if own else None) == span(limit)


@pytest.mark.parametrize(
    ("clock", "limit", "facts", "waits"),
    [
        (Clock.FIX, "3d", {}, 3 * DAY),
        (Clock.FIX, "4h", {}, 4 * HOUR),
        (Clock.FIX, "3d", {"reopened": 1}, 1.5 * DAY),  # 返工: half of it again
        (Clock.FIX, "3d", {"reopened": 2}, 1.5 * DAY),  # and not a quarter the next time
        (Clock.RESPONSE, "3d", {}, 4 * HOUR),
        (Clock.RESPONSE, "4h", {}, 2 * HOUR),  # never longer than half of the whole time
        (Clock.RESPONSE, "8h", {}, 4 * HOUR),
        (Clock.DISPATCH, "3d", {}, HOUR),
        (Clock.DISPATCH, "1h", {}, HOUR / 2),
        (Clock.DISPATCH, "1s", {}, timedelta(seconds=1)),  # something is left however short it is
        (Clock.REVIEW, "3d", {}, 7 * DAY),  # day 7 of the report,
        (Clock.REVIEW, "3d", {"created_at": START - 3 * DAY}, 4 * DAY),  # whenever it was resolved,
        (Clock.REVIEW, "3d", {"created_at": START - 6 * DAY}, DAY),
        (Clock.REVIEW, "3d", {"created_at": START - 30 * DAY}, DAY),  # but a day at least after the resolution
    ],
)
def test_when_a_clock_runs_out(clock: Clock, limit: str, facts: dict[str, object], waits: timedelta) -> None:
    assert due_at(clock, limited(limit, **facts), START, LIMITS, DAYS) == START + waits


@pytest.mark.parametrize(
    ("clock", "limit", "facts", "waits"),
    [
        (Clock.FIX, "1d", {}, 3 * DAY),  # Friday 16:30 → Monday 16:30
        (Clock.FIX, "4h", {}, 4 * HOUR),  # hours run through
        (Clock.FIX, "1d", {"reopened": 1}, 1.5 * DAY),  # half of the time until Monday
        (Clock.RESPONSE, "1d", {}, 4 * HOUR),
        (Clock.REVIEW, "3d", {}, 11 * DAY),  # seven working days: Tuesday of the week after next
    ],
)
def test_when_a_clock_of_working_days_runs_out(
    clock: Clock, limit: str, facts: dict[str, object], waits: timedelta
) -> None:
    assert due_at(clock, limited(limit, **facts), START, LIMITS, WORKING) == START + waits


EMERGENCY = {"time_class": TimeClass.URGENT, "emergency": True}


@pytest.mark.parametrize(
    ("clock", "limit", "facts", "waits"),
    [
        (Clock.FIX, "1d", {}, DAY),  # Friday 16:30 → Saturday 16:30
        (Clock.FIX, "2h", {}, 2 * HOUR),
        (Clock.FIX, "1d", {"reopened": 1}, DAY / 2),
        (Clock.RESPONSE, "10d", {}, DAY),  # the response limit, in days here, but not in working ones
        (Clock.RESPONSE, "1d", {}, DAY / 2),
        (Clock.REVIEW, "1d", {}, 11 * DAY),  # a review can wait for the office to open
    ],
)
def test_emergencies_count_round_the_clock(
    clock: Clock, limit: str, facts: dict[str, object], waits: timedelta
) -> None:
    limits = replace(LIMITS, response=span("1d"))
    assert due_at(clock, limited(limit, **EMERGENCY, **facts), START, limits, WORKING) == START + waits


def test_the_ladder_of_the_default_config() -> None:
    steps = LADDER.steps(START, START + 4 * DAY, DAYS)
    assert [(step.number, step.rung, step.at - START) for step in steps] == [
        (1, Rung.EARLY, 3 * DAY),
        (2, Rung.REMINDER, 4 * DAY),
        (3, Rung.ESCALATION, 5 * DAY),
        (4, Rung.NAMING, 9 * DAY),
    ]
    assert LADDER.first(START, START + 4 * DAY, DAYS) == steps[0]


@pytest.mark.parametrize(
    ("before", "overdue", "rungs"),
    [
        ([], ["0s"], [("reminder", 24 * HOUR)]),
        (["2h", "75%"], [], [("early", 18 * HOUR), ("early", 22 * HOUR)]),  # in the order of time
        (["30h", "24h"], ["0s"], [("reminder", 24 * HOUR)]),  # at or before the start: left out, the others move up
        (["0s"], ["0s"], [("reminder", 24 * HOUR)]),  # "early" at the deadline itself says nothing
        (
            [],
            ["1h", "2h", "3h", "4h", "5h"],  # past 通报 there is nothing graver
            [("reminder", 25 * HOUR), ("escalation", 26 * HOUR)] + [("naming", n * HOUR) for n in (27, 28, 29)],
        ),
        ([], [], []),
    ],
)
def test_ladders(before: list[str], overdue: list[str], rungs: list[tuple[str, timedelta]]) -> None:
    ladder = Ladder(
        tuple(Share.parse(entry) if entry.endswith("%") else span(entry) for entry in before),
        tuple(span(entry) for entry in overdue),
    )
    steps = ladder.steps(START, START + DAY, DAYS)
    assert [(step.rung.value, step.at - START) for step in steps] == rungs
    assert [step.number for step in steps] == list(range(1, len(rungs) + 1))
    assert ladder.first(START, START + DAY, DAYS) == (steps[0] if steps else None)


def test_the_late_rungs_of_working_days_skip_the_weekend() -> None:
    late = [step.at for step in LADDER.steps(START - DAY, START, WORKING) if step.rung is not Rung.EARLY]
    assert late == [START, START + 3 * DAY, START + 7 * DAY]  # Friday, Monday, Friday


@given(
    st.lists(st.floats(0.01, 0.99).map(Share), max_size=4),
    st.lists(st.integers(0, 10_000), unique=True, max_size=5).map(sorted),
    st.integers(1, 100_000),
)
def test_a_ladder_rises_and_is_numbered_without_gaps(before: list[Share], overdue: list[int], length: int) -> None:
    due = START + timedelta(minutes=length)
    ladder = Ladder(tuple(before), tuple(Duration(amount=minutes, unit="m") for minutes in overdue))
    steps = ladder.steps(START, due, DAYS)
    assert [step.number for step in steps] == list(range(1, len(steps) + 1))
    assert [step.at for step in steps] == sorted(step.at for step in steps)
    assert all(START < step.at < due if step.rung is Rung.EARLY else step.at >= due for step in steps)


@pytest.mark.parametrize(
    ("start", "end", "covered", "free"),
    [
        ("21:00", "08:00", ["21:00", "23:59:59", "00:00", "07:59:59.999999"], ["08:00", "12:00", "20:59:59"]),
        ("12:00", "14:00", ["12:00", "13:59"], ["11:59", "14:00", "00:00", "23:59"]),
        ("00:00", "06:00", ["00:00", "05:59"], ["06:00", "23:59"]),
        ("22:00", "00:00", ["22:00", "23:59"], ["00:00", "21:59"]),
        ("08:00", "08:00", [], ["08:00", "07:59", "00:00"]),  # begins when it ends: none (config refuses it)
    ],
)
def test_quiet_hours(start: str, end: str, covered: list[str], free: list[str]) -> None:
    quiet = QuietHours(time.fromisoformat(start), time.fromisoformat(end))
    told = {at: quiet.covers(datetime.combine(START.date(), time.fromisoformat(at), ZONE)) for at in covered + free}
    assert told == dict.fromkeys(covered, True) | dict.fromkeys(free, False)


@pytest.mark.parametrize(
    ("start", "end", "at", "awake"),
    [
        ("21:00", "08:00", "2 20:59", "2 20:59"),
        ("21:00", "08:00", "2 21:00", "3 08:00"),
        ("21:00", "08:00", "3 07:59", "3 08:00"),
        ("21:00", "08:00", "3 08:00", "3 08:00"),
        ("12:00", "14:00", "2 13:30", "2 14:00"),
        ("12:00", "14:00", "2 14:00", "2 14:00"),
    ],
)
def test_who_sleeps_is_awake_at_the_end_of_the_quiet_hours(start: str, end: str, at: str, awake: str) -> None:
    def moment(written: str) -> datetime:
        day, clock = written.split()
        return datetime.combine(START.date().replace(day=int(day)), time.fromisoformat(clock), ZONE)

    quiet = QuietHours(time.fromisoformat(start), time.fromisoformat(end))
    assert quiet.awake(moment(at)) == moment(awake)


def test_of_the_rungs_that_have_come_the_highest_fires() -> None:
    steps = [Step(number, Rung.REMINDER, START + timedelta(hours=number)) for number in (1, 2, 3)]
    for last, hours, firing in ((0, 0, None), (0, 1, 1), (0, 2, 2), (1, 2, 2), (2, 2, None), (0, 9, 3), (3, 9, None)):
        found = to_fire(steps, last, START + timedelta(hours=hours))
        assert (found.number if found else None) == firing
