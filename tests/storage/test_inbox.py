"""The inbox: each update once, the cursor beside it, settled once, set aside and released, forgotten in time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from storage import inbox
from storage.inbox import Arrival, Item
from storage.transaction import Tx

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
BOT, OTHER_BOT = 7, 8


def _store(tx: Tx, *update_ids: int, bot_id: int = BOT, at: datetime = NOW) -> int:
    return inbox.store(tx, bot_id, [Arrival(number, -1001, f'{{"update_id":{number}}}') for number in update_ids], at)


def _waiting(tx: Tx) -> list[int]:
    return [item.id for item in inbox.waiting(tx, 0)]


def test_each_update_is_kept_once_per_bot(tx: Tx) -> None:
    assert _store(tx, 5, 6) == 2
    assert _store(tx, 6, 7) == 1
    assert _store(tx, 5, bot_id=OTHER_BOT) == 1
    assert inbox.waiting(tx, 0)[0] == Item(1, -1001, '{"update_id":5}', 0)
    assert len(inbox.waiting(tx, 0)) == 4


def test_what_waits_comes_in_order_of_arrival_behind_a_mark(tx: Tx) -> None:
    _store(tx, 900, 12, 50)  # update ids restart at random: the order is that of arrival
    assert [item.raw for item in inbox.waiting(tx, 0)] == [f'{{"update_id":{number}}}' for number in (900, 12, 50)]
    assert [item.id for item in inbox.waiting(tx, 1, limit=1)] == [2]
    assert inbox.waiting(tx, 3) == []


def test_the_cursor_is_what_was_said_even_when_smaller(tx: Tx) -> None:
    assert inbox.cursor(tx, BOT) is None
    inbox.move_cursor(tx, BOT, 901, NOW)
    inbox.move_cursor(tx, BOT, 13, NOW)
    assert (inbox.cursor(tx, BOT), inbox.cursor(tx, OTHER_BOT)) == (13, None)


def test_an_item_is_settled_once(tx: Tx) -> None:
    _store(tx, 5)
    assert inbox.settle(tx, 1, NOW)
    assert not inbox.settle(tx, 1, NOW, state="ignored")
    assert tx.value("SELECT state FROM inbox") == "done"
    assert _waiting(tx) == []


def test_a_failure_waits_on_and_the_last_is_set_aside(tx: Tx) -> None:
    _store(tx, 5)
    inbox.note_failure(tx, 1, "boom", quarantine=False, now=NOW)
    assert [item.attempts for item in inbox.waiting(tx, 0)] == [1]
    assert inbox.quarantined(tx) == []
    inbox.note_failure(tx, 1, "boom again", quarantine=True, now=NOW)
    assert _waiting(tx) == []
    (item,) = inbox.quarantined(tx)
    assert (item.update_id, item.error, item.attempts, item.received_at) == (5, "boom again", 2, NOW)
    assert inbox.find_quarantined(tx, 1) == item
    assert inbox.find_quarantined(tx, 2) is None
    assert not inbox.settle(tx, 1, NOW)


def test_a_traceback_is_kept_within_reason(tx: Tx) -> None:
    _store(tx, 5)
    inbox.note_failure(tx, 1, "x" * 100_000, quarantine=True, now=NOW)
    assert len(inbox.quarantined(tx)[0].error) == 4000


def test_what_is_released_starts_afresh(tx: Tx) -> None:
    _store(tx, 5, 6)
    inbox.note_failure(tx, 1, "boom", quarantine=True, now=NOW)
    assert inbox.release(tx, 1)
    assert not inbox.release(tx, 1)
    assert not inbox.release(tx, 2)
    assert [(item.id, item.attempts) for item in inbox.waiting(tx, 0)] == [(1, 0), (2, 0)]


def test_what_is_dropped_is_gone_from_the_list(tx: Tx) -> None:
    _store(tx, 5, 6)
    inbox.note_failure(tx, 1, "boom", quarantine=True, now=NOW)
    assert inbox.drop(tx, 1, NOW)
    assert not inbox.drop(tx, 1, NOW)
    assert not inbox.drop(tx, 2, NOW)
    assert inbox.quarantined(tx) == []
    assert _waiting(tx) == [2]


def test_settled_items_are_forgotten_after_two_days_and_no_others(tx: Tx) -> None:
    _store(tx, 1, 2, 3, 4, at=NOW - timedelta(days=9))
    inbox.settle(tx, 1, NOW - timedelta(hours=49))
    inbox.settle(tx, 2, NOW - timedelta(hours=47))
    inbox.note_failure(tx, 3, "boom", quarantine=True, now=NOW - timedelta(days=9))
    assert inbox.prune(tx, NOW) == 1
    assert [row["id"] for row in tx.rows("SELECT id FROM inbox ORDER BY id")] == [2, 3, 4]


def test_what_had_its_effects_is_known_for_two_days(tx: Tx) -> None:
    assert inbox.see(tx, "m:-1001:50", NOW)
    assert not inbox.see(tx, "m:-1001:50", NOW + timedelta(hours=1))
    assert inbox.see(tx, "m:-1001:51", NOW + timedelta(hours=1))
    inbox.prune(tx, NOW + timedelta(hours=48, minutes=1))
    assert [inbox.see(tx, mark, NOW) for mark in ("m:-1001:50", "m:-1001:51")] == [True, False]


def test_the_oldest_that_waits(tx: Tx) -> None:
    assert inbox.oldest_waiting(tx) is None
    _store(tx, 1, at=NOW)
    _store(tx, 2, at=NOW + timedelta(minutes=1))
    inbox.settle(tx, 1, NOW)
    assert inbox.oldest_waiting(tx) == NOW + timedelta(minutes=1)
