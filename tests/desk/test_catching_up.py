"""Catching up: what waited goes out when its reader is there, and only then, and once."""

from __future__ import annotations

import pytest

from bot.desk.catching_up import post_waiting
from bot.domain.areas import ChatKind, Role
from bot.domain.deadlines import Clock
from bot.domain.notices import NoticeKind
from bot.domain.tickets import Move, State
from storage import chats, deadlines, messages, people
from tests.desk.office import CHEN, HALL, HE, LI, OFFICE, RIDERS, Desk, a_desk, text_of
from tests.desk.test_handling import act

BEISHAN = -3001


def waiting(desk: Desk) -> int:
    return post_waiting(desk.tx, desk.office, desk.now)


@pytest.mark.parametrize("by", ["chat", "person"])
def test_a_unit_that_can_be_reached_now_gets_what_was_its_own(desk: Desk, by: str) -> None:
    desk.report("北山新村3栋的垃圾桶坏了")
    assert waiting(desk) == 0
    if by == "chat":
        chats.bind(desk.tx, BEISHAN, ChatKind.UNIT, "beishan", None, desk.now)
    else:
        people.remember(desk.tx, HE.id, HE.name, None)
        people.grant(desk.tx, HE.id, Role.GRID, "beishan", None, desk.now)
    assert waiting(desk) == 1
    ticket = desk.ticket()
    assert (ticket.state, ticket.assigned_at) == (State.ASSIGNED, desk.now)
    assert set(deadlines.running(desk.tx, 1001)) == {Clock.RESPONSE, Clock.FIX}
    assert desk.the("card", BEISHAN if by == "chat" else RIDERS).unit_code == "beishan"
    assert "待受理" in text_of(desk.queued(chat=HALL, kind="edit")[-1])
    assert waiting(desk) == 0, "once"


def test_what_nobody_could_place_still_waits_for_a_person(desk: Desk) -> None:
    desk.report("垃圾桶坏了")
    desk.report("幸福里3栋的垃圾桶坏了")
    chats.bind(desk.tx, BEISHAN, ChatKind.UNIT, "beishan", None, desk.now)
    assert waiting(desk) == 0
    assert {ticket.state for ticket in desk.tickets()} == {State.TRIAGE}


def test_before_there_are_coordinators_triage_waits_for_them() -> None:
    with a_desk(book=False) as desk:
        chats.bind(desk.tx, RIDERS, ChatKind.REPORT, None, None, desk.now)
        desk.say("东湖花园3栋的垃圾桶坏了")
        desk.say("垃圾桶坏了")
        assert not desk.notices(kind="card")
        chats.bind(desk.tx, HALL, ChatKind.COORDINATORS, None, None, desk.now)
        assert waiting(desk) == 2
        assert [notice.ticket_id for notice in desk.notices(chat=HALL, kind="card")] == [1001, 1002]
        assert waiting(desk) == 0


def test_what_is_done_is_not_posted_again(desk: Desk) -> None:
    desk.report()
    act(desk, Move.RESOLVE, LI)
    desk.tx.run("UPDATE notices SET gone_at = 1")
    assert waiting(desk) == 0


def test_an_open_card_that_was_lost_is_posted_again(desk: Desk) -> None:
    desk.report()
    act(desk, Move.ACCEPT, CHEN)
    desk.deliver()
    desk.tx.run("UPDATE notices SET gone_at = 1 WHERE kind = 'card'")
    desk.later()
    assert waiting(desk) == 1
    assert "处理中" in text_of(desk.the("card"))


NEW_OFFICE = -3002


@pytest.mark.parametrize("delivered", [True, False])
def test_the_cards_of_a_group_that_is_gone_go_to_the_one_that_takes_its_place(desk: Desk, delivered: bool) -> None:
    desk.report()
    (old,) = desk.notices(chat=OFFICE, kind="card")
    if delivered:
        desk.deliver()
        act(desk, Move.ACCEPT, CHEN)  # an edit waits for the old card
    chats.park(desk.tx, OFFICE, "gone", desk.now)
    assert waiting(desk) == 0, "nothing better is there yet"
    chats.bind(desk.tx, NEW_OFFICE, ChatKind.UNIT, "donghu", None, desk.now)
    assert waiting(desk) == 1
    assert desk.the("card", NEW_OFFICE).ticket_id == 1001
    assert desk.queued(chat=OFFICE) == []
    assert messages.standing(desk.tx, 1001, NoticeKind.CARD) == [desk.the("card", NEW_OFFICE)]
    assert waiting(desk) == 0, "once"
    desk.report("东湖花园9栋的垃圾桶坏了")
    assert [card.ticket_id for card in desk.notices(chat=NEW_OFFICE, kind="card")] == [1001, 1002]
    assert [card.id for card in desk.notices(chat=OFFICE, kind="card")] == [old.id]


def test_a_chat_that_is_only_away_keeps_its_cards_when_another_unit_gets_one(desk: Desk) -> None:
    desk.report()
    desk.deliver()
    chats.park(desk.tx, OFFICE, "kicked", desk.now)
    chats.bind(desk.tx, BEISHAN, ChatKind.UNIT, "beishan", None, desk.now)
    assert waiting(desk) == 0
    assert len(messages.standing(desk.tx, 1001, NoticeKind.CARD)) == 1
