"""Digests: once a day, also after a downtime, to each unit and the coordinators; and the board in the group."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from bot.desk.digests import send_when_due
from bot.domain.tickets import Move, State
from storage import schedules
from storage.notices import Notice
from tests.desk.office import (
    CHEN,
    DAY,
    DEPOT,
    HALL,
    HOUR,
    LI,
    OFFICE,
    RIDERS,
    SUN,
    WANG,
    Desk,
    a_desk,
    an_office,
    buttons_of,
    data_of,
    text_of,
)
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


def digest_of(desk: Desk, chat: int) -> Notice:
    (found,) = desk.notices(chat=chat, kind="digest")
    return found


def test_what_came_in_is_counted_even_when_it_is_done(desk: Desk) -> None:
    desk.report("东湖花园9栋的垃圾桶坏了")  # more than a day before the digest
    desk.later(2 * HOUR)
    plan(desk)
    closed(desk, 1002)
    desk.report("东湖花园5栋的垃圾桶坏了")
    desk.report("西苑小区的路灯不亮了")
    told = send(desk, desk.now + DAY - HOUR)
    assert [told[chat][1].split(" · ")[-1] for chat in (OFFICE, DEPOT, HALL)] == [
        f"昨天以来新增 {count} 件" for count in (2, 1, 3)
    ]


def test_a_review_is_made_through_the_coordinators_digest(desk: Desk) -> None:
    plan(desk)
    for text in ("东湖花园3栋的垃圾桶坏了", "东湖花园5栋的垃圾桶坏了"):
        desk.report(text)
    act(desk, Move.RESOLVE, LI)
    send(desk)
    desk.deliver()
    assert buttons_of(digest_of(desk, OFFICE)) == [], "the unit does not review itself"
    digest = digest_of(desk, HALL)
    assert buttons_of(digest) == ["T1001"]
    assert desk.tap(CHEN, data_of(digest, "T1001"), digest).text == ""
    desk.deliver()
    whole = desk.the("answer", HALL)
    assert "换了新桶" in text_of(whole)
    assert buttons_of(whole) == ["复核通过", "退回返工", "更正"]
    desk.later()
    desk.tap(CHEN, data_of(whole, "复核通过"), whole)
    assert desk.ticket().state is State.CLOSED


def test_a_rework_through_the_digest_asks_for_its_reason_there(desk: Desk) -> None:
    plan(desk)
    desk.report()
    act(desk, Move.RESOLVE, LI)
    send(desk)
    desk.deliver()
    desk.tap(CHEN, "show:1001", digest_of(desk, HALL))
    desk.deliver()
    whole = desk.the("answer", HALL)
    desk.tap(CHEN, data_of(whole, "退回返工"), whole)
    desk.deliver()
    assert desk.the("question", HALL).reply_to == whole.message_id
    desk.say("桶盖还是破的", CHEN, HALL)
    assert desk.ticket().state is State.ACCEPTED
    assert "桶盖还是破的" in text_of(desk.the("alert", OFFICE))


def test_sixteen_reviews_have_a_button_in_one_digest(desk: Desk) -> None:
    plan(desk)
    for number in range(18):
        desk.report(f"东湖花园{number + 1}栋的垃圾桶坏了")
        act(desk, Move.RESOLVE, LI, number=1001 + number)
        desk.later(HOUR / 60)
    send(desk)
    assert len(buttons_of(digest_of(desk, HALL))) == 16


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


def closed(desk: Desk, number: int = 1001) -> None:
    desk.report()
    act(desk, Move.RESOLVE, LI, number=number)
    act(desk, Move.CONFIRM, WANG, number=number)


def test_the_board_tells_the_group_what_was_closed_since_yesterday(desk: Desk) -> None:
    plan(desk)
    closed(desk)
    desk.report("东湖花园5栋的垃圾桶坏了")
    told = send(desk)
    assert told[RIDERS][0] == "<b>11月3日 办结公示</b>（1 件）"
    assert WANG.name not in "".join(told[RIDERS])
    assert RIDERS not in send(desk, TOMORROW + DAY), "each closing is told once"


def test_a_board_begins_where_the_last_one_ended(desk: Desk) -> None:
    plan(desk)
    send(desk)
    desk.later(HOUR)
    closed(desk)
    late = TOMORROW + DAY + 12 * HOUR
    assert RIDERS in send(desk, late), "closed before the day of the downtime, and told after it"
    assert RIDERS not in send(desk, TOMORROW + 2 * DAY), "nothing is told twice"


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
