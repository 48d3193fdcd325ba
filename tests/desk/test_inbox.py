"""The inbox: stored with its cursor, settled once, and set aside after so many tries."""

from __future__ import annotations

from bot.desk import inbox, quarantine
from bot.desk.inbox import TRIES
from storage import chats
from storage import inbox as stored
from storage.inbox import Arrival, Item
from tests.desk.office import DAY, HALL, HOUR, RIDERS, Desk, text_of

BOT = 7


def receive(desk: Desk, *update_ids: int) -> int:
    arrivals = [Arrival(update_id, RIDERS, '{"update_id": 1}') for update_id in update_ids]
    return inbox.receive(desk.tx, BOT, arrivals, desk.now)


def the_item(desk: Desk) -> Item:
    (item,) = stored.waiting(desk.tx, 0)
    return item


def test_a_batch_is_kept_with_its_cursor(desk: Desk) -> None:
    assert receive(desk, 10, 11) == 2
    assert stored.cursor(desk.tx, BOT) == 12
    assert receive(desk, 11, 12) == 1, "the one seen before is passed over"
    assert stored.cursor(desk.tx, BOT) == 13


def test_the_cursor_follows_the_last_and_not_the_greatest(desk: Desk) -> None:
    receive(desk, 900_000)
    receive(desk, 17)  # ids restart at random after a week of silence
    assert stored.cursor(desk.tx, BOT) == 18
    receive(desk, 900_001, 18)
    assert stored.cursor(desk.tx, BOT) == 19


def test_an_empty_batch_moves_nothing(desk: Desk) -> None:
    assert receive(desk) == 0
    assert stored.cursor(desk.tx, BOT) is None


def test_after_so_many_tries_an_update_is_set_aside_and_the_coordinators_are_told(desk: Desk) -> None:
    chats.remember(desk.tx, RIDERS, "骑手群", "supergroup")
    receive(desk, 10)
    for _ in range(TRIES - 1):
        assert not inbox.fail(desk.tx, desk.office, the_item(desk), "Traceback …", desk.now)
        assert not desk.notices(kind="alert")
    assert inbox.fail(desk.tx, desk.office, the_item(desk), "Traceback …", desk.now)
    assert stored.waiting(desk.tx, 0) == []
    (item,) = stored.quarantined(desk.tx)
    assert (item.error, item.attempts, item.lane) == ("Traceback …", TRIES, RIDERS)
    assert "骑手群" in text_of(desk.the("alert", HALL))


def quarantined(desk: Desk) -> int:
    receive(desk, 10)
    for _ in range(TRIES):
        inbox.fail(desk.tx, desk.office, the_item(desk), "why", desk.now)
    return stored.quarantined(desk.tx)[0].id


def test_on_an_operators_word_it_is_tried_again_from_the_start(desk: Desk) -> None:
    item_id = quarantined(desk)
    assert quarantine.retry(desk.tx, [item_id, 4711], desk.now) == [item_id]
    assert the_item(desk).attempts == 0
    assert quarantine.retry(desk.tx, None, desk.now) == []


def test_a_second_quarantine_is_told_again(desk: Desk) -> None:
    item_id = quarantined(desk)
    desk.later(HOUR)
    quarantine.retry(desk.tx, [item_id], desk.now)
    for _ in range(TRIES):
        inbox.fail(desk.tx, desk.office, the_item(desk), "why", desk.now)
    assert len(desk.notices(chat=HALL, kind="alert")) == 2


def test_on_an_operators_word_it_is_given_up(desk: Desk) -> None:
    item_id = quarantined(desk)
    assert quarantine.drop(desk.tx, [item_id], desk.now) == [item_id]
    assert quarantine.drop(desk.tx, [item_id], desk.now) == []
    assert stored.quarantined(desk.tx) == stored.waiting(desk.tx, 0) == []


def test_settled_once_and_forgotten_later_but_not_what_waits_or_is_set_aside(desk: Desk) -> None:
    receive(desk, 10, 11)
    done, _ = stored.waiting(desk.tx, 0)
    assert stored.settle(desk.tx, done.id, desk.now)
    assert not stored.settle(desk.tx, done.id, desk.now)
    desk.later(2 * DAY)
    assert stored.prune(desk.tx, desk.now) == 0
    desk.later(HOUR)
    assert stored.prune(desk.tx, desk.now) == 1
    assert len(stored.waiting(desk.tx, 0)) == 1
