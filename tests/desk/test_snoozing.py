"""Snoozing: a coordinator puts a reminder off; nobody else can, and what is true by then is told once more."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.desk.reminders import sweep
from bot.desk.stories import story
from bot.domain.areas import Role
from bot.domain.posts import Sender
from bot.domain.tickets import Move
from storage import deadlines, events, people
from storage.notices import Notice
from tests.desk.office import (
    CHEN,
    DAY,
    HALL,
    HOUR,
    LI,
    OFFICE,
    SUN,
    WANG,
    ZHOU,
    ZONE,
    Desk,
    a_desk,
    buttons_of,
    data_of,
    text_of,
)
from tests.desk.sweeping import MINUTE, an_accepted, fired, leaving, swept
from tests.desk.test_handling import act

CHOICES = ["1小时后", "今天 16:30", "明天 08:30", "‹ 返回"]


def local(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


@pytest.fixture
def reminder(desk: Desk) -> Notice:
    """督办 in the coordinators' chat, of one ticket, at a minute past noon on Friday."""
    an_accepted(desk)
    desk.later(4 * DAY + MINUTE)
    sweep(desk.tx, desk.office, desk.now)
    (message,) = leaving(desk)
    assert (message.chat_id, buttons_of(message)) == (HALL, ["T1001", "稍后提醒"])
    return message


def edited(desk: Desk) -> Notice:
    """The newest edit in the coordinators' chat, a moment later."""
    newest = [one for one in desk.deliver() if one.chat_id == HALL and one.kind == "edit"][-1]
    desk.later(timedelta(milliseconds=1))
    return newest


def choose(desk: Desk, reminder: Notice, label: str, who: Sender = CHEN) -> str:
    """Open the choices, press one, and return what the presser is told."""
    desk.tap(who, data_of(reminder, "稍后提醒"), reminder)
    return desk.tap(who, data_of(edited(desk), label), reminder).text


def snoozes(desk: Desk, number: int = 1001) -> list[str]:
    return [event.words or "" for event in events.history(desk.tx, number) if event.kind == "snoozed"]


def test_the_buttons_become_choices_and_come_back(desk: Desk, reminder: Notice) -> None:
    assert desk.tap(CHEN, "snooze:1001", reminder).text == ""
    choices = edited(desk)
    assert buttons_of(choices) == ["1小时后", "今天 16:30", "下个工作日 08:30", "‹ 返回"]
    desk.tap(CHEN, data_of(choices, "‹ 返回"), reminder)
    assert buttons_of(edited(desk)) == ["T1001", "稍后提醒"]
    assert snoozes(desk) == []


def test_it_rests_until_then_and_is_told_once_more(desk: Desk, reminder: Notice) -> None:
    assert choose(desk, reminder, "今天 16:30") == "11月6日 16:30 再提醒"
    said = edited(desk)
    assert text_of(said) == text_of(reminder) + "\n⏸ 陈协调 推迟了 1 件，11月6日 16:30 再提醒"
    assert buttons_of(said) == ["T1001"]
    assert snoozes(desk) == ["11月6日 16:30 再提醒"]
    assert "11-06 12:01 陈协调 推迟提醒：11月6日 16:30 再提醒" in story(desk.tx, desk.office, desk.ticket())
    assert swept(desk, 4.5 * HOUR - 2 * MINUTE) == {}
    (lines,) = swept(desk, MINUTE).values()
    assert lines[0].startswith("<b>督办") and "已超时 1天5小时" in lines[1]
    assert swept(desk, HOUR) == {}
    assert fired(desk) == ["fix escalation"], "no rung fires twice"


def test_what_was_done_by_then_is_not_told(desk: Desk, reminder: Notice) -> None:
    choose(desk, reminder, "1小时后")
    act(desk, Move.RESOLVE, LI)
    assert swept(desk, 2 * HOUR) == {}


