"""The calendar: a year without official holidays matters where working days or hours count, a month ahead."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.doctor.calendar import holidays
from bot.doctor.findings import State
from bot.domain import workdays
from bot.domain.workdays import DayCount
from tests.doctor.practice import FAULT, OK, WARNING

ZONE = ZoneInfo("Asia/Shanghai")
HOURS = ((time(8, 30), time(17, 30)),)
SPRING = frozenset({date(2027, 2, 8)})


@pytest.fixture(autouse=True)
def _known_until_2026(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workdays, "has_official_data", lambda year: year <= 2026)


def on(month: int, day: int, year: int = 2026) -> datetime:
    return datetime(year, month, day, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("facts", "now", "state"),
    [
        ({}, on(12, 31), OK),
        ({"working": True}, on(11, 22), OK),
        ({"working": True}, on(12, 2), WARNING),
        ({"hours": HOURS}, on(12, 31), WARNING),
        ({"working": True}, on(1, 1, 2027), FAULT),
        ({"working": True, "holidays": SPRING}, on(12, 31), OK),
        ({"working": True, "workdays": SPRING}, on(3, 1, 2027), OK),
    ],
)
def test_a_year_nobody_knows(facts: dict[str, Any], now: datetime, state: State) -> None:
    found = holidays([DayCount(ZONE, **facts)], now)
    assert found.state is state
    assert ("2027" in found.found) == (state is not OK)
    assert ("deadlines.holidays" in found.remedy) == (state is not OK)


def test_one_unit_that_counts_so_is_enough() -> None:
    assert holidays([DayCount(ZONE), DayCount(ZONE, working=True)], on(12, 31)).state is WARNING
