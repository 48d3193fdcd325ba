"""Repeating: weekly, monthly and quarterly things come once each, also over holidays, downtimes and moved clocks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.desk.repeating import comes_due, next_moment
from bot.domain.repeating import Cron, When
from bot.domain.workdays import DayCount
from bot.recurrence import next_run
from storage import schedules
from tests.desk.office import DAY, HOUR, ZONE, Desk, a_desk

MORNING = time(8, 30)
WEEKLY, MONTHLY, QUARTERLY = Cron("30 8 * * mon"), Cron("30 8 1 * *"), Cron("30 8 1 jan,apr,jul,oct *")
BERLIN = ZoneInfo("Europe/Berlin")
NAME = "bulletin"


def at(written: str, zone: ZoneInfo = ZONE) -> datetime:
    return datetime.strptime(f"{written}", "%Y-%m-%d %H:%M").replace(tzinfo=zone)


def due(desk: Desk, when: When | None, now: str | datetime, *, on_workdays: bool = False) -> str | None:
    """The moment for which it is due at this one, as the area's clocks show it."""
    moment = at(now) if isinstance(now, str) else now
    found = comes_due(desk.tx, desk.office, NAME, when, moment.astimezone(UTC), on_workdays=on_workdays)
    return None if found is None else f"{found.astimezone(desk.office.zone):%Y-%m-%d %H:%M}"


def swept(desk: Desk, when: When, first: str, last: str, every: timedelta = HOUR, **how: bool) -> list[str]:
    """For which moments it came due in sweeps from the first to the last, and none of them early."""
    found, now = [], at(first)
    while now <= at(last):
        if (moment := due(desk, when, now, **how)) is not None:
            assert at(moment) <= now < at(moment) + every
            found.append(moment)
        now += every
    return found


CALENDAR: list[tuple[When, str, str, list[str]]] = [
    (MORNING, "2026-11-20 00:00", "2026-11-22 12:00", [f"2026-11-{day} 08:30" for day in (20, 21, 22)]),
    (WEEKLY, "2026-11-02 09:00", "2026-11-24 00:00", [f"2026-11-{day:02} 08:30" for day in (9, 16, 23)]),
    (WEEKLY, "2026-12-20 00:00", "2027-01-10 00:00", ["2026-12-21 08:30", "2026-12-28 08:30", "2027-01-04 08:30"]),
    (MONTHLY, "2026-01-15 00:00", "2026-04-15 00:00", [f"2026-0{month}-01 08:30" for month in (2, 3, 4)]),
    (
        Cron("0 9 31 * *"),
        "2026-01-01 00:00",
        "2026-06-01 00:00",
        [f"2026-{md} 09:00" for md in ("01-31", "03-31", "05-31")],
    ),
    (Cron("0 9 last * *"), "2028-01-15 00:00", "2028-03-15 00:00", ["2028-01-31 09:00", "2028-02-29 09:00"]),
    (
        QUARTERLY,
        "2026-01-02 00:00",
        "2027-01-02 00:00",
        [f"{ym}-01 08:30" for ym in ("2026-04", "2026-07", "2026-10", "2027-01")],
    ),
]


@pytest.mark.parametrize(("when", "first", "last", "moments"), CALENDAR)
def test_each_moment_comes_once(desk: Desk, when: When, first: str, last: str, moments: list[str]) -> None:
    assert swept(desk, when, first, last) == moments


@pytest.mark.parametrize(
    ("when", "first", "last", "days"),
    [
        # 国庆 from the 1st to the 7th; Saturday the 10th is worked in exchange
        (
            MORNING,
            "2026-09-29 00:00",
            "2026-10-13 12:00",
            ["09-29", "09-30", "10-08", "10-09", "10-10", "10-12", "10-13"],
        ),
        # 春节 from the 15th to the 23rd, between two Saturdays that are worked
        (MORNING, "2026-02-13 00:00", "2026-02-25 12:00", ["02-13", "02-14", "02-24", "02-25"]),
        (
            WEEKLY,
            "2026-09-21 00:00",
            "2026-10-13 00:00",
            ["09-21", "09-28", "10-12"],
        ),  # the Monday of 国庆 goes without
        (MONTHLY, "2026-09-15 00:00", "2026-12-15 00:00", ["12-01"]),  # 1 October is a holiday, 1 November a Sunday
    ],
)
def test_nothing_comes_on_a_day_on_which_nobody_works(
    desk: Desk, when: When, first: str, last: str, days: list[str]
) -> None:
    assert [moment[5:10] for moment in swept(desk, when, first, last, on_workdays=True)] == days


