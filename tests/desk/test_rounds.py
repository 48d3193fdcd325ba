"""Rounds, by the example of the digest: on which days, after a downtime or a kill, and who waits for what."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.desk import rounds as desk_rounds
from bot.desk.digests import NAME, ROUND, has_digest
from bot.domain.areas import ChatKind, Role
from bot.domain.workdays import DayCount
from bot.notices.digests import unit_digest
from storage import chats, people, rounds, schedules
from tests.desk.office import (
    DAY,
    DEPOT,
    HALL,
    HOUR,
    NIGHT,
    OFFICE,
    RIDERS,
    SUN,
    ZONE,
    Desk,
    a_desk,
    an_office,
    buttons_of,
    text_of,
)
from tests.desk.rounds import go_a_step
from tests.desk.test_digests import FRIDAY, NEXT_MONDAY, SATURDAY, TOMORROW, digest_of, digests, plan, send, send_all


def test_once_a_day(desk: Desk) -> None:
    plan(desk)
    desk.report()
    send(desk)
    for wait in (0, 1, 23):
        assert not send_all(desk, TOMORROW + timedelta(hours=wait))
    assert send_all(desk, TOMORROW + DAY)


def test_none_on_a_weekend_and_on_monday_since_friday(desk: Desk) -> None:
    plan(desk)
    desk.report()
    send(desk, FRIDAY)
    desk.deliver()
    for day in (SATURDAY, SATURDAY + DAY):
        assert not send_all(desk, day + HOUR)
        desk.report(f"西苑小区{day.day}栋的垃圾桶坏了")
    told = send(desk, NEXT_MONDAY)
    assert "周五以来新增 2 件" in told[HALL][1]


def test_friday_tells_of_what_runs_out_on_the_weekend(desk: Desk) -> None:
    plan(desk)
    send(desk, FRIDAY - DAY)
    desk.now = FRIDAY - 20 * HOUR
    desk.report()
    told = send(desk, FRIDAY)
    assert told[OFFICE][1:3] == ["<b>周一前还有 1 件到期</b>", "#T1001 东湖花园3栋 垃圾桶坏了 · 时限 11月8日 12:30"]
    assert told[HALL][1] == "周一前还有 1 件到期 · 在办 1 件 · 昨天以来新增 1 件"
    assert buttons_of(desk.queued(chat=OFFICE, kind="digest")[0]) == ["T1001"]


def test_a_holiday_has_none_and_a_make_up_saturday_has_one(desk: Desk) -> None:
    """国庆 2026: off from 1 to 7 October, work on Saturday the 10th; the whole week in between is told of once."""
    desk.now = datetime(2026, 9, 30, 0, 0, tzinfo=UTC)
    plan(desk)
    assert send_all(desk, datetime(2026, 9, 30, 0, 30, tzinfo=UTC))
    planned = []
    for _ in range(4):
        at = schedules.next_at(desk.tx, "digest")
        assert at is not None
        planned.append(at.astimezone(ZONE).strftime("%m-%d %a"))
        desk.now = at - HOUR
        desk.report(f"东湖花园{at.astimezone(ZONE).day}栋的垃圾桶坏了")
        told = send(desk, at)
        desk.deliver()
        if len(planned) == 1:
            assert "9月30日以来新增 1 件" in told[HALL][1]
    assert planned == ["10-08 Thu", "10-09 Fri", "10-10 Sat", "10-12 Mon"]


def test_a_day_that_the_operator_declares_a_holiday_is_skipped_though_it_was_planned(desk: Desk) -> None:
    plan(desk)
    desk.report()
    desk.office = an_office(days=DayCount(ZONE, holidays=frozenset({TOMORROW.date()})))
    assert not send_all(desk, TOMORROW + HOUR)
    assert schedules.next_at(desk.tx, "digest") == TOMORROW + DAY


def test_after_a_downtime_of_days_one_is_sent_and_the_next_comes_at_its_time(desk: Desk) -> None:
    plan(desk)
    desk.report()
    assert set(send(desk, FRIDAY + HOUR)) == {OFFICE, HALL}
    assert schedules.next_at(desk.tx, "digest") == NEXT_MONDAY


def test_a_downtime_that_ends_on_a_saturday_is_made_up_for_on_monday(desk: Desk) -> None:
    plan(desk)
    desk.report()
    send(desk, TOMORROW + DAY)
    desk.deliver()
    desk.report("东湖花园5栋的垃圾桶坏了")
    assert not send_all(desk, SATURDAY + HOUR)
    told = send(desk, NEXT_MONDAY)
    assert "11月4日以来新增 1 件" in told[HALL][1], "the last one was on Wednesday"


def test_a_downtime_that_ends_at_night_is_made_up_for_when_quiet_hours_end(desk: Desk) -> None:
    desk.office = an_office(quiet=NIGHT)
    plan(desk)
    desk.report()
    assert not send_all(desk, TOMORROW + 14 * HOUR), "22:30"
    assert set(send(desk, TOMORROW + 23.5 * HOUR)) == {OFFICE, HALL}, "8:00 on Wednesday"
    assert not send_all(desk, TOMORROW + DAY), "one a day: the next is Thursday's"
    desk.report("东湖花园5栋的垃圾桶坏了")
    told = send(desk, TOMORROW + 2 * DAY)
    assert "昨天以来新增 1 件" in told[HALL][1]


def test_an_hour_that_the_operator_chose_is_kept_also_in_quiet_hours() -> None:
    with a_desk(quiet=NIGHT, digest=time(7, 30)) as desk:
        plan(desk)
        desk.report()
        assert set(send(desk, TOMORROW - HOUR)) == {OFFICE, HALL}


def test_another_hour_in_the_config_is_planned_anew(desk: Desk) -> None:
    plan(desk)
    desk.office = an_office(digest=time(7))
    assert not send_all(desk, TOMORROW), "7:00 has passed today"
    assert schedules.next_at(desk.tx, "digest") == TOMORROW + DAY - 1.5 * HOUR


def test_no_digest_is_planned_where_none_is_wanted() -> None:
    with a_desk(digest=None) as desk:
        desk.report()
        plan(desk)
        assert schedules.next_at(desk.tx, "digest") is None
        assert not has_digest(desk.tx, desk.office, TOMORROW)


def test_a_digest_that_never_left_is_overtaken_by_the_next(desk: Desk) -> None:
    plan(desk)
    desk.report()
    send(desk)
    desk.report("东湖花园5栋的垃圾桶坏了")
    send_all(desk, TOMORROW + DAY)
    waiting = [notice for notice in desk.queued(kind="digest") if notice.chat_id == OFFICE]
    assert len(waiting) == 1
    assert "11月4日" in text_of(waiting[0])


# --- one reader after the other


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A desk that sees to one reader in a transaction."""
    monkeypatch.setattr("bot.desk.rounds.BATCH", 1)
    with a_desk() as desk:
        plan(desk)
        for text in ("东湖花园3栋的垃圾桶坏了", "西苑小区的路灯不亮了"):
            desk.report(text)
        yield desk


