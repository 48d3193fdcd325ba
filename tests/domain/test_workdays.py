"""Days counted: around the clock, by the official make-up days (调休), by overrides, and for a year nobody knows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.durations import Duration
from bot.domain.workdays import DayCount, has_official_data

ZONE = ZoneInfo("Asia/Shanghai")
WORKING = DayCount(ZONE, working=True)
CALENDAR = DayCount(ZONE)
OFFICE = ((time(8, 30), time(12)), (time(14), time(17, 30)))
UNKNOWN_YEAR = 2049
_LEFT = "%Y-%m-%d %H:%M"


def local(written: str) -> datetime:
    return datetime.strptime(written, _LEFT).replace(tzinfo=ZONE)


def day(written: str) -> date:
    return date.fromisoformat(written)


@pytest.mark.parametrize(
    ("start", "limit", "end"),
    [
        ("2026-11-06 16:30", "1d", "2026-11-09 16:30"),  # Friday 16:30 → Monday 16:30
        ("2026-11-05 16:30", "1d", "2026-11-06 16:30"),  # Thursday → Friday
        ("2026-11-07 10:00", "1d", "2026-11-09 10:00"),  # Saturday → Monday, the first working day after it
        ("2026-11-08 23:59", "1d", "2026-11-09 23:59"),  # Sunday, a minute to midnight
        ("2026-11-06 16:30", "3d", "2026-11-11 16:30"),  # Friday → Wednesday
        ("2026-11-06 16:30", "5d", "2026-11-13 16:30"),  # a working week
        ("2026-11-06 16:30", "0d", "2026-11-06 16:30"),  # nothing to wait for, also on a
        ("2026-11-07 16:30", "0d", "2026-11-07 16:30"),  # Saturday
        ("2026-02-13 17:00", "1d", "2026-02-14 17:00"),  # Friday → the Saturday that is worked before 春节
        ("2026-02-14 17:00", "1d", "2026-02-24 17:00"),  # that Saturday → the Tuesday after nine days off
        ("2026-02-27 17:00", "1d", "2026-02-28 17:00"),  # Friday → the Saturday worked after it
        ("2026-09-30 09:00", "1d", "2026-10-08 09:00"),  # over 国庆
        ("2026-10-08 09:00", "2d", "2026-10-10 09:00"),  # Thursday → Saturday, worked in exchange
        ("2026-10-10 09:00", "1d", "2026-10-12 09:00"),  # that Saturday → Monday; the Sunday is free
        ("2025-01-24 09:00", "1d", "2025-01-26 09:00"),  # Friday → the Sunday that is worked
        ("2025-09-30 09:00", "1d", "2025-10-09 09:00"),  # 国庆 and 中秋 in one
        ("2024-12-31 18:00", "1d", "2025-01-02 18:00"),  # over 元旦
        ("2026-11-06 16:30", "20h", "2026-11-07 12:30"),  # hours run through the night and the weekend
        ("2026-11-06 23:50", "15m", "2026-11-07 00:05"),
    ],
)
def test_working_days(start: str, limit: str, end: str) -> None:
    assert WORKING.after(local(start), Duration.parse(limit)) == local(end)


@pytest.mark.parametrize(
    ("start", "limit", "end"),
    [
        ("2026-11-06 16:30", "1d", "2026-11-07 16:30"),  # Friday → Saturday
        ("2026-02-14 17:00", "3d", "2026-02-17 17:00"),  # into 春节
    ],
)
def test_calendar_days_are_24_hours(start: str, limit: str, end: str) -> None:
    assert CALENDAR.after(local(start), Duration.parse(limit)) == local(end)


OFF = {  # first and last day off
    2024: [  # 国办发明电〔2023〕7号
        ("2024-01-01", "2024-01-01"),  # 元旦, with the weekend before it
        ("2024-02-10", "2024-02-17"),  # 春节; 除夕, the 9th, was left to the employers
        ("2024-04-04", "2024-04-06"),  # 清明
        ("2024-05-01", "2024-05-05"),  # 劳动节
        ("2024-06-10", "2024-06-10"),  # 端午, with the weekend before it
        ("2024-09-15", "2024-09-17"),  # 中秋
        ("2024-10-01", "2024-10-07"),  # 国庆
    ],
    2025: [  # 国办发明电〔2024〕12号
        ("2025-01-01", "2025-01-01"),  # 元旦, a Wednesday
        ("2025-01-28", "2025-02-04"),  # 春节, from 除夕 on
        ("2025-04-04", "2025-04-06"),  # 清明
        ("2025-05-01", "2025-05-05"),  # 劳动节
        ("2025-05-31", "2025-06-02"),  # 端午
        ("2025-10-01", "2025-10-08"),  # 国庆 and 中秋
    ],
    2026: [  # 国办发明电〔2025〕7号
        ("2026-01-01", "2026-01-03"),  # 元旦
        ("2026-02-15", "2026-02-23"),  # 春节
        ("2026-04-04", "2026-04-06"),  # 清明
        ("2026-05-01", "2026-05-05"),  # 劳动节
        ("2026-06-19", "2026-06-21"),  # 端午
        ("2026-09-25", "2026-09-27"),  # 中秋
        ("2026-10-01", "2026-10-07"),  # 国庆
    ],
}
"""Every official holiday as the State Council's office announced it; copied from the notices, not from the package."""
MADE_UP = {
    2024: [
        *("2024-02-04", "2024-02-18", "2024-04-07", "2024-04-28"),
        *("2024-05-11", "2024-09-14", "2024-09-29", "2024-10-12"),
    ],
    2025: ["2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"],
    2026: ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"],
}
"""Every weekend day that is worked in exchange (调休), from the same notices."""
HOLIDAYS = [span for year in OFF.values() for span in year]
MAKE_UPS = [made_up for year in MADE_UP.values() for made_up in year]