@pytest.mark.parametrize(
    ("when", "back", "first", "after"),
    [
        (MORNING, "2026-11-05 13:00", "2026-11-03 08:30", "2026-11-06 08:30"),
        (WEEKLY, "2026-11-25 13:00", "2026-11-09 08:30", "2026-11-30 08:30"),
        (MONTHLY, "2027-02-10 13:00", "2026-12-01 08:30", "2027-03-01 08:30"),
        (QUARTERLY, "2027-08-10 13:00", "2027-01-01 08:30", "2027-10-01 08:30"),
    ],
)
def test_after_a_downtime_of_three_periods_it_comes_once(
    desk: Desk, when: When, back: str, first: str, after: str
) -> None:
    assert due(desk, when, "2026-11-02 12:00") is None
    assert due(desk, when, back) == first
    assert [due(desk, when, at(back) + n * HOUR) for n in range(3)] == [None] * 3
    assert schedules.ran_at(desk.tx, NAME) == at(back)
    assert due(desk, when, at(after) - timedelta(seconds=1)) is None
    assert due(desk, when, after) == after


def test_what_was_missed_over_a_weekend_waits_for_the_next_working_day(desk: Desk) -> None:
    assert due(desk, MORNING, "2026-11-05 12:00", on_workdays=True) is None  # down from Thursday noon
    assert due(desk, MORNING, "2026-11-07 10:00", on_workdays=True) is None  # to Saturday
    assert schedules.ran_at(desk.tx, NAME) is None
    assert swept(desk, MORNING, "2026-11-07 11:00", "2026-11-10 00:00", on_workdays=True) == ["2026-11-09 08:30"]


def test_the_first_call_only_plans(desk: Desk) -> None:
    assert due(desk, WEEKLY, "2026-11-09 08:30") is None  # also at the very moment
    assert schedules.next_at(desk.tx, NAME) == at("2026-11-16 08:30")
    assert schedules.ran_at(desk.tx, NAME) is None
    assert due(desk, WEEKLY, "2026-11-16 08:30") == "2026-11-16 08:30"
    assert schedules.ran_at(desk.tx, NAME) == at("2026-11-16 08:30")
    assert due(desk, WEEKLY, "2026-11-16 08:30") is None


@pytest.mark.parametrize(
    ("before", "after", "planned"),
    [
        (MORNING, time(7), "2026-11-03 07:00"),
        (MORNING, time(18), "2026-11-02 18:00"),
        (MORNING, Cron("30 8 * * tue"), "2026-11-03 08:30"),
        (WEEKLY, Cron("30 8 * * fri"), "2026-11-06 08:30"),
        (MONTHLY, QUARTERLY, "2027-01-01 08:30"),
        (QUARTERLY, MONTHLY, "2026-12-01 08:30"),
    ],
)
@pytest.mark.parametrize("late", [False, True])
def test_another_time_is_planned_anew(desk: Desk, before: When, after: When, planned: str, late: bool) -> None:
    """Also where the old one has come meanwhile: what was asked for then is not wanted any more."""
    due(desk, before, "2026-11-01 12:00" if late and before == MORNING else "2026-11-02 12:00")
    assert due(desk, after, "2026-11-02 12:00") is None
    assert schedules.next_at(desk.tx, NAME) == at(planned)
    assert due(desk, after, planned) == planned


def test_a_day_that_turns_out_to_be_free_is_planned_anew(desk: Desk) -> None:
    assert due(desk, MORNING, "2026-11-05 12:00", on_workdays=True) is None  # planned for Friday
    office = desk.office
    desk.office = replace(office, days=replace(office.days, holidays=frozenset({date(2026, 11, 6)})))
    assert swept(desk, MORNING, "2026-11-05 13:00", "2026-11-09 12:00", on_workdays=True) == ["2026-11-09 08:30"]
    assert due(desk, MORNING, "2026-11-13 12:00", on_workdays=True) == "2026-11-10 08:30"
    desk.office = replace(office, days=replace(office.days, workdays=frozenset({date(2026, 11, 14)})))
    assert due(desk, MORNING, "2026-11-13 13:00", on_workdays=True) is None
    assert due(desk, MORNING, "2026-11-14 08:30", on_workdays=True) == "2026-11-14 08:30"


