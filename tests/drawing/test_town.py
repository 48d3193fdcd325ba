"""The town of the READMEs' picture: the same each time, and lived in."""

from __future__ import annotations

from datetime import timedelta

from bot.desk.statistics import figures
from bot.domain.periods import read_period
from bot.domain.statistics import Figures
from tests.drawing.town import AREA, FIRST, ZONE, settle
from tests.storage.histories import memory

NOW = FIRST + timedelta(days=25, hours=17)


def counted() -> Figures:
    with memory() as tx:
        settle(tx, NOW)
        return figures(tx, AREA, read_period("month", NOW, ZONE), NOW)


def test_the_lots_fall_alike_each_time() -> None:
    assert counted() == counted()


def test_its_life_is_one_that_could_be() -> None:
    found = counted()
    assert 100 < found.total.received < 300
    assert sum(found.ages) == found.total.open > found.total.overdue
    for rate in ("on_time_rate", "response_rate", "solution_rate", "satisfaction_rate", "auto_rate"):
        assert 0.7 < getattr(found.total, rate) < 1, rate
    assert len(found.units) == 12
    assert found.before is None
