"""Recurrence: the next time of day, and the next moment that fits a cron expression, also where clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from bot.domain.repeating import Cron, When
from bot.recurrence import next_run

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")


def _local(zone: ZoneInfo, *when: int) -> datetime:
    return datetime(*when, tzinfo=zone)  # type: ignore[misc,arg-type]


NEXT: list[tuple[ZoneInfo, tuple[int, ...], When, tuple[int, ...]]] = [
    (SHANGHAI, (2026, 11, 20, 8, 0), time(8, 30), (2026, 11, 20, 8, 30)),
    (SHANGHAI, (2026, 11, 20, 8, 30), time(8, 30), (2026, 11, 21, 8, 30)),  # strictly after
    (SHANGHAI, (2026, 11, 20, 8, 29, 59), time(8, 30), (2026, 11, 20, 8, 30)),
    (SHANGHAI, (2026, 12, 31, 23, 0), time(0, 0), (2027, 1, 1, 0, 0)),
    (SHANGHAI, (2028, 2, 28, 9, 0), time(8, 30), (2028, 2, 29, 8, 30)),
    (BERLIN, (2026, 10, 24, 9, 0), time(8, 30), (2026, 10, 25, 8, 30)),  # the clocks go back: 24.5 hours
    (BERLIN, (2026, 3, 28, 9, 0), time(8, 30), (2026, 3, 29, 8, 30)),  # and forward: 22.5 hours
    (SHANGHAI, (2026, 11, 20, 9, 0), Cron("30 8 * * mon"), (2026, 11, 23, 8, 30)),  # from a Friday
    (SHANGHAI, (2026, 11, 23, 8, 29), Cron("30 8 * * mon"), (2026, 11, 23, 8, 30)),
    (SHANGHAI, (2026, 11, 23, 8, 30), Cron("30 8 * * mon"), (2026, 11, 30, 8, 30)),  # strictly after
    (SHANGHAI, (2026, 11, 27, 17, 1), Cron("0 17 * * fri"), (2026, 12, 4, 17, 0)),
    (SHANGHAI, (2026, 11, 27, 9, 0), Cron("30 8 * * mon-fri"), (2026, 11, 30, 8, 30)),
    (SHANGHAI, (2026, 11, 20, 9, 0), Cron("30 8 1 * *"), (2026, 12, 1, 8, 30)),
    (SHANGHAI, (2026, 12, 1, 9, 0), Cron("30 8 1 * *"), (2027, 1, 1, 8, 30)),
    (SHANGHAI, (2026, 1, 31, 9, 0), Cron("30 8 31 * *"), (2026, 3, 31, 8, 30)),  # February has none
    (SHANGHAI, (2027, 2, 1, 0, 0), Cron("30 8 last * *"), (2027, 2, 28, 8, 30)),
    (SHANGHAI, (2026, 3, 1, 0, 0), Cron("0 9 29 feb *"), (2028, 2, 29, 9, 0)),
    (SHANGHAI, (2026, 11, 20, 9, 0), Cron("30 8 1 jan,apr,jul,oct *"), (2027, 1, 1, 8, 30)),
    (SHANGHAI, (2027, 4, 1, 8, 30), Cron("30 8 1 jan,apr,jul,oct *"), (2027, 7, 1, 8, 30)),
    (SHANGHAI, (2026, 11, 20, 9, 0), Cron("30 8 1-7 * mon"), (2026, 12, 7, 8, 30)),  # both must fit
    (BERLIN, (2026, 10, 24, 9, 0), Cron("30 8 * * sun"), (2026, 10, 25, 8, 30)),
    (BERLIN, (2026, 3, 29, 0, 0), time(2, 30), (2026, 3, 29, 3, 30)),  # 02:30 is left out
    (BERLIN, (2026, 3, 29, 4, 0), time(2, 30), (2026, 3, 30, 2, 30)),
    (BERLIN, (2026, 10, 25, 0, 0), time(2, 30), (2026, 10, 25, 2, 30)),  # 02:30 comes twice,
    (BERLIN, (2026, 10, 25, 2, 30), time(2, 30), (2026, 10, 26, 2, 30)),  # and counts once
    (BERLIN, (2026, 3, 29, 0, 0), time(0, 0), (2026, 3, 30, 0, 0)),
]


@pytest.mark.parametrize(("zone", "moment", "when", "expected"), NEXT)
def test_the_next_such_time(zone: ZoneInfo, moment: tuple[int, ...], when: When, expected: tuple[int, ...]) -> None:
    found = next_run(zone)(when, _local(zone, *moment).astimezone(UTC))
    assert found == _local(zone, *expected).astimezone(UTC)
    assert found.tzinfo is UTC


def test_a_year_of_mornings_misses_none() -> None:
    after, found = next_run(SHANGHAI), [datetime(2026, 1, 1, tzinfo=UTC)]
    for _ in range(365):
        found.append(after(time(8, 30), found[-1]))
    assert {two - one for one, two in pairwise(found[1:])} == {timedelta(days=1)}


@pytest.mark.parametrize("hour", range(24))
def test_a_year_in_a_zone_that_changes_its_clocks_has_every_day_once(hour: int) -> None:
    after, found = next_run(BERLIN), [datetime(2025, 12, 31, 23, tzinfo=UTC) - timedelta(seconds=1)]
    for _ in range(365):
        found.append(after(time(hour), found[-1]))
    days = [moment.astimezone(BERLIN).date() for moment in found[1:]]
    assert days == [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
