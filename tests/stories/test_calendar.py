"""The year ends, and nobody has told the program the next one's holidays: its coordinators hear of it in time."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from bot.domain import workdays
from tests.stories.town import SHANGHAI, Town

NOVEMBER = datetime(2026, 11, 30, 8, 50, tzinfo=SHANGHAI)


async def test_the_coordinators_hear_of_it_in_december_and_at_new_year(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workdays, "has_official_data", lambda year: year <= 2026)
    async with Town(folder, start=NOVEMBER, config={"deadlines.count": "working"}) as town:
        await town.until_time(9, 1)
        assert not town.said(town.hall, "放假安排")
        await town.until_time(9, 1, days=1)
        await town.calm()
        town.only(town.hall, "2027年的放假安排还没有录入", "deadlines.holidays")
        await town.until_time(9, 1, days=20)
        town.only(town.hall, "放假安排")
        await town.until_time(9, 1, days=12)
        await town.calm()
        town.only(town.hall, "今年（2027年）的放假安排还没有录入")
        for place in (town.riders, town.office):
            assert not town.said(place, "放假安排")
