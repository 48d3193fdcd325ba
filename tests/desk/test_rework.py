"""Rework: the third time goes to the coordinators, the first two are the unit's."""

from __future__ import annotations

from bot.domain.tickets import Move, State
from tests.desk.office import CHEN, HALL, LI, WANG, Desk, buttons_of, data_of, text_of
from tests.desk.test_handling import act, brought_to


def test_the_third_time_goes_to_the_coordinators(desk: Desk) -> None:
    brought_to(desk, State.RESOLVED)
    for again in (1, 2, 3, 4):
        act(desk, Move.DISPUTE, WANG, "还是坏的")
        desk.deliver()
        told = desk.notices(chat=HALL, kind="alert")
        assert len(told) == max(0, again - 2)
        act(desk, Move.RESOLVE, LI)
        desk.deliver()
    first = desk.notices(chat=HALL, kind="alert")[0]
    assert "第 3 次返工（东湖社区）：东湖花园3栋 垃圾桶坏了：还是坏的" in text_of(first)
    assert buttons_of(first) == ["T1001"]
    assert not desk.tap(CHEN, data_of(first, "T1001"), first).alert
