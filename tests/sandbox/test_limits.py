"""The group's minute: twenty messages, and no longer than a minute, whatever is done to the world's clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.sandbox.limits import GROUP_MESSAGES, GROUP_WINDOW, GroupWindow

START = datetime(2026, 11, 20, 9, tzinfo=UTC)


@pytest.mark.parametrize("back", [timedelta(), timedelta(hours=1), timedelta(days=1)])
def test_a_full_window_asks_for_a_minute_at_most(back: timedelta) -> None:
    window = GroupWindow()
    window.count(START, GROUP_MESSAGES)
    assert window.seconds_to_wait(START - back) == GROUP_WINDOW.total_seconds()
    assert window.seconds_to_wait(START - back + GROUP_WINDOW) == 0
