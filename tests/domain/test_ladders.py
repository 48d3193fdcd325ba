"""Ladders: which rung comes when, which ladder is climbed; and the quiet hours in which reminders wait."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.deadlines import Clock, Ladder, Ladders, QuietHours, Rung, Step, to_fire
from bot.domain.durations import Duration
from bot.domain.shares import Share
from bot.domain.workdays import DayCount
from tests.domain.test_deadlines import DAY, DAYS, HOUR, HOURS, START, WORKING, WORKING_HOURS, ZONE, span


def numbers(steps: Sequence[Step]) -> list[int]:
    """Those before the deadline from 1, those after it from 100."""
    early = sum(step.rung is Rung.EARLY for step in steps)
    return [*range(1, early + 1), *range(100, 100 + len(steps) - early)]


LADDER = Ladder((Share(0.75),), (span("0s"), span("1d"), span("5d")))


def test_the_ladder_of_the_default_config() -> None:
    steps = LADDER.steps(START, START + 4 * DAY, DAYS)
    assert [(step.number, step.rung, step.at - START) for step in steps] == [
        (1, Rung.EARLY, 3 * DAY),
        (100, Rung.REMINDER, 4 * DAY),
        (101, Rung.ESCALATION, 5 * DAY),
        (102, Rung.NAMING, 11 * DAY),  # five working days after a Tuesday: the next one
    ]
    assert LADDER.first(START, START + 4 * DAY, DAYS) == steps[0]


@pytest.mark.parametrize(
    ("before", "overdue", "rungs"),
    [
        ([], ["0s"], [("reminder", 24 * HOUR)]),
        (["2h", "75%"], [], [("early", 18 * HOUR), ("early", 22 * HOUR)]),  # in the order of time
        (["30h", "24h"], ["0s"], [("reminder", 24 * HOUR)]),  # at or before the start: left out, the others move up
        (["999999d"], ["0s"], [("reminder", 24 * HOUR)]),  # before the first of all days
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
    assert [step.number for step in steps] == numbers(steps)
    assert ladder.first(START, START + DAY, DAYS) == (steps[0] if steps else None)


def test_the_late_rungs_of_working_days_skip_the_weekend() -> None:
    assert late(LADDER, WORKING) == [0 * DAY, 3 * DAY, 7 * DAY]  # Friday, Monday, Friday


def late(ladder: Ladder, days: DayCount, due: datetime = START) -> list[timedelta]:
    """How long after `due` its late rungs come."""
    return [step.at - due for step in ladder.steps(due - DAY, due, days) if step.rung is not Rung.EARLY]


def climbing(*overdue: str, round_the_clock: bool = False) -> Ladder:
    return Ladder((), tuple(map(span, overdue)), round_the_clock)


@pytest.mark.parametrize(
    ("overdue", "days", "waits"),
    [
        (["0s", "1d", "5d"], DAYS, [0 * DAY, DAY, 7 * DAY]),  # nobody is named for the days of a weekend
        (["0s", "1d", "5d"], HOURS, [0 * DAY, DAY, 7 * DAY]),
        (["0s", "1d", "2d", "5d"], DAYS, [0 * DAY, DAY, 4 * DAY, 7 * DAY]),  # the same for those after it
        (["0s", "1d", "36h"], DAYS, [0 * DAY, DAY, 1.5 * DAY]),  # hours run through
        (["0s", "1h", "4h"], HOURS, [0 * DAY, HOUR, 67 * HOUR]),  # or pass in working hours
        (["0s", "4h", "1d"], HOURS, [0 * DAY, 67 * HOUR, 3 * DAY]),
        (["4h", "1d", "5d"], HOURS, [67 * HOUR, 67 * HOUR, 7 * DAY]),  # a day that is over sooner waits for them
        (["0s", "0d", "0h"], WORKING_HOURS, [0 * DAY] * 3),
    ],
)
def test_naming_counts_working_days_and_no_rung_comes_before_a_lower_one(
    overdue: list[str], days: DayCount, waits: list[timedelta]
) -> None:
    assert late(climbing(*overdue), days) == waits


def test_naming_over_a_holiday() -> None:
    due = datetime(2026, 9, 30, 16, 30, tzinfo=ZONE)  # 国庆 lasts until 7 October; the Saturday after it is worked
    assert late(LADDER, DAYS, due) == [0 * DAY, DAY, 13 * DAY]  # 8, 9, 10, 12, 13 October


@pytest.mark.parametrize("days", [DAYS, WORKING, HOURS, WORKING_HOURS])
def test_round_the_clock_an_hour_is_an_hour(days: DayCount) -> None:
    ladder = climbing("0s", "15m", "1h", "1d", round_the_clock=True)
    assert late(ladder, days) == [0 * DAY, HOUR / 4, HOUR, DAY]
    assert late(ladder, days, START + 2 * DAY) == [0 * DAY, HOUR / 4, HOUR, DAY]


URGENT, OWN = climbing("0s", "15m", round_the_clock=True), climbing("0s", "3d")
LADDERS = Ladders(LADDER, URGENT, {"luminju": OWN})


@pytest.mark.parametrize(
    ("unit", "urgent", "ladder"),
    [
        ("luminju", False, OWN),
        ("luminju", True, URGENT),  # an emergency is one everywhere
        ("donghu", False, LADDER),
        ("donghu", True, URGENT),
        (None, False, LADDER),  # in triage
        (None, True, URGENT),
        ("", False, LADDER),
    ],
)
def test_which_ladder_is_climbed(unit: str | None, urgent: bool, ladder: Ladder) -> None:
    for clock in set(Clock) - {Clock.QUESTION}:
        assert LADDERS.of(unit, clock, urgent=urgent) is ladder
    asked = LADDERS.of(unit, Clock.QUESTION, urgent=urgent)
    assert late(asked, WORKING_HOURS) == [0 * DAY]  # the courier is not asked a second time
    assert len(asked.steps(START, START + DAY, DAYS)) == 1


@given(
    st.lists(st.floats(0.01, 0.99).map(Share), max_size=4),
    st.lists(st.integers(0, 10_000), unique=True, max_size=5).map(sorted),
    st.integers(1, 100_000),
    st.sampled_from([DAYS, WORKING, HOURS, WORKING_HOURS]),
    st.integers(0, 5),
)
def test_a_ladder_rises_and_each_half_of_it_is_numbered_without_gaps(
    before: list[Share], overdue: list[int], length: int, days: DayCount, in_days: int
) -> None:
    due = START + timedelta(minutes=length)
    waits = [Duration(amount=minutes, unit="m") for minutes in overdue]
    waits += [Duration(amount=8 + more, unit="d") for more in range(in_days)]  # 7 days are 10,080 minutes
    steps = Ladder(tuple(before), tuple(waits)).steps(START, due, days)
    assert [step.number for step in steps] == numbers(steps)
    assert [step.at for step in steps] == sorted(step.at for step in steps)
    assert all(START < step.at < due if step.rung is Rung.EARLY else step.at >= due for step in steps)


def quiet(*written: str) -> QuietHours:
    spans = (one.split("-") for one in written)
    return QuietHours(tuple((time.fromisoformat(start), time.fromisoformat(end)) for start, end in spans))


@pytest.mark.parametrize(
    ("spans", "covered", "free"),
    [
        (["21:00-08:00"], ["21:00", "23:59:59", "00:00", "07:59:59.999999"], ["08:00", "12:00", "20:59:59"]),
        (["12:00-14:00"], ["12:00", "13:59"], ["11:59", "14:00", "00:00", "23:59"]),
        (["00:00-06:00"], ["00:00", "05:59"], ["06:00", "23:59"]),
        (["22:00-00:00"], ["22:00", "23:59"], ["00:00", "21:59"]),
        (["21:00-08:00", "12:00-14:00"], ["21:00", "07:59", "12:00", "13:59"], ["08:00", "11:59", "14:00", "20:59"]),
        (["21:00-00:00", "00:00-08:00"], ["21:00", "23:59", "00:00", "07:59"], ["08:00", "20:59"]),
        ([], [], ["00:00", "12:00", "23:59"]),
    ],
)
def test_quiet_hours(spans: list[str], covered: list[str], free: list[str]) -> None:
    hours = quiet(*spans)
    told = {at: hours.covers(datetime.combine(START.date(), time.fromisoformat(at), ZONE)) for at in covered + free}
    assert told == dict.fromkeys(covered, True) | dict.fromkeys(free, False)


@pytest.mark.parametrize(
    ("spans", "at", "awake"),
    [
        (["21:00-08:00"], "2 20:59", "2 20:59"),
        (["21:00-08:00"], "2 21:00", "3 08:00"),
        (["21:00-08:00"], "3 07:59", "3 08:00"),
        (["21:00-08:00"], "3 08:00", "3 08:00"),
        (["12:00-14:00"], "2 13:30", "2 14:00"),
        (["12:00-14:00"], "2 14:00", "2 14:00"),
        (["22:00-00:00"], "2 23:00", "3 00:00"),
        (["21:00-08:00", "12:00-14:00"], "2 13:00", "2 14:00"),
        (["21:00-08:00", "12:00-14:00"], "2 23:00", "3 08:00"),
        (["21:00-08:00", "12:00-14:00"], "2 09:00", "2 09:00"),
        (["21:00-00:00", "00:00-08:00"], "2 22:00", "3 08:00"),  # one ends where the next begins,
        (["00:00-08:00", "21:00-00:00"], "2 22:00", "3 08:00"),  # in whatever order they stand
        (["20:00-22:00", "22:00-02:00", "02:00-07:00"], "2 21:00", "3 07:00"),
        (["02:00-07:00", "22:00-02:00", "20:00-22:00"], "2 21:00", "3 07:00"),
        ([], "2 03:00", "2 03:00"),
    ],
)
def test_who_sleeps_is_awake_at_the_end_of_the_quiet_hours(spans: list[str], at: str, awake: str) -> None:
    def moment(written: str) -> datetime:
        day, clock = written.split()
        return datetime.combine(START.date().replace(day=int(day)), time.fromisoformat(clock), ZONE)

    assert quiet(*spans).awake(moment(at)) == moment(awake)


@given(
    st.lists(st.integers(0, 1439), min_size=2, max_size=6, unique=True).map(sorted),
    st.integers(0, 1439),
    st.booleans(),
)
def test_awake_is_the_first_moment_that_is_not_quiet(minutes: list[int], at: int, over_midnight: bool) -> None:
    """Counted minute by minute."""
    ends = minutes[1:] + minutes[:1] if over_midnight else minutes
    clock = [f"{minute // 60:02}:{minute % 60:02}" for minute in ends]
    hours = quiet(*(f"{start}-{end}" for start, end in zip(clock[::2], clock[1::2], strict=False)))
    local = datetime(2026, 11, 2, tzinfo=ZONE) + timedelta(minutes=at)
    free = next(moment for n in range(1441) if not hours.covers(moment := local + timedelta(minutes=n)))
    assert hours.awake(local) == free


def test_of_the_rungs_that_have_come_the_highest_fires() -> None:
    steps = [Step(number, Rung.REMINDER, START + timedelta(hours=number)) for number in (1, 2, 3)]
    for last, hours, firing in ((0, 0, None), (0, 1, 1), (0, 2, 2), (1, 2, 2), (2, 2, None), (0, 9, 3), (3, 9, None)):
        found = to_fire(steps, last, START + timedelta(hours=hours))
        assert (found.number if found else None) == firing