@pytest.mark.parametrize("when", [MORNING, WEEKLY, MONTHLY, QUARTERLY])
def test_a_clock_that_was_put_back_lets_no_period_go_without(desk: Desk, when: When) -> None:
    due(desk, when, "2028-11-02 12:00")
    assert due(desk, when, "2029-11-02 12:00") is not None  # the host's clock stood years ahead
    assert due(desk, when, "2026-11-02 12:00") is None
    following = next_moment(desk.office, when, at("2026-11-02 12:00").astimezone(UTC))
    assert schedules.next_at(desk.tx, NAME) == following
    assert schedules.ran_at(desk.tx, NAME) == at("2026-11-02 12:00")  # what came since then counts from here
    assert due(desk, when, following) == f"{following.astimezone(ZONE):%Y-%m-%d %H:%M}"
    assert due(desk, when, following) is None


def test_a_small_step_back_repeats_nothing(desk: Desk) -> None:
    due(desk, MORNING, "2026-11-02 12:00")
    assert due(desk, MORNING, "2026-11-03 08:30") == "2026-11-03 08:30"
    assert due(desk, MORNING, "2026-11-03 08:31") is None
    assert schedules.next_at(desk.tx, NAME) == at("2026-11-04 08:30")


def test_what_is_switched_off_is_forgotten(desk: Desk) -> None:
    due(desk, MORNING, "2026-11-02 12:00")
    assert due(desk, None, "2026-11-03 12:00") is None
    assert schedules.next_at(desk.tx, NAME) is None
    assert due(desk, None, "2026-11-03 12:00") is None
    assert due(desk, MORNING, "2026-11-10 12:00") is None  # and when it is wanted again, nothing is made up for
    assert schedules.next_at(desk.tx, NAME) == at("2026-11-11 08:30")


def test_names_do_not_know_each_other(desk: Desk) -> None:
    due(desk, WEEKLY, "2026-11-02 12:00")
    comes_due(desk.tx, desk.office, "other", MORNING, at("2026-11-02 12:00"))
    assert comes_due(desk.tx, desk.office, "other", MORNING, at("2026-11-03 08:30")) == at("2026-11-03 08:30")
    assert schedules.next_at(desk.tx, NAME) == at("2026-11-09 08:30")


@pytest.mark.parametrize(
    ("written", "first", "last", "moments"),
    [
        (time(2, 30), "2026-03-28 12:00", "2026-03-31 00:00", ["03-29 03:30", "03-30 02:30"]),  # 02:30 is left out
        (time(2, 30), "2026-10-24 12:00", "2026-10-27 00:00", ["10-25 02:30", "10-26 02:30"]),  # and comes twice
        (time(8, 30), "2026-03-28 12:00", "2026-03-31 00:00", ["03-29 08:30", "03-30 08:30"]),
        (Cron("0 2 29 3 *"), "2026-03-28 12:00", "2026-03-31 00:00", ["03-29 03:00"]),
    ],
)
def test_a_change_of_the_clocks_loses_and_doubles_nothing(
    written: When, first: str, last: str, moments: list[str]
) -> None:
    with a_desk(zone=BERLIN, days=DayCount(BERLIN), next_run=next_run(BERLIN)) as desk:
        found, now = [], at(first, BERLIN).astimezone(UTC)
        while now <= at(last, BERLIN):
            found += [moment[5:]] if (moment := due(desk, written, now)) is not None else []
            now += HOUR / 2
        assert found == moments


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from([MORNING, WEEKLY, MONTHLY, QUARTERLY]),
    st.lists(st.floats(0.01, 60), min_size=5, max_size=60),
    st.booleans(),
)
def test_never_twice_never_early_and_once_after_every_gap(when: When, gaps: list[float], on_workdays: bool) -> None:
    with a_desk() as desk:
        now, told = at("2026-01-05 12:00").astimezone(UTC), list[datetime]()
        comes_due(desk.tx, desk.office, NAME, when, now, on_workdays=on_workdays)
        for days in gaps:
            before, now = now, now + days * DAY
            expected = next_moment(desk.office, when, before, on_workdays=on_workdays)
            moment = comes_due(desk.tx, desk.office, NAME, when, now, on_workdays=on_workdays)
            free = on_workdays and not desk.office.days.is_workday(now.astimezone(ZONE).date())
            if expected > now or free:
                assert moment is None
            else:
                assert moment is not None
                assert moment == expected
                told.append(moment)
        assert told == sorted(set(told))
