"""When the bot learns: weekly at night, once after a downtime, and only from tickets that are many enough."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.desk import learning
from bot.desk.learning import claim_when_due, drop_plan, is_enough
from bot.domain.tickets import State
from storage import schedules
from tests.desk.office import DAY, HOUR, Desk
from tests.learning.tickets import close_posts

NIGHT = datetime(2026, 11, 2, 18, 40, tzinfo=UTC)
"""2:40 in the town, in the night that follows."""
WEEK = 7 * DAY


def claim(desk: Desk, at: datetime) -> bool:
    return claim_when_due(desk.tx, desk.office, at)


def test_in_the_first_night_and_then_once_a_week(desk: Desk) -> None:
    assert not claim(desk, desk.now)
    assert schedules.next_at(desk.tx, learning.NAME) == NIGHT
    assert not claim(desk, NIGHT - HOUR)
    assert claim(desk, NIGHT)
    assert not claim(desk, NIGHT)
    assert not claim(desk, NIGHT + WEEK - HOUR)
    assert claim(desk, NIGHT + WEEK)


def test_after_a_downtime_once_and_then_at_night_again(desk: Desk) -> None:
    claim(desk, desk.now)
    late = NIGHT + 30 * DAY + 9 * HOUR
    assert claim(desk, late)
    assert not claim(desk, late + HOUR)
    following = schedules.next_at(desk.tx, learning.NAME)
    assert following == NIGHT + 37 * DAY
    assert schedules.ran_at(desk.tx, learning.NAME) == late


def test_a_clock_that_is_put_back_delays_it_by_a_week_at_most(desk: Desk) -> None:
    claim(desk, NIGHT + 400 * DAY)
    claim(desk, NIGHT)
    planned = schedules.next_at(desk.tx, learning.NAME)
    assert planned is not None
    assert planned - NIGHT <= WEEK + timedelta(minutes=1)


def test_a_bot_that_does_not_learn_plans_nothing(desk: Desk) -> None:
    claim(desk, desk.now)
    drop_plan(desk.tx, desk.office, desk.now)
    assert schedules.next_at(desk.tx, learning.NAME) is None


@pytest.mark.parametrize(
    ("first", "second", "enough"), [(280, 20, True), (279, 20, False), (281, 19, False), (300, 0, False)]
)
def test_so_many_closed_tickets_are_enough(desk: Desk, first: int, second: int, enough: bool) -> None:
    one, two = desk.office.area.categories[0].code, desk.office.area.categories[1].code
    close_posts(desk.tx, [("井盖坏了", one, None)] * first + [("灯不亮", two, None)] * second)
    assert is_enough(desk.tx, desk.office, desk.now) is enough


def test_tickets_that_are_open_or_of_no_known_category_do_not_count(desk: Desk) -> None:
    one, two = desk.office.area.categories[0].code, desk.office.area.categories[1].code
    close_posts(desk.tx, [("井盖坏了", one, None)] * 150 + [("灯不亮", two, None)] * 149)
    close_posts(desk.tx, [("灯不亮", two, None)] * 9, state=State.REJECTED)
    close_posts(desk.tx, [("灯不亮", "of_old", None), ("灯不亮", None, None)] * 5)
    assert not is_enough(desk.tx, desk.office, desk.now)
    close_posts(desk.tx, [("灯不亮", two, None)])
    assert is_enough(desk.tx, desk.office, desk.now)
