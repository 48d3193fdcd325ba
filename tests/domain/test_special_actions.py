"""Special actions: what keeps coming back, on which side of the opening a ticket stands, and when one is told of."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.special_actions import (
    Found,
    Member,
    Phase,
    SpecialAction,
    counted_before,
    days_left,
    end_of,
    has_passed,
    leader,
    monthly,
    next_reminder,
    progress,
    recurrences,
)
from bot.domain.tickets import State

ZONE = ZoneInfo("Asia/Shanghai")
START = datetime(2026, 11, 9, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def found(unit: str | None = "longxi", posts: int = 3, **facts: object) -> Found:
    base = Found("sanitation", "广场花苑", unit, posts, posts, newest=1001)
    return replace(base, **facts)  # type: ignore[arg-type]


def an_action(**facts: object) -> SpecialAction:
    base = SpecialAction(1, "sanitation", "广场花苑", None, "整治", "longxi", START - 90 * DAY, 7, START)
    return replace(base, **facts)  # type: ignore[arg-type]


def a_member(number: int, at: datetime, state: State = State.CLOSED) -> Member:
    return Member(number, at, state, "longxi", None)


@pytest.mark.parametrize(
    ("rows", "counts"),
    [
        ([found(posts=3)], [3]),
        ([found(posts=2)], []),
        ([found(count=6, posts=2)], []),  # two posts that name three buildings each: twice
        ([found(posts=2), found("shuguang", posts=1)], [3]),  # of two units at one place
        ([found(posts=2), found(None, posts=1)], [3]),  # one waits for its dispatch
        ([found(None, posts=3)], []),  # nobody's: nobody could lead
        ([found(posts=2), found(posts=2, category="traffic")], []),
        ([found(posts=2), found(posts=2, place_name="学府新村")], []),
        ([found(posts=3), found(posts=5, place_name="学府新村")], [5, 3]),  # most often first
    ],
)
def test_what_came_back_often_enough(rows: list[Found], counts: list[int]) -> None:
    assert [one.count for one in recurrences(rows, 3, None)] == counts


def test_a_name_of_two_units_means_two_places() -> None:
    rows = [found(posts=3), found("shuguang", posts=4)]
    assert [(one.ground, one.lead) for one in recurrences(rows, 3, None)] == [(None, "shuguang")]
    apart = recurrences(rows, 3, None, shared={"广场花苑"})
    assert [(one.ground, one.lead, one.count) for one in apart] == [
        ("shuguang", "shuguang", 4),
        ("longxi", "longxi", 3),
    ]


@pytest.mark.parametrize(
    ("had", "unit"),
    [
        ([("a", 2, 5), ("b", 3, 1)], "b"),
        ([("a", 2, 5), ("b", 1, 9), ("b", 1, 1)], "b"),  # as many, and the newest
        ([(None, 9, 9), ("a", 1, 1)], "a"),
        ([(None, 9, 9)], None),
        ([], None),
    ],
)
def test_who_had_most_leads(had: list[tuple[str | None, int, int]], unit: str | None) -> None:
    assert leader(had) == unit


def test_tickets_stand_on_their_side_of_the_opening_and_lost_ones_on_none() -> None:
    tickets = [
        a_member(4, START + DAY),
        a_member(3, START, State.ASSIGNED),
        a_member(2, START - DAY, State.RESOLVED),
        a_member(1, START - 200 * DAY, State.ACCEPTED),  # old, still open: it belongs to it and is no evidence
        a_member(5, START + DAY, State.MERGED),
        a_member(6, START + DAY, State.REJECTED),
        a_member(7, START - DAY, State.WITHDRAWN),
    ]
    done = progress(an_action(opened_at=START), tickets, later=2)
    assert [one.id for one in done.before] == [1, 2]
    assert [one.id for one in done.since] == [3, 4]
    assert {one.id for one in done.open} == {1, 2, 3}
    assert done.count == 4 and done.later == 2
    assert counted_before(an_action(opened_at=START), done) == 1


def test_the_phases() -> None:
    action = an_action()
    assert action.phase is Phase.PREPARED
    assert replace(action, opened_at=START).phase is Phase.OPEN
    assert replace(action, opened_at=START, ended_at=START).phase is Phase.ENDED


def test_rates_of_unlike_spans_compare() -> None:
    assert monthly(9, 90 * DAY) == monthly(1, 10 * DAY) == 3
    with pytest.raises(ValueError, match="a rate needs a time"):
        monthly(1, timedelta())


DUE = end_of(date(2026, 12, 20), ZONE)


def at(month: int, day: int, hour: int) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (at(11, 9, 12), at(12, 17, 9)),
        (at(12, 17, 8), at(12, 17, 9)),
        (at(12, 17, 9), at(12, 20, 9)),  # it was reminded of just now
        (at(12, 20, 9), at(12, 21, 9)),  # its day passes
        (at(12, 21, 9), at(12, 28, 9)),  # and once a week until it is ended
        (at(12, 27, 9), at(12, 28, 9)),
        (at(12, 28, 9), datetime(2027, 1, 4, 9, tzinfo=ZONE)),
    ],
)
def test_when_it_is_reminded_of_next(now: datetime, then: datetime) -> None:
    assert next_reminder(DUE, now, ZONE) == then


@pytest.mark.parametrize(("now", "left"), [(at(12, 17, 23), 3), (at(12, 20, 23), 0), (at(12, 21, 0), -1)])
def test_on_its_day_there_is_still_time(now: datetime, left: int) -> None:
    assert days_left(DUE, now, ZONE) == left
    assert has_passed(an_action(due_at=DUE), now, ZONE) is (left < 0)
    assert not has_passed(an_action(), now, ZONE)
