"""Special actions: on which side of the opening a ticket stands, and when one is told of."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.special_actions import (
    Member,
    Phase,
    SpecialAction,
    counted_before,
    days_left,
    end_of,
    has_passed,
    monthly,
    next_reminder,
    progress,
)
from bot.domain.tickets import State

ZONE = ZoneInfo("Asia/Shanghai")
START = datetime(2026, 11, 9, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def an_action(**facts: object) -> SpecialAction:
    base = SpecialAction(1, "sanitation", "广场花苑", None, "整治", "longxi", START - 90 * DAY, 7, START)
    return replace(base, **facts)  # type: ignore[arg-type]


def a_member(number: int, at: datetime, state: State = State.CLOSED) -> Member:
    return Member(number, at, state, "longxi", None)


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
