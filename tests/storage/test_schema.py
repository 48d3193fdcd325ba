"""The schema: the queries that run all day find their rows by an index, however much has piled up."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain.areas import ChatKind, Role
from bot.domain.notices import NoticeKind, NoticeState
from bot.domain.periods import read_period
from bot.domain.posts import MediaPurpose
from bot.domain.privacy import Forgotten
from bot.domain.special_actions import SpecialAction
from bot.domain.tickets import State
from storage import (
    albums,
    bulletins,
    chats,
    closings,
    deadlines,
    digests,
    events,
    forgettings,
    holdings,
    imports,
    inbox,
    likenesses,
    media,
    messages,
    notices,
    outbox,
    people,
    posts,
    pseudonyms,
    registers,
    requests,
    rounds,
    schedules,
    special_actions,
    special_recurrences,
    supporters,
    ticket_lists,
    tickets,
)
from storage.closings import Span
from storage.ticket_lists import Scope, Sought
from storage.transaction import Tx
from tests.storage.histories import START, a_ticket

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
OCTOBER = read_period("2026-10", NOW, UTC)
AN_ACTION = SpecialAction(1, "sanitation", "广场花苑", None, "整治", "longxi", NOW, 7, NOW)
SMALL = frozenset(
    {
        "schedules",
        "bindings",
        "chats",
        "claims",
        "cursors",
        "grants",
        "people",
        "prompts",
        "area",
        "special_actions",
        "forgettings",
    }
)
"""Tables that stay small enough to be read whole: they grow with chats and staff, not with posts."""

HOT: dict[str, Callable[[Tx], Any]] = {
    "inbox.waiting": lambda tx: inbox.waiting(tx, 0),
    "inbox.settle": lambda tx: inbox.settle(tx, 1, NOW),
    "inbox.quarantined": inbox.quarantined,
    "inbox.oldest_waiting": inbox.oldest_waiting,
    "posts.find": lambda tx: posts.find(tx, -1, 5),
    "posts.own_words": lambda tx: posts.own_words(tx, -1, 5),
    "posts.ready": lambda tx: posts.ready(tx, NOW),
    "posts.next_ready_at": posts.next_ready_at,
    "posts.gathering_of": lambda tx: posts.gathering_of(tx, -1, 42, None, NOW),
    "posts.last_report_of": lambda tx: posts.last_report_of(tx, -1, 42, None, NOW),
    "media.pending": lambda tx: media.pending(tx, NOW),
    "media.of_post": lambda tx: media.of_post(tx, 1),
    "albums.tickets_of": lambda tx: albums.tickets_of(tx, -1, "a"),
    "albums.note": lambda tx: albums.note(tx, -1, 5, "a"),
    "media.of_ticket": lambda tx: media.of_ticket(tx, 1001, MediaPurpose.PROOF),
    "media.retire_proofs": lambda tx: media.retire_proofs(tx, 1001),
    "deadlines.due": lambda tx: deadlines.due(tx, NOW, 100),
    "deadlines.next_at": lambda tx: deadlines.next_at(tx, after=NOW),
    "deadlines.running": lambda tx: deadlines.running(tx, 1001),
    "outbox.chats_waiting": lambda tx: outbox.chats_waiting(tx, NOW),
    "outbox.next_for": lambda tx: outbox.next_for(tx, -1, NOW),
    "outbox.next_for, window full": lambda tx: outbox.next_for(tx, -1, NOW, counted=False),
    "outbox.next_not_before": lambda tx: outbox.next_not_before(tx, NOW),
    "notices.of_message": lambda tx: notices.of_message(tx, -1, 70),
    "messages.standing": lambda tx: messages.standing(tx, 1001, NoticeKind.CARD),
    "messages.is_shown_briefly": lambda tx: messages.is_shown_briefly(tx, "hint:1"),
    "notices.waiting_under": lambda tx: notices.waiting_under(tx, "edit:1"),
    "messages.was_delivered": lambda tx: messages.was_delivered(tx, 1001),
    "outbox.interrupted": outbox.interrupted,
    "outbox.counted_since": lambda tx: outbox.counted_since(tx, NOW),
    "notices.in_states": lambda tx: notices.in_states(tx, (NoticeState.UNCERTAIN, NoticeState.FAILED)),
    "tickets.of_post": lambda tx: tickets.of_post(tx, 1),
    "tickets.alike": lambda tx: tickets.alike(tx, a_ticket(), NOW),
    "tickets.alike, no place": lambda tx: tickets.alike(tx, a_ticket(place_name=None), NOW),
    "tickets.of_units": lambda tx: tickets.of_units(tx, ["longxi"]),
    "tickets.in_states": lambda tx: tickets.in_states(tx, [State.TRIAGE, State.RESOLVED]),
    "tickets.count_open_by_unit": tickets.count_open_by_unit,
    "ticket_lists.waiting": lambda tx: ticket_lists.waiting(tx, [State.RESOLVED], ["longxi"]),
    "ticket_lists.in_triage": lambda tx: ticket_lists.in_triage(tx, 10),
    "ticket_lists.unplaced": lambda tx: ticket_lists.unplaced(tx, 10),
    "ticket_lists.of_person": lambda tx: ticket_lists.of_person(tx, 42, 10),
    "ticket_lists.count_of_person": lambda tx: ticket_lists.count_of_person(tx, 42),
    "ticket_lists.found": lambda tx: ticket_lists.found(tx, Sought(("垃圾",)), Scope(42, ("longxi",), nowhere=True), 9),
    "requests.waiting": lambda tx: requests.waiting(tx, 1001),
    "requests.all_waiting": requests.all_waiting,
    "supporters.of_ticket": lambda tx: supporters.of_ticket(tx, 1001),
    "supporters.of_post": lambda tx: supporters.of_post(tx, 1),
    "likenesses.seen_before": lambda tx: likenesses.seen_before(tx, 1, "00", 1, 3),
    "tickets.near": lambda tx: tickets.near(tx, a_ticket(), 5),
    "tickets.helping": lambda tx: tickets.helping(tx, 1001),
    "tickets.to_resume": lambda tx: tickets.to_resume(tx, NOW),
    "imports.waiting": lambda tx: imports.waiting(tx, 1, NOW),
    "imports.forget": lambda tx: imports.forget(tx, NOW),
    "tickets.count_since": lambda tx: tickets.count_since(tx, NOW),
    "digests.workloads": lambda tx: digests.workloads(tx, NOW, NOW, NOW),
    "digests.workloads, of units": lambda tx: digests.workloads(tx, NOW, NOW, NOW, ["longxi", "shuguang"]),
    "digests.pressing": lambda tx: digests.pressing(tx, "longxi", NOW, 8),
    "digests.new": lambda tx: digests.new(tx, "longxi", NOW, NOW, 8),
    "digests.in_review": lambda tx: digests.in_review(tx, ["longxi"], 8),
    "digests.in_triage": digests.in_triage,
    "closings.chats_with": lambda tx: closings.chats_with(tx, Span(NOW, NOW)),
    "closings.of_chat": lambda tx: closings.of_chat(tx, -1, Span(NOW, NOW), 8),
    "closings.kinds": lambda tx: closings.kinds(tx, -1, Span(NOW, NOW)),
    "rounds.waiting": lambda tx: rounds.waiting(tx, "digest", 10),
    "bulletins.due": bulletins.due,
    "bulletins.named": lambda tx: bulletins.named(tx, OCTOBER, NOW),
    "bulletins.photo_pairs": lambda tx: bulletins.photo_pairs(tx, OCTOBER, 3, ["longxi"]),
    "bulletins.flow_of_chat": lambda tx: bulletins.flow_of_chat(tx, OCTOBER, -100),
    "registers.keys": lambda tx: registers.keys(tx, OCTOBER, None, ["longxi"]),
    "registers.cases": lambda tx: registers.cases(tx, [1001, 1002]),
    "events.history": lambda tx: events.history(tx, 1001),
    "people.may_report_privately": lambda tx: people.may_report_privately(tx, 42),
    "people.holding": lambda tx: people.holding(tx, Role.SECRETARY, "longxi"),
    "chats.bound": lambda tx: chats.bound(tx, ChatKind.UNIT, "longxi"),
    "schedules.soonest": schedules.soonest,
    "special_recurrences.recurring": lambda tx: special_recurrences.recurring(
        tx, ["广场花苑"], NOW, NOW, 3, ["longxi"]
    ),
    "special_recurrences.places_since": lambda tx: special_recurrences.places_since(tx, NOW, ["longxi"]),
    "special_recurrences.evidence": lambda tx: special_recurrences.evidence(tx, "sanitation", "广场花苑", None, NOW),
    "special_actions.running": special_actions.running,
    "special_actions.members": lambda tx: special_actions.members(tx, 1),
    "special_actions.strangers": lambda tx: special_actions.strangers(tx, AN_ACTION),
    "special_actions.reports": lambda tx: special_actions.reports(tx, 1),
    "special_actions.cards": lambda tx: special_actions.cards(tx, 1),
    "special_actions.next_at": special_actions.next_at,
    "forgettings.every": forgettings.every,
    "forgettings.is_talking": lambda tx: forgettings.is_talking(tx, 42, NOW),
    "holdings.count_open": lambda tx: holdings.count_open(tx, 42),
    "pseudonyms.tickets_of": lambda tx: pseudonyms.tickets_of(tx, Forgotten(1, 42, ()), 0, 20),
}


@pytest.fixture
def plans(tx: Tx, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The plan of each statement that is run from now on, line by line."""
    lines: list[str] = []
    run = Tx._execute

    def explain_and_run(self: Tx, sql: str, named: Any) -> Any:
        with closing(self._connection.execute(f"EXPLAIN QUERY PLAN {sql}", named)) as cursor:
            lines.extend(row["detail"] for row in cursor)
        return run(self, sql, named)

    monkeypatch.setattr(Tx, "_execute", explain_and_run)
    return lines


