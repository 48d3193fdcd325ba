"""Clocks: which run in which state, and when they run out, round the clock, in working days and in working hours."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.areas import TimeClass
from bot.domain.deadlines import (
    RUNNING,
    Clock,
    Limits,
    due_at,
    fix_due_at,
)
from bot.domain.durations import Duration
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
    question=span("30m"),
)
OFFICE = ((time(8, 30), time(12)), (time(14), time(17, 30)))
HOURS = DayCount(ZONE, hours=OFFICE)
WORKING_HOURS = DayCount(ZONE, working=True, hours=OFFICE)


def limited(limit: str, **facts: object) -> Ticket:
    return a_ticket(State.ASSIGNED).model_copy(update={"limit": span(limit), "created_at": START, **facts})


def test_which_clocks_run_in_which_state() -> None:
    assert {state: set(clocks) for state, clocks in RUNNING.items() if clocks} == {
        State.TRIAGE: {Clock.QUESTION, Clock.DISPATCH},
        State.ASSIGNED: {Clock.RESPONSE, Clock.CONTROL, Clock.REPAIR, Clock.FIX},
        State.ACCEPTED: {Clock.CONTROL, Clock.REPAIR, Clock.FIX},
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
        (Clock.QUESTION, "3d", {}, HOUR / 2),
        (Clock.QUESTION, "20m", {}, HOUR / 2),  # a courier has as long to answer, whatever it is about
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


@pytest.mark.parametrize(
    ("clock", "limit", "facts", "waits"),
    [
        (Clock.DISPATCH, "3d", {}, HOUR),  # Friday 16:30 → 17:30, the last minute of the week
        (Clock.RESPONSE, "3d", {}, 67 * HOUR),  # 4h: one of them on Friday, three on Monday from 8:30 on
        (Clock.RESPONSE, "4h", {}, 65 * HOUR),  # 2h, half of the whole: Monday 9:30
        (Clock.FIX, "4h", {}, 67 * HOUR),
        (Clock.FIX, "9h", {}, 3 * DAY + 17 * HOUR),  # 1h + 3.5h + 3.5h, and one more on Tuesday: Tuesday 9:30
        (Clock.FIX, "4h", {"reopened": 1}, 33.5 * HOUR),  # half of the time until then
        (Clock.FIX, "1d", {}, DAY),  # `d` goes by deadlines.count
        (Clock.QUESTION, "3d", {}, HOUR / 2),
    ],
)
def test_when_a_clock_of_working_hours_runs_out(
    clock: Clock, limit: str, facts: dict[str, object], waits: timedelta
) -> None:
    assert due_at(clock, limited(limit, **facts), START, LIMITS, HOURS) == START + waits


@pytest.mark.parametrize(
    ("at", "due"),
    [
        ("11-06 16:30", "11-06 17:30"),  # Friday
        ("11-06 17:00", "11-09 09:00"),  # half an hour is left of the week, the other is Monday's
        ("11-06 22:00", "11-09 09:30"),
        ("11-07 10:00", "11-09 09:30"),  # Saturday
        ("11-09 11:30", "11-09 14:30"),  # over lunch
        ("09-30 17:30", "10-08 09:30"),  # over 国庆
        ("10-10 09:00", "10-10 10:00"),  # a Saturday that is worked
    ],
)
def test_dispatch_waits_for_the_office_to_open_but_not_in_an_emergency(at: str, due: str) -> None:
    start, end = (datetime.strptime(f"2026-{one}", "%Y-%m-%d %H:%M").replace(tzinfo=ZONE) for one in (at, due))
    ticket = limited("3d", created_at=start)
    assert due_at(Clock.DISPATCH, ticket, start, LIMITS, HOURS) == end
    urgent = ticket.model_copy(update=EMERGENCY)
    assert due_at(Clock.DISPATCH, urgent, start, LIMITS, HOURS) == start + HOUR


@pytest.mark.parametrize(
    ("time_class", "limit", "days", "waits"),
    [
        (TimeClass.A, "1d", DAYS, DAY),
        (TimeClass.A, "1d", WORKING, 3 * DAY),
        (TimeClass.A, "1d", HOURS, DAY),
        (TimeClass.A, "1d", WORKING_HOURS, 3 * DAY),
        (TimeClass.B, "4h", DAYS, 4 * HOUR),
        (TimeClass.B, "4h", WORKING, 4 * HOUR),
        (TimeClass.B, "4h", HOURS, 67 * HOUR),
        (TimeClass.B, "240m", WORKING_HOURS, 67 * HOUR),
        *((TimeClass.URGENT, "4h", days, 4 * HOUR) for days in (DAYS, WORKING, HOURS, WORKING_HOURS)),
        *((TimeClass.URGENT, "1d", days, DAY) for days in (DAYS, WORKING, HOURS, WORKING_HOURS)),
    ],
)
def test_when_the_fix_of_a_new_ticket_is_due(
    time_class: TimeClass, limit: str, days: DayCount, waits: timedelta
) -> None:
    assert fix_due_at(time_class, span(limit), START, days) == START + waits


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
