"""Thanks: on Friday afternoon each reporting group hears how many of its reports were done, and of what kind."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bot.desk.thanks import NAME, ROUND, has_thanks
from bot.domain.areas import ChatKind
from bot.domain.repeating import Cron
from storage import chats, schedules
from tests.desk.office import DAY, HOUR, NIGHT, OFFICE, RIDERS, Desk, a_desk, an_office, text_of
from tests.desk.rounds import go_round
from tests.desk.test_boards import OTHERS, closed

FRIDAYS = Cron("0 17 * * fri")
FRIDAY = datetime(2026, 11, 6, 9, 0, tzinfo=UTC)
WEEK = 7 * DAY


@pytest.fixture
def desk() -> Iterator[Desk]:
    with a_desk(thanks=FRIDAYS) as desk:
        assert not go_round(desk, ROUND)
        yield desk


def thanked(desk: Desk, at: datetime = FRIDAY) -> dict[int, str]:
    """What each chat was told at that moment."""
    desk.deliver()
    desk.now = at
    go_round(desk, ROUND)
    return {notice.chat_id: text_of(notice) for notice in desk.queued(kind="thanks")}


def test_a_week_of_reports_in_one_line(desk: Desk) -> None:
    closed(desk)
    closed(desk, 1002, "东湖花园5栋的垃圾桶坏了")
    desk.report("东湖花园6栋的垃圾桶坏了")
    assert thanked(desk) == {RIDERS: "🌻 这一周，大家报的问题办好了 2 件：垃圾桶 2。谢谢各位骑手！"}


def test_nothing_closed_nothing_said(desk: Desk) -> None:
    desk.report()
    assert not has_thanks(desk.tx, desk.office, FRIDAY)
    assert thanked(desk) == {}


def test_each_closing_is_thanked_for_once(desk: Desk) -> None:
    closed(desk)
    assert has_thanks(desk.tx, desk.office, FRIDAY)
    assert set(thanked(desk)) == {RIDERS}
    assert thanked(desk, FRIDAY + WEEK) == {}
    closed(desk, 1002, "东湖花园5栋的垃圾桶坏了")
    assert "1 件" in thanked(desk, FRIDAY + 2 * WEEK)[RIDERS]


def test_after_weeks_of_downtime_the_line_says_since_when(desk: Desk) -> None:
    thanked(desk)
    closed(desk)
    assert thanked(desk, FRIDAY + 3 * WEEK + HOUR)[RIDERS].startswith("🌻 11月6日以来，")
    assert schedules.next_at(desk.tx, NAME) == FRIDAY + 4 * WEEK


def test_it_does_not_come_at_night(desk: Desk) -> None:
    desk.office = an_office(thanks=FRIDAYS, quiet=NIGHT)
    closed(desk)
    assert thanked(desk, FRIDAY + 5 * HOUR) == {}, "22:00"
    assert set(thanked(desk, FRIDAY + 15 * HOUR)) == {RIDERS}, "8:00"


def test_each_group_hears_of_its_own(desk: Desk) -> None:
    chats.bind(desk.tx, OTHERS, ChatKind.REPORT, None, None, desk.now)
    closed(desk)
    closed(desk, 1002, "东湖花园5栋的垃圾桶坏了", chat=OTHERS)
    closed(desk, 1003, "东湖花园6栋的垃圾桶坏了", chat=OTHERS)
    told = thanked(desk)
    assert "办好了 1 件" in told[RIDERS]
    assert "办好了 2 件" in told[OTHERS]
    assert OFFICE not in told


def test_of_two_that_never_left_the_newer_stands(desk: Desk) -> None:
    closed(desk)
    thanked(desk)
    desk.tx.run("UPDATE notices SET not_before = :far WHERE state = 'queued'", far=2**52)
    closed(desk, 1002, "东湖花园5栋的垃圾桶坏了")
    thanked(desk, FRIDAY + WEEK)
    assert len(desk.queued(kind="thanks", chat=RIDERS)) == 1


def test_no_thanks_where_none_are_wanted() -> None:
    with a_desk(thanks=None) as desk:
        assert not go_round(desk, ROUND)
        closed(desk)
        assert thanked(desk) == {}
        assert schedules.next_at(desk.tx, NAME) is None
        assert not has_thanks(desk.tx, desk.office, FRIDAY)
