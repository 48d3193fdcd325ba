"""Reminder notices: one message a chat, looked at again when it leaves, put off at night, and never endless."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from bot.desk import waits
from bot.desk.reminder_notices import TOGETHER
from bot.desk.reminders import sweep
from bot.domain.areas import ChatKind
from bot.domain.tickets import Move
from storage import chats, people
from tests.desk.office import (
    DAY,
    DEPOT,
    HALL,
    HOUR,
    LI,
    NIGHT,
    OFFICE,
    RIDERS,
    SUN,
    Desk,
    a_desk,
    buttons_of,
    text_of,
)
from tests.desk.sweeping import MINUTE, SECOND, an_accepted, fired, leaving, numbers, swept
from tests.desk.test_handling import act


def sweeping(desk: Desk, wait: timedelta = timedelta()) -> None:
    desk.later(wait)
    sweep(desk.tx, desk.office, desk.now)


def test_what_falls_due_within_a_minute_is_one_message(desk: Desk) -> None:
    for house in (3, 5, 7):
        desk.report(f"东湖花园{house}栋的垃圾桶坏了")
        desk.later(20 * SECOND)
    desk.now = desk.ticket(1001).created_at + 4 * HOUR
    sweeping(desk)
    for _ in range(2):
        assert leaving(desk, 20 * SECOND) == []
        sweeping(desk)
    (message,) = leaving(desk, 20 * SECOND)
    assert desk.now == desk.ticket(1001).created_at + 4 * HOUR + TOGETHER
    assert numbers(text_of(message)) == ["#T1001", "#T1002", "#T1003"]
    assert buttons_of(message) == ["T1001", "T1002", "T1003"], "稍后提醒 is the coordinators'"


def test_each_chat_its_own(desk: Desk) -> None:
    for text in ("东湖花园3栋的垃圾桶坏了", "东湖花园5栋的垃圾桶坏了", "西苑小区的路灯不亮了"):
        desk.report(text)
    told = swept(desk, 4 * HOUR)
    assert {chat: numbers("\n".join(lines)) for chat, lines in told.items()} == {
        OFFICE: ["#T1001", "#T1002"],
        DEPOT: ["#T1003"],
    }


def test_what_is_late_already_leaves_at_once(desk: Desk) -> None:
    desk.report()
    desk.deliver()
    sweeping(desk, 5 * HOUR)
    assert len(leaving(desk)) == 1


def test_an_emergency_leaves_at_once_and_by_itself(desk: Desk) -> None:
    desk.report("东湖花园5栋的垃圾桶坏了")
    desk.later(3 * HOUR)
    desk.report("东湖花园3栋着火了，快来人")
    sweeping(desk, HOUR)
    (message,) = leaving(desk)
    assert message.kind == "emergency"
    assert text_of(message).startswith("🚨 <b>紧急提醒</b>：催办 1 件\n") and numbers(text_of(message)) == ["#T1002"]
    (other,) = leaving(desk, TOGETHER)
    assert numbers(text_of(other)) == ["#T1001"]


def test_what_waits_for_a_parked_chat_is_continued_and_true_when_it_leaves(desk: Desk) -> None:
    """The bot was thrown out: what was done meanwhile is not nagged of, and the rest is as late as it is."""
    for house in (3, 5, 7):
        desk.report(f"东湖花园{house}栋的垃圾桶坏了")
    for number in (1001, 1002, 1003):
        desk.tap(LI, f"accept:{number}")
    desk.deliver()
    chats.park(desk.tx, OFFICE, "kicked", desk.now)
    sweeping(desk, 2.25 * DAY)
    sweeping(desk, 0.75 * DAY)
    assert fired(desk) == ["fix early"] * 3 + ["fix reminder"] * 3
    assert leaving(desk, 3 * HOUR) == []
    act(desk, Move.RESOLVE, LI, number=1002)
    chats.unpark(desk.tx, OFFICE)
    (message,) = leaving(desk)
    assert text_of(message).split("\n")[1:] == [
        "<b>催办 · 待办结</b>，已到时限，请尽快办结",
        "#T1001 东湖花园3栋 垃圾桶坏了 · 已超时 3小时",
        "#T1003 东湖花园7栋 垃圾桶坏了 · 已超时 3小时",
    ]


def test_nothing_true_any_more_is_nothing_said(desk: Desk) -> None:
    an_accepted(desk)
    sweeping(desk, 3 * DAY)
    act(desk, Move.RESOLVE, LI)
    assert leaving(desk, TOGETHER) == []
    (dropped,) = desk.notices(kind="reminder")
    assert (dropped.state, dropped.error) == ("dropped", "nothing of it was true any more")


def test_an_early_word_that_waited_for_too_long_is_early_no_more(desk: Desk) -> None:
    an_accepted(desk)
    sweeping(desk, 2.25 * DAY)
    desk.later(DAY)  # nobody swept: the bot was busy otherwise
    (message,) = leaving(desk)
    assert "催办 · 待办结" in text_of(message) and "已超时 6小时" in text_of(message)


def test_in_quiet_hours_what_waited_is_put_off_to_their_end_and_dropped_when_done() -> None:
    """Due at 20:59:30: the minute ends at night."""
    with a_desk(quiet=NIGHT) as desk:
        desk.now += 9 * HOUR - 30 * SECOND
        for house in (3, 5):
            desk.report(f"东湖花园{house}栋的垃圾桶坏了")
        for number in (1001, 1002):
            desk.tap(LI, f"accept:{number}")
        sweeping(desk, 3 * DAY)
        assert fired(desk) == ["fix reminder"] * 2
        assert leaving(desk, MINUTE) == []
        (waiting,) = desk.queued(kind="reminder")
        assert waiting.attempts == 0
        act(desk, Move.RESOLVE, LI, number=1001)
        assert leaving(desk, 11 * HOUR) == [], "it waits for what was held back until eight"
        (message,) = leaving(desk, MINUTE)
        assert numbers(text_of(message)) == ["#T1002"]
        assert leaving(desk, HOUR) == []


def test_who_has_lost_the_role_reads_nothing_more(desk: Desk) -> None:
    desk.open_private(SUN)
    desk.report("西苑小区3栋的垃圾桶坏了")
    sweeping(desk, 4 * HOUR)
    people.revoke_all_of(desk.tx, "xiyuan", desk.now)
    assert leaving(desk, TOGETHER) == []


def test_a_ticket_that_went_elsewhere_is_not_told_of_where_it_was(desk: Desk) -> None:
    an_accepted(desk)
    sweeping(desk, 3 * DAY)
    desk.tx.run("UPDATE tickets SET unit_code = 'luminju' WHERE id = 1001")
    assert leaving(desk, TOGETHER) == []


@pytest.mark.parametrize(("topic", "told"), [(5, False), (6, True), (None, True)])
def test_units_may_share_a_group_by_its_topics(desk: Desk, topic: int | None, told: bool) -> None:
    """The reminder was queued for topic 6, and the unit reads in this one now; None is the whole chat."""
    an_accepted(desk)
    sweeping(desk, 3 * DAY)
    desk.tx.run("UPDATE notices SET topic = 6 WHERE state = 'queued'")
    desk.tx.run("UPDATE bindings SET topic = :topic WHERE chat_id = :office", topic=topic or 0, office=OFFICE)
    assert bool(leaving(desk, TOGETHER)) is told


def test_a_chat_that_moved_is_told_all_the_same(desk: Desk) -> None:
    an_accepted(desk)
    sweeping(desk, 3 * DAY)
    desk.tx.run("UPDATE notices SET chat_id = -7 WHERE state = 'queued'")
    chats.bind(desk.tx, -7, ChatKind.UNIT, "donghu", None, desk.now)
    desk.tx.run("DELETE FROM bindings WHERE chat_id = :office", office=OFFICE)
    assert [notice.chat_id for notice in leaving(desk, TOGETHER)] == [-7]


def test_of_two_rungs_of_one_ticket_the_graver_is_told(desk: Desk) -> None:
    """Nobody accepted it, and its whole time is over as well: two clocks, one line."""
    desk.report()
    chats.park(desk.tx, HALL, "kicked", desk.now)
    for _ in range(5):
        sweeping(desk, DAY)
    chats.unpark(desk.tx, HALL)
    (message,) = [one for one in leaving(desk) if one.chat_id == HALL]
    assert numbers(text_of(message)) == ["#T1001"]
    assert set(json.loads(json.dumps(message.payload["clocks"])).values()) == {"escalation"}


def test_where_the_clock_was_put_back_nobody_is_late(desk: Desk) -> None:
    an_accepted(desk)
    sweeping(desk, 3 * DAY)
    waits.follow(desk.tx, desk.office, HOUR, desk.now - HOUR)
    (message,) = leaving(desk, TOGETHER - HOUR)
    assert "临期提醒 · 待办结" in text_of(message) and "还剩 1小时（11月5日 12:00 到时限）" in text_of(message)


@pytest.mark.parametrize("private", [True, False])
def test_a_topic_that_is_gone_betrays_nothing_private_to_the_couriers_of_its_forum(desk: Desk, private: bool) -> None:
    """What was to stand in the unit's topic is read by everybody then."""
    desk.tx.run("UPDATE bindings SET topic = 3 WHERE chat_id = :riders", riders=RIDERS)
    desk.tx.run("UPDATE bindings SET chat_id = :riders, topic = 9 WHERE unit_code = 'donghu'", riders=RIDERS)
    desk.report(topic=3)
    desk.tx.run("UPDATE tickets SET private = :private", private=private)
    sweeping(desk, 4 * HOUR)
    desk.tx.run("UPDATE notices SET topic = NULL WHERE state = 'queued' AND kind = 'reminder'")
    (message,) = leaving(desk, TOGETHER)
    assert "#T1001" in text_of(message)
    assert ("东湖花园" not in text_of(message) and "垃圾桶" not in text_of(message)) is private
