"""The calendar: who counts working days is told of a year without holidays, twice, and of nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from bot.desk.calendar import announce_when_due
from bot.domain import workdays
from bot.domain.workdays import DayCount
from storage import chats
from tests.desk.office import CHEN, DAY, HALL, HOUR, NIGHT, ZONE, Desk, a_desk, text_of

WORKING = {"days": DayCount(ZONE, working=True)}
NOVEMBER = datetime(2026, 11, 28, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _known_until_2026(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workdays, "has_official_data", lambda year: year <= 2026)


@pytest.fixture
def counting() -> Iterator[Desk]:
    with a_desk(**WORKING) as desk:
        desk.now = NOVEMBER
        yield desk


def told(desk: Desk, until: datetime, every: timedelta = 6 * HOUR) -> list[tuple[date, int, str]]:
    """Sweep every so often until then; day, chat and text of what was queued."""
    found = []
    while desk.now < until:
        before = {notice.id for notice in desk.notices()}
        announce_when_due(desk.tx, desk.office, desk.now)
        new = [notice for notice in desk.notices() if notice.id not in before]
        found += [(desk.now.astimezone(ZONE).date(), notice.chat_id, text_of(notice)) for notice in new]
        desk.deliver()
        desk.now += every
    return found


def test_a_month_ahead_and_on_the_first_day(counting: Desk) -> None:
    found = told(counting, datetime(2027, 3, 1, tzinfo=UTC))
    assert [(day, chat) for day, chat, _ in found] == [(date(2026, 12, 1), HALL), (date(2027, 1, 1), HALL)]
    assert found[0][2].startswith("📅 2027年的放假安排还没有录入")
    assert found[1][2].startswith("📅 今年（2027年）的放假安排还没有录入")
    assert all("deadlines.holidays" in text and "运维人员" in text for _, _, text in found)


@pytest.mark.parametrize(
    "days",
    [
        DayCount(ZONE),
        DayCount(ZONE, working=True, holidays=frozenset({date(2027, 2, 8)})),
    ],
)
def test_nobody_is_told_of_what_does_not_matter(days: DayCount) -> None:
    with a_desk(days=days) as desk:
        desk.now = NOVEMBER
        assert told(desk, datetime(2027, 1, 10, tzinfo=UTC)) == []


@pytest.mark.parametrize(
    "facts",
    [
        {"days": DayCount(ZONE, hours=((time(8), time(17)),))},
        {"days_of_units": {"donghu": DayCount(ZONE, working=True)}},
    ],
)
def test_hours_and_one_unit_are_enough(facts: dict[str, Any]) -> None:
    with a_desk(**facts) as desk:
        desk.now = NOVEMBER
        assert len(told(desk, datetime(2026, 12, 20, tzinfo=UTC))) == 1


def test_after_a_downtime_over_new_year_only_the_present_is_told(counting: Desk) -> None:
    assert told(counting, NOVEMBER + HOUR) == []
    counting.now = datetime(2027, 1, 20, 4, tzinfo=UTC)
    found = told(counting, counting.now + 3 * DAY)
    assert [text[:3] for _, _, text in found] == ["📅 今"]


def test_who_becomes_coordinator_later_is_told_too(counting: Desk) -> None:
    """There is no chat of the coordinators, and at first nobody of them has opened one with the bot."""
    counting.tx.run("DELETE FROM bindings WHERE chat_id = :hall", hall=HALL)
    assert told(counting, datetime(2026, 12, 5, tzinfo=UTC)) == []
    counting.open_private(CHEN)
    found = told(counting, datetime(2026, 12, 9, tzinfo=UTC))
    assert [chat for _, chat, _ in found] == [CHEN.id]


def test_quiet_hours_are_kept_after_a_downtime() -> None:
    with a_desk(quiet=NIGHT, **WORKING) as desk:
        announce_when_due(desk.tx, desk.office, NOVEMBER)
        desk.now = datetime(2026, 12, 3, 14, tzinfo=UTC)  # 22:00
        assert announce_when_due(desk.tx, desk.office, desk.now)
        assert desk.deliver() == []
        desk.now = datetime(2026, 12, 4, 0, tzinfo=UTC)  # 8:00
        assert [notice.chat_id for notice in desk.deliver()] == [HALL]


def test_an_older_one_that_never_left_is_overtaken(counting: Desk) -> None:
    chats.park(counting.tx, HALL, "kicked", counting.now)
    for day in (datetime(2026, 11, 30, 4, tzinfo=UTC), datetime(2026, 12, 3, 4, tzinfo=UTC)):
        announce_when_due(counting.tx, counting.office, day)
    assert announce_when_due(counting.tx, counting.office, datetime(2027, 1, 1, 4, tzinfo=UTC))
    assert [text_of(notice)[:3] for notice in counting.queued(kind="alert")] == ["📅 今"]
