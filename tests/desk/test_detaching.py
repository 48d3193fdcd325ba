"""Setting apart, 拆出同报: a report that was joined wrongly becomes a ticket of its own."""

from __future__ import annotations

import pytest

from bot.domain.posts import Sender
from bot.domain.tickets import Move, State, Ticket
from bot.domain.wishes import Wish
from storage import supporters
from tests.desk.office import HE, HOUR, LI, OFFICE, SUN, WANG, Desk, buttons_of
from tests.desk.test_handling import act
from tests.desk.two_tickets import BIN, ZHANG, joined, press, shown, two

__all__ = ["two"]


def test_only_what_was_joined_can_be_set_apart(desk: Desk) -> None:
    desk.report(BIN)
    press(desk, LI, "更多 ›")
    assert "拆出同报" not in buttons_of(shown(desk))


def test_the_one_other_report_goes_at_once(desk: Desk) -> None:
    (post,) = joined(desk, HE)
    press(desk, LI, "更多 ›")
    assert press(desk, LI, "拆出同报") == "已拆出，单独办理"
    assert [ticket.reporter_id for ticket in desk.tickets()] == [WANG.id, HE.id]
    assert (desk.ticket(1001).supporters, desk.sign(post)) == ((), "✍")
    assert len(desk.notices(chat=OFFICE, kind="card")) == 2


def test_of_several_one_is_chosen(desk: Desk) -> None:
    joined(desk, HE, ZHANG)
    press(desk, LI, "更多 ›")
    press(desk, LI, "拆出同报")
    offered = buttons_of(shown(desk))
    assert offered == [f"何骑手：{BIN}", f"张骑手：{BIN}", "‹ 返回"]
    press(desk, LI, offered[1])
    assert desk.ticket(1001).supporters == (HE.id,)
    assert desk.ticket(1002).reporter_id == ZHANG.id


def test_it_is_never_joined_to_that_one_again(desk: Desk) -> None:
    joined(desk, HE)
    act(desk, Move.DETACH, LI, wish=Wish(post=supporters.of_ticket(desk.tx, 1001)[0].post_id))
    desk.deliver()
    desk.later(HOUR)
    desk.say(BIN, ZHANG)
    assert len(desk.tickets()) == 2, "a third report joins one of the two"
    assert desk.ticket(1002).merged_into is None


def test_what_was_merged_gets_its_own_ticket_back(desk: Desk, two: tuple[Ticket, Ticket]) -> None:
    act(desk, Move.MERGE, LI, number=1002, wish=Wish(ticket=1001))
    desk.deliver()
    press(desk, LI, "更多 ›")
    press(desk, LI, "拆出同报")
    assert (len(desk.tickets()), desk.ticket(1002).state) == (2, State.ASSIGNED)
    assert desk.ticket(1001).supporters == ()


@pytest.mark.parametrize("stranger", [SUN, WANG])
def test_nobody_else_sets_reports_apart(desk: Desk, stranger: Sender) -> None:
    joined(desk, HE)
    before = desk.dump()
    post_id = supporters.of_ticket(desk.tx, 1001)[0].post_id
    assert desk.tap(stranger, f"detach:1001:{post_id}").alert
    assert desk.tap(LI, "detach:1001:4711").alert
    assert desk.dump() == before


def test_who_only_supported_a_merged_ticket_gets_one_of_their_own(desk: Desk, two: tuple[Ticket, Ticket]) -> None:
    desk.say("东湖花园后门的垃圾桶坏了", ZHANG)
    joined = supporters.of_ticket(desk.tx, 1002)[0].post_id
    act(desk, Move.MERGE, LI, number=1002, wish=Wish(ticket=1001))
    act(desk, Move.DETACH, LI, wish=Wish(post=joined))
    assert desk.ticket(1002).state is State.MERGED, "it is 何骑手's, who said nothing"
    assert (desk.ticket(1002).supporters, desk.ticket(1001).supporters) == ((), (HE.id,))
    assert desk.ticket(1003).reporter_id == ZHANG.id
