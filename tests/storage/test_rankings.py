"""Places, hours and reporters in SQL against the same counted in Python, over random histories."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.periods import read_period
from bot.domain.rankings import OwnCounts, PlaceLine, ReporterLine
from bot.domain.tickets import State
from storage import rankings, supporters, ticket_lists
from storage.statistics import Part
from tests.storage.explained import Explained
from tests.storage.histories import START, UNITS, Story, a_ticket, keep, memory, stories

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 10, 20, 4, 30, tzinfo=UTC)
PERIODS = ["week", "month", "all", "2026-10-02"]


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    told=st.lists(stories(), max_size=12),
    written=st.sampled_from(PERIODS),
    unit=st.none() | st.sampled_from(UNITS),
    zone=st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "Asia/Kolkata"]),
)
def test_the_hours_of_a_week_are_those_of_a_recount(
    told: list[Story], written: str, unit: str | None, zone: str
) -> None:
    here = ZoneInfo(zone)
    period = read_period(written, NOW, here)
    expected: Counter[int] = Counter()
    for story in told:
        at = story.ticket.created_at
        within = (period.start is None or period.start <= at) and (at < period.end if period.end else at <= NOW)
        if within and unit in (None, story.ticket.unit_code):
            local = at.astimezone(here)
            expected[local.weekday() * 24 + local.hour] += 1
    with memory() as tx:
        keep(tx, told)
        part = Part([unit] if unit else None)
        week = rankings.by_hour(tx, period.start, period.end, NOW, here, part)
    assert {hour: number for hour, number in enumerate(week.hours) if number} == expected


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    told=st.lists(st.tuples(stories(), st.sampled_from(["东区", "西区", "南区", None])), max_size=12),
    written=st.sampled_from(PERIODS),
    unit=st.none() | st.sampled_from(UNITS),
)
def test_the_places_are_those_of_a_recount(
    told: list[tuple[Story, str | None]], written: str, unit: str | None
) -> None:
    period = read_period(written, NOW, SHANGHAI)
    lives = [Story(one.ticket.model_copy(update={"place_name": place}), one.events) for one, place in told]
    expected: dict[str, list[int]] = {}
    for one in (life.ticket for life in lives):
        if one.place_name is None or unit not in (None, one.unit_code):
            continue
        received = (period.start is None or period.start <= one.created_at) and (
            period.end is None or one.created_at < period.end
        )
        works = one.state in (State.ASSIGNED, State.ACCEPTED)
        late = works and one.due_at is not None and one.due_at < NOW
        if received or not one.state.is_over:
            line = expected.setdefault(one.place_name, [0, 0, 0])
            for place, number in enumerate((received, not one.state.is_over, late)):
                line[place] += number
    with memory() as tx:
        keep(tx, lives)
        part = Part([unit] if unit else None)
        lines = rankings.by_place(tx, period.start, period.end, NOW, part, limit=10)
        paged = [
            line
            for skip in range(len(lines))
            for line in rankings.by_place(tx, period.start, period.end, NOW, part, limit=1, skip=skip)
        ]
    assert {line.name: [line.received, line.open, line.overdue] for line in lines} == expected
    assert lines == sorted(lines, key=lambda line: (-line.received, -line.overdue, -line.open, line.name))
    assert paged == lines


def test_reporters_are_those_who_said_it_in_groups() -> None:
    at = START + timedelta(hours=1)
    with memory() as tx:
        first, *_ = keep(
            tx,
            [
                Story(a_ticket(created_at=at, reporter_id=42, reporter_name="张三")),
                Story(a_ticket(created_at=at, reporter_id=42, reporter_name="张三", state=State.RESOLVED)),
                Story(a_ticket(created_at=at, reporter_id=43, reporter_name="李四", state=State.CLOSED)),
                Story(a_ticket(created_at=at, reporter_id=44, reporter_name="王五", private=True)),
                Story(a_ticket(created_at=at, reporter_id=42, reporter_name="张三", lead_unit="shuguang")),
                Story(a_ticket(created_at=at - timedelta(days=9), reporter_id=45, reporter_name="赵六")),
            ],
        )
        supporters.join(tx, first.id, 1, 43, "李四", None, at)
        lines = rankings.by_reporter(tx, START, START + timedelta(days=1), limit=5)
        assert lines == [ReporterLine(42, "张三", 2, 1, 1), ReporterLine(43, "李四", 1, 1, 0)]
        assert rankings.by_reporter(tx, START, None, Part(["shuguang"]), limit=5) == []
        assert len(rankings.by_reporter(tx, None, None, limit=1)) == 1


def test_what_a_courier_has_done() -> None:
    at = START + timedelta(hours=1)

    def own(state: State, hours: int | None = None, **facts: object) -> Story:
        done = None if hours is None else at + timedelta(hours=hours)
        return Story(a_ticket(created_at=at, state=state, resolved_at=done, **facts))

    with memory() as tx:
        first, *_ = keep(
            tx,
            [
                own(State.CLOSED, 5),
                own(State.RESOLVED, 3),
                own(State.ACCEPTED, 1),  # sent back: the first resolution stands no more
                own(State.ASSIGNED),
                own(State.CLOSED, 1, lead_unit="shuguang"),
                own(State.CLOSED, 1, reporter_id=43),
            ],
        )
        supporters.join(tx, first.id, 1, 43, "李四", None, at)
        assert ticket_lists.own_counts(tx, 42) == OwnCounts(4, 2, timedelta(hours=3), 1)
        assert ticket_lists.own_counts(tx, 99) == OwnCounts()


@pytest.mark.parametrize("place", ["东区", None])
def test_an_empty_database_has_no_lines(place: str | None) -> None:
    with memory() as tx:
        part = Part(place=place)
        assert rankings.by_place(tx, None, None, NOW, part, limit=5) == list[PlaceLine]()
        assert sum(rankings.by_hour(tx, None, None, NOW, SHANGHAI, part).hours) == 0


@pytest.mark.parametrize(
    ("written", "index"), [("month", "tickets_by_time"), ("2026Q3", "tickets_by_time"), ("year", "tickets_of_place")]
)
def test_places_of_a_short_time_are_looked_for_by_the_time(written: str, index: str) -> None:
    period = read_period(written, NOW, SHANGHAI)
    with memory() as tx:
        explained = Explained(tx._connection)
        assert rankings.by_place(explained, period.start, period.end, NOW, limit=5) == []
    received, still_open = [step for step in explained.plan if step.startswith("SEARCH t ")]
    assert (index in received, "tickets_pending" in still_open) == (True, True)
