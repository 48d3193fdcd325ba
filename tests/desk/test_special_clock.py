"""What time does to special actions: later tickets join, others leave, and the date is reminded of, once each time."""

from __future__ import annotations

from datetime import datetime

from bot.desk import special_clock
from bot.domain.tickets import State
from storage import special_actions, tickets
from storage.notices import Notice
from tests.desk.office import CHEN, DAY, HALL, NIGHT, OFFICE, ZONE, Desk, a_desk, buttons_of, text_of
from tests.desk.special import card, opened, press, shown


def sweep(desk: Desk) -> list[Notice]:
    """What a sweep tells, but for edits."""
    for number in special_clock.waiting(desk.tx, desk.office, desk.now):
        special_clock.tend(desk.tx, desk.office, number, desk.now)
    return [notice for notice in desk.deliver() if notice.kind.value == "alert"]


def at(month: int, day: int, hour: int, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, tzinfo=ZONE)


def members(desk: Desk) -> list[int]:
    return [one.id for one in special_actions.members(desk.tx, 1)]


def test_what_comes_later_joins_in_silence(desk: Desk) -> None:
    own = opened(desk)
    assert members(desk) == [1001, 1002, 1003]
    desk.later(5 * DAY)
    desk.report("东湖花园9栋的垃圾桶坏了")
    desk.report("东湖花园9栋的路灯不亮了")
    desk.report("西苑小区9栋的垃圾桶坏了")
    assert sweep(desk) == []
    assert members(desk) == [1001, 1002, 1003, 1004]
    assert "开展后：新增 1 件" in shown(desk, own) and "开展后：新增 1 件" in shown(desk, card(desk, OFFICE))
    assert special_clock.waiting(desk.tx, desk.office, desk.now) == []


def test_what_was_put_right_leaves_and_what_turned_out_to_be_of_it_joins(desk: Desk) -> None:
    opened(desk)
    desk.report("东湖花园9栋的路灯不亮了")
    tickets.save(desk.tx, desk.ticket(1002).model_copy(update={"category": "lighting"}))
    tickets.save(desk.tx, desk.ticket(1004).model_copy(update={"category": "sanitation"}))
    sweep(desk)
    assert members(desk) == [1001, 1003, 1004]


def test_what_was_merged_counts_no_more_and_comes_back_when_it_was_not(desk: Desk) -> None:
    own = opened(desk)
    desk.later(DAY)
    tickets.save(desk.tx, desk.ticket(1002).model_copy(update={"state": State.MERGED}))
    press(desk, CHEN, "specialcard:1", own)
    assert "一共 2 件" in shown(desk, own)
    desk.later()
    tickets.save(desk.tx, desk.ticket(1002).model_copy(update={"state": State.ACCEPTED}))
    press(desk, CHEN, "specialcard:1", own)
    assert "一共 3 件" in shown(desk, own)


def test_what_went_to_another_unit_stays(desk: Desk) -> None:
    opened(desk)
    tickets.save(desk.tx, desk.ticket(1002).model_copy(update={"unit_code": "luminju"}))
    sweep(desk)
    assert members(desk) == [1001, 1002, 1003]


def test_after_its_end_nothing_joins(desk: Desk) -> None:
    own = opened(desk)
    press(desk, CHEN, "specialends:1", own)
    desk.later(DAY)
    desk.report("东湖花园9栋的垃圾桶坏了")
    assert special_clock.waiting(desk.tx, desk.office, desk.now) == []
    special_clock.tend(desk.tx, desk.office, 1, desk.now)
    assert members(desk) == [1001, 1002, 1003]


def test_before_its_day_the_lead_unit_is_reminded(desk: Desk) -> None:
    """It ends on Monday 7 December."""
    opened(desk)
    desk.now = at(12, 4, 8)
    assert sweep(desk) == []
    desk.now = at(12, 4, 9)
    (told,) = sweep(desk)
    assert told.chat_id == OFFICE
    assert text_of(told).startswith("⏰ <b>专项行动 1“东湖花园环境卫生专项整治”还有 3 天到期</b>")
    assert "牵头单位还没有汇报" in text_of(told)
    desk.later()
    assert sweep(desk) == [], "once"
    desk.now = at(12, 7, 9)
    assert "今天到期" in text_of(sweep(desk)[0])


def test_after_its_day_the_coordinators_are_told_and_may_end_it_at_once(desk: Desk) -> None:
    opened(desk)
    desk.now = at(12, 10, 12)
    told = {notice.chat_id: notice for notice in sweep(desk)}
    assert set(told) == {OFFICE, HALL}, "what was missed meanwhile is told once"
    assert "已过期限 3 天" in text_of(told[HALL])
    assert buttons_of(told[HALL]) == ["结束", "改期限"] and buttons_of(told[OFFICE]) == []
    press(desk, CHEN, "specialend:1", told[HALL])
    press(desk, CHEN, "specialends:1", told[HALL])
    desk.later()
    assert any(":result:" in notice.key for notice in desk.deliver())
    desk.now = at(12, 30, 12)
    assert sweep(desk) == []


def test_until_then_it_comes_once_a_week(desk: Desk) -> None:
    opened(desk)
    days = []
    for day in range(8, 31):
        desk.now = at(12, day, 12)
        if sweep(desk):
            days.append(day)
    assert days == [8, 15, 22, 29]


def test_another_date_is_another_reminder(desk: Desk) -> None:
    own = opened(desk)
    press(desk, CHEN, "specialdate:1:60", own)
    desk.now = at(12, 7, 12)
    assert sweep(desk) == []
    assert special_actions.next_at(desk.tx) == at(1, 1, 9, 2027)


def test_late_at_night_it_waits_for_the_morning() -> None:
    with a_desk(quiet=NIGHT) as desk:
        opened(desk)
        desk.now = at(12, 4, 23)
        assert sweep(desk) == []
        desk.now = at(12, 5, 8)
        assert [notice.chat_id for notice in sweep(desk)] == [OFFICE]