def through(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


@pytest.mark.parametrize(("first", "last"), HOLIDAYS)
def test_every_official_holiday_is_free(first: str, last: str) -> None:
    assert not [free for free in through(day(first), day(last)) if WORKING.is_workday(free)]


@pytest.mark.parametrize("written", MAKE_UPS)
def test_every_make_up_day_is_worked(written: str) -> None:
    assert day(written).weekday() >= 5, f"{written} is no weekend: the table is wrong"
    assert WORKING.is_workday(day(written))


@pytest.mark.parametrize("year", OFF)
def test_all_other_days_of_the_year_go_by_the_week(year: int) -> None:
    told = {free for first, last in OFF[year] for free in through(day(first), day(last))} | set(map(day, MADE_UP[year]))
    rest = [other for other in through(date(year, 1, 1), date(year, 12, 31)) if other not in told]
    assert len(rest) > 300
    assert [other for other in rest if WORKING.is_workday(other) != (other.weekday() < 5)] == []


@pytest.mark.parametrize(("first", "last"), HOLIDAYS)
def test_a_working_day_before_a_holiday_ends_after_it(first: str, last: str) -> None:
    """Counted by the tables alone: the last working day before, the first one after."""
    free = {free for start, end in HOLIDAYS for free in through(day(start), day(end))}
    made_up = set(map(day, MAKE_UPS))

    def worked(at: date) -> bool:
        return at in made_up or (at not in free and at.weekday() < 5)

    before = next(at for n in range(1, 9) if worked(at := day(first) - timedelta(days=n)))
    after = next(at for n in range(1, 9) if worked(at := day(last) + timedelta(days=n)))
    start = datetime(before.year, before.month, before.day, 16, 30, tzinfo=ZONE)
    assert WORKING.after(start, Duration.parse("1d")) == start + (after - before)


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_these_years_are_known(year: int) -> None:
    assert has_official_data(year)


@pytest.mark.parametrize(
    ("today", "following"),
    [
        ("2026-11-05", "2026-11-06"),
        ("2026-11-06", "2026-11-09"),  # Friday → Monday
        ("2026-09-30", "2026-10-08"),  # 国庆
        ("2026-10-09", "2026-10-10"),  # Friday → the Saturday that makes up for it
    ],
)
def test_the_next_working_day(today: str, following: str) -> None:
    assert CALENDAR.next_workday(day(today)) == day(following), "days off are days off, however limits are counted"


def test_where_nobody_works_for_ever_the_next_day_is_the_next() -> None:
    free = frozenset(day("2026-11-01") + timedelta(days=n) for n in range(400))
    assert DayCount(ZONE, holidays=free).next_workday(day("2026-11-06")) == day("2026-11-07")


def test_a_year_without_data_goes_by_weekdays_and_can_be_told() -> None:
    assert not has_official_data(UNKNOWN_YEAR)
    october = [date(UNKNOWN_YEAR, 10, n) for n in range(1, 32)]
    assert [at for at in october if WORKING.is_workday(at)] == [at for at in october if at.weekday() < 5]
    friday = datetime(UNKNOWN_YEAR, 10, 1, 16, 30, tzinfo=ZONE)  # a Friday, and not known to be 国庆
    assert WORKING.after(friday, Duration.parse("1d")) == friday + timedelta(days=3)


def test_overrides_go_before_the_calendar() -> None:
    flood, drill, holiday = day("2026-11-09"), day("2026-11-08"), day("2026-10-01")
    days = DayCount(ZONE, working=True, holidays=frozenset({flood}), workdays=frozenset({drill, holiday}))
    assert [days.is_workday(at) for at in (flood, drill, holiday)] == [False, True, True]
    assert [WORKING.is_workday(at) for at in (flood, drill, holiday)] == [True, False, False]
    # Friday 16:30 + 1d → Sunday, which is worked; + 2d → Tuesday, since Monday is not.
    assert days.after(local("2026-11-06 16:30"), Duration.parse("1d")) == local("2026-11-08 16:30")
    assert days.after(local("2026-11-06 16:30"), Duration.parse("2d")) == local("2026-11-10 16:30")


def test_the_day_is_that_of_the_area_and_not_of_greenwich() -> None:
    # Sunday 23:00 in Greenwich is Monday 07:00 here: the next working day is Tuesday.
    start = datetime(2026, 11, 8, 23, tzinfo=UTC)
    assert WORKING.after(start, Duration.parse("1d")) == local("2026-11-10 07:00")


@given(
    st.datetimes(datetime(2024, 1, 1), datetime(2026, 11, 30), timezones=st.just(ZONE)),  # noqa: DTZ001
    st.integers(1, 20),
)
def test_a_working_limit_ends_on_a_working_day_at_the_same_time(start: datetime, amount: int) -> None:
    end = WORKING.after(start, Duration(amount=amount, unit="d"))
    assert end.time() == start.time()
    passed = [start.date() + timedelta(days=n) for n in range(1, (end.date() - start.date()).days + 1)]
    assert sum(map(WORKING.is_workday, passed)) == amount
    assert WORKING.is_workday(passed[-1])


@given(st.datetimes(datetime(2024, 1, 1), datetime(2026, 11, 30), timezones=st.just(ZONE)), st.integers(0, 30))  # noqa: DTZ001
def test_no_working_limit_is_shorter_than_the_calendars(start: datetime, amount: int) -> None:
    limit = Duration(amount=amount, unit="d")
    assert WORKING.after(start, limit) >= CALENDAR.after(start, limit)


def test_a_year_is_known_officially_or_from_the_overrides() -> None:
    assert DayCount(ZONE).knows(2026)
    assert not DayCount(ZONE).knows(2091)
    assert DayCount(ZONE, workdays=frozenset({date(2091, 2, 7)})).knows(2091)


@pytest.mark.parametrize(
    ("now", "unknown"),
    [
        (datetime(2048, 6, 1, tzinfo=ZONE), None),
        (datetime(2048, 11, 30, 23, 59, tzinfo=ZONE), None),
        (datetime(2048, 12, 1, tzinfo=ZONE), UNKNOWN_YEAR),  # a month ahead
        (datetime(2048, 11, 30, 16, tzinfo=UTC), UNKNOWN_YEAR),  # the same moment, told in Greenwich
        (datetime(2048, 12, 31, 23, 59, tzinfo=ZONE), UNKNOWN_YEAR),
        (datetime(UNKNOWN_YEAR, 1, 1, tzinfo=ZONE), UNKNOWN_YEAR),
        (datetime(UNKNOWN_YEAR, 12, 20, tzinfo=ZONE), UNKNOWN_YEAR),  # and the next is not known either
    ],
)
def test_a_year_that_nobody_knows_is_told_a_month_ahead(now: datetime, unknown: int | None) -> None:
    known = DayCount(ZONE, working=True, holidays=frozenset({date(2048, 1, 1)}))
    assert known.unknown_year(now) == unknown
    assert replace(known, working=False, hours=OFFICE).unknown_year(now) == unknown  # hours know working days too
    assert replace(known, working=False).unknown_year(now) is None  # calendar days want no holidays
    assert replace(known, workdays=frozenset({date(UNKNOWN_YEAR, 2, 6)})).unknown_year(now) in {None, 2050}


def test_a_start_without_a_zone_is_refused() -> None:
    naive = datetime(2026, 11, 6, 16, 30)  # noqa: DTZ001
    for days in (CALENDAR, WORKING, replace(WORKING, hours=OFFICE)):
        for limit in ("30s", "4h", "1d"):
            with pytest.raises(ValueError, match="no time zone"):
                days.after(naive, Duration.parse(limit))
