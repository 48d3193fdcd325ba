"""The list behind a number: it holds just what was counted, for every measure, period and part; newest first."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain import measures as domain
from bot.domain.periods import Period, read_period
from bot.domain.statistics import AGE_NAMES, COUNTED, total
from bot.domain.tickets import Move, State, Ticket
from storage import behind, measures, rollups, statistics, tickets
from storage.behind import Found
from storage.statistics import WHOLE, Part
from storage.transaction import Tx
from tests.storage.explained import Explained
from tests.storage.histories import (
    CATEGORIES,
    START,
    UNITS,
    Story,
    a_ticket,
    counted,
    keep,
    memory,
    moved,
    stories,
    timed,
)

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 10, 20, 4, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
PLACES = ("广场花苑小区", "东风路")
EVERYTHING = 10_000
MANY = [*UNITS[:2], *(f"unit{number}" for number in range(8))]
"""So many units that they are looked for in another way."""


@st.composite
def tales(draw: st.DrawFn) -> Story:
    """A story with more of what can happen to a ticket than `stories` knows, at one of two places."""
    story = draw(stories())
    kinds = sorted({kind for kinds in measures.KINDS.values() for kind in kinds})
    more = []
    for _ in range(draw(st.integers(0, 3))):
        event = moved(
            Move.NOTE,
            draw(st.sampled_from([State.ASSIGNED, State.TRIAGE])),
            START + draw(st.integers(-300, 900)) * HOUR,
            had_by=draw(st.sampled_from([*UNITS, None])),
            to=draw(st.sampled_from(UNITS)),
        )
        stars = {"stars": draw(st.integers(1, 5))}
        kind = draw(st.sampled_from(kinds))
        more.append(replace(event, kind=kind, details=stars if kind == Move.THANK else {}))
    ticket = story.ticket.model_copy(update={"place_name": draw(st.sampled_from(PLACES))})
    if draw(st.booleans()) and ticket.bot_unit is not None:
        ticket = ticket.model_copy(update={"bot_unit": draw(st.sampled_from(UNITS))})
    if draw(st.integers(0, 4)) == 0 and not ticket.state.is_over:
        ticket = ticket.model_copy(update={"state": State.SUSPENDED})
    return replace(story, ticket=ticket, events=story.events + tuple(more))


def listed(tx: Tx, measure: str, period: Period, part: Part = WHOLE) -> list[Found]:
    return behind.found(tx, measure, period.start, period.end, NOW, part, limit=EVERYTHING)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    told=st.lists(tales(), max_size=10),
    written=st.sampled_from(["today", "week", "month", "quarter", "all", "2026-09", "2026-10-02"]),
    units=st.none() | st.lists(st.sampled_from(UNITS), unique=True, min_size=1) | st.just(MANY),
    category=st.none() | st.sampled_from(CATEGORIES),
    place=st.none() | st.sampled_from(PLACES),
    summed=st.booleans(),
)
def test_behind_each_number_stand_as_many_as_it_says_and_the_right_ones(
    told: list[Story], written: str, units: list[str] | None, category: str | None, place: str | None, summed: bool
) -> None:
    period, part = read_period(written, NOW, ZONE), Part(units, category, place)
    with memory() as tx:
        if summed:
            rollups.keep(tx, ZONE)
        kept = keep(tx, told)
        counts = total(statistics.cells(tx, period.start, period.end, NOW, part).values())
        for measure in COUNTED:
            rows = listed(tx, measure, period, part)
            assert len(rows) == getattr(counts, measure), measure
            expected: Counter[int] = Counter()
            for ticket, story in zip(kept, told, strict=True):
                for (unit, kind), own in counted(story, period.start, period.end, NOW).items():
                    if (units is None or unit in units) and category in (None, kind):
                        expected[ticket.id] += getattr(own, measure) * (place in (None, ticket.place_name))
            assert Counter(row.ticket_id for row in rows) == +expected, measure
            order = [(row.at, row.event_id or row.ticket_id) for row in rows]
            assert order == sorted(order, reverse=True), measure


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    told=st.lists(tales(), max_size=10),
    written=st.sampled_from(["week", "month", "all", "2026-09"]),
    units=st.none() | st.lists(st.sampled_from(UNITS), unique=True, min_size=1),
)
def test_behind_ages_and_timings_stand_as_many_as_were_counted(
    told: list[Story], written: str, units: list[str] | None
) -> None:
    period, part = read_period(written, NOW, ZONE), Part(units)
    with memory() as tx:
        keep(tx, told)
        ages = statistics.ages(tx, NOW, part)
        assert [len(listed(tx, f"age_{name}", period, part)) for name in AGE_NAMES] == list(ages)
        aged = {row.ticket_id for name in AGE_NAMES for row in listed(tx, f"age_{name}", period, part)}
        assert aged == {row.ticket_id for row in listed(tx, "open", period, part)}
        for name, lasted in (("response", statistics.response), ("fix", statistics.fix)):
            timing = lasted(tx, period.start, period.end, part).whole
            rows = [_load(tx, row.ticket_id) for row in listed(tx, name, period, part)]
            spans = [_SPANS[name](ticket) for ticket in rows]
            assert spans == sorted(spans, reverse=True), "what took longest comes first"
            assert timed(spans) == timing, "the median is the time of one of these tickets"


def _load(tx: Tx, number: int) -> Ticket:
    ticket = tickets.load(tx, number)
    assert ticket is not None
    return ticket


def _between(since: datetime | None, until: datetime | None) -> timedelta:
    assert since is not None and until is not None
    return until - since


_SPANS: dict[str, Callable[[Ticket], timedelta]] = {
    "response": lambda ticket: _between(ticket.created_at, ticket.accepted_at),
    "fix": lambda ticket: _between(ticket.assigned_at, ticket.resolved_at),
}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(told=st.lists(tales(), max_size=10), measure=st.sampled_from(COUNTED), size=st.integers(1, 4))
def test_pages_are_the_list_in_pieces(told: list[Story], measure: str, size: int) -> None:
    everything = read_period("all", NOW, ZONE)
    with memory() as tx:
        keep(tx, told)
        whole = listed(tx, measure, everything)
        pieces = [
            behind.found(tx, measure, None, None, NOW, limit=size, skip=skip)
            for skip in range(0, len(whole) + size, size)
        ]
    assert [row for piece in pieces for row in piece] == whole
    assert pieces[-1] == []


def test_an_event_measure_lists_a_ticket_as_often_as_it_happened_with_its_events() -> None:
    times = [
        moved(Move.DISPUTE, State.ACCEPTED, START),
        moved(Move.REWORK, State.ACCEPTED, START + HOUR),
        moved(Move.NOTE, State.ACCEPTED, START + 2 * HOUR),
    ]
    with memory() as tx:
        (ticket,) = keep(tx, [Story(a_ticket(state=State.ACCEPTED), tuple(times))])
        events = [row["id"] for row in tx.rows("SELECT id FROM ticket_events ORDER BY id")]
        assert listed(tx, "reopened", read_period("2026-10", NOW, ZONE)) == [
            Found(ticket.id, START + HOUR, events[1]),
            Found(ticket.id, START, events[0]),
        ]


def test_what_is_late_stands_beside_what_was_late_by_its_deadline() -> None:
    done_late = a_ticket(state=State.CLOSED, resolved_at=START + 9 * HOUR, due_at=START + 2 * HOUR)
    late = a_ticket(due_at=START + 3 * HOUR)
    later = a_ticket(due_at=START + HOUR, state=State.RESOLVED, resolved_at=START + 8 * HOUR)
    with memory() as tx:
        first, second, third = keep(tx, [Story(done_late), Story(late), Story(later)])
        rows = listed(tx, "missed", read_period("2026-10", NOW, ZONE))
        assert rows == [
            Found(second.id, START + 3 * HOUR),
            Found(first.id, START + 2 * HOUR),
            Found(third.id, START + HOUR),
        ]


def test_what_happens_and_what_is_now_is_what_the_domain_calls_so() -> None:
    assert set(measures.KINDS) == domain.TIMES
    assert set(measures.NOW) - set(measures.KEPT) | set(measures.AGED) == domain.NOW
    assert set(measures.TIMINGS) == set(domain.LASTING)


def test_what_is_no_measure_has_no_list() -> None:
    with memory() as tx, pytest.raises(KeyError):
        listed(tx, "due", read_period("all", NOW, ZONE))


@pytest.mark.parametrize(
    ("measure", "index"),
    [
        ("received", "tickets_by_time"),
        ("resolved", "tickets_by_resolution"),
        ("fell_due", "tickets_by_due"),
        ("closed", "tickets_by_closing"),
        ("reopened", "ticket_events_by_time"),
        ("given", "ticket_events_by_time"),
        ("satisfied", "ticket_events_by_time"),
    ],
)
def test_of_the_whole_area_the_newest_are_read_in_the_order_of_an_index(measure: str, index: str) -> None:
    with memory() as tx:
        explained = Explained(tx._connection)
        assert listed(explained, measure, read_period("year", NOW, ZONE)) == []
        found = [step for step in explained.plan if step.startswith(("SEARCH t ", "SEARCH e ")) and index in step]
        assert len(found) == len(measures.KINDS.get(measure, "1")), explained.plan
        sorts = [step for step in explained.plan if step == "USE TEMP B-TREE FOR ORDER BY"]
        assert len(sorts) == (measure in NOW_TOO), "of what is open there are few: they may be sorted"


NOW_TOO = {"fell_due"}


@pytest.mark.parametrize(
    ("measure", "units", "index"),
    [
        ("received", ["longxi"], "tickets_of_unit"),
        ("received", MANY, "tickets_by_time"),
        ("closed", ["longxi"], "tickets_by_closing"),
        ("closed", MANY, "tickets_by_closing"),
    ],
)
def test_of_units_the_newest_are_looked_for_where_they_stand_in_order(
    measure: str, units: list[str], index: str
) -> None:
    with memory() as tx:
        explained = Explained(tx._connection)
        assert listed(explained, measure, read_period("year", NOW, ZONE), Part(units)) == []
        assert [index in step for step in explained.plan if step.startswith("SEARCH t ")] == [True]


@pytest.mark.parametrize("measure", ["open", "waiting_review", "put_aside", "overdue"])
@pytest.mark.parametrize("units", [None, ["longxi"]])
def test_what_is_open_is_looked_for_among_the_open_ones(measure: str, units: list[str] | None) -> None:
    with memory() as tx:
        explained = Explained(tx._connection)
        assert listed(explained, measure, read_period("year", NOW, ZONE), Part(units)) == []
        (found,) = [step for step in explained.plan if step.startswith("SEARCH t ")]
        assert "tickets_open" in found or "tickets_pending" in found
