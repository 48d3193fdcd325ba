"""Misses: a deadline that passes while its clock runs is an event of that moment, told or not."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.desk.reminders import sweep
from bot.desk.stories import story
from bot.domain.tickets import Move
from storage import deadlines, events
from tests.desk.office import CHEN, DAY, HOUR, LI, NIGHT, OFFICE, Desk, a_desk, text_of
from tests.desk.sweeping import an_accepted, fired
from tests.desk.test_handling import act


def misses(desk: Desk) -> list[tuple[str, datetime]]:
    return [
        (event.details["clock"], event.done_at) for event in events.history(desk.tx, 1001) if event.kind == "missed"
    ]


@pytest.mark.parametrize("wait", [timedelta(), HOUR, 4 * DAY])
def test_a_miss_is_noted_once_as_of_when_it_happened(desk: Desk, wait: timedelta) -> None:
    an_accepted(desk)
    due = desk.now + 3 * DAY
    desk.later(3 * DAY - timedelta(seconds=1))
    sweep(desk.tx, desk.office, desk.now)
    assert misses(desk) == []
    desk.later(timedelta(seconds=1) + wait)
    for _ in range(3):
        sweep(desk.tx, desk.office, desk.now)
    assert misses(desk) == [("fix", due)]


def test_at_night_a_miss_is_noted_though_nobody_is_told() -> None:
    with a_desk(quiet=NIGHT) as desk:
        desk.now += 7 * HOUR  # 19:00
        ticket = desk.report()
        desk.later(4 * HOUR)
        sweep(desk.tx, desk.office, desk.now)
        assert misses(desk) == [("response", ticket.created_at + 4 * HOUR)]
        assert fired(desk) == []


def test_while_it_is_put_off_a_miss_is_noted(desk: Desk) -> None:
    an_accepted(desk)
    (clock,) = deadlines.running(desk.tx, 1001).values()
    deadlines.snooze(desk.tx, clock.id, clock.due_at + DAY)
    desk.now = clock.due_at
    sweep(desk.tx, desk.office, desk.now)
    assert misses(desk) == [("fix", clock.due_at)]
    assert fired(desk) == []


def test_who_is_in_time_has_missed_nothing(desk: Desk) -> None:
    an_accepted(desk)
    desk.later(3 * DAY)
    act(desk, Move.RESOLVE, LI)  # at the very moment, before anybody looked
    sweep(desk.tx, desk.office, desk.now)
    assert misses(desk) == []


def test_a_miss_stands_in_the_story_and_on_no_card(desk: Desk) -> None:
    an_accepted(desk)
    desk.later(3 * DAY + HOUR)
    sweep(desk.tx, desk.office, desk.now)
    assert "11-05 12:00 超时：待办结" in story(desk.tx, desk.office, desk.ticket())
    desk.say("备注 已联系厂家", CHEN, chat=OFFICE, reply_to=desk.the("card").message_id)
    (edit,) = desk.queued(chat=OFFICE, kind="edit")
    assert "已联系厂家" in text_of(edit) and "超时：" not in text_of(edit)
