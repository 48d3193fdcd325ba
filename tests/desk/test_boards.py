"""Boards: each reporting group reads once a day what of its own reports was closed, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

import pytest

from bot.desk.boards import NAME, ROUND, has_board
from bot.domain.areas import ChatKind
from bot.domain.tickets import Move
from storage import chats, schedules, tickets
from tests.desk.office import DAY, HOUR, LI, NIGHT, RIDERS, WANG, Desk, a_desk, text_of
from tests.desk.rounds import go_a_step, go_round
from tests.desk.test_handling import act

TOMORROW = datetime(2026, 11, 3, 0, 30, tzinfo=UTC)
"""Tuesday 8:30 in the town."""
OTHERS = -1009


def plan(desk: Desk) -> None:
    assert not go_round(desk, ROUND)


def closed(desk: Desk, number: int = 1001, text: str = "东湖花园3栋的垃圾桶坏了", **facts: object) -> None:
    desk.report(text, **facts)
    act(desk, Move.RESOLVE, LI, number=number)
    act(desk, Move.CONFIRM, WANG, number=number)


def posted(desk: Desk, at: datetime = TOMORROW) -> dict[int, list[str]]:
    """The boards of that moment, by chat."""
    desk.deliver()
    desk.now = at
    go_round(desk, ROUND)
    return {notice.chat_id: text_of(notice).split("\n") for notice in desk.queued(kind="board")}


def test_the_board_tells_the_group_what_was_closed_since_yesterday(desk: Desk) -> None:
    plan(desk)
    closed(desk)
    desk.report("东湖花园5栋的垃圾桶坏了")
    told = posted(desk)
    assert set(told) == {RIDERS}
    assert told[RIDERS] == ["<b>11月3日 办结公示</b>（1 件）", "东湖花园3栋 垃圾桶坏了 · 东湖社区 · 用时1分钟"]
    assert WANG.name not in "".join(told[RIDERS])
    assert posted(desk, TOMORROW + DAY) == {}, "each closing is told once"


def test_nothing_closed_is_not_told(desk: Desk) -> None:
    plan(desk)
    desk.report()
    assert not has_board(desk.tx, desk.office, TOMORROW)
    assert posted(desk) == {}


def test_a_board_begins_where_the_last_one_ended(desk: Desk) -> None:
    plan(desk)
    posted(desk)
    desk.later(HOUR)
    closed(desk)
    late = TOMORROW + DAY + 12 * HOUR
    assert RIDERS in posted(desk, late), "closed before the day of the downtime, and told after it"
    assert posted(desk, TOMORROW + 2 * DAY) == {}, "nothing is told twice"


def test_a_weekend_has_its_boards(desk: Desk) -> None:
    plan(desk)
    saturday = TOMORROW + 4 * DAY
    posted(desk, saturday - DAY)
    closed(desk)
    assert RIDERS in posted(desk, saturday)
    closed(desk, 1002, "东湖花园5栋的垃圾桶坏了")
    assert "东湖花园5栋" in posted(desk, saturday + DAY)[RIDERS][1]


def test_what_was_closed_after_a_late_board_stands_on_the_next_days(desk: Desk) -> None:
    """The bot comes back at 8:10: its board is the day's, and half past eight adds none."""
    plan(desk)
    closed(desk)
    assert RIDERS in posted(desk, TOMORROW + DAY - HOUR / 3)
    closed(desk, 1002, "东湖花园5栋的垃圾桶坏了")
    assert posted(desk, TOMORROW + DAY) == {}
    assert "东湖花园5栋" in posted(desk, TOMORROW + 2 * DAY)[RIDERS][1]


def test_a_late_board_does_not_come_at_night() -> None:
    with a_desk(quiet=NIGHT) as desk:
        plan(desk)
        closed(desk)
        assert posted(desk, TOMORROW + 14 * HOUR) == {}, "22:30"
        assert RIDERS in posted(desk, TOMORROW + 23.5 * HOUR), "8:00"


