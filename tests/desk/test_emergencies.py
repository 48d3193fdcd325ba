"""Emergencies: what the coordinators are told fits into one message, whatever was written."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.notices.markup import visible_length
from tests.desk.office import HALL, WANG, Desk, text_of


@pytest.mark.parametrize("filler", ["救", "<b>", "&amp;", "😀", "\n"])
def test_the_longest_post_reaches_the_coordinators(desk: Desk, filler: str) -> None:
    text = f"东湖花园3栋着火了{filler * 4096}"[:4096]
    desk.say(text, replace(WANG, name="名" * 129))
    alert = text_of(desk.the("emergency", HALL))
    assert visible_length(alert) <= 4096
    assert "着火了" in alert
