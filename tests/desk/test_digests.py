"""Digests: on the morning of each working day, to the units and the coordinators, also after a downtime or a kill."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.desk.digests import NAME, ROUND, has_digest
from bot.domain.areas import ChatKind, Role
from bot.domain.tickets import Move, State
from bot.domain.workdays import DayCount
from storage import chats, people, rounds, schedules
from storage.notices import Notice
from tests.desk.office import (
    CHEN,
    DAY,
    DEPOT,
    HALL,
    HOUR,
    LI,
    NIGHT,
    OFFICE,
    RIDERS,
    SUN,
    WANG,
    ZONE,
    Desk,
    a_desk,
    an_office,
    buttons_of,
    data_of,
    text_of,
)
from tests.desk.rounds import go_a_step, go_round
from tests.desk.test_handling import act

TOMORROW = datetime(2026, 11, 3, 0, 30, tzinfo=UTC)
"""Tuesday 8:30 in the town."""
FRIDAY, SATURDAY, NEXT_MONDAY = TOMORROW + 3 * DAY, TOMORROW + 4 * DAY, TOMORROW + 6 * DAY


def plan(desk: Desk) -> None:
    assert not go_round(desk, ROUND)


def digests(desk: Desk) -> dict[int, list[str]]:
    return {notice.chat_id: text_of(notice).split("\n") for notice in desk.queued(kind="digest")}


def send_all(desk: Desk, at: datetime) -> int:
    """How many readers were seen to."""
    desk.now = at
    return go_round(desk, ROUND)


def send(desk: Desk, at: datetime = TOMORROW) -> dict[int, list[str]]:
    desk.deliver()
    assert send_all(desk, at)
    return digests(desk)


def closed(desk: Desk, number: int = 1001) -> None:
    desk.report()
    act(desk, Move.RESOLVE, LI, number=number)
    act(desk, Move.CONFIRM, WANG, number=number)


def digest_of(desk: Desk, chat: int) -> Notice:
    (found,) = desk.notices(chat=chat, kind="digest")
    return found


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
    assert told[OFFICE] == [
        "📋 <b>11月3日 东湖社区</b>",
        "<b>昨天以来新增 1 件</b>",
        "#T1001 东湖花园3栋 垃圾桶坏了 · 时限 11月5日 12:00",
    ]
    assert told[HALL] == [
        "📋 <b>11月3日 青石市</b>",
        "今天到期 1 件 · 在办 3 件 · 昨天以来新增 4 件",
        "市路灯所：今天到期 1 · 在办 1",
        "东湖社区：在办 1",
        "西苑社区：在办 1",
        "<b>待分派 1 件</b>",
        "#T1004 没有写明地点 垃圾桶坏了 · 11月2日上报",
    ]


@pytest.mark.parametrize(
    ("readers", "chats_told"),
    [(("units",), {OFFICE}), (("coordinators",), {HALL}), (("units", "coordinators"), {OFFICE, HALL})],
)
def test_a_digest_goes_to_those_whom_the_config_names(readers: tuple[str, ...], chats_told: set[int]) -> None:
    with a_desk(digest_to=frozenset(readers)) as desk:
        plan(desk)
        desk.report()
        assert set(send(desk)) == chats_told
        desk.deliver()
        assert RIDERS not in {notice.chat_id for notice in desk.notices(kind="digest")}


def test_the_counts_of_a_unit(desk: Desk) -> None:
    """Due on Thursday 12:00 and 14:00; one resolved; one new on Thursday morning."""
    plan(desk)
    send_all(desk, TOMORROW - HOUR)
    desk.now = TOMORROW - 20.5 * HOUR
    desk.report("东湖花园3栋的垃圾桶坏了")
    desk.later(2 * HOUR)
    desk.report("东湖花园5栋的垃圾桶坏了")
    desk.report("东湖花园6栋的垃圾桶坏了")
    act(desk, Move.RESOLVE, LI, number=1003)
    send_all(desk, TOMORROW)
    send_all(desk, TOMORROW + DAY)
    desk.now += HOUR
    desk.report("东湖花园7栋的垃圾桶坏了")
    send(desk, TOMORROW + 2 * DAY)
    desk.deliver()
    digest = desk.notices(chat=OFFICE, kind="digest")[-1]
    assert text_of(digest).split("\n") == [
        "📋 <b>11月5日 东湖社区</b>",
        "<b>今天到期 2 件</b>",
        "#T1001 东湖花园3栋 垃圾桶坏了 · 时限 11月5日 12:00",
        "#T1002 东湖花园5栋 垃圾桶坏了 · 时限 11月5日 14:00",
        "<b>昨天以来新增 1 件</b>",
        "#T1004 东湖花园7栋 垃圾桶坏了 · 时限 11月7日 09:30",
        "<b>待复核 1 件</b>",
    ]
    assert buttons_of(digest) == ["T1001", "T1002", "T1004"]
    assert text_of(desk.notices(chat=HALL, kind="digest")[-1]).split("\n") == [
        "📋 <b>11月5日 青石市</b>",
        "今天到期 2 件 · 在办 3 件 · 昨天以来新增 1 件",
        "东湖社区：今天到期 2 · 在办 3",
        "<b>待复核 1 件</b>",
        "#T1003 东湖社区 东湖花园6栋 垃圾桶坏了 · 11月2日上报",
    ]


def test_the_worst_unit_comes_first(desk: Desk) -> None:
    plan(desk)
    desk.report("西苑小区3栋的垃圾桶坏了")
    for number in (3, 5):
        desk.report(f"东湖花园{number}栋的垃圾桶坏了")
    desk.report("北山新村的路灯不亮了")
    desk.deliver()
    told = send(desk, FRIDAY)[HALL]
    assert [line.split("：")[0] for line in told if "：" in line] == ["东湖社区", "市路灯所", "西苑社区"]
    assert told[2] == "东湖社区：超时 2 · 在办 2 · 最久的已超时 20小时30分钟"


def test_what_came_in_is_counted_even_when_it_is_done(desk: Desk) -> None:
    plan(desk)
    desk.now = TOMORROW - 25 * HOUR
    desk.report("东湖花园9栋的垃圾桶坏了")
    desk.later(2 * HOUR)
    closed(desk, 1002)
    desk.report("东湖花园5栋的垃圾桶坏了")
    desk.report("西苑小区的路灯不亮了")
    told = send(desk)
    for chat, count in ((OFFICE, 2), (DEPOT, 1), (HALL, 3)):
        assert any(f"昨天以来新增 {count} 件" in line for line in told[chat])


def test_what_is_in_hand_and_not_pressing_is_not_told(desk: Desk) -> None:
    plan(desk)
    desk.report()
    desk.tap(LI, "accept:1001")
    assert set(send(desk)) == {OFFICE, HALL}
    desk.deliver()
    assert not has_digest(desk.tx, desk.office, TOMORROW + DAY)
    assert has_digest(desk.tx, desk.office, TOMORROW + 2 * DAY)
    assert send(desk, TOMORROW + DAY) == {}, "due on Thursday, and told of on Tuesday"
    assert set(send(desk, TOMORROW + 2 * DAY)) == {OFFICE, HALL}


def test_nothing_open_is_not_told(desk: Desk) -> None:
    plan(desk)
    assert not has_digest(desk.tx, desk.office, TOMORROW)
    assert send(desk) == {}


# --- buttons


def test_a_button_of_the_units_digest_opens_the_ticket_there(desk: Desk) -> None:
    plan(desk)
    desk.report()
    send(desk)
    desk.deliver()
    digest = digest_of(desk, OFFICE)
    assert desk.tap(LI, data_of(digest, "T1001"), digest).text == ""
    desk.deliver()
    whole = desk.the("answer", OFFICE)
    assert "东湖花园3栋" in text_of(whole)
    assert "受理" in buttons_of(whole)


def test_a_unit_has_a_button_for_each_line_and_eight_at_most(desk: Desk) -> None:
    plan(desk)
    for number in range(10):
        desk.report(f"东湖花园{number + 1}栋的垃圾桶坏了")
        desk.later(HOUR / 60)
    told = send(desk, FRIDAY)[OFFICE]
    assert told[1] == "<b>已超时 10 件</b>"
    lines = [line.split()[0] for line in told if line.startswith("#")]
    assert lines == [f"#{label}" for label in buttons_of(desk.queued(chat=OFFICE, kind="digest")[0])]
    assert lines == [f"#T{1001 + number}" for number in range(8)], "the oldest deadline first"
    assert told[-1] == "其余的见 /todo"


def test_a_review_is_made_through_the_coordinators_digest(desk: Desk) -> None:
    plan(desk)
    for text in ("东湖花园3栋的垃圾桶坏了", "东湖花园5栋的垃圾桶坏了"):
        desk.report(text)
    act(desk, Move.RESOLVE, LI)
    send(desk)
    desk.deliver()
    assert buttons_of(digest_of(desk, OFFICE)) == ["T1002"], "the unit does not review itself"
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


def test_what_waits_for_dispatch_is_dispatched_from_the_digest(desk: Desk) -> None:
    plan(desk)
    desk.report("幸福里3栋的垃圾桶坏了")
    send(desk)
    desk.deliver()
    digest = digest_of(desk, HALL)
    desk.tap(CHEN, data_of(digest, "T1001"), digest)
    desk.deliver()
    whole = desk.the("answer", HALL)
    desk.tap(CHEN, data_of(whole, "东湖社区"), whole)
    assert desk.ticket().unit_code == "donghu"


def test_sixteen_tickets_have_a_button_in_one_digest(desk: Desk) -> None:
    plan(desk)
    desk.report("垃圾桶坏了")
    for number in range(18):
        desk.report(f"东湖花园{number + 1}栋的垃圾桶坏了")
        act(desk, Move.RESOLVE, LI, number=1002 + number)
        desk.later(HOUR / 60)
    told = send(desk)[HALL]
    assert buttons_of(digest_of(desk, HALL)) == ["T1001", *(f"T{1002 + number}" for number in range(15))]
    assert "<b>待复核 18 件</b>" in told
    assert told[-1] == "其余的见 /todo"


# --- when


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
    assert ["📋 <b>11月3日 青石街道</b>", "在办 2 件 · 昨天以来新增 2 件"] in heads
    assert ["📋 <b>11月3日 青石街道</b>", "<b>昨天以来新增 1 件</b>"] in heads