def test_each_group_reads_its_own(desk: Desk) -> None:
    chats.bind(desk.tx, OTHERS, ChatKind.REPORT, None, None, desk.now)
    plan(desk)
    closed(desk)
    closed(desk, 1002, "东湖花园5栋的垃圾桶坏了", chat=OTHERS)
    told = posted(desk)
    assert {chat: lines[1].split()[0] for chat, lines in told.items()} == {RIDERS: "东湖花园3栋", OTHERS: "东湖花园5栋"}


def test_a_group_of_topics_reads_one_board(desk: Desk) -> None:
    for topic in (9, 5):
        chats.bind(desk.tx, OTHERS, ChatKind.REPORT, None, None, desk.now, topic)
    plan(desk)
    closed(desk, chat=OTHERS, topic=9)
    posted(desk)
    (board,) = [notice for notice in desk.queued(kind="board") if notice.chat_id == OTHERS]
    assert board.topic == 5


def test_a_group_that_has_moved_reads_of_what_it_reported_before(desk: Desk) -> None:
    plan(desk)
    closed(desk)
    chats.move_bindings(desk.tx, RIDERS, -100_1001)
    assert set(posted(desk)) == {-100_1001}


def test_private_reports_and_help_are_not_posted(desk: Desk) -> None:
    plan(desk)
    closed(desk)
    closed(desk, 1002, "东湖花园5栋的垃圾桶坏了")
    closed(desk, 1003, "东湖花园6栋的垃圾桶坏了")
    desk.tx.run("UPDATE tickets SET private = 1 WHERE id = 1002")
    desk.tx.run("UPDATE tickets SET lead_unit = 'xiyuan' WHERE id = 1003")
    assert [line.split()[0] for line in posted(desk)[RIDERS][1:]] == ["东湖花园3栋"]


def test_a_long_board_shows_thirty_and_counts_the_rest(desk: Desk) -> None:
    plan(desk)
    closed(desk)
    whole = desk.ticket()
    for _ in range(34):
        tickets.add(desk.tx, whole, [])
    told = posted(desk)[RIDERS]
    assert told[0] == "<b>11月3日 办结公示</b>（35 件）"
    assert len(told) == 32
    assert told[-1] == "……另有 5 件"


@pytest.mark.parametrize(
    ("facts", "at"),
    [
        ({}, TOMORROW),
        ({"digest": time(7)}, TOMORROW - 1.5 * HOUR),
        ({"digest": None}, TOMORROW),
        ({"board": False}, None),
    ],
)
def test_the_hour_is_the_digests_and_the_operator_may_switch_it_off(facts: dict[str, Any], at: datetime | None) -> None:
    with a_desk(**facts) as desk:
        plan(desk)
        assert schedules.next_at(desk.tx, NAME) == at
        closed(desk)
        assert (RIDERS in posted(desk)) is (at is not None)


def test_a_kill_between_two_groups_loses_none_and_doubles_none(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    chats.bind(desk.tx, OTHERS, ChatKind.REPORT, None, None, desk.now)
    plan(desk)
    closed(desk)
    closed(desk, 1002, "东湖花园5栋的垃圾桶坏了", chat=OTHERS)
    desk.deliver()
    desk.now = TOMORROW
    monkeypatch.setattr("bot.desk.rounds.BATCH", 1)
    assert go_a_step(desk, ROUND) == 1
    first = desk.deliver()
    desk.later(HOUR)  # the bot is back, and meanwhile something else was closed
    closed(desk, 1003, "东湖花园6栋的垃圾桶坏了", chat=OTHERS)
    told = posted(desk, TOMORROW + 2 * HOUR)
    assert {first[0].chat_id, *told} == {RIDERS, OTHERS}
    assert "东湖花园6栋" not in "".join(told.get(OTHERS, [])), "that is the next day's"
    assert posted(desk, TOMORROW + DAY)[OTHERS][1].startswith("东湖花园6栋")
