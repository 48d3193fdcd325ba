"""The clocks of a fix in steps: reminded of one by one, begun anew, put off, and left alone by a rework."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from bot.desk import reminders
from bot.domain.areas import TimeClass
from bot.domain.deadlines import Clock
from bot.domain.durations import Duration
from bot.domain.stages import Stages
from bot.domain.tickets import Move
from bot.domain.wishes import Correction, Wish
from bot.domain.workdays import DayCount
from storage import deadlines, notices, tickets
from tests.desk.office import CHEN, DAY, HOUR, MONDAY, NIGHT, OFFICE, WANG, ZHOU, ZONE, Desk, a_desk, text_of
from tests.desk.street import GONE, READER, STAGED, STEPS, act, clocks, street

__all__ = ["street"]


def test_each_late_step_is_reminded_of_by_its_own_clock(street: Desk) -> None:
    street.report(GONE)
    act(street, Move.ACCEPT)
    fired = []
    for wait, kind in ((timedelta(minutes=61), "emergency"), (DAY - timedelta(minutes=60), "reminder")):
        street.later(wait)
        reminders.sweep(street.tx, street.office, street.now)
        street.deliver()
        told = text_of(street.notices(chat=OFFICE, kind=kind)[-1])
        fired += [words for words in ("待控制", "待修复", "待办结") if words in told]
        act(street, Move.REPAIR if len(fired) == 2 else Move.CONTROL)
    assert fired == ["待控制", "待修复"]


def test_a_place_that_is_not_safe_yet_knows_no_night_and_no_closing_time() -> None:
    hours = ((time(8, 30), time(17, 30)),)
    with a_desk(area=STAGED, reader=READER, quiet=NIGHT, days=DayCount(ZONE, working=True, hours=hours)) as street:
        street.now += 10 * HOUR  # 22:00
        street.report(GONE)
        running = deadlines.running(street.tx, 1001)
        assert running[Clock.CONTROL].due_at == street.now + HOUR
        assert [clock for clock, one in running.items() if one.urgent] == [Clock.CONTROL]
        street.later(HOUR)
        reminders.sweep(street.tx, street.office, street.now)
        street.deliver()
        assert "待控制" in text_of(street.notices(chat=OFFICE, kind="emergency")[-1])
        assert not street.notices(kind="reminder")


def test_a_step_that_was_made_is_not_reminded_of(street: Desk) -> None:
    street.report(GONE)
    act(street, Move.CONTROL)
    street.later(2 * HOUR)
    reminders.sweep(street.tx, street.office, street.now)
    assert not [one for one in street.notices(kind="reminder") if "待控制" in text_of(one)]


def test_a_transfer_starts_the_steps_still_to_come_anew(street: Desk) -> None:
    street.report(GONE)
    act(street, Move.CONTROL)
    street.later(3 * HOUR)
    act(street, Move.TRANSFER, wish=Wish(units=("xiyuan",)))
    assert {clock: due - street.now for clock, due in clocks(street).items()} == {
        Clock.RESPONSE: 4 * HOUR,
        Clock.REPAIR: DAY,
        Clock.FIX: 3 * DAY,
    }


def test_an_extension_moves_the_whole_and_no_step(street: Desk) -> None:
    street.report(GONE)
    act(street, Move.EXTEND, wish=Wish(span=Duration.parse("1d")))
    assert clocks(street)[Clock.CONTROL] == MONDAY + HOUR
    assert clocks(street)[Clock.REPAIR] == MONDAY + DAY
    assert clocks(street)[Clock.FIX] == MONDAY + 4 * DAY


def test_what_was_suspended_goes_on_where_it_was(street: Desk) -> None:
    street.report(GONE)
    act(street, Move.CONTROL)
    street.later(2 * HOUR)
    act(street, Move.SUSPEND, CHEN, Wish(until=MONDAY + 30 * DAY))
    assert not clocks(street)
    street.later(10 * DAY)
    act(street, Move.RESUME)
    assert {clock: due - street.now for clock, due in clocks(street).items()} == {
        Clock.REPAIR: DAY,  # as much as it had at first, and no more
        Clock.FIX: 3 * DAY - 2 * HOUR,
    }


def test_a_rework_runs_no_step_again(street: Desk) -> None:
    street.report(GONE)
    act(street, Move.RESOLVE)
    act(street, Move.REWORK, ZHOU)
    assert set(clocks(street)) == {Clock.FIX}
    assert street.ticket().to_come == ()


def test_a_correction_brings_the_steps_of_the_other_kind(street: Desk) -> None:
    street.report(GONE)
    street.later(HOUR)
    wish = Wish(change=Correction(category="facilities", subcategory="hole"))
    act(street, Move.CORRECT, CHEN, wish)
    assert clocks(street)[Clock.CONTROL] == MONDAY + 2 * HOUR
    assert clocks(street)[Clock.FIX] == MONDAY + 5 * DAY
    assert Clock.REPAIR not in clocks(street)
    act(street, Move.CORRECT, CHEN, Wish(change=Correction(category="facilities", subcategory="loose")))
    assert set(clocks(street)) == {Clock.RESPONSE, Clock.FIX}
    assert street.ticket().stages is None


@pytest.mark.parametrize(("time_class", "steps"), [(TimeClass.URGENT, STEPS), (TimeClass.A, None)])
def test_a_class_said_by_hand_has_no_steps_unless_it_is_an_emergency(
    street: Desk, time_class: TimeClass, steps: Stages | None
) -> None:
    street.report(GONE)
    act(street, Move.CORRECT, CHEN, Wish(change=Correction(time_class=time_class)))
    assert street.ticket().stages == steps
    assert str(street.ticket().limit) == ("3d" if steps else "1d")


def test_who_helps_has_no_steps_and_a_part_has_all(street: Desk) -> None:
    street.report(GONE)
    act(street, Move.WHISTLE, wish=Wish(units=("luminju",)))
    (helper,) = tickets.helping(street.tx, 1001)
    assert helper.stages is None
    act(street, Move.SPLIT, CHEN, Wish(units=("luminju",)))
    part = street.tickets()[-1]
    assert (part.parent_id, part.stages) == (1001, STEPS)
    assert Clock.CONTROL in deadlines.running(street.tx, part.id)


def test_the_first_step_of_an_emergency_is_urgent(street: Desk) -> None:
    street.say("东湖花园3栋路面塌陷，有人掉进去了", WANG)
    street.deliver()
    ticket = street.ticket()
    assert ticket.time_class is TimeClass.URGENT
    running = deadlines.running(street.tx, ticket.id)
    assert running[Clock.CONTROL].due_at == MONDAY + 2 * HOUR and running[Clock.CONTROL].urgent
    assert notices.load(street.tx, street.the("card", OFFICE).id) is not None
