"""Registers in storage: read in pieces without loss, in the order asked for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.periods import Period, read_period
from storage import registers, tickets
from storage.transaction import Tx
from tests.storage.histories import a_ticket

NOW = datetime(2026, 10, 12, 1, tzinfo=UTC)
OCTOBER: Period = read_period("2026-10", NOW, ZoneInfo("Asia/Shanghai"))


def test_a_register_is_read_in_pieces_without_loss(tx: Tx, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where many came in the same moment, and at both ends of the period."""
    monkeypatch.setattr(registers, "KEYS", 3)
    assert OCTOBER.start is not None
    assert OCTOBER.end is not None
    moments = [OCTOBER.start - timedelta(milliseconds=1), *[OCTOBER.start] * 5, *[NOW] * 4, OCTOBER.end]
    kept = [tickets.add(tx, a_ticket(created_at=at.astimezone(UTC)), []).id for at in moments]
    found: list[int] = []
    last = None
    while keys := registers.keys(tx, OCTOBER, last):
        assert len(keys) <= 3
        found += [key.id for key in keys]
        last = keys[-1]
    assert found == kept[1:-1]
    assert not registers.keys(tx, OCTOBER, None, ["shuguang"])
    assert len(registers.keys(tx, OCTOBER, None, ["longxi"])) == 3


def test_cases_come_in_the_order_asked_for(tx: Tx) -> None:
    one, other = (
        tickets.add(tx, a_ticket(supporters=supporters, summary=said), [])
        for supporters, said in (((), "垃圾桶坏了"), ((7, 8), "=1+1"))
    )
    found = registers.cases(tx, [other.id, 999_999, one.id])
    assert [(case.id, case.summary, case.supporters) for case in found] == [
        (other.id, "=1+1", 2),
        (one.id, "垃圾桶坏了", 0),
    ]
