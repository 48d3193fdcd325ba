"""Random histories of tickets in a database in memory, and their figures counted the slow way, in Python."""

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from math import ceil

from hypothesis import strategies as st

from bot.domain.areas import TimeClass
from bot.domain.durations import Duration
from bot.domain.periods import Period
from bot.domain.statistics import Counts, Timing, total
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


def moved(
    kind: Move,
    state: State,
    at: datetime,
    actor: int | None = COORDINATOR,
    *,
    had_by: str | None = None,
    to: str | None = None,
) -> Event:
    return Event(kind=kind.value, state=state, done_at=at, actor_id=actor, had_by=had_by, unit_code=to)


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
    unit = draw(st.sampled_from(UNITS))
    opened = Event("opened", State.TRIAGE, at)
    events: list[Event] = [opened]
    if draw(st.booleans()):
        at += draw(_GAPS)
        if draw(st.integers(0, 3)) == 0:
            over = draw(st.sampled_from([State.TRIAGE, State.REJECTED, State.WITHDRAWN]))
            if over is State.REJECTED:
                events.append(moved(Move.REJECT, over, at))
            ended = None if over is State.TRIAGE else at
            return Story(ticket.model_copy(update={"state": over, "closed_at": ended}), tuple(events))
        events.append(moved(Move.DISPATCH, State.ASSIGNED, at, to=unit))
    else:
        events[0] = replace(opened, state=State.ASSIGNED, unit_code=unit)
        ticket = ticket.model_copy(update={"bot_unit": unit})
    ticket = ticket.model_copy(update=_given(draw, unit, at))
    for _ in range(draw(st.integers(0, 4))):
        ticket, at = _worked(draw, ticket, at, events)
    ending = draw(st.sampled_from([None, None, State.SUSPENDED, State.MERGED, State.WITHDRAWN]))
    if ending and ticket.state in (State.ASSIGNED, State.ACCEPTED):
        ticket = ticket.model_copy(update={"state": ending})
    return Story(ticket, tuple(events))


def _given(draw: st.DrawFn, unit: str, at: datetime) -> dict[str, object]:
    """What a unit gets with a ticket."""
    return {
        "state": State.ASSIGNED,
        "unit_code": unit,
        "assigned_at": at,
        "accepted_at": None,
        "due_at": at + draw(_GAPS) if draw(st.booleans()) else None,
        "respond_by": at + draw(_GAPS) if draw(st.booleans()) else None,
    }


def _worked(draw: st.DrawFn, ticket: Ticket, at: datetime, events: list[Event]) -> tuple[Ticket, datetime]:
    """One step on: transferred, extended, accepted, resolved, closed, praised or sent back."""
    at += draw(_GAPS)
    unit = ticket.unit_code
    if ticket.state in (State.ASSIGNED, State.ACCEPTED):
        step = draw(st.sampled_from(["accept", "resolve", "resolve", "transfer", "extend"]))
        if step == "transfer":
            to = draw(st.sampled_from(UNITS))
            events.append(moved(Move.TRANSFER, State.ASSIGNED, at, had_by=unit, to=to))
            return ticket.model_copy(update=_given(draw, to, at)), at
        if step == "extend":
            events.append(moved(Move.EXTEND, ticket.state, at, had_by=unit, to=unit))
            return ticket.model_copy(update={"due_at": at + draw(_GAPS)}), at
        if step == "accept" and ticket.state is State.ASSIGNED:
            events.append(moved(Move.ACCEPT, State.ACCEPTED, at, had_by=unit, to=unit))
            return ticket.model_copy(update={"state": State.ACCEPTED, "accepted_at": at}), at
        events.append(moved(Move.RESOLVE, State.RESOLVED, at, had_by=unit, to=unit))
        accepted = ticket.accepted_at or at
        return ticket.model_copy(update={"state": State.RESOLVED, "resolved_at": at, "accepted_at": accepted}), at
    if ticket.state is State.RESOLVED and draw(st.booleans()):
        move = draw(st.sampled_from([Move.APPROVE, Move.CONFIRM]))
        events.append(moved(move, State.CLOSED, at, had_by=unit, to=unit))
        return ticket.model_copy(update={"state": State.CLOSED, "closed_at": at}), at
    if draw(st.booleans()):
        stars = draw(st.integers(1, 5))
        thanks = moved(Move.THANK, ticket.state, at, had_by=unit, to=unit)
        events.append(replace(thanks, details={"stars": stars}))
        return ticket, at
    move = Move.DISPUTE if ticket.state is State.CLOSED else draw(st.sampled_from([Move.DISPUTE, Move.REWORK]))
    events.append(moved(move, State.ACCEPTED, at, had_by=unit, to=unit))
    keeps_times = draw(st.booleans())  # whether a reopening leaves the old moments standing
    back = {"state": State.ACCEPTED, "reopened": ticket.reopened + 1, "due_at": at + draw(_GAPS)}
    return ticket.model_copy(update=back | ({} if keeps_times else {"resolved_at": None, "closed_at": None})), at


