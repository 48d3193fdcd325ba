"""Bounds of counts and lists: some units or all of them, a period with or without ends."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime

import pytest

from bot.domain.periods import read_period
from storage.bounds import END_OF_TIME, of_period, of_units
from storage.times import to_ms

NOW = datetime(2026, 11, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("units", "clause", "values"),
    [
        (None, "", {}),
        ((), " AND unit_code IN ()", {}),
        (["west", "east"], " AND unit_code IN (:u0, :u1)", {"u0": "east", "u1": "west"}),
    ],
)
def test_units(units: Collection[str] | None, clause: str, values: dict[str, str]) -> None:
    assert of_units(units) == (clause, values), "nothing is not everything"


def test_units_of_a_named_table() -> None:
    assert of_units(["east"], "t.unit_code") == (" AND t.unit_code IN (:u0)", {"u0": "east"})


def test_a_period() -> None:
    october = read_period("2026-10", NOW, UTC)
    start, end = datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)
    assert of_period(october) == {"start": to_ms(start), "end": to_ms(end)}


def test_all_times_have_no_end() -> None:
    assert of_period(read_period("all", NOW, UTC)) == {"start": -END_OF_TIME, "end": END_OF_TIME}
