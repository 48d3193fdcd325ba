"""Imports: a table waits under its message until it is settled or too old, and is not kept longer."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.places_table import PlaceRow
from storage import imports, waits
from storage.transaction import Tx
from tests.storage.histories import START

ROWS = (
    PlaceRow(row=2, name="龙西嘉园", unit="longxi", aliases=("嘉园",)),
    PlaceRow(row=3, name="龙西二路", unit="longxi"),
)
LATER = START + timedelta(minutes=30)


def added(tx: Tx, message: int = 7) -> int | None:
    return imports.add(tx, 301, 301, message, "点位.csv", ROWS, 4, LATER)


def test_it_is_read_as_it_was_kept(tx: Tx) -> None:
    number = added(tx)
    assert number is not None
    kept = imports.waiting(tx, number, START)
    assert kept == imports.Import(number, 301, "点位.csv", ROWS, 4)
    imports.show_for(tx, number, 5)
    shown = imports.waiting(tx, number, START)
    assert shown is not None and shown.area_version == 5


def test_a_message_is_kept_once(tx: Tx) -> None:
    assert added(tx) is not None
    assert added(tx) is None
    assert added(tx, 8) is not None


def test_settled_or_too_old_it_is_gone(tx: Tx) -> None:
    first, second = added(tx) or 0, added(tx, 8) or 0
    imports.settle(tx, first, START)
    assert imports.waiting(tx, first, START) is None
    assert imports.waiting(tx, second, LATER) is None
    assert imports.forget(tx, START) == 0
    assert imports.forget(tx, LATER) == 1
    assert {row["places"] for row in tx.rows("SELECT places FROM imports")} == {"[]"}


def test_a_clock_put_back_makes_nobody_wait(tx: Tx) -> None:
    number = added(tx) or 0
    earlier = START - timedelta(hours=2)
    waits.shift(tx, timedelta(hours=2), earlier)
    assert imports.waiting(tx, number, earlier + timedelta(minutes=29)) is not None
    assert imports.waiting(tx, number, earlier + timedelta(minutes=30)) is None
