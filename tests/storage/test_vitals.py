"""The vital signs: right on a busy database, and quick on a large one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.domain.notices import Call, Draft, NoticeKind, NoticeState
from bot.domain.tickets import State
from storage import inbox, notices, outbox, vitals
from storage.inbox import Arrival
from storage.transaction import Tx
from storage.vitals import Vitals
from tests.storage.histories import Story, a_ticket, keep, memory

NOW = datetime(2026, 11, 20, tzinfo=UTC)


def fill(tx: Tx) -> None:
    inbox.store(tx, 1, [Arrival(n, -100, "{}") for n in range(4)], NOW)
    inbox.settle(tx, 1, NOW)
    inbox.note_failure(tx, 2, "error", quarantine=True, now=NOW)
    states = (State.TRIAGE, State.TRIAGE, State.RESOLVED, State.CLOSED)
    keep(tx, [Story(a_ticket(state=state)) for state in states])
    for number in range(5):
        notices.queue(tx, Draft(str(number), NoticeKind.CARD, Call.SEND_MESSAGE, -100, {}), NOW)
    outbox.mark_sent(tx, 1, 7, NOW)
    outbox.settle(tx, 2, NoticeState.UNCERTAIN, "error")
    outbox.mark_sending(tx, 3)


def test_what_stands_in_the_database() -> None:
    with memory() as tx:
        fill(tx)
        assert vitals.take(tx) == Vitals(
            oldest_waiting=NOW,
            waiting=2,
            quarantined=1,
            open_tickets={"triage": 2, "assigned": 0, "accepted": 0, "suspended": 0, "resolved": 1},
            tickets_made=4,
            notices={"queued": 2, "sending": 1, "uncertain": 1, "failed": 0},
            notices_made=5,
        )


def test_an_empty_database() -> None:
    with memory() as tx:
        empty = vitals.take(tx)
        assert (empty.oldest_waiting, empty.waiting, empty.tickets_made, empty.notices_made) == (None, 0, 0, 0)
        assert empty.open_tickets == dict.fromkeys(["triage", "assigned", "accepted", "suspended", "resolved"], 0)
        assert empty.notices == dict.fromkeys(["queued", "sending", "uncertain", "failed"], 0)


class Explaining:
    """A tx that also asks SQLite how it goes about each statement."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self.plans: list[str] = []

    def rows(self, sql: str) -> object:
        self.plans += [row["detail"] for row in self._tx.rows(f"EXPLAIN QUERY PLAN {sql}")]
        return self._tx.rows(sql)

    def value(self, sql: str) -> object:
        self.rows(sql)
        return self._tx.value(sql)


def test_no_table_is_read_through() -> None:
    with memory() as tx:
        explaining = Explaining(tx)
        vitals.take(explaining)  # type: ignore[arg-type]
        scans = [plan for plan in explaining.plans if plan.startswith("SCAN") and "INDEX" not in plan]
        assert scans == []
        assert explaining.plans


def test_a_proof_writes_and_leaves_nothing() -> None:
    with memory() as tx:
        before = tx.value("SELECT total_changes()")
        vitals.prove_writable(tx)
        assert tx.value("SELECT total_changes()") == before + 2
        assert tx.value("SELECT count(*) FROM schedules") == 0


@pytest.mark.parametrize("state", ["waiting", "quarantined"])
def test_the_inbox_is_counted_by_its_partial_index(state: str) -> None:
    with memory() as tx:
        plan = tx.row(f"EXPLAIN QUERY PLAN SELECT count(*) FROM inbox WHERE state = '{state}'")
        assert plan is not None
        assert f"inbox_{state}" in plan["detail"]
