"""Registers at the desk: by unit in the order of the book, what has no unit last, and no more than one list holds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.desk import registers
from bot.domain.periods import read_period
from bot.notices.registers import Register
from bot.notices.texts import Texts
from storage.registers import Key
from tests.desk.office import AREA, ZONE, Desk, a_desk

UNITS = [unit.code for unit in AREA.units]


@pytest.fixture
def desk() -> Iterator[Desk]:
    with a_desk() as desk:
        yield desk


def test_a_ground_is_a_unit_and_what_lies_below_it() -> None:
    assert registers.units_of(AREA, None) is None
    assert registers.units_of(AREA, "donghu") == ["donghu"]
    assert registers.units_of(AREA, "qingshi") == UNITS


def test_by_unit_as_the_book_has_them_then_as_they_came() -> None:
    first, second = UNITS[1], UNITS[2]
    keys = [Key(1, 1001, second), Key(2, 1002, None), Key(3, 1003, "closed_down"), Key(4, 1004, first)]
    keys += [Key(5, 1005, second), Key(6, 1006, first)]
    assert registers.in_order(AREA, keys) == [1004, 1006, 1001, 1005, 1003, 1002]


@pytest.mark.parametrize(("most", "listed", "left_out"), [(3, 3, 0), (2, 2, 1)])
def test_all_at_once(desk: Desk, monkeypatch: pytest.MonkeyPatch, most: int, listed: int, left_out: int) -> None:
    monkeypatch.setattr(registers, "MOST", most)
    monkeypatch.setattr(registers, "PIECE", 2)
    for number in (3, 5, 6):
        desk.report(f"东湖花园{number}栋的垃圾桶坏了")
    period = read_period("month", desk.now, ZONE)
    filled = Register(Texts(), AREA, period, None, desk.now, ZONE)
    registers.fill(desk.tx, AREA, filled, period)
    assert (filled.count, filled.left_out) == (listed, left_out)
