"""Periods: every way to write one, its two ends, its name, and the one before."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.periods import CURRENT, PeriodKind, UnknownPeriod, cut_at, period_of, read_period, year_before

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)  # Sunday evening in Shanghai, the last day of week 47


def days(written: str, now: datetime = NOW, zone: ZoneInfo = SHANGHAI) -> tuple[str, str]:
    period = read_period(written, now, zone)
    assert period.start is not None
    assert period.end is not None
    assert period.start.tzinfo is period.end.tzinfo is zone
    assert (period.start.hour, period.start.minute, period.end.hour) == (0, 0, 0)
    return period.start.date().isoformat(), period.end.date().isoformat()


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("today", "2026-11-22", "2026-11-23"),
        ("今日", "2026-11-22", "2026-11-23"),
        ("week", "2026-11-16", "2026-11-23"),
        ("本周", "2026-11-16", "2026-11-23"),
        ("month", "2026-11-01", "2026-12-01"),
        ("本月", "2026-11-01", "2026-12-01"),
        ("quarter", "2026-10-01", "2027-01-01"),
        ("本季度", "2026-10-01", "2027-01-01"),
        ("year", "2026-01-01", "2027-01-01"),
        ("今年", "2026-01-01", "2027-01-01"),
        ("2026-11-21", "2026-11-21", "2026-11-22"),
        ("2026-10", "2026-10-01", "2026-11-01"),
        ("2026-12", "2026-12-01", "2027-01-01"),
        ("2026Q1", "2026-01-01", "2026-04-01"),
        ("2026q2", "2026-04-01", "2026-07-01"),
        ("2026-Q3", "2026-07-01", "2026-10-01"),
        ("２０２６Ｑ４", "2026-10-01", "2027-01-01"),
        ("2026", "2026-01-01", "2027-01-01"),
        ("2024年", "2024-01-01", "2025-01-01"),
        ("2026-W47", "2026-11-16", "2026-11-23"),
        ("2026w1", "2025-12-29", "2026-01-05"),
        ("2026-W53", "2026-12-28", "2027-01-04"),
        (" WEEK ", "2026-11-16", "2026-11-23"),
    ],
)
def test_what_is_written_gives_two_midnights(written: str, start: str, end: str) -> None:
    assert days(written) == (start, end)


@pytest.mark.parametrize("written", ["all", "全部", "所有"])
def test_all_of_time_has_no_ends(written: str) -> None:
    period = read_period(written, NOW, SHANGHAI)
    assert (period.code, period.start, period.end, period.label) == ("all", None, None, "全部")
    assert period.previous() is None


@pytest.mark.parametrize(
    "written",
    [
        "",
        "yesterday",
        "2026-13",
        "2026-00",
        "2026Q5",
        "2026-W54",
        "2025-W53",
        "2026-02-30",
        "0001",
        "9999",
        "明年",
        "26",
    ],
)
def test_what_is_no_period_is_told_in_one_line_with_what_is_accepted(written: str) -> None:
    with pytest.raises(UnknownPeriod, match="2026Q4") as caught:
        read_period(written, NOW, SHANGHAI)
    assert "\n" not in str(caught.value)
    assert isinstance(caught.value, ValueError)


def test_a_long_wrong_period_is_not_thrown_back_whole() -> None:
    with pytest.raises(UnknownPeriod) as caught:
        read_period("周\n" * 3000, NOW, SHANGHAI)
    assert len(str(caught.value)) < 250
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ("today", "2026年11月22日"),
        ("week", "2026年第47周（11月16日至22日）"),
        ("2026-W49", "2026年第49周（11月30日至12月6日）"),
        ("2026-10", "2026年10月"),
        ("2026Q4", "2026年第4季度"),
        ("2026Q1", "2026年第1季度"),
        ("2026", "2026年"),
    ],
)
def test_labels(written: str, label: str) -> None:
    assert read_period(written, NOW, SHANGHAI).label == label


@pytest.mark.parametrize(
    ("written", "before"),
    [
        ("today", "2026-11-21"),
        ("week", "2026-W46"),
        ("2026-W01", "2025-W52"),
        ("2026-01", "2025-12"),
        ("2026-03", "2026-02"),
        ("2026Q1", "2025Q4"),
        ("2026", "2025"),
    ],
)
def test_the_period_before(written: str, before: str) -> None:
    period = read_period(written, NOW, SHANGHAI)
    previous = period.previous()
    assert previous is not None
    assert previous.code == before
    assert previous.end == period.start
    assert previous.kind is period.kind


def test_today_is_the_day_of_the_area_not_of_utc() -> None:
    late = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)  # midnight in Shanghai
    assert days("today", late) == ("2026-11-23", "2026-11-24")
    assert days("today", late - timedelta(milliseconds=1)) == ("2026-11-22", "2026-11-23")


def test_a_day_of_25_hours_has_25_hours() -> None:
    period = read_period("2026-10-25", NOW, ZoneInfo("Europe/Berlin"))
    assert period.start is not None
    assert period.end is not None
    assert period.end.astimezone(UTC) - period.start.astimezone(UTC) == timedelta(hours=25)


@given(
    day=st.dates(date(1950, 1, 1), date(2150, 12, 31)),
    kind=st.sampled_from([kind for kind in PeriodKind if kind is not PeriodKind.ALL]),
)
def test_periods_of_a_kind_tile_time_and_their_codes_are_read_back(day: date, kind: PeriodKind) -> None:
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=SHANGHAI)
    period = period_of(kind, noon, SHANGHAI)
    assert period.start is not None
    assert period.end is not None
    assert period.start <= noon < period.end
    assert read_period(period.code, NOW, SHANGHAI) == period
    following = period_of(kind, period.end, SHANGHAI)
    assert following.start == period.end
    assert following.previous() == period


def test_the_current_ones_keep_their_word_as_code() -> None:
    assert [read_period(code, NOW, SHANGHAI).code for code in CURRENT] == list(CURRENT)
    assert [read_period(word, NOW, SHANGHAI).code for _, word in CURRENT.values()] == list(CURRENT)


@pytest.mark.parametrize(
    ("written", "earlier"),
    [
        ("2026-10", "2025-10"),
        ("2026Q4", "2025Q4"),
        ("2026-11-21", "2025-11-21"),
        ("2024-02-29", "2023-02-28"),
        ("2026-W47", "2025-W47"),
        ("2026-W53", "2025-W52"),  # 2025 has no week 53
        ("2021-W01", "2020-W01"),
        ("2026", None),  # its year before is the one just before
        ("all", None),
    ],
)
def test_the_year_before(written: str, earlier: str | None) -> None:
    found = year_before(read_period(written, NOW, SHANGHAI))
    assert (found.code if found else None) == earlier


@pytest.mark.parametrize(
    ("written", "now", "end"),
    [
        ("week", "2026-11-18T14:30", "2026-11-11T14:30"),  # Wednesday to Wednesday
        ("month", "2026-03-31T09:00", "2026-03-01T00:00"),  # February ends sooner
        ("month", "2026-03-10T09:00", "2026-02-10T09:00"),
        ("quarter", "2026-11-22T08:00", "2026-08-22T08:00"),
        ("today", "2026-11-21T08:00", "2026-11-20T08:00"),
        ("2026-10", "2026-11-22T08:00", "2026-10-01T00:00"),  # over: September as a whole
        ("2026-12", "2026-11-22T08:00", "2026-12-01T00:00"),  # still to come
    ],
)
def test_where_the_period_before_ends_that_is_compared(written: str, now: str, end: str) -> None:
    at = datetime.fromisoformat(now).replace(tzinfo=SHANGHAI)
    period = read_period(written, at, SHANGHAI)
    before = period.previous()
    assert before is not None
    assert cut_at(period, before, at) == datetime.fromisoformat(end).replace(tzinfo=SHANGHAI)


def test_a_period_cut_in_a_zone_that_changes_its_clocks_keeps_the_time_of_day() -> None:
    zone = ZoneInfo("Europe/Berlin")
    now = datetime(2026, 4, 2, 12, 0, tzinfo=zone)
    period = read_period("week", now, zone)
    before = period.previous()
    assert before is not None
    assert cut_at(period, before, now.astimezone(UTC)) == datetime(2026, 3, 26, 12, 0, tzinfo=zone)
