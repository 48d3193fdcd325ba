"""Joint work: help that is whistled for has a life of its own, the lead closes and rates it; parts are tickets."""

from __future__ import annotations

import pytest

from bot.desk.acts import Act
from bot.desk.consent import carry_out
from bot.domain.areas import Role
from bot.domain.notices import NoticeKind
from bot.domain.posts import Sender
from bot.domain.refusals import Refusal
from bot.domain.tickets import Move, State
from bot.domain.wishes import NOTHING, Wish
from storage import events, messages, people, requests, tickets
from tests.desk.office import CHEN, DAY, DEPOT, HE, LI, OFFICE, RIDERS, SUN, WANG, Desk, buttons_of, data_of, text_of
from tests.desk.test_handling import act, brought_to, refused

LAMPS = Sender(205, "赵经办")
DEPARTMENT = Wish(units=("luminju",))


@pytest.fixture
def led(desk: Desk) -> Desk:
    """东湖社区 has whistled for 市路灯所: 1002 is help for 1001."""
    people.remember(desk.tx, LAMPS.id, LAMPS.name, None)
    people.grant(desk.tx, LAMPS.id, Role.OFFICER, "luminju", None, desk.now)
    brought_to(desk, State.ACCEPTED)
    act(desk, Move.WHISTLE, LI, "要断电", wish=DEPARTMENT)
    desk.deliver()
    return desk


def test_the_helper_gets_a_card_of_its_own_and_the_group_hears_nothing(led: Desk) -> None:
    part = led.ticket(1002)
    assert (part.state, part.unit_code, part.parent_id, part.lead_unit) == (State.ASSIGNED, "luminju", 1001, "donghu")
    (card,) = led.notices(chat=DEPOT, kind="card")
    assert "协办 #T1001，主办 东湖社区" in text_of(card)
    (edit,) = [one for one in led.notices(chat=OFFICE, kind="edit") if "协办 #T1002 市路灯所：待受理" in text_of(one)]
    assert "吹哨，请市路灯所协办：要断电" in text_of(edit)
    for move in (Move.ACCEPT, Move.RESOLVE):
        act(led, move, LAMPS, number=1002)
        led.deliver()
    assert not [notice for notice in led.notices(chat=RIDERS) if notice.ticket_id == 1002]


def test_the_lead_cannot_close_before_the_help_is_done(led: Desk) -> None:
    refusal = refused(led, lambda: act(led, Move.RESOLVE, LI))
    assert (refusal.reason, refusal.facts["helpers"]) == (Refusal.HELP_UNDERWAY, "#T1002 市路灯所")
    act(led, Move.RESOLVE, LAMPS, number=1002)
    assert act(led, Move.RESOLVE, LI).state is State.RESOLVED


def test_the_lead_rates_with_one_tap(led: Desk) -> None:
    act(led, Move.RESOLVE, LAMPS, "电断好了", number=1002)
    led.deliver()
    (asked,) = led.notices(chat=OFFICE, kind="alert")
    assert "协办 #T1002 已完成（市路灯所）：电断好了" in text_of(asked)
    assert buttons_of(asked) == ["到场、及时、解决", "解决了，但不及时", "到场了，没解决", "没有到场", "退回返工"]
    assert led.tap(LI, data_of(asked, "解决了，但不及时"), asked).text == "已评价 #T1002"
    assert led.ticket(1002).state is State.CLOSED
    rated = events.history(led.tx, 1002)[-1]
    assert (rated.kind, rated.words) == ("rate", "解决了，但不及时")
    assert rated.details["rating"] == {"came": True, "in_time": False, "solved": True}


@pytest.mark.parametrize("stranger", [LAMPS, SUN, HE, WANG])
def test_nobody_rates_but_the_lead_and_a_coordinator(led: Desk, stranger: Sender) -> None:
    act(led, Move.RESOLVE, LAMPS, number=1002)
    led.deliver()
    before = led.dump()
    assert led.tap(stranger, "rate:1002:all").alert
    assert led.dump() == before
    assert not led.tap(CHEN, "rate:1002:all", messages.standing(led.tx, 1002, NoticeKind.ALERT)[0]).alert


def test_the_lead_sends_unfinished_help_back(led: Desk) -> None:
    act(led, Move.RESOLVE, LAMPS, number=1002)
    assert act(led, Move.REWORK, LI, "还没通电", number=1002).state is State.ACCEPTED
    assert led.ticket(1002).reopened == 1


def test_help_is_whistled_for_once_a_unit_and_on_one_level(led: Desk) -> None:
    assert refused(led, lambda: act(led, Move.WHISTLE, LI, wish=DEPARTMENT)).reason is Refusal.HAS_HELPER
    further = Wish(units=("xiyuan",))
    assert refused(led, lambda: act(led, Move.WHISTLE, LAMPS, number=1002, wish=further)).reason is Refusal.IS_HELP