def _scanned(tx: Tx, plans: list[str]) -> set[str]:
    """The large tables that a plan reads whole. An index of what is still open may be read from end to end."""
    lines = list(plans)
    aliases = {"n": "notices", "t": "notices", "c": "chats", "b": "bindings", "p": "people", "g": "grants"}
    whole = " OR ".join(f"sql LIKE '% WHERE {of}%'" for of in ("state ", "stopped_at IS NULL", "settled_at IS NULL"))
    of_what_is_open = f"type = 'index' AND ({whole})"
    short = {row["name"] for row in tx.rows(f"SELECT name FROM sqlite_master WHERE {of_what_is_open}")}
    found = set()
    for line in lines:
        if (match := re.match(r"SCAN (\w+)(?: USING (?:COVERING )?INDEX (\w+))?", line)) and match[2] not in short:
            found.add(aliases.get(match[1], match[1]))
    return found - SMALL - {"CONSTANT", "newest", "own", "found"}  # the last three: what a query inside has left


@pytest.mark.parametrize("name", HOT)
def test_nothing_large_is_read_whole(tx: Tx, plans: list[str], name: str) -> None:
    HOT[name](tx)
    assert plans, "nothing was asked"
    assert _scanned(tx, plans) == set(), plans


def test_a_full_scan_would_be_noticed(tx: Tx, plans: list[str]) -> None:
    tx.rows("SELECT * FROM notices WHERE payload = '{}'")
    assert _scanned(tx, plans) == {"notices"}


def test_the_sweep_costs_what_is_due_and_not_what_is_open(tx: Tx) -> None:
    """A thousand clocks that run, none of them due: the index is left at its first entry."""
    ticket = tickets.add(tx, a_ticket(state=State.ASSIGNED), []).id
    tx.run(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)"
        " INSERT INTO deadlines (ticket_id, clock, urgent, started_at, due_at, next_at)"
        " SELECT :ticket, 'fix' || i, 0, 0, :due, :due FROM n",
        ticket=ticket,
        due=int((START + timedelta(days=1)).timestamp() * 1000),
    )
    steps = 0

    def count() -> int:
        nonlocal steps
        steps += 1
        return 0

    tx._connection.set_progress_handler(count, 1)
    try:
        assert deadlines.due(tx, START, 100) == []
    finally:
        tx._connection.set_progress_handler(None, 1)
    assert 0 < steps < 100
