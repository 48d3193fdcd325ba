"""The counts in SQL against the same counts in Python, over random histories; and the edges by hand."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.periods import read_period
from bot.domain.statistics import Counts, Timing, Timings, total
from bot.domain.tickets import Move, State
from bot.domain.trends import Flow, spans_of
from storage import rollups, statistics
from storage.statistics import Part
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
    of_unit,
    stories,
    timed,
)

ZONE = ZoneInfo("Asia/Shanghai")
NOON = START + timedelta(hours=12)
NOW = datetime(2026, 10, 20, 4, 30, tzinfo=UTC)
PERIODS = ["today", "week", "month", "quarter", "year", "all", "2026-09", "2026-10-02", "2026-W42"]
HOUR = timedelta(hours=1)
MILLISECOND = timedelta(milliseconds=1)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    told=st.lists(stories(), max_size=12),
    written=st.sampled_from(PERIODS),
    units=st.none() | st.lists(st.sampled_from(UNITS), unique=True, min_size=1),
    category=st.none() | st.sampled_from(CATEGORIES),
    summed=st.booleans(),
)
def test_the_figures_are_those_of_a_recount(
    told: list[Story], written: str, units: list[str] | None, category: str | None, summed: bool
) -> None:
    period = read_period(written, NOW, ZONE)
    expected: defaultdict[statistics.Cell, Counts] = defaultdict(Counts)
    responses, fixes = [], []
    for story in told:
        ticket = story.ticket
        for (unit, kind), counts in counted(story, period.start, period.end, NOW).items():
            if (units is None or unit in units) and category in (None, kind):
                expected[unit, kind] = total((expected[unit, kind], counts))
        if (units is not None and ticket.unit_code not in units) or category not in (None, ticket.category):
            continue
        accepted, resolved = ticket.accepted_at, ticket.resolved_at
        stands = ticket.state in (State.RESOLVED, State.CLOSED)
        if accepted and (period.start is None or period.end is None or period.start <= accepted < period.end):
            responses.append(accepted - ticket.created_at)
        if (
            stands
            and resolved
            and (period.start is None or period.end is None or period.start <= resolved < period.end)
        ):
            fixes.append(resolved - (ticket.assigned_at or resolved))
    part = Part(units, category)
    with memory() as tx:
        if summed:
            rollups.keep(tx, ZONE)
        keep(tx, told)
        assert statistics.cells(tx, period.start, period.end, NOW, part) == {
            cell: counts for cell, counts in expected.items() if any(counts)
        }
        assert statistics.response(tx, period.start, period.end, part).whole == timed(responses)
        assert statistics.fix(tx, period.start, period.end, part).whole == timed(fixes)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    told=st.lists(stories(), max_size=12),
    written=st.sampled_from(["2026-10-02", "week", "month", "quarter", "year"]),
    units=st.none() | st.lists(st.sampled_from(UNITS), unique=True, min_size=1),
)
def test_the_spans_of_a_trend_are_those_of_a_recount(told: list[Story], written: str, units: list[str] | None) -> None:
    spans = spans_of(read_period(written, NOW, ZONE))
    own = [story.ticket for story in told if units is None or story.ticket.unit_code in units]
    standing = [ticket for ticket in own if ticket.state in (State.RESOLVED, State.CLOSED)]
    with memory() as tx:
        keep(tx, told)
        assert statistics.flows(tx, spans, Part(units)) == [
            Flow(
                sum(span.start <= ticket.created_at < span.end for ticket in own),
                sum(
                    ticket.resolved_at is not None and span.start <= ticket.resolved_at < span.end
                    for ticket in standing
                ),
            )
            for span in spans
        ]
        assert statistics.first_received(tx, Part(units)) == min((ticket.created_at for ticket in own), default=None)


def test_a_trend_is_one_query_by_the_indexes_of_time() -> None:
    with memory() as tx:
        explained = Explained(tx._connection)
        assert statistics.flows(explained, spans_of(read_period("2026-10", NOW, ZONE))) == []
        searched = [detail for detail in explained.plan if " t " in detail]
        assert [("tickets_by_time" in detail, "tickets_by_resolution" in detail) for detail in searched] == [
            (True, False),
            (False, True),
        ]


def _cells(
    tx: Tx, written: str, now: datetime = NOW, units: Sequence[str] | None = None
) -> dict[statistics.Cell, Counts]:
    period = read_period(written, now, ZONE)
    return statistics.cells(tx, period.start, period.end, now, Part(units))


def count(*told: Story, period: str = "2026-10", now: datetime = NOW) -> Counts:
    with memory() as tx:
        keep(tx, told)
        return total(_cells(tx, period, now).values())


def test_an_empty_database_counts_nothing() -> None:
    with memory() as tx:
        assert _cells(tx, "all") == {}
        assert (
            statistics.response(tx, None, None) == statistics.fix(tx, None, None) == Timings(Timing(0, None, None), ())
        )
        assert statistics.ages(tx, NOW) == (0, 0, 0, 0, 0)
        assert statistics.last_activity(tx, None) is None


@pytest.mark.parametrize(
    ("state", "resolved", "due", "on_time", "missed", "overdue"),
    [
        (State.RESOLVED, 24, 24, 1, 0, 0),  # at the very moment it is due
        (State.CLOSED, 23, 24, 1, 0, 0),
        (State.CLOSED, 25, 24, 0, 1, 0),
        (State.RESOLVED, 3, 24 * 60, 1, 0, 0),  # due after the period, but done: kept when it was resolved
        (State.RESOLVED, 3, None, 0, 0, 0),  # no deadline
        (State.ACCEPTED, None, 24, 0, 1, 1),  # due and unresolved
        (State.ASSIGNED, None, 24, 0, 1, 1),
        (State.ACCEPTED, None, 24 * 25, 0, 0, 0),  # not yet due
        (State.ACCEPTED, 5, 24, 0, 1, 1),  # reopened: the old resolution does not stand
        (State.ACCEPTED, 5, 24 * 25, 0, 0, 0),
        (State.SUSPENDED, None, 24, 0, 0, 0),  # no clock runs
        (State.TRIAGE, None, 24, 0, 0, 0),
        (State.REJECTED, None, 24, 0, 0, 0),
        (State.MERGED, None, 24, 0, 0, 0),
        (State.WITHDRAWN, 30, 24, 0, 0, 0),
    ],
)
def test_kept_missed_or_neither(
    state: State, resolved: int | None, due: int | None, on_time: int, missed: int, overdue: int
) -> None:
    ticket = a_ticket(
        state=state,
        resolved_at=None if resolved is None else NOON + resolved * HOUR,
        due_at=None if due is None else NOON + due * HOUR,
    )
    counts = count(Story(ticket))
    assert (counts.on_time, counts.missed, counts.overdue) == (on_time, missed, overdue)


def test_a_ticket_is_late_just_after_it_was_due() -> None:
    ticket = a_ticket(due_at=NOW)
    for now, late in ((NOW, 0), (NOW + MILLISECOND, 1)):
        counts = count(Story(ticket), now=now)
        assert (counts.missed, counts.overdue) == (late, late)


def test_a_rejection_that_was_taken_back_is_none() -> None:
    rejection = moved(Move.REJECT, State.REJECTED, NOON)
    rejected = a_ticket(state=State.REJECTED, closed_at=NOON)
    taken_back = a_ticket(state=State.TRIAGE)
    counts = count(Story(rejected, (rejection,)), Story(taken_back, (rejection,)))
    assert (counts.rejected, counts.closed) == (1, 0)


def test_a_period_holds_its_first_moment_and_not_its_end() -> None:
    first = datetime(2026, 10, 1, tzinfo=ZONE)
    following = datetime(2026, 11, 1, tzinfo=ZONE)
    for at, received in ((first - MILLISECOND, 0), (first, 1), (following - MILLISECOND, 1), (following, 0)):
        assert count(Story(a_ticket(created_at=at))).received == received


def test_given_to_a_unit_by_the_bot_alone_and_to_the_right_one() -> None:
    by_bot = a_ticket(bot_unit="longxi")
    moved_on = a_ticket(bot_unit="longxi", unit_code="chengguan")
    given_back = a_ticket(bot_unit="longxi", unit_code=None, state=State.TRIAGE, assigned_at=None)
    counts = count(Story(by_bot), Story(moved_on), Story(given_back), Story(a_ticket()))
    assert (counts.received, counts.auto, counts.misrouted) == (4, 3, 1)
    assert (counts.auto_rate, counts.misrouted_rate) == (0.75, 1 / 3)


def test_what_is_open_is_counted_whatever_the_period() -> None:
    states = [State.TRIAGE, State.ASSIGNED, State.ACCEPTED, State.SUSPENDED, State.RESOLVED, State.CLOSED]
    told = [Story(a_ticket(state=state, due_at=None)) for state in states]
    counts = count(*told, period="2020")
    assert (counts.open, counts.waiting_triage, counts.waiting_acceptance, counts.waiting_review) == (5, 1, 1, 1)
    assert counts.is_quiet


def test_each_reopening_counts_when_it_happened() -> None:
    times = (
        moved(Move.DISPUTE, State.ACCEPTED, NOON),
        moved(Move.REWORK, State.ACCEPTED, NOON + HOUR),
        moved(Move.DISPUTE, State.ACCEPTED, NOON + 60 * 24 * HOUR),
    )
    assert count(Story(a_ticket(state=State.ACCEPTED, reopened=3), times)).reopened == 2


def test_a_ticket_of_two_units_counts_for_the_one_that_has_it_now() -> None:
    with memory() as tx:
        keep(tx, [of_unit(Story(a_ticket()), unit) for unit in ("longxi", "shuguang", None)])
        cells = _cells(tx, "2026-10")
        assert {unit: counts.received for (unit, _), counts in cells.items()} == {"longxi": 1, "shuguang": 1, None: 1}
        assert set(_cells(tx, "2026-10", NOW, ["shuguang"])) == {("shuguang", "sanitation")}


def test_the_last_activity_before_a_moment() -> None:
    with memory() as tx:
        keep(
            tx,
            [
                Story(a_ticket(created_at=NOON)),
                Story(a_ticket(created_at=NOON, state=State.RESOLVED, resolved_at=NOON + 2 * HOUR)),
                Story(a_ticket(created_at=NOON, state=State.ACCEPTED, resolved_at=NOON + 5 * HOUR)),
                Story(
                    a_ticket(
                        created_at=NOON,
                        state=State.CLOSED,
                        resolved_at=NOON + HOUR,
                        closed_at=NOON + 4 * HOUR,
                        unit_code="shuguang",
                    )
                ),
            ],
        )
        assert statistics.last_activity(tx, None) == NOON + 4 * HOUR
        assert statistics.last_activity(tx, NOON + 4 * HOUR) == NOON + 2 * HOUR
        assert statistics.last_activity(tx, None, Part(["longxi"])) == NOON + 2 * HOUR
        assert statistics.last_activity(tx, NOON) is None
