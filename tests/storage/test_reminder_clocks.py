"""The clocks of a waiting reminder: added to while it waits, each once, and gone with it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.domain.deadlines import Clock, Rung
from bot.domain.notices import Call, Draft, NoticeKind
from storage import deadlines, notices, reminder_clocks, tickets
from storage.transaction import Tx
from tests.storage.histories import a_ticket

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def _reminder(tx: Tx, key: str = "reminder:1") -> int:
    made = notices.queue(tx, Draft(key, NoticeKind.REMINDER, Call.SEND_MESSAGE, -5, {"text": ""}, coalesce=key), NOW)
    assert made is not None
    return made


def _clock(tx: Tx) -> tuple[int, int]:
    """A ticket and its running clock."""
    ticket = tickets.add(tx, a_ticket(), []).id
    deadlines.start(tx, ticket, Clock.FIX, urgent=False, started_at=NOW, due_at=NOW + HOUR, next_at=NOW)
    return ticket, deadlines.running(tx, ticket)[Clock.FIX].id


def test_each_clock_is_told_of_once_with_its_last_rung(tx: Tx) -> None:
    first, second = _reminder(tx), _reminder(tx, "reminder:2")
    reminder_clocks.add(tx, first, {7: Rung.EARLY, 8: Rung.REMINDER})
    reminder_clocks.add(tx, first, {7: Rung.REMINDER, 9: Rung.NAMING})
    assert reminder_clocks.of_notice(tx, first) == {7: Rung.REMINDER, 8: Rung.REMINDER, 9: Rung.NAMING}
    assert reminder_clocks.of_notice(tx, second) == {}
    assert notices.id_waiting_under(tx, "reminder:2") == second


def test_of_which_tickets_something_is_still_so(tx: Tx) -> None:
    reminder = _reminder(tx)
    (runs, one), (_, two), (late, three) = _clock(tx), _clock(tx), _clock(tx)
    reminder_clocks.add(tx, reminder, dict.fromkeys((one, two, three), Rung.REMINDER))
    deadlines.stop(tx, two, NOW)
    deadlines.snooze(tx, three, NOW + HOUR)
    assert reminder_clocks.tickets_running(tx, reminder, NOW) == {runs}
    assert reminder_clocks.tickets_running(tx, reminder, NOW + HOUR) == {runs, late}


def test_they_go_with_their_reminder(tx: Tx) -> None:
    reminder = _reminder(tx)
    reminder_clocks.add(tx, reminder, {7: Rung.EARLY})
    tx.run("DELETE FROM notices WHERE id = :id", id=reminder)
    assert reminder_clocks.of_notice(tx, reminder) == {}
