"""Bulletins: which period is told, which unit changed most, who is named first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.bulletins import Change, Named, Rank, changes, last_told, rank, read_bulletin_period, worst_first
from bot.domain.periods import PeriodKind, UnknownPeriod
from bot.domain.repeating import Cron
from bot.domain.statistics import Counts, Line
from bot.recurrence import next_run

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = "30 8 * * mon"


def line(code: str | None, on_time: int, missed: int) -> Line:
    return Line(code, Counts(on_time=on_time, missed=missed))


def local(*when: int) -> datetime:
    return datetime(*when, tzinfo=ZONE)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("before", "now", "rose", "fell"),
    [
        ([], [line("a", 9, 1)], None, None),
        ([line("a", 5, 5)], [line("a", 9, 1)], Change("a", 0.5, 0.9, 10), None),
        ([line("a", 9, 1)], [line("a", 5, 5)], None, Change("a", 0.9, 0.5, 10)),
        ([line("a", 0, 4)], [line("a", 9, 1)], None, None),  # four cases before are too few
        ([line("a", 0, 5)], [line("a", 4, 0)], None, None),  # and so are four now
        ([line("a", 0, 5)], [line("a", 5, 0)], Change("a", 0.0, 1.0, 5), None),
        ([line("a", 90, 10)], [line("a", 94, 6)], None, None),  # four points are no change
        ([line("a", 90, 10)], [line("a", 95, 5)], Change("a", 0.9, 0.95, 100), None),
        ([line("a", 5, 5), line("b", 5, 5)], [line("a", 6, 4), line("b", 8, 2)], Change("b", 0.5, 0.8, 10), None),
        ([line("b", 5, 5), line("a", 10, 10)], [line("b", 8, 2), line("a", 16, 4)], Change("a", 0.5, 0.8, 20), None),
        ([line("b", 5, 5), line("a", 5, 5)], [line("b", 8, 2), line("a", 8, 2)], Change("a", 0.5, 0.8, 10), None),
        ([line(None, 0, 9)], [line(None, 9, 0)], None, None),  # what has no unit is nobody's merit
        (
            [line("a", 5, 5), line("b", 10, 0)],
            [line("a", 6, 4), line("b", 5, 5)],
            Change("a", 0.5, 0.6, 10),
            Change("b", 1.0, 0.5, 10),
        ),
    ],
)
def test_which_unit_changed_most(before: list[Line], now: list[Line], rose: Change | None, fell: Change | None) -> None:
    assert changes(now, before) == (rose, fell)


@pytest.mark.parametrize(
    ("code", "place"),
    [("a", Rank(1, 3)), ("b", Rank(1, 3)), ("c", Rank(3, 3)), ("nothing", None), ("unknown", None)],
)
def test_equals_share_the_better_place(code: str, place: Rank | None) -> None:
    lines = [line("c", 1, 9), line("a", 9, 1), line("b", 18, 2), line("nothing", 0, 0), line(None, 5, 0)]
    assert rank(code, lines) == place


def test_who_is_alone_has_no_rank() -> None:
    assert rank("a", [line("a", 9, 1), line("b", 0, 0)]) is None


@pytest.mark.parametrize(
    ("kind", "cron", "planned", "now", "period", "told_for"),
    [
        ("week", MONDAY, (2026, 11, 23, 8, 30), (2026, 11, 23, 8, 30), "2026-W47", (2026, 11, 23, 8, 30)),
        ("week", MONDAY, (2026, 11, 9, 8, 30), (2026, 11, 25, 3, 0), "2026-W47", (2026, 11, 23, 8, 30)),
        ("week", MONDAY, (2026, 11, 16, 8, 30), (2026, 11, 23, 8, 29), "2026-W46", (2026, 11, 16, 8, 30)),
        ("month", "0 9 5 * *", (2026, 9, 5, 9, 0), (2026, 12, 3, 9, 0), "2026-10", (2026, 11, 5, 9, 0)),
        ("month", "0 9 5 * *", (2026, 9, 5, 9, 0), (2027, 1, 5, 9, 0), "2026-12", (2027, 1, 5, 9, 0)),
        (
            "quarter",
            "30 8 1 jan,apr,jul,oct *",
            (2026, 1, 1, 8, 30),
            (2026, 12, 1, 0, 0),
            "2026Q3",
            (2026, 10, 1, 8, 30),
        ),
        ("quarter", "0 0 1 jan *", (2024, 1, 1, 0, 0), (2026, 2, 1, 0, 0), "2025Q4", (2026, 1, 1, 0, 0)),
        ("week", "0 8 * * *", (2026, 11, 17, 8, 0), (2026, 11, 24, 9, 0), "2026-W47", (2026, 11, 23, 8, 0)),
        ("month", "0 8 1 1 *", (2026, 1, 1, 8, 0), (2026, 12, 9, 0, 0), "2025-12", (2026, 1, 1, 8, 0)),
    ],
)
def test_after_a_downtime_the_newest_period_is_told(
    kind: str, cron: str, planned: tuple[int, ...], now: tuple[int, ...], period: str, told_for: tuple[int, ...]
) -> None:
    def after(moment: datetime) -> datetime:
        return next_run(ZONE)(Cron(cron), moment)

    told, at = last_told(PeriodKind(kind), local(*planned), local(*now), ZONE, after)
    assert (told.code, at) == (period, local(*told_for))


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("", "2026Q3"),
        ("上季度", "2026Q3"),
        ("上 周", "2026-W46"),
        ("上个月", "2026-10"),
        ("去年", "2025"),
        ("本季", "quarter"),
        ("2026Q1", "2026Q1"),
        ("全部", "all"),
    ],
)
def test_which_period_is_meant(written: str, code: str) -> None:
    assert read_bulletin_period(written, datetime(2026, 11, 20, 2, tzinfo=UTC), ZONE).code == code


def test_what_is_no_period_is_refused() -> None:
    with pytest.raises(UnknownPeriod):
        read_bulletin_period("上上季", datetime(2026, 11, 20, tzinfo=UTC), ZONE)


def test_what_is_open_stands_first_and_the_latest_before_the_rest() -> None:
    def named(number: int, hours: int, *, resolved: bool) -> Named:
        return Named(number, "a", None, "坏了", timedelta(hours=hours), resolved)

    found = [named(1, 9, resolved=True), named(2, 1, resolved=False), named(3, 5, resolved=False)]
    assert [one.ticket_id for one in worst_first(found)] == [3, 2, 1]
