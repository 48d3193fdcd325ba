"""Buttons below a reminder: tickets to open, and for coordinators until when it may be put off."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.snoozing import Snooze
from bot.notices.reminder_buttons import MOST, reminder_buttons, snooze_choices
from tests.notices.samples import TEXTS, ZONE, a_ticket

FRIDAY = datetime(2026, 11, 6, 4, tzinfo=UTC)
TICKETS = [a_ticket(id=1001 + number) for number in range(12)]


def test_each_ticket_can_be_opened_as_far_as_there_is_room() -> None:
    rows = reminder_buttons(TEXTS, TICKETS, may_snooze=False)
    assert [button for row in rows for button in row] == [
        (f"T{1001 + number}", f"show:{1001 + number}") for number in range(MOST)
    ]
    assert {len(row) for row in rows} == {4}


def test_who_coordinates_may_put_it_off() -> None:
    assert reminder_buttons(TEXTS, TICKETS[:1], may_snooze=True) == [
        [("T1001", "show:1001")],
        [("稍后提醒", "snooze:1001")],
    ]
    assert reminder_buttons(TEXTS, [], may_snooze=True) == []


@pytest.mark.parametrize(("days", "label"), [(1, "明天 08:30"), (3, "下个工作日 08:30")])
def test_the_choices_say_when(days: int, label: str) -> None:
    offered = {
        Snooze.HOUR: FRIDAY + timedelta(hours=1),
        Snooze.AFTERNOON: FRIDAY.replace(hour=8, minute=30),
        Snooze.WORKDAY: FRIDAY.replace(hour=0, minute=30) + timedelta(days=days),
    }
    assert snooze_choices(TEXTS, 1001, offered, FRIDAY, ZONE) == [
        [("1小时后", "snoozeto:1001:hour"), ("今天 16:30", "snoozeto:1001:afternoon")],
        [(label, "snoozeto:1001:workday")],
        [("‹ 返回", "snoozeback:1001")],
    ]
