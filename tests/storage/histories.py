"""Random histories of tickets in a database in memory, and their figures counted the slow way, in Python."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from math import ceil

from hypothesis import strategies as st

from bot.domain.areas import TimeClass
from bot.domain.durations import Duration
from bot.domain.periods import Period
from bot.domain.statistics import Counts, Timing
from bot.domain.tickets import Move, State, Ticket
from storage import events as ticket_events
from storage import tickets
from storage.database import MIGRATIONS
from storage.events import Event
from storage.migrating import load
from storage.transaction import Tx, end

START = datetime(2026, 10, 1, tzinfo=UTC)
COORDINATOR = 7
UNITS = ("longxi", "shuguang", "chengguan")
CATEGORIES = ("sanitation", "traffic")


@dataclass(frozen=True, slots=True)
class Story:
    """One ticket and its events, oldest first."""

    ticket: Ticket
    events: tuple[Event, ...] = ()


@contextmanager
def memory() -> Iterator[Tx]:
    """A transaction on an empty database of the present schema, with one post to hang tickets on."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.deserialize(_empty())
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("BEGIN")
    tx = Tx(connection)
    try:
        yield tx
    finally:
        end(tx)
        connection.close()


@cache
def _empty() -> bytes:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        for migration in load(MIGRATIONS):
            connection.executescript(migration.sql)
        connection.execute(
            "INSERT INTO posts (id, state, chat_id, message_id, private, sender_id, sender_name, text, sent_at,"
            " kept_at)"
            " VALUES (1, 'done', -100, 5, 0, 42, '张三', '垃圾桶坏了', 0, 0)"
        )
        return connection.serialize()


def keep(tx: Tx, stories: Sequence[Story]) -> list[Ticket]:
    """Store them. Returns the tickets with their numbers."""
    kept = []
    for story in stories:
        ticket = tickets.add(tx, story.ticket, [])
        for event in story.events:
            ticket_events.append(tx, ticket.id, event, event.done_at)
        kept.append(ticket)
    return kept


def a_ticket(**facts: object) -> Ticket:
    """A ticket of noon on 1 October, waiting for 龙西社区 to accept it."""
    base = Ticket(
        id=0,
        state=State.ASSIGNED,
        post_id=1,
        chat_id=-100,
        message_id=5,
        reporter_id=42,
        reporter_name="张三",
        text="广场花苑小区3栋的垃圾桶坏了",
        summary="垃圾桶坏了",
        place="广场花苑小区3栋",
        place_name="广场花苑小区",
        unit_code="longxi",
        category="sanitation",
        subcategory="bin",
        time_class=TimeClass.A,
        limit=Duration.parse("1d"),
        created_at=START + timedelta(hours=12),
        assigned_at=START + timedelta(hours=12),
        due_at=START + timedelta(hours=36),
    )
    return base.model_copy(update=facts)


def moved(kind: Move, state: State, at: datetime, actor: int | None = COORDINATOR) -> Event:
    return Event(kind=kind.value, state=state, done_at=at, actor_id=actor)


_GAPS = st.integers(0, 240).map(lambda quarters: timedelta(minutes=15 * quarters))


@st.composite
def stories(draw: st.DrawFn) -> Story:
    """A life that the desk could have led: every state, with and without a deadline, dispatched by bot or person."""
    at = START + timedelta(hours=draw(st.integers(-24 * 20, 24 * 60)))
    ticket = a_ticket(
        state=State.TRIAGE,
        unit_code=None,
        category=draw(st.sampled_from([*CATEGORIES, None])),
        created_at=at,
        assigned_at=None,
        due_at=None,
    )
    events: list[Event] = [Event("opened", State.TRIAGE, at)]
    waited = draw(st.booleans())
    if waited:
        at += draw(_GAPS)
        if draw(st.integers(0, 3)) == 0:
            over = draw(st.sampled_from([State.TRIAGE, State.REJECTED, State.WITHDRAWN]))
            if over is State.REJECTED:
                events.append(moved(Move.REJECT, over, at))
            return Story(ticket.model_copy(update={"state": over}), tuple(events))
        events.append(moved(Move.DISPATCH, State.ASSIGNED, at))
    due = at + draw(_GAPS) if draw(st.booleans()) else None
    ticket = ticket.model_copy(
        update={"state": State.ASSIGNED, "unit_code": draw(st.sampled_from(UNITS)), "assigned_at": at, "due_at": due}
    )
    for _ in range(draw(st.integers(0, 3))):
        ticket, at = _worked(draw, ticket, at, events)
    ending = draw(st.sampled_from([None, None, State.SUSPENDED, State.MERGED, State.WITHDRAWN]))
    if ending and ticket.state in (State.ASSIGNED, State.ACCEPTED):
        ticket = ticket.model_copy(update={"state": ending})
    return Story(ticket, tuple(events))


