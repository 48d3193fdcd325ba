"""Registers: which tickets stand in one, and in which order."""

from __future__ import annotations

from collections.abc import Iterable

from bot.domain.areas import Area
from bot.domain.periods import Period
from bot.notices.registers import Register
from storage import registers
from storage.registers import PIECE, Key
from storage.transaction import Tx

MOST = 50_000
"""Tickets of one list: a workbook of more is opened by no phone."""


def units_of(area: Area, unit_code: str | None) -> list[str] | None:
    """The unit and those below it; None for the whole area, what has no unit included."""
    return None if unit_code is None else [unit.code for unit in area.units if area.covers(unit_code, unit.code)]


def in_order(area: Area, keys: Iterable[Key]) -> list[int]:
    """The numbers by unit, as the area book has them, then as they came; what has no unit comes last."""
    by_unit: dict[str | None, list[int]] = {unit.code: [] for unit in area.units}
    for key in keys:
        by_unit.setdefault(key.unit_code, []).append(key.id)
    unassigned = by_unit.pop(None, [])
    return [number for own in (*by_unit.values(), unassigned) for number in own]


def fill(tx: Tx, area: Area, register: Register, period: Period, unit_code: str | None = None) -> None:
    """All at once, for a command that holds up nobody; the bot reads piece by piece (handlers/printing.py)."""
    units = units_of(area, unit_code)
    found: list[Key] = []
    while keys := registers.keys(tx, period, found[-1] if found else None, units):
        found += keys
    numbers = in_order(area, found)
    register.left_out = max(0, len(numbers) - MOST)
    for at in range(0, min(len(numbers), MOST), PIECE):
        register.add(registers.cases(tx, numbers[at : min(at + PIECE, MOST)]))