def test_a_higher_rung_that_came_meanwhile_is_told_instead(desk: Desk, reminder: Notice) -> None:
    (clock,) = deadlines.running(desk.tx, 1001).values()
    deadlines.snooze(desk.tx, clock.id, desk.now + 10 * DAY)
    (lines,) = swept(desk, 10 * DAY).values()
    assert lines[0].startswith("<b>通报")
    assert fired(desk) == ["fix escalation", "fix naming"]


def test_pressing_again_changes_nothing(desk: Desk, reminder: Notice) -> None:
    for who in (CHEN, CHEN, CHEN):
        assert desk.tap(who, "snoozeto:1001:hour", reminder).text == "11月6日 13:01 再提醒"
        desk.later(MINUTE / 10)
    assert snoozes(desk) == ["11月6日 13:01 再提醒"]
    assert len([one for one in desk.queued(chat=HALL) if one.kind == "edit"]) == 1


def test_who_wants_less_than_another_has_put_off_is_told_when_it_comes(desk: Desk, reminder: Notice) -> None:
    assert desk.tap(CHEN, "snoozeto:1001:workday", reminder).text == "11月9日 08:30 再提醒"
    people.grant(desk.tx, LI.id, Role.COORDINATOR, "jiedao", None, desk.now)
    assert desk.tap(LI, "snoozeto:1001:hour", reminder).text == "11月9日 08:30 再提醒"
    assert snoozes(desk) == ["11月9日 08:30 再提醒"]
    assert not swept(desk, 2 * HOUR)


@pytest.mark.parametrize("who", [LI, SUN, WANG, ZHOU])
@pytest.mark.parametrize("data", ["snooze:1001", "snoozeto:1001:hour", "snoozeback:1001"])
def test_nobody_but_a_coordinator_may(desk: Desk, reminder: Notice, who: Sender, data: str) -> None:
    before = desk.dump()
    answer = desk.tap(who, data, reminder)
    assert answer.alert
    assert desk.dump() == before


def test_a_coordinator_of_other_ground_may_not(desk: Desk, reminder: Notice) -> None:
    people.grant(desk.tx, LI.id, Role.COORDINATOR, "luminju", None, desk.now)
    assert desk.tap(LI, "snoozeto:1001:hour", reminder).alert
    people.grant(desk.tx, LI.id, Role.COORDINATOR, "jiedao", None, desk.now)
    assert not desk.tap(LI, "snoozeto:1001:hour", reminder).alert


def test_only_what_the_presser_coordinates_is_put_off(desk: Desk) -> None:
    for text in ("东湖花园3栋的垃圾桶坏了", "西苑小区的路灯不亮了"):
        desk.report(text)
    desk.later(4 * HOUR + DAY + MINUTE)
    sweep(desk.tx, desk.office, desk.now)
    (message,) = [one for one in leaving(desk) if one.chat_id == HALL]
    people.grant(desk.tx, LI.id, Role.COORDINATOR, "jiedao", None, desk.now)
    assert set(message.payload["lines"]) == {"T1001", "T1002"}
    assert not desk.tap(LI, "snoozeto:1001:hour", message).alert
    assert (len(snoozes(desk, 1001)), len(snoozes(desk, 1002))) == (1, 0)
    assert "推迟了 1 件" in text_of(edited(desk))


@pytest.mark.parametrize("data", ["snooze:1002", "snoozeto:1001:", "snoozeto:1001:year", "snoozeto:1001:afternoon"])
def test_a_button_that_the_message_does_not_have_is_stale(desk: Desk, reminder: Notice, data: str) -> None:
    desk.report("东湖花园5栋的垃圾桶坏了")
    desk.now = local(6, 17)
    assert desk.tap(CHEN, data, reminder).alert
    assert snoozes(desk) == [] and snoozes(desk, 1002) == []


def test_below_a_message_that_is_no_reminder_it_is_stale(desk: Desk, reminder: Notice) -> None:
    assert desk.tap(CHEN, "snoozeto:1001:hour", desk.the("card")).alert