def _worked(draw: st.DrawFn, ticket: Ticket, at: datetime, events: list[Event]) -> tuple[Ticket, datetime]:
    """One step on: accepted, resolved, closed or sent back."""
    at += draw(_GAPS)
    keeps_times = draw(st.booleans())  # whether a reopening leaves the old moments standing
    if ticket.state is State.ASSIGNED and draw(st.booleans()):
        events.append(moved(Move.ACCEPT, State.ACCEPTED, at))
        return ticket.model_copy(update={"state": State.ACCEPTED, "accepted_at": at}), at
    if ticket.state in (State.ASSIGNED, State.ACCEPTED):
        events.append(moved(Move.RESOLVE, State.RESOLVED, at))
        return ticket.model_copy(update={"state": State.RESOLVED, "resolved_at": at}), at
    if ticket.state is State.RESOLVED and draw(st.booleans()):
        events.append(moved(Move.APPROVE, State.CLOSED, at))
        return ticket.model_copy(update={"state": State.CLOSED, "closed_at": at}), at
    move = Move.DISPUTE if ticket.state is State.CLOSED else draw(st.sampled_from([Move.DISPUTE, Move.REWORK]))
    events.append(moved(move, State.ACCEPTED, at))
    back = {"state": State.ACCEPTED, "reopened": ticket.reopened + 1, "due_at": at + draw(_GAPS)}
    return ticket.model_copy(update=back | ({} if keeps_times else {"resolved_at": None, "closed_at": None})), at


def counted(story: Story, period: Period, now: datetime) -> Counts:
    """What one ticket adds to the figures, straight from the definitions in docs/statistics.md."""
    ticket = story.ticket
    stands = ticket.state in (State.RESOLVED, State.CLOSED)
    works = ticket.state in (State.ASSIGNED, State.ACCEPTED)

    def when(at: datetime | None) -> bool:
        return at is not None and (period.start is None or period.end is None or period.start <= at < period.end)

    happened = [event.kind for event in story.events if when(event.done_at)]
    by_a_person = any(event.kind == Move.DISPATCH for event in story.events)
    received = when(ticket.created_at)
    resolved = stands and when(ticket.resolved_at)
    due, done = ticket.due_at, ticket.resolved_at
    kept = resolved and due is not None and done is not None and done <= due
    late = due is not None and ((stands and done is not None and done > due) or (works and due < now))
    return Counts(
        received=received,
        auto=received and ticket.assigned_at is not None and not by_a_person,
        resolved=resolved,
        closed=ticket.state is State.CLOSED and when(ticket.closed_at),
        rejected=ticket.state is State.REJECTED and "reject" in happened,
        on_time=kept,
        missed=late and when(due),
        reopened=happened.count("dispute") + happened.count("rework"),
        open=not ticket.state.is_over,
        waiting_triage=ticket.state is State.TRIAGE,
        waiting_acceptance=ticket.state is State.ASSIGNED,
        waiting_review=ticket.state is State.RESOLVED,
        overdue=works and due is not None and due < now,
    )


def timed(spans: list[timedelta]) -> Timing:
    """Nearest rank, by sorting."""
    if not spans:
        return Timing()
    ranked = sorted(spans)
    return Timing(len(ranked), ranked[ceil(len(ranked) * 50 / 100) - 1], ranked[ceil(len(ranked) * 90 / 100) - 1])


def of_unit(story: Story, unit_code: str | None) -> Story:
    return replace(story, ticket=story.ticket.model_copy(update={"unit_code": unit_code}))
