"""Snoozing: the moments to choose from, by the area's zone, its working days and hours, and its quiet."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.deadlines import QuietHours
from bot.domain.snoozing import LONGEST_URGENT, Snooze, choices
from bot.domain.workdays import DayCount

ZONE = ZoneInfo("Asia/Shanghai")
NIGHT = QuietHours(((time(21), time(8)),))
NONE = QuietHours()
DAYS = DayCount(ZONE)


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("now", "offered"),
    [
        (at(3, 10), [at(3, 11), at(3, 16, 30), at(4, 8, 30)]),  # a Tuesday
        (at(3, 15), [at(3, 16), at(3, 16, 30), at(4, 8, 30)]),
        (at(3, 15, 1), [at(3, 16, 1), at(4, 8, 30)]),  # an hour and "this afternoon" would be nearly the same
        (at(6, 10), [at(6, 11), at(6, 16, 30), at(9, 8, 30)]),  # Friday: Monday is next
        (at(7, 10), [at(7, 11), at(9, 8, 30)]),  # nobody works on a Saturday afternoon
        (at(3, 20, 30), [at(4, 8, 30)]),  # in an hour it is night
        (at(30, 10, month=9), [at(30, 11, month=9), at(30, 16, 30, month=9), at(8, 8, 30, month=10)]),  # 国庆
        (
            at(9, 10, month=10),
            [at(9, 11, month=10), at(9, 16, 30, month=10), at(10, 8, 30, month=10)],
        ),  # 调休: Saturday
    ],
)
def test_the_choices(now: datetime, offered: list[datetime]) -> None:
    assert list(choices(now.astimezone(UTC), DAYS, NIGHT, urgent=False).values()) == offered


def test_the_hours_of_the_area_say_when_work_begins_and_ends() -> None:
    days = DayCount(ZONE, hours=((time(9), time(12)), (time(14), time(18))))
    assert choices(at(3, 10), days, NIGHT, urgent=False) == {
        Snooze.HOUR: at(3, 11),
        Snooze.AFTERNOON: at(3, 17),
        Snooze.WORKDAY: at(4, 9),
    }


def test_work_that_begins_in_quiet_hours_waits_for_their_end() -> None:
    quiet = QuietHours(((time(21), time(9)),))
    assert choices(at(3, 10), DAYS, quiet, urgent=False)[Snooze.WORKDAY] == at(4, 9)


def test_own_holidays_count() -> None:
    days = DayCount(ZONE, holidays=frozenset({date(2026, 11, 4)}))
    assert choices(at(3, 10), days, NONE, urgent=False)[Snooze.WORKDAY] == at(5, 8, 30)


@pytest.mark.parametrize("hour", range(24))
def test_an_emergency_rests_for_an_hour_at_most_day_and_night(hour: int) -> None:
    now = at(3, hour, 59)
    offered = choices(now, DAYS, NIGHT, urgent=True)
    assert offered == {Snooze.HOUR: now + LONGEST_URGENT}


@given(minutes=st.integers(0, 4 * 365 * 24 * 60))
def test_every_choice_is_later_than_now_rising_and_not_at_night(minutes: int) -> None:
    now = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    offered = list(choices(now, DAYS, NIGHT, urgent=False).values())
    assert offered == sorted(set(offered)) and offered
    assert all(one > now + timedelta(minutes=59) and not NIGHT.covers(one) for one in offered)
