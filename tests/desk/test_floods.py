"""Floods: thousands of clocks that run out at once are one message, with the gravest of them and a count."""

from __future__ import annotations

import json

import pytest

from bot.desk.reminder_notices import AT_ONCE, TOGETHER
from bot.desk.reminders import BATCH, sweep
from bot.notices.reminders import MOST
from storage import reminder_clocks
from tests.desk.office import DAY, HOUR, Desk, buttons_of, text_of
from tests.desk.sweeping import an_accepted, are_reminders, leaving, numbers


@pytest.fixture
def crowded(desk: Desk) -> Desk:
    """A ticket of which there will be many, accepted at the same moment."""
    return an_accepted(desk)


def many(desk: Desk, count: int) -> None:
    """Copies of the ticket and of its clocks that run."""
    (ticket,) = desk.tx.rows("SELECT * FROM tickets")
    columns = ", ".join(column for column in ticket.keys() if column != "id")  # noqa: SIM118 - a row is no dict
    desk.tx.run(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count)"
        f" INSERT INTO tickets (id, {columns}) SELECT 1001 + i, {columns} FROM tickets, n WHERE id = 1001",
        count=count - 1,
    )
    desk.tx.run(
        "INSERT INTO deadlines (ticket_id, clock, urgent, started_at, due_at, next_at, missed)"
        " SELECT t.id, d.clock, d.urgent, d.started_at, d.due_at, d.next_at, d.missed FROM tickets t, deadlines d"
        " WHERE d.ticket_id = 1001 AND d.stopped_at IS NULL AND t.id > 1001"
    )


def test_a_flood_is_one_message_with_the_gravest_and_a_count(crowded: Desk) -> None:
    many(crowded, 2 * BATCH + 10)
    crowded.later(2.25 * DAY)
    looked = 0
    while (batch := sweep(crowded.tx, crowded.office, crowded.now)) >= BATCH:
        looked += batch
        assert not are_reminders(crowded.deliver()), "not before the sweep is through"
        (waiting,) = crowded.queued(kind="reminder")
        assert len(json.dumps(waiting.payload)) < 100, "it is not written anew with each batch"
        assert len(reminder_clocks.of_notice(crowded.tx, waiting.id)) == looked
    assert looked + batch == 2 * BATCH + 10
    (message,) = leaving(crowded, TOGETHER)
    assert len(numbers(text_of(message))) == MOST
    assert text_of(message).endswith(f"……另有 {2 * BATCH + 10 - MOST} 件，见 /todo")
    assert len(buttons_of(message)) == 8


def test_a_flood_that_was_late_already_does_not_leave_in_halves(crowded: Desk) -> None:
    many(crowded, BATCH + 10)
    crowded.later(3 * DAY + HOUR)
    assert sweep(crowded.tx, crowded.office, crowded.now) == BATCH
    assert leaving(crowded) == []
    sweep(crowded.tx, crowded.office, crowded.now)
    (message,) = leaving(crowded, TOGETHER)
    assert f"另有 {BATCH + 10 - MOST} 件" in text_of(message)


def test_what_was_hidden_comes_forward_when_the_first_are_done(crowded: Desk) -> None:
    many(crowded, MOST + 5)
    crowded.later(3 * DAY)
    sweep(crowded.tx, crowded.office, crowded.now)
    crowded.tx.run("UPDATE deadlines SET stopped_at = 1 WHERE ticket_id <= 1010")
    (message,) = leaving(crowded, TOGETHER)
    assert numbers(text_of(message)) == [f"#T{number}" for number in range(1011, 1001 + MOST + 5)]
    assert "另有" not in text_of(message)


def test_of_a_flood_that_was_dealt_with_nothing_is_said(crowded: Desk) -> None:
    """Also of what the message kept no line for: 50 more would be 50 that are done."""
    many(crowded, AT_ONCE + 50)
    crowded.later(3 * DAY)
    sweep(crowded.tx, crowded.office, crowded.now)
    crowded.tx.run("UPDATE deadlines SET stopped_at = 1")
    assert leaving(crowded, TOGETHER) == []


def test_of_a_flood_only_what_is_still_so_is_counted_and_told(crowded: Desk) -> None:
    """All that had a place in the message is done; what was only counted comes forward."""
    many(crowded, AT_ONCE + 50)
    crowded.later(3 * DAY)
    sweep(crowded.tx, crowded.office, crowded.now)
    crowded.tx.run("UPDATE deadlines SET stopped_at = 1 WHERE ticket_id <= 1000 + :kept", kept=AT_ONCE + 20)
    (message,) = leaving(crowded, TOGETHER)
    assert numbers(text_of(message)) == [f"#T{1000 + AT_ONCE + place}" for place in range(21, 21 + MOST)]
    assert text_of(message).endswith("……另有 10 件，见 /todo")
