"""Working hours: where 4h from Friday 16:30 end, also over lunch, holidays, make-up days and a change of the clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.durations import Duration
from bot.domain.workdays import DayCount
from bot.domain.working_hours import Spans, check_spans

ZONE = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")
OFFICE: Spans = ((time(8, 30), time(12)), (time(14), time(17, 30)))
ROUND_THE_CLOCK: Spans = ((time(0), time(0)),)
NIGHTS: Spans = ((time(0), time(6)), (time(22), time(0)))
DAYS = DayCount(ZONE, working=True, hours=OFFICE)


def local(written: str) -> datetime:
    return datetime.strptime(written, "%Y-%m-%d %H:%M").replace(tzinfo=ZONE)


def after(days: DayCount, start: str, limit: str) -> str:
    return days.after(local(start), Duration.parse(limit)).strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("start", "limit", "end"),
    [
        ("2026-11-06 16:30", "4h", "2026-11-09 11:30"),  # Friday: an hour today, three on Monday
        ("2026-11-05 16:30", "4h", "2026-11-06 11:30"),  # Thursday → Friday
        ("2026-11-06 07:00", "1h", "2026-11-06 09:30"),  # before opening
        ("2026-11-06 08:30", "1h", "2026-11-06 09:30"),  # at opening
        ("2026-11-06 11:00", "1h", "2026-11-06 12:00"),  # ends with the morning, not with the lunch
        ("2026-11-06 11:00", "61m", "2026-11-06 14:01"),  # a minute more waits for the afternoon
        ("2026-11-06 12:00", "1h", "2026-11-06 15:00"),  # at the beginning of lunch
        ("2026-11-06 12:30", "30m", "2026-11-06 14:30"),  # in lunch
        ("2026-11-06 13:59", "1m", "2026-11-06 14:01"),
        ("2026-11-06 14:00", "90m", "2026-11-06 15:30"),  # at its end
        ("2026-11-06 11:30", "90m", "2026-11-06 15:00"),  # around it
        ("2026-11-06 14:00", "210m", "2026-11-06 17:30"),  # ends with the week, not on Monday
        ("2026-11-06 17:30", "1m", "2026-11-09 08:31"),  # at closing
        ("2026-11-05 18:00", "1h", "2026-11-06 09:30"),  # after closing
        ("2026-11-05 23:59", "1h", "2026-11-06 09:30"),
        ("2026-11-06 00:00", "1h", "2026-11-06 09:30"),
        ("2026-11-07 10:00", "2h", "2026-11-09 10:30"),  # Saturday
        ("2026-11-06 08:30", "7h", "2026-11-06 17:30"),  # a whole day
        ("2026-11-06 08:30", "8h", "2026-11-09 09:30"),  # and an hour
        ("2026-11-06 08:30", "35h", "2026-11-12 17:30"),  # a working week
        ("2026-10-03 10:00", "1h", "2026-10-08 09:30"),  # on a holiday
        ("2026-09-30 16:30", "4h", "2026-10-08 11:30"),  # across 国庆
        ("2026-10-09 16:30", "4h", "2026-10-10 11:30"),  # Friday → the Saturday that is worked in exchange
        ("2026-10-10 10:00", "1h", "2026-10-10 11:00"),  # on it
        ("2026-10-10 16:30", "4h", "2026-10-12 11:30"),  # from it over the Sunday, which is free
        ("2026-02-14 17:00", "1h", "2026-02-24 09:00"),  # from the worked Saturday over nine days of 春节
        ("2025-01-24 17:00", "1h", "2025-01-26 09:00"),  # Friday → the Sunday worked before 春节
        ("2024-12-31 16:30", "4h", "2025-01-02 11:30"),  # across the year's end
        ("2025-12-31 17:00", "90m", "2026-01-04 09:30"),  # the same, to a Sunday that is worked
        ("2024-02-28 17:00", "8h", "2024-03-01 09:00"),  # a leap day has seven hours
        ("2024-02-29 16:30", "4h", "2024-03-01 11:30"),
        ("2049-10-01 16:30", "4h", "2049-10-04 11:30"),  # Friday of a year without data: by the week
        ("2026-11-07 10:00", "0h", "2026-11-07 10:00"),  # nothing to wait for
        ("2026-11-06 17:30", "3600s", "2026-11-06 18:30"),  # seconds run through
        ("2026-11-06 16:30", "1d", "2026-11-09 16:30"),  # days are as without hours,
        ("2026-11-06 20:00", "1d", "2026-11-09 20:00"),  # also in the evening
    ],
)
def test_hours_and_minutes_pass_in_working_hours_only(start: str, limit: str, end: str) -> None:
    assert after(DAYS, start, limit) == end


@pytest.mark.parametrize(
    ("hours", "start", "limit", "end"),
    [
        (ROUND_THE_CLOCK, "2026-11-06 16:30", "450m", "2026-11-07 00:00"),  # to the midnight that ends Friday
        (ROUND_THE_CLOCK, "2026-11-06 16:30", "8h", "2026-11-09 00:30"),  # the weekend is still free
        (ROUND_THE_CLOCK, "2026-11-04 16:30", "24h", "2026-11-05 16:30"),
        (NIGHTS, "2026-11-06 23:00", "2h", "2026-11-09 01:00"),  # Friday's last hour, Monday's first
        (NIGHTS, "2026-11-05 12:00", "3h", "2026-11-06 01:00"),
        (((time(9), time(12)), (time(12), time(15))), "2026-11-05 11:00", "2h", "2026-11-05 13:00"),  # they touch
    ],
)
def test_spans_may_end_at_midnight_and_may_touch(hours: Spans, start: str, limit: str, end: str) -> None:
    assert after(DayCount(ZONE, hours=hours), start, limit) == end


def test_calendar_days_stay_24_hours_beside_working_hours() -> None:
    days = DayCount(ZONE, hours=OFFICE)
    assert after(days, "2026-11-06 16:30", "1d") == "2026-11-07 16:30"
    assert after(days, "2026-11-06 16:30", "4h") == "2026-11-09 11:30"


def test_overrides_open_and_close_the_office() -> None:
    flood, drill = frozenset({date(2026, 11, 9)}), frozenset({date(2026, 11, 8)})
    days = DayCount(ZONE, holidays=flood, workdays=drill, hours=OFFICE)
    assert after(days, "2026-11-06 16:30", "4h") == "2026-11-08 11:30"
    assert after(days, "2026-11-06 16:30", "9h") == "2026-11-10 09:30"


def test_the_hours_are_those_of_the_area_wherever_the_host_stands() -> None:
    start = datetime(2026, 11, 6, 8, 30, tzinfo=UTC)  # 16:30 here
    end = DAYS.after(start, Duration.parse("4h"))
    assert end == local("2026-11-09 11:30")
    assert end.tzinfo is ZONE
    assert DAYS.after(start.astimezone(BERLIN), Duration.parse("4h")) == end
    saturday_there = datetime(2026, 11, 7, 3, tzinfo=ZONE)  # Friday 20:00 in Berlin
    end = DayCount(BERLIN, hours=NIGHTS).after(saturday_there, Duration.parse("1h"))
    assert end.isoformat() == "2026-11-06T23:00:00+01:00"


SUNDAYS = frozenset({date(2026, 3, 29), date(2026, 10, 25)})  # on which Berlin changes its clocks; worked here
GAP: Spans = ((time(2), time(2, 45)), (time(3), time(4)))  # in March both begin at 03:00
INSIDE: Spans = ((time(2, 15), time(2, 45)), (time(5), time(6)))


@pytest.mark.parametrize(
    ("hours", "start", "limit", "end"),
    [
        (OFFICE, "2026-03-27T16:30+01:00", "4h", "2026-03-29T11:30:00+02:00"),  # the clock on the wall is right
        (OFFICE, "2026-10-23T16:30+02:00", "4h", "2026-10-25T11:30:00+01:00"),
        (ROUND_THE_CLOCK, "2026-03-29T01:30+01:00", "30m", "2026-03-29T03:00:00+02:00"),  # 02:00 is left out
        (ROUND_THE_CLOCK, "2026-03-29T01:30+01:00", "2h", "2026-03-29T04:30:00+02:00"),
        (ROUND_THE_CLOCK, "2026-03-29T00:00+01:00", "23h", "2026-03-30T00:00:00+02:00"),  # all of a short day
        (ROUND_THE_CLOCK, "2026-10-25T01:30+02:00", "1h", "2026-10-25T02:30:00+02:00"),
        (ROUND_THE_CLOCK, "2026-10-25T01:30+02:00", "2h", "2026-10-25T02:30:00+01:00"),  # the second 02:30
        (ROUND_THE_CLOCK, "2026-10-25T02:30+01:00", "1h", "2026-10-25T03:30:00+01:00"),  # from it: not an hour back
        (ROUND_THE_CLOCK, "2026-10-25T00:00+02:00", "25h", "2026-10-26T00:00:00+01:00"),  # all of a long day
        (GAP, "2026-03-29T00:00+01:00", "50m", "2026-03-29T03:50:00+02:00"),  # the hour after it counts once
        ((), "2026-10-25T02:30+01:00", "15m", "2026-10-25T02:45:00+01:00"),  # time that runs through goes forward too
        ((), "2026-10-25T02:30+02:00", "1h", "2026-10-25T02:30:00+01:00"),
        ((), "2026-03-28T12:00+01:00", "1d", "2026-03-29T13:00:00+02:00"),  # a calendar day is 24 hours
        (INSIDE, "2026-03-29T00:00+01:00", "30m", "2026-03-29T03:45:00+02:00"),  # its half hour is not lost
    ],
)
def test_a_change_of_the_clocks(hours: Spans, start: str, limit: str, end: str) -> None:
    days = DayCount(BERLIN, workdays=SUNDAYS, hours=hours)
    moment = datetime.fromisoformat(start)
    assert days.after(moment, Duration.parse(limit)).astimezone(UTC) == datetime.fromisoformat(end)
    assert days.after(moment.astimezone(BERLIN), Duration.parse(limit)).isoformat() == end


@pytest.mark.parametrize(
    ("spans", "why"),
    [
        (((time(12), time(8)),), "12:00-08:00 end before they begin"),
        (((time(8), time(8)),), "08:00-08:00 end before they begin"),
        (((time(8), time(12)), (time(11), time(17))), "08:00-12:00 and 11:00-17:00 overlap"),
        (((time(14), time(17)), (time(8), time(12))), "not in rising order"),
        (((time(8), time(0)), (time(9), time(12))), "08:00-24:00 and 09:00-12:00 overlap"),
    ],
)
def test_hours_that_cannot_be_are_refused(spans: Spans, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        check_spans(spans)
    with pytest.raises(ValueError, match=why):
        DayCount(ZONE, hours=spans)


def some_hours(minutes: list[int]) -> Spans:
    """Spans between minutes of the day; 1440 is its end."""
    clock = [time(minute // 60 % 24, minute % 60) for minute in sorted(minutes)]
    return tuple(list(pairwise(clock))[::2])


def starts(zone: tzinfo) -> st.SearchStrategy[datetime]:
    return st.datetimes(datetime(2024, 1, 1), datetime(2026, 11, 30), timezones=st.just(UTC)).map(  # noqa: DTZ001
        lambda moment: moment.astimezone(zone)
    )


zones = st.sampled_from([ZONE, BERLIN])
hours = st.lists(st.integers(0, 1440), min_size=2, max_size=6, unique=True).map(some_hours) | st.just(OFFICE)
counts = st.builds(DayCount, zones, workdays=st.sampled_from([frozenset[date](), SUNDAYS]), hours=hours)
minutes = st.integers(0, 3000).map(lambda amount: Duration(amount=amount, unit="m"))
near_a_change = st.sampled_from([datetime(2026, 3, 28, 20, tzinfo=UTC), datetime(2026, 10, 24, 20, tzinfo=UTC)])
moments = starts(UTC) | st.builds(lambda at, plus: at + timedelta(minutes=plus), near_a_change, st.integers(0, 900))


@given(counts, moments, minutes)
def test_never_earlier_than_the_limit_alone(days: DayCount, start: datetime, limit: Duration) -> None:
    assert days.after(start, limit) >= start + limit.flat()


@given(counts, moments, moments, minutes)
def test_who_starts_later_ends_no_sooner(days: DayCount, one: datetime, other: datetime, limit: Duration) -> None:
    first, second = sorted((one, other))
    assert days.after(first, limit).astimezone(UTC) <= days.after(second, limit).astimezone(UTC)


@given(counts, moments, minutes, minutes)
def test_two_pieces_are_the_whole_and_more_takes_longer(
    days: DayCount, start: datetime, one: Duration, other: Duration
) -> None:
    whole = days.after(start, Duration(amount=one.amount + other.amount, unit="m")).astimezone(UTC)
    first = days.after(start, one)
    assert days.after(first, other).astimezone(UTC) == whole
    assert first.astimezone(UTC) <= whole


@settings(max_examples=50)
@given(st.sampled_from([OFFICE, NIGHTS, ROUND_THE_CLOCK]), starts(ZONE), st.integers(1, 600))
def test_the_minutes_between_were_all_worked(hours: Spans, start: datetime, amount: int) -> None:
    """Counted one by one, the other way round: exactly so many lie in working hours, the last of them too."""
    days = DayCount(ZONE, hours=hours)
    start = start.replace(second=0, microsecond=0)
    end = days.after(start, Duration(amount=amount, unit="m"))
    worked = [is_open(days, start + timedelta(minutes=n)) for n in range((end - start) // timedelta(minutes=1))]
    assert sum(worked) == amount
    assert worked[-1]


def is_open(days: DayCount, at: datetime) -> bool:
    now = at.time()
    return any(begin <= now and (now < end or end == time(0)) for begin, end in days.hours) and days.is_workday(
        at.date()
    )