@pytest.mark.parametrize(
    ("move", "sender", "wish"),
    [
        (Move.WITHDRAW, WANG, NOTHING),
        (Move.REJECT, CHEN, NOTHING),
        (Move.RETURN, LI, NOTHING),
        (Move.TRANSFER, LI, Wish(units=("xiyuan",))),
    ],
)
def test_help_is_called_off_when_its_lead_has_the_ticket_no_more(
    led: Desk, move: Move, sender: Sender, wish: Wish
) -> None:
    act(led, move, sender, wish=wish)
    assert led.ticket(1002).state is State.WITHDRAWN
    led.deliver()
    (edit,) = [one for one in led.notices(chat=DEPOT, kind="edit") if "已撤回" in text_of(one)]
    assert buttons_of(edit) == []


def test_help_of_a_unit_without_a_chat_is_read_in_private_or_not_asked_for(desk: Desk) -> None:
    brought_to(desk, State.ACCEPTED)
    wish = Wish(units=("xiyuan",))  # it has a secretary, who has not started the bot
    assert refused(desk, lambda: act(desk, Move.WHISTLE, LI, wish=wish)).reason is Refusal.UNIT_UNREACHABLE
    desk.open_private(SUN)
    act(desk, Move.WHISTLE, LI, wish=wish)
    (card,) = [one for one in desk.notices(kind="card") if one.ticket_id == 1002]
    assert card.chat_id == SUN.id, "the reporting group hears of one ticket"


def test_two_taps_whistle(desk: Desk) -> None:
    brought_to(desk, State.ACCEPTED)
    card = desk.the("card", OFFICE)
    assert not desk.tap(LI, "whistle:1001", card).alert
    desk.deliver()
    (edit,) = [one for one in desk.notices(chat=OFFICE, kind="edit") if "市路灯所" in buttons_of(one)]
    answer = desk.tap(LI, data_of(edit, "市路灯所"), card)
    assert answer.text == "#T1001 已吹哨"
    assert [one.unit_code for one in tickets.helping(desk.tx, 1001)] == ["luminju"]


def test_a_split_off_part_is_a_ticket_like_any_other(desk: Desk) -> None:
    brought_to(desk, State.ACCEPTED)
    act(desk, Move.SPLIT, CHEN, wish=Wish(units=("xiyuan", "luminju")))
    parts = [desk.ticket(number) for number in (1002, 1003)]
    assert [(part.unit_code, part.parent_id, part.lead_unit) for part in parts] == [
        ("xiyuan", 1001, None),
        ("luminju", 1001, None),
    ]
    desk.deliver()
    act(desk, Move.RESOLVE, SUN, number=1002)
    assert desk.queued(chat=RIDERS, kind="closure"), "its reporter is told"
    assert act(desk, Move.RESOLVE, LI).state is State.RESOLVED, "nobody waits for the other parts"
    assert (
        refused(desk, lambda: act(desk, Move.SPLIT, CHEN, number=1003, wish=Wish(units=("donghu",)))).reason
        is Refusal.IS_HELP
    )


def test_a_unit_only_proposes_a_split(desk: Desk) -> None:
    brought_to(desk, State.ACCEPTED)
    answer = desk.tap(LI, "splitto:1001:luminju", desk.the("card", OFFICE))
    assert answer.text == "已提交协调员，同意后生效（#T1001 拆分）"
    assert len(desk.tickets()) == 1


@pytest.mark.parametrize("data", ["rate:1001:all", "rate:1001:x", "whistleto:1001:nowhere", "whistles:1001:nowhere:0"])
def test_forged_presses_change_nothing(desk: Desk, data: str) -> None:
    brought_to(desk, State.ACCEPTED)
    before = desk.dump()
    for sender in (LI, CHEN, HE):
        assert desk.tap(sender, data, desk.the("card", OFFICE)).alert
    assert desk.dump() == before


def test_who_came_already_is_not_called_off_but_still_rated(led: Desk) -> None:
    act(led, Move.RESOLVE, LAMPS, "换好了", number=1002)
    led.deliver()
    asked = led.the("alert", chat=OFFICE)
    act(led, Move.RETURN, LI)
    assert led.ticket(1002).state is State.RESOLVED
    assert not led.tap(LI, data_of(asked, "没有到场"), asked).alert
    assert led.ticket(1002).state is State.CLOSED


def test_what_called_off_help_asked_for_is_not_asked_any_more(led: Desk) -> None:
    order = Act(led.person(LAMPS), 1002, Move.SUSPEND, "等配件", Wish(until=led.now + DAY))
    assert carry_out(led.tx, led.office, order, led.now).proposed
    act(led, Move.RETURN, LI)
    assert requests.waiting(led.tx, 1002) == []


def test_a_unit_that_is_named_twice_gets_one_part(desk: Desk) -> None:
    brought_to(desk, State.ACCEPTED)
    act(desk, Move.SPLIT, CHEN, wish=Wish(units=("xiyuan", "xiyuan")))
    assert [ticket.id for ticket in desk.tickets()] == [1001, 1002]


def test_a_part_begins_without_the_stars_of_the_whole(desk: Desk) -> None:
    brought_to(desk, State.RESOLVED)
    act(desk, Move.THANK, WANG, wish=Wish(stars=1))
    act(desk, Move.DISPUTE, WANG)
    act(desk, Move.SPLIT, CHEN, wish=Wish(units=("xiyuan",)))
    assert (desk.ticket().stars, desk.ticket(1002).stars) == (1, None)
