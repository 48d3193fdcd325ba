"""Digests: on the morning of each working day, to the units and the coordinators, also after a downtime or a kill."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.desk.digests import ROUND, has_digest
from bot.domain.areas import ChatKind
from bot.domain.tickets import Move, State
from storage import chats, schedules
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
    buttons_of,
    data_of,
    text_of,
)
from tests.desk.rounds import go_round
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
        "📋 <b>11月3日 东湖社区日报</b>",
        "<b>昨天以来新增 1 件</b>",
        "#T1001 东湖花园3栋 垃圾桶坏了 · 时限 11月5日 12:00",
    ]
    assert told[HALL] == [
        "📋 <b>11月3日 青石市日报</b>",
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
        "📋 <b>11月5日 东湖社区日报</b>",
        "<b>今天到期 2 件</b>",
        "#T1001 东湖花园3栋 垃圾桶坏了 · 时限 11月5日 12:00",
        "#T1002 东湖花园5栋 垃圾桶坏了 · 时限 11月5日 14:00",
        "<b>昨天以来新增 1 件</b>",
        "#T1004 东湖花园7栋 垃圾桶坏了 · 时限 11月7日 09:30",
        "<b>待复核 1 件</b>",
    ]
    assert buttons_of(digest) == ["T1001", "T1002", "T1004"]
    assert text_of(desk.notices(chat=HALL, kind="digest")[-1]).split("\n") == [
        "📋 <b>11月5日 青石市日报</b>",
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


def test_coordinators_in_two_topics_of_one_group_read_it_in_both(desk: Desk) -> None:
    desk.tx.run("UPDATE bindings SET topic = 5 WHERE chat_id = :hall", hall=HALL)
    chats.bind(desk.tx, HALL, ChatKind.COORDINATORS, None, None, desk.now, 6)
    plan(desk)
    desk.report()
    desk.deliver()
    assert send_all(desk, TOMORROW)
    assert [notice.topic for notice in desk.queued(kind="digest", chat=HALL)] == [5, 6]
