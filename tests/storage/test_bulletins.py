"""Bulletins in storage: each period once, who is named, and what a group may see."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.bulletins import Named
from bot.domain.deadlines import Clock
from bot.domain.periods import Period, PeriodKind, read_period
from bot.domain.posts import Media, MediaKind, MediaPurpose
from bot.domain.tickets import State, Ticket
from storage import bulletins, deadlines, events, media, tickets
from storage.events import Event
from storage.transaction import Tx
from tests.storage.histories import a_ticket, memory

NOW = datetime(2026, 10, 12, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
OCTOBER: Period = read_period("2026-10", NOW, ZoneInfo("Asia/Shanghai"))
SEPTEMBER: Period = read_period("2026-09", NOW, ZoneInfo("Asia/Shanghai"))
DUE = datetime(2026, 10, 4, tzinfo=UTC)
NAMED_AT = datetime(2026, 10, 9, tzinfo=UTC)


@pytest.fixture
def tx() -> Iterator[Tx]:
    with memory() as empty:
        yield empty


def states(tx: Tx) -> list[tuple[str, str]]:
    return [(row["period"], row["state"]) for row in tx.rows("SELECT period, state FROM bulletins ORDER BY id")]


def test_a_period_is_claimed_once(tx: Tx) -> None:
    assert bulletins.claim(tx, PeriodKind.WEEK, "2026-W40", NOW)
    assert not bulletins.claim(tx, PeriodKind.WEEK, "2026-W40", NOW + HOUR)
    (one,) = bulletins.due(tx)
    assert (one.kind, one.period, one.planned_at) == (PeriodKind.WEEK, "2026-W40", NOW)
    bulletins.settle(tx, one.id, told=True, now=NOW)
    assert not bulletins.due(tx) and not bulletins.is_due(tx, one.id)
    assert not bulletins.claim(tx, PeriodKind.WEEK, "2026-W40", NOW)
    bulletins.settle(tx, one.id, told=False, now=NOW)
    assert states(tx) == [("2026-W40", "told")]


def test_a_newer_one_overtakes_those_of_its_kind_alone(tx: Tx) -> None:
    for kind, period in ((PeriodKind.WEEK, "2026-W39"), (PeriodKind.MONTH, "2026-09"), (PeriodKind.WEEK, "2026-W40")):
        bulletins.claim(tx, kind, period, NOW)
    bulletins.overtake(tx, PeriodKind.WEEK, "2026-W40", NOW)
    assert states(tx) == [("2026-W39", "overtaken"), ("2026-09", "due"), ("2026-W40", "due")]


def late(
    tx: Tx,
    ticket: Ticket | None = None,
    *,
    clock: Clock = Clock.FIX,
    rung: str = "naming",
    fired: datetime = NAMED_AT,
    unit: str = "longxi",
) -> Ticket:
    """A ticket of whose clock a rung fired; the clock runs."""
    kept = tickets.add(tx, ticket or a_ticket(state=State.ACCEPTED, due_at=DUE, place="东湖花园3栋"), [])
    deadlines.start(tx, kept.id, clock, urgent=False, started_at=DUE - HOUR, due_at=DUE, next_at=None)
    running = deadlines.running(tx, kept.id)[clock]
    deadlines.fire(tx, running, 4, rung, fired, fired)
    events.append(tx, kept.id, Event("reminded", kept.state, fired, unit_code=unit), fired)
    return kept


def stop(tx: Tx, ticket: Ticket, at: datetime, clock: Clock = Clock.FIX) -> None:
    deadlines.stop(tx, deadlines.running(tx, ticket.id)[clock].id, at)


def test_what_is_still_late_is_named_with_the_unit_that_had_it(tx: Tx) -> None:
    ticket = late(tx, unit="shuguang")
    assert bulletins.named(tx, OCTOBER, NOW) == [
        Named(ticket.id, "shuguang", "东湖花园3栋", ticket.summary, NOW - DUE, resolved=False)
    ]
    assert not bulletins.named(tx, SEPTEMBER, NOW)
    assert not bulletins.named(tx, OCTOBER, NOW, ["longxi"])
    assert len(bulletins.named(tx, OCTOBER, NOW, ["shuguang"])) == 1


def test_what_was_resolved_since_is_named_with_how_late_it_was(tx: Tx) -> None:
    ticket = late(tx)
    stop(tx, ticket, NOW)
    done = DUE + 30 * HOUR
    tickets.save(tx, ticket.model_copy(update={"state": State.RESOLVED, "resolved_at": done}))
    (one,) = bulletins.named(tx, OCTOBER, NOW)
    assert one.resolved and one.late == 30 * HOUR


@pytest.mark.parametrize("state", [State.TRIAGE, State.SUSPENDED, State.REJECTED, State.MERGED, State.WITHDRAWN])
def test_what_is_no_more_the_unit_s_is_not_named(tx: Tx, state: State) -> None:
    ticket = late(tx)
    stop(tx, ticket, NOW)
    tickets.save(tx, ticket.model_copy(update={"state": state}))
    assert not bulletins.named(tx, OCTOBER, NOW)


def test_a_new_deadline_takes_the_name_away(tx: Tx) -> None:
    """Extended, transferred or taken up again: the clock of which the rung fired is not the last one."""
    ticket = late(tx)
    stop(tx, ticket, NOW)
    deadlines.start(tx, ticket.id, Clock.FIX, urgent=False, started_at=NOW, due_at=NOW + HOUR, next_at=None)
    assert not bulletins.named(tx, OCTOBER, NOW)
    stop(tx, ticket, NOW)
    tickets.save(tx, ticket.model_copy(update={"state": State.CLOSED, "resolved_at": NOW}))
    assert not bulletins.named(tx, OCTOBER, NOW)


@pytest.mark.parametrize(
    ("clock", "rung"), [(Clock.RESPONSE, "naming"), (Clock.FIX, "escalation"), (Clock.REVIEW, "naming")]
)
def test_only_the_public_rung_of_a_fix_names(tx: Tx, clock: Clock, rung: str) -> None:
    late(tx, clock=clock, rung=rung)
    assert not bulletins.named(tx, OCTOBER, NOW)


def test_a_ticket_is_named_once_whatever_steps_it_missed(tx: Tx) -> None:
    ticket = late(tx)
    deadlines.start(tx, ticket.id, Clock.REPAIR, urgent=False, started_at=DUE, due_at=DUE - HOUR, next_at=None)
    deadlines.fire(tx, deadlines.running(tx, ticket.id)[Clock.REPAIR], 4, "naming", NAMED_AT, NAMED_AT)
    (one,) = bulletins.named(tx, OCTOBER, NOW)
    assert one.late == NOW - DUE + HOUR


def mended(tx: Tx, number: int, **facts: object) -> Ticket:
    return tickets.add(
        tx, a_ticket(state=State.RESOLVED, chat_id=-100, resolved_at=DUE + number * HOUR, due_at=DUE, **facts), []
    )


def photo(
    tx: Tx, name: str, *, ticket: Ticket | None = None, chat: int = -100, stored: bool = True, kind: str = "photo"
) -> None:
    """Of the one post of all these tickets, or a proof of one."""
    number = sum(map(ord, name))
    media.add(
        tx,
        Media(MediaKind(kind), f"f-{name}", f"u-{name}", 10),
        chat_id=chat,
        message_id=number,
        purpose=MediaPurpose.PROOF if ticket else MediaPurpose.REPORT,
        post_id=None if ticket else 1,
        ticket_id=ticket.id if ticket else None,
    )
    if stored:
        media.note_stored(tx, tx.value("SELECT max(id) FROM media"), f"{name}.jpg", "", 10)


def shown(tx: Tx, **where: object) -> list[tuple[int, str, str]]:
    found = bulletins.photo_pairs(tx, OCTOBER, 9, **where)  # type: ignore[arg-type]
    return [(pair.ticket_id, pair.before, pair.after) for pair in found]


def test_pairs_of_what_was_resolved_newest_first(tx: Tx) -> None:
    first, second = mended(tx, 1), mended(tx, 2)
    photo(tx, "before")
    photo(tx, "one", ticket=first)
    photo(tx, "two", ticket=second)
    photo(tx, "two-again", ticket=second)
    expected = [(second.id, "before.jpg", "two-again.jpg"), (first.id, "before.jpg", "one.jpg")]
    assert shown(tx) == expected == shown(tx, units=["longxi"]) == shown(tx, chat_id=-100)
    assert not shown(tx, units=["shuguang"]) and not shown(tx, chat_id=-101)
    assert not bulletins.photo_pairs(tx, SEPTEMBER, 9)
    tx.run("INSERT INTO chats (id, title, type, migrated_to) VALUES (-100, '', '', -200)")
    assert shown(tx, chat_id=-200) == expected
    assert len(bulletins.photo_pairs(tx, OCTOBER, 1)) == 1


@pytest.mark.parametrize("hidden", ["report", "proof", "ticket", "unfetched", "video", "reopened"])
def test_what_was_sent_in_private_or_is_not_there_makes_no_pair(tx: Tx, hidden: str) -> None:
    ticket = mended(tx, 1, private=hidden == "ticket")
    photo(tx, "before", chat=42 if hidden == "report" else -100)
    photo(
        tx,
        "after",
        ticket=ticket,
        chat=42 if hidden == "proof" else -100,
        stored=hidden != "unfetched",
        kind="video" if hidden == "video" else "photo",
    )
    if hidden == "reopened":
        media.retire_proofs(tx, ticket.id)
    assert not shown(tx)


def test_what_a_group_reported_and_what_was_done(tx: Tx) -> None:
    mended(tx, 1)
    mended(tx, 2, private=True)
    tickets.add(tx, replace_chat(a_ticket(state=State.ACCEPTED), -101), [])
    found = bulletins.flow_of_chat(tx, OCTOBER, -100)
    assert (found.received, found.resolved) == (1, 1)
    other = bulletins.flow_of_chat(tx, OCTOBER, -101)
    assert (other.received, other.resolved) == (1, 0)


def replace_chat(ticket: Ticket, chat: int) -> Ticket:
    return ticket.model_copy(update={"chat_id": chat})