def test_a_kill_in_the_middle_loses_none_and_doubles_none(slow: Desk) -> None:
    slow.now = TOMORROW
    assert go_a_step(slow, ROUND) == 1
    assert set(digests(slow)) == {HALL}
    slow.deliver()
    send_all(slow, TOMORROW + timedelta(minutes=5))  # the bot is back
    told = [notice.chat_id for notice in slow.notices(kind="digest")]
    assert sorted(told) == sorted([HALL, OFFICE, DEPOT])
    assert "昨天以来新增 1 件" in text_of(digest_of(slow, OFFICE))


def test_who_still_waits_when_the_next_round_begins_is_told_of_both_in_one(slow: Desk) -> None:
    slow.now = TOMORROW
    go_a_step(slow, ROUND)
    slow.deliver()
    slow.report("东湖花园5栋的垃圾桶坏了")
    send_all(slow, TOMORROW + DAY)
    assert "11月2日" not in text_of(digest_of(slow, OFFICE))
    assert "新增 2 件" in text_of(digest_of(slow, OFFICE))
    assert "昨天以来新增 1 件" in text_of(slow.queued(chat=HALL, kind="digest")[0])


def test_who_still_waits_on_a_weekend_reads_on_monday(slow: Desk) -> None:
    slow.now = FRIDAY
    go_a_step(slow, ROUND)
    assert not send_all(slow, SATURDAY)
    assert OFFICE in send(slow, NEXT_MONDAY)


def test_nobody_waits_for_a_digest_that_was_switched_off(slow: Desk) -> None:
    slow.now = TOMORROW
    go_a_step(slow, ROUND)
    slow.office = an_office(digest=None)
    assert not send_all(slow, TOMORROW + HOUR)
    assert rounds.waiting(slow.tx, NAME, 1) == []


def test_who_acts_for_a_street_and_coordinates_it_reads_both(desk: Desk) -> None:
    """One private chat, two digests: what the street itself has in hand, and what lies below it."""
    desk.open_private(SUN)
    for role in (Role.SECRETARY, Role.COORDINATOR):
        people.grant(desk.tx, SUN.id, role, "jiedao", None, desk.now)
    chats.bind(desk.tx, RIDERS, ChatKind.REPORT, None, None, desk.now)
    plan(desk)
    desk.report("青石街道的路边垃圾桶坏了")
    desk.report("东湖花园5栋的垃圾桶坏了")
    send(desk)
    heads = [text_of(notice).split("\n")[:2] for notice in desk.queued(kind="digest") if notice.chat_id == SUN.id]
    assert ["📋 <b>11月3日 青石街道日报</b>", "在办 2 件 · 昨天以来新增 2 件"] in heads
    assert ["📋 <b>11月3日 青石街道日报</b>", "<b>昨天以来新增 1 件</b>"] in heads


def test_a_reader_over_whom_the_program_falls_keeps_nobody_from_theirs(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan(desk)
    for text in ("东湖花园3栋的垃圾桶坏了", "西苑小区的路灯不亮了"):
        desk.report(text)

    def falls_over(texts: object, unit: str, *rest: object) -> object:
        if unit == "东湖社区":
            raise KeyError("a fault of the program")
        return unit_digest(texts, unit, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr("bot.desk.digests.unit_digest", falls_over)
    desk.now = TOMORROW
    desk_rounds.begin_when_due(ROUND, desk.tx, desk.office, desk.now)
    faults: list[str] = []
    while letters := desk_rounds.compose(ROUND, desk.tx, desk.office, desk.now):
        faults += [letter.reader for letter in letters if letter.fault is not None]
        desk_rounds.queue(ROUND, letters, desk.tx, desk.office, desk.now)
    assert faults == ["unit:donghu"]
    assert set(digests(desk)) == {HALL, DEPOT}