Cell = tuple[str | None, str | None]


def recounted(told: Iterable[Story], period: Period, now: datetime, units: Sequence[str] | None = None) -> Counts:
    """What these tickets add to the figures of a period, straight from docs/statistics.md."""
    return total(
        counts
        for story in told
        for (unit, _), counts in counted(story, period.start, period.end, now).items()
        if units is None or unit in units
    )


def counted(story: Story, start: datetime | None, end: datetime | None, now: datetime) -> dict[Cell, Counts]:
    """What one ticket adds, by whose it is: its own figures are its unit's, an event is of who had it then."""
    ticket = story.ticket

    def when(at: datetime | None) -> bool:
        return at is not None and (start is None or start <= at) and (end is None or at < end)

    found: defaultdict[Cell, Counts] = defaultdict(Counts)
    found[ticket.unit_code, ticket.category] = _of_ticket(ticket, when, now)
    for event in story.events:
        if not when(event.done_at):
            continue
        kind, had_by = event.kind, event.had_by or event.unit_code
        stars = event.details.get("stars", 0)
        of_event = Counts(
            reopened=kind in ("dispute", "rework", "doubt"),
            returned=kind == "return",
            extended=kind == "extend",
            suspended=kind == "suspend",
            transferred=kind == "transfer",
            solved=kind in ("confirm", "acknowledge"),
            unsolved=kind == "dispute",
            rated=kind == "thank",
            satisfied=kind == "thank" and stars >= 4,
            supported=kind == "supported",
        )
        found[had_by, ticket.category] = total((found[had_by, ticket.category], of_event))
        gives = kind in ("opened", "rerouted", "dispatch", "transfer", "split_off", "helped")
        given = Counts(given=gives and event.state is State.ASSIGNED)
        found[event.unit_code, ticket.category] = total((found[event.unit_code, ticket.category], given))
    return {cell: counts for cell, counts in found.items() if any(counts)}


def _of_ticket(ticket: Ticket, when: Callable[[datetime | None], bool], now: datetime) -> Counts:
    stands = ticket.state in (State.RESOLVED, State.CLOSED)
    works = ticket.state in (State.ASSIGNED, State.ACCEPTED)
    received = when(ticket.created_at)
    resolved = stands and when(ticket.resolved_at)
    due, done, accepted, respond_by = ticket.due_at, ticket.resolved_at, ticket.accepted_at, ticket.respond_by
    in_time = due is not None and done is not None and done <= due
    late = due is not None and ((stands and done is not None and done > due) or (works and due < now))
    passed = due is not None and (stands or (works and due < now))
    answered = accepted is not None and respond_by is not None
    by_bot = received and ticket.bot_unit is not None
    waits = ticket.state is State.ASSIGNED and respond_by is not None and respond_by < now
    return Counts(
        received=received,
        auto=by_bot,
        misrouted=by_bot and ticket.unit_code not in (None, ticket.bot_unit),
        responded=answered and accepted <= respond_by and when(accepted),  # type: ignore[operator]
        unanswered=when(respond_by) and (waits or (answered and accepted > respond_by)),  # type: ignore[operator]
        resolved=resolved,
        on_time=resolved and in_time,
        missed=late and when(due),
        fell_due=passed and when(due),
        closed_on_time=ticket.state is State.CLOSED and in_time and when(due),
        closed=ticket.state is State.CLOSED and when(ticket.closed_at),
        rejected=ticket.state is State.REJECTED and when(ticket.closed_at),
        open=not ticket.state.is_over,
        waiting_triage=ticket.state is State.TRIAGE,
        waiting_acceptance=ticket.state is State.ASSIGNED,
        waiting_review=ticket.state is State.RESOLVED,
        put_aside=ticket.state is State.SUSPENDED,
        overdue=works and due is not None and due < now,
    )


def timed(spans: list[timedelta]) -> Timing:
    """Nearest rank, by sorting, in whole seconds begun."""
    if not spans:
        return Timing()
    ranked = sorted(timedelta(seconds=ceil(span / timedelta(seconds=1))) for span in spans)
    return Timing(len(ranked), ranked[ceil(len(ranked) * 50 / 100) - 1], ranked[ceil(len(ranked) * 90 / 100) - 1])


def of_unit(story: Story, unit_code: str | None) -> Story:
    return replace(story, ticket=story.ticket.model_copy(update={"unit_code": unit_code}))