def test_what_was_resolved_meanwhile_says_so(desk: Desk, reminder: Notice) -> None:
    act(desk, Move.RESOLVE, LI)
    desk.deliver()
    answer = desk.tap(CHEN, "snoozeto:1001:hour", reminder)
    assert answer.alert and answer.text == "#T1001 现在是“待复核”，这条提醒说的已经过去，不用推迟。"
    assert buttons_of(edited(desk)) == ["T1001"]
    assert snoozes(desk) == []
    (review,) = deadlines.running(desk.tx, 1001).values()
    assert review.snoozed_until is None, "the review is another matter"


def test_every_clock_of_the_ticket_rests(desk: Desk) -> None:
    desk.report()
    desk.later(4 * HOUR + DAY + MINUTE)
    sweep(desk.tx, desk.office, desk.now)
    (message,) = [one for one in leaving(desk) if one.chat_id == HALL]
    desk.tap(CHEN, "snoozeto:1001:workday", message)
    assert {one.snoozed_until for one in deadlines.running(desk.tx, 1001).values()} == {local(4, 8, 30).astimezone(UTC)}


def test_an_emergency_rests_for_an_hour_at_most(desk: Desk) -> None:
    desk.report("东湖花园3栋着火了，快来人")
    desk.later(HOUR + timedelta(minutes=15))
    sweep(desk.tx, desk.office, desk.now)
    (message,) = [one for one in leaving(desk) if one.chat_id == HALL]
    desk.tap(CHEN, data_of(message, "稍后提醒"), message)
    assert buttons_of(edited(desk)) == ["1小时后", "‹ 返回"]
    assert desk.tap(CHEN, "snoozeto:1001:workday", message).alert
    desk.tap(CHEN, "snoozeto:1001:hour", message)
    edited(desk)
    assert {one.snoozed_until for one in deadlines.running(desk.tx, 1001).values()} == {local(2, 14, 15)}
    told: list[int] = []
    while not told:
        desk.later(MINUTE)
        sweep(desk.tx, desk.office, desk.now)
        told = [one.chat_id for one in leaving(desk)]
    assert local(2, 14, 15) <= desk.now < local(2, 14, 16)
    assert HALL in told


def test_put_off_before_it_leaves_it_does_not_leave(desk: Desk) -> None:
    """A second rung waits for its minute while the first is put off."""
    an_accepted(desk)
    desk.later(4 * DAY + MINUTE)
    sweep(desk.tx, desk.office, desk.now)
    (message,) = leaving(desk)
    desk.now = local(12, 12)  # 通报, five working days after the deadline
    sweep(desk.tx, desk.office, desk.now)
    assert fired(desk)[-1] == "fix naming"
    desk.tap(CHEN, "snoozeto:1001:hour", message)
    assert leaving(desk, MINUTE) == []
    (again,) = swept(desk, HOUR - MINUTE).values()
    assert again[0].startswith("<b>通报")


def test_the_unit_s_chat_is_offered_no_delay(desk: Desk) -> None:
    an_accepted(desk)
    desk.later(3 * DAY)
    sweep(desk.tx, desk.office, desk.now)
    (message,) = leaving(desk, MINUTE)
    assert (message.chat_id, buttons_of(message)) == (OFFICE, ["T1001"])


def test_who_coordinates_in_private_is_offered_it() -> None:
    with a_desk() as desk:
        desk.tx.run("DELETE FROM bindings WHERE chat_id = :hall", hall=HALL)
        desk.open_private(CHEN)
        an_accepted(desk)
        desk.later(4 * DAY + MINUTE)
        sweep(desk.tx, desk.office, desk.now)
        (message,) = leaving(desk)
        assert message.chat_id == CHEN.id
        assert desk.tap(CHEN, data_of(message, "稍后提醒").replace("snooze", "snoozeto") + ":hour", message).text
        assert snoozes(desk) == ["11月6日 13:01 再提醒"]
