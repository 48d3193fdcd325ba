"""Putting off: a notice whose time has not come, and what waits for a later moment."""

from __future__ import annotations

from bot.domain.notices import Errand, NoticeState
from storage import outbox
from storage.transaction import Tx
from tests.storage.queueing import GROUP, NOW, SECOND, loaded, queued


def test_what_is_put_off_waits_and_that_was_no_attempt(tx: Tx) -> None:
    number = queued(tx, "early")
    outbox.put_off(tx, number, NOW + SECOND)
    assert outbox.next_for(tx, GROUP, NOW) is None
    assert outbox.next_for(tx, GROUP, NOW + SECOND) == loaded(tx, number)
    assert loaded(tx, number).attempts == 0


def test_what_is_leaving_is_not_put_off(tx: Tx) -> None:
    number = queued(tx, "reminder:a")
    outbox.mark_sending(tx, number)
    outbox.put_off(tx, number, NOW + SECOND)
    outbox.requeue(tx, number, "refused", NOW)
    assert outbox.waiting_for(tx, Errand.REMINDER, NOW) == []
    assert loaded(tx, number).state is NoticeState.QUEUED


def test_what_waits_on_an_errand_with_its_moment_the_soonest_first(tx: Tx) -> None:
    for key, wait in (("reminder:b", 2), ("reminder:a", 1), ("reminder:now", 0), ("reply:c", 1), ("reminders", 1)):
        queued(tx, key, not_before=NOW + wait * SECOND)
    waiting = outbox.waiting_for(tx, Errand.REMINDER, NOW)
    assert [(at, notice.key) for at, notice in waiting] == [
        (NOW + SECOND, "reminder:a"),
        (NOW + 2 * SECOND, "reminder:b"),
    ]
