"""The steps of a fix: which are still to come, and when the clock of each runs out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.areas import Subcategory, TimeClass
from bot.domain.deadlines import Clock, Limits, due_at, running
from bot.domain.durations import Duration
from bot.domain.stages import Stage, Stages
from bot.domain.tickets import State, Ticket
from bot.domain.workdays import DayCount
from tests.domain.test_tickets import a_ticket

ZONE = ZoneInfo("Asia/Shanghai")
DAYS, WORKING = DayCount(ZONE), DayCount(ZONE, working=True)
FRIDAY = datetime(2026, 11, 6, 8, 30, tzinfo=UTC)  # 16:30 in the area
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CONTROLLED, REPAIRED = Stage.CONTROLLED, Stage.REPAIRED
ALL = {"control": "1h", "repair": "1d", "restore": "3d"}


def span(written: str) -> Duration:
    return Duration.parse(written)


LIMITS = Limits(
    classes={TimeClass.URGENT: span("2h"), TimeClass.A: span("1d"), TimeClass.B: span("3d"), TimeClass.C: span("5d")},
    response=span("4h"),
    dispatch=span("1h"),
    review=span("7d"),
    question=span("2h"),
)


def steps(**written: str) -> Stages:
    return Stages.model_validate(written)


def staged(state: State = State.ASSIGNED, stages: Stages | None = None, **facts: Any) -> Ticket:
    told = stages or steps(**ALL)
    return a_ticket(state).model_copy(
        update={"stages": told, "limit": told.restore, "time_class": TimeClass.A, "created_at": FRIDAY, **facts}
    )


@pytest.mark.parametrize(
    ("written", "passed", "to_come"),
    [
        (ALL, None, (CONTROLLED, REPAIRED)),
        (ALL, CONTROLLED, (REPAIRED,)),
        (ALL, REPAIRED, ()),
        ({"control": "1h", "restore": "3d"}, None, (CONTROLLED,)),
        ({"control": "1h", "restore": "3d"}, CONTROLLED, ()),
        ({"repair": "1h", "restore": "3d"}, None, (REPAIRED,)),
        ({"repair": "1h", "restore": "3d"}, CONTROLLED, (REPAIRED,)),
    ],
)
def test_the_steps_still_to_come(written: dict[str, str], passed: Stage | None, to_come: tuple[Stage, ...]) -> None:
    ticket = staged(stages=steps(**written), stage=passed)
    assert ticket.to_come == to_come
    assert ticket.model_copy(update={"reopened": 1}).to_come == ()


@pytest.mark.parametrize(
    ("state", "passed", "clocks"),
    [
        (State.ASSIGNED, None, {Clock.RESPONSE, Clock.CONTROL, Clock.REPAIR, Clock.FIX}),
        (State.ACCEPTED, None, {Clock.CONTROL, Clock.REPAIR, Clock.FIX}),
        (State.ACCEPTED, CONTROLLED, {Clock.REPAIR, Clock.FIX}),
        (State.ASSIGNED, REPAIRED, {Clock.RESPONSE, Clock.FIX}),
        (State.SUSPENDED, None, set()),
        (State.RESOLVED, None, {Clock.REVIEW}),
    ],
)
def test_the_clocks_of_steps_run_beside_the_fix_until_they_are_passed(
    state: State, passed: Stage | None, clocks: set[Clock]
) -> None:
    assert running(staged(state, stage=passed)) == clocks


def test_in_triage_no_step_runs() -> None:
    assert not running(staged(State.TRIAGE)) & {Clock.CONTROL, Clock.REPAIR, Clock.FIX}


def test_without_steps_nothing_but_the_fix_runs() -> None:
    assert running(a_ticket(State.ACCEPTED)) == {Clock.FIX}


@pytest.mark.parametrize(
    ("time_class", "days", "clock", "wait"),
    [
        (TimeClass.A, DAYS, Clock.CONTROL, HOUR),
        (TimeClass.A, DAYS, Clock.REPAIR, DAY),
        (TimeClass.A, DAYS, Clock.FIX, 3 * DAY),
        (TimeClass.A, WORKING, Clock.REPAIR, 3 * DAY),  # Friday 16:30 → Monday 16:30
        (TimeClass.A, WORKING, Clock.FIX, 5 * DAY),
        (TimeClass.URGENT, WORKING, Clock.REPAIR, DAY),  # round the clock
        (TimeClass.URGENT, WORKING, Clock.FIX, 3 * DAY),
    ],
)
def test_every_step_counts_from_the_start(time_class: TimeClass, days: DayCount, clock: Clock, wait: timedelta) -> None:
    assert due_at(clock, staged(time_class=time_class), FRIDAY, LIMITS, days) == FRIDAY + wait


def test_a_step_never_ends_later_than_the_next() -> None:
    """80 hours run through the weekend; so does nothing that waits for Monday."""
    ticket = staged(stages=steps(control="70h", repair="3d", restore="80h"))
    dues = [due_at(clock, ticket, FRIDAY, LIMITS, WORKING) for clock in (Clock.CONTROL, Clock.REPAIR, Clock.FIX)]
    assert dues == sorted(dues)
    assert dues[-1] == FRIDAY + 80 * HOUR


def test_nobody_may_take_longer_to_answer_than_the_next_step_may() -> None:
    assert due_at(Clock.RESPONSE, staged(), FRIDAY, LIMITS, DAYS) == FRIDAY + HOUR
    assert due_at(Clock.RESPONSE, staged(stage=CONTROLLED), FRIDAY, LIMITS, DAYS) == FRIDAY + 4 * HOUR
    quick = staged(stages=steps(control="20m", restore="3d"))
    assert due_at(Clock.DISPATCH, quick, FRIDAY, LIMITS, DAYS) == FRIDAY + timedelta(minutes=20)


@pytest.mark.parametrize(
    ("written", "control", "repair"),
    [
        (ALL, "1h", "1d"),  # quick enough
        ({"control": "4h", "repair": "1d", "restore": "3d"}, "2h", "1d"),
        ({"repair": "1d", "restore": "3d"}, None, "2h"),
    ],
)
def test_the_first_step_of_an_emergency_takes_no_longer_than_an_emergency_may(
    written: dict[str, str], control: str | None, repair: str | None
) -> None:
    told = LIMITS.stages_for(TimeClass.URGENT, steps(**written))
    assert told is not None
    assert told.written() == {
        key: value for key, value in {"control": control, "repair": repair, "restore": "3d"}.items() if value
    }
    assert LIMITS.stages_for(TimeClass.A, steps(**written)) == steps(**written)


def test_the_steps_say_how_long_the_whole_may_take() -> None:
    assert LIMITS.for_class(TimeClass.URGENT, None, steps(**ALL)) == span("3d")
    assert LIMITS.for_class(TimeClass.A, span("3d"), steps(**ALL)) == span("3d")
    assert LIMITS.stages_for(TimeClass.URGENT, None) is None


@pytest.mark.parametrize("told", [ALL, steps(**ALL)])
def test_of_a_kind_with_steps_the_last_is_the_limit(told: Any) -> None:
    small = Subcategory(code="gone", name="井盖缺失", stages=told)
    assert small.limit == span("3d")
    assert Subcategory.model_validate_json(small.model_dump_json(by_alias=True)) == small


@given(st.lists(st.integers(1, 999_999), min_size=3, max_size=3, unique=True).map(sorted))
def test_what_is_written_is_read_again(minutes: list[int]) -> None:
    told = steps(**{key: f"{n}m" for key, n in zip(ALL, minutes, strict=True)})
    assert Stages.model_validate(told.written()) == told
    assert told.fault() is None
    assert told.model_copy(update={"control": told.restore}).fault() is not None
