"""Closings: what of a group's reports was closed in a span of time, by kind and by ticket."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from bot.domain.tickets import State
from storage import chats, closings, tickets
from storage.closings import Span
from storage.transaction import Tx
from tests.storage.histories import START, a_ticket

HOUR = timedelta(hours=1)
DAY = Span(START, START + 24 * HOUR)


def _closed(tx: Tx, hours: float = 1, **facts: object) -> int:
    usual = {"state": State.CLOSED, "closed_at": START + hours * HOUR}
    return tickets.add(tx, a_ticket(**(usual | facts)), []).id


def test_of_a_group_in_the_order_of_closing(tx: Tx) -> None:
    late, early = _closed(tx, 3), _closed(tx, 2)
    for hours in (0, -1, 24.01):
        _closed(tx, hours)
    _closed(tx, chat_id=-200)
    _closed(tx, state=State.REJECTED)
    _closed(tx, private=True)
    _closed(tx, lead_unit="shuguang")
    edge = _closed(tx, 24)
    assert [one.id for one in closings.of_chat(tx, -100, DAY, 9)] == [early, late, edge]
    assert [one.id for one in closings.of_chat(tx, -100, DAY, 1)] == [early]
    assert closings.chats_with(tx, DAY) == {-100, -200}
    assert closings.chats_with(tx, Span(START + 25 * HOUR, START + 30 * HOUR)) == set()


def test_by_kind(tx: Tx) -> None:
    for subcategory in ("bin", "bin", None):
        _closed(tx, subcategory=subcategory)
    _closed(tx, category=None, subcategory=None)
    told = Counter({("sanitation", "bin"): 2, ("sanitation", None): 1, (None, None): 1})
    assert closings.kinds(tx, -100, DAY) == told


def test_a_group_that_became_a_supergroup_keeps_what_it_reported(tx: Tx) -> None:
    number = _closed(tx)
    chats.remember(tx, -100, "群", "group")
    chats.move_bindings(tx, -100, -100_100)
    assert closings.chats_with(tx, DAY) == {-100_100}
    assert [one.id for one in closings.of_chat(tx, -100_100, DAY, 9)] == [number]
    assert closings.kinds(tx, -100_100, DAY).total() == 1
