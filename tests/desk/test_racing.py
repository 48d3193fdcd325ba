"""Racing: the second is told who was quicker, but never who reported in private."""

from __future__ import annotations

import pytest

from bot.domain.tickets import Move
from tests.desk.office import CHEN, HE, LI, RIDERS, WANG, Desk
from tests.desk.test_handling import act


@pytest.fixture
def in_private(desk: Desk) -> Desk:
    """1002 was reported by 王骑手 to the bot alone, and by 何骑手 in the group."""
    desk.open_private(WANG)
    desk.report("东湖花园8栋的路灯坏了")
    desk.report(chat=WANG.id, private=True)
    desk.say("东湖花园3栋的垃圾桶坏了", HE)
    return desk


def test_who_disputed_in_private_is_not_named_to_the_next(in_private: Desk) -> None:
    act(in_private, Move.RESOLVE, LI, number=1002)
    act(in_private, Move.DISPUTE, WANG, number=1002)
    told = in_private.tap(HE, "dispute:1002", chat=RIDERS).text
    assert told.startswith("上报人 已在")
    assert WANG.name not in told


def test_nor_to_the_unit_that_lost_the_ticket_by_it(in_private: Desk) -> None:
    act(in_private, Move.REJECT, CHEN, number=1002)
    act(in_private, Move.OBJECT, WANG, number=1002)
    told = in_private.tap(LI, "accept:1002").text
    assert told.startswith("上报人 已在")
    assert WANG.name not in told


def test_who_did_it_in_the_open_is_named(desk: Desk) -> None:
    desk.report()
    act(desk, Move.ACCEPT, LI)
    assert LI.name in desk.tap(CHEN, "accept:1001").text
