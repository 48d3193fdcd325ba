"""Digests: once a day, also after a downtime, to each unit and the coordinators; and the board in the group."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from bot.desk.digests import send_when_due
from bot.domain.tickets import Move
from storage import schedules
from tests.desk.office import DAY, DEPOT, HALL, HOUR, LI, OFFICE, RIDERS, SUN, WANG, Desk, a_desk, an_office, text_of
from tests.desk.test_handling import act

TOMORROW = datetime(2026, 11, 3, 0, 30, tzinfo=UTC)
"""8:30 in the town."""


def plan(desk: Desk) -> None:
    assert not send_when_due(desk.tx, desk.office, desk.now)


def digests(desk: Desk) -> dict[int, list[str]]:
    return {notice.chat_id: text_of(notice).split("\n") for notice in desk.queued(kind="digest")}


def send(desk: Desk, at: datetime = TOMORROW) -> dict[int, list[str]]:
    desk.deliver()
    desk.now = at
    assert send_when_due(desk.tx, desk.office, desk.now)
    return digests(desk)


def test_the_first_start_only_plans(desk: Desk) -> None:
    desk.report()
    plan(desk)
    assert schedules.next_at(desk.tx, "digest") == TOMORROW
    assert not digests(desk)


def test_each_unit_and_the_coordinators_read_their_own(desk: Desk) -> None:
    plan(desk)
    desk.open_private(SUN)
    for text in ("东湖花园3栋的垃圾桶坏了", "西苑小区的路灯不亮了", "西苑小区3栋的垃圾桶坏了", "垃圾桶坏了"):
        desk.report(text)
    told = send(desk)
    assert set(told) == {OFFICE, DEPOT, SUN.id, HALL}
    assert told[OFFICE][0].startswith("<b>11月3日 东湖社区")
    assert [line.split()[0] for line in told[OFFICE][2:]] == ["#T1001"]
    assert "在办 3 件 · 待分派 1 件" in told[HALL][1]


def test_once_a_day(desk: Desk) -> None:
    plan(desk)
    desk.report()
    send(desk)
    for wait in (0, 1, 23):
        desk.now = TOMORROW + timedelta(hours=wait)
        assert not send_when_due(desk.tx, desk.office, desk.now)
    assert send(desk, TOMORROW + DAY)


def test_after_a_downtime_of_days_one_is_sent_and_the_next_comes_at_its_time(desk: Desk) -> None:
    plan(desk)
    desk.report()
    assert set(send(desk, TOMORROW + 3 * DAY + HOUR)) == {OFFICE, HALL}
    assert schedules.next_at(desk.tx, "digest") == TOMORROW + 4 * DAY


def test_another_hour_in_the_config_is_planned_anew(desk: Desk) -> None:
    plan(desk)
    desk.office = an_office(digest=time(7))
    desk.now = TOMORROW
    assert not send_when_due(desk.tx, desk.office, desk.now), "7:00 has passed today"
    assert schedules.next_at(desk.tx, "digest") == TOMORROW + DAY - 1.5 * HOUR


def test_nothing_open_is_not_told(desk: Desk) -> None:
    plan(desk)
    assert send(desk) == {}


def closed(desk: Desk) -> None:
    desk.report()
    act(desk, Move.RESOLVE, LI)
    act(desk, Move.CONFIRM, WANG)


def test_the_board_tells_the_group_what_was_closed_since_yesterday(desk: Desk) -> None:
    plan(desk)
    closed(desk)
    desk.report("东湖花园5栋的垃圾桶坏了")
    told = send(desk)
    assert told[RIDERS][0] == "<b>11月3日 办结公示</b>（1 件）"
    assert WANG.name not in "".join(told[RIDERS])
    assert RIDERS not in send(desk, TOMORROW + DAY), "each closing is told once"


@pytest.mark.parametrize(
    ("facts", "chats"),
    [
        ({}, {OFFICE, HALL, RIDERS}),
        ({"board": False}, {OFFICE, HALL}),
        ({"digest": None}, {RIDERS}),
        ({"digest": None, "board": False}, set()),
    ],
)
def test_digest_and_board_are_switched_off_each_by_itself(facts: dict[str, object], chats: set[int]) -> None:
    with a_desk(**facts) as desk:
        plan(desk)
        closed(desk)
        desk.report("东湖花园5栋的垃圾桶坏了")
        assert set(send(desk)) == chats


def test_a_digest_that_never_left_is_overtaken_by_the_next(desk: Desk) -> None:
    plan(desk)
    desk.report()
    send(desk)
    desk.now = TOMORROW + DAY
    send_when_due(desk.tx, desk.office, desk.now)
    waiting = [notice for notice in desk.queued(kind="digest") if notice.chat_id == OFFICE]
    assert len(waiting) == 1
    assert "11月4日" in text_of(waiting[0])
