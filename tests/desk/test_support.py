"""Joining, 并单 and 撤销并单, by the unit's people and by coordinators, and what supporters are shown."""

from __future__ import annotations

import pytest

from bot.domain.posts import Post, Sender
from bot.domain.refusals import Refusal
from bot.domain.tickets import Move, State, Ticket
from bot.domain.wishes import Wish
from tests.desk.office import CHEN, HALL, HE, LI, OFFICE, RIDERS, SUN, WANG, Desk, buttons_of, data_of, text_of
from tests.desk.test_handling import act, refused
from tests.desk.two_tickets import BIN, ZHANG, card_of, joined, press, shown, two

__all__ = ["two"]


# --- 并单


def test_a_unit_merges_in_three_taps_into_the_likeliest(desk: Desk, two: tuple[Ticket, Ticket]) -> None:
    desk.report("东湖花园9栋墙面脱落", sender=ZHANG)
    press(desk, LI, "更多 ›", 1002)
    press(desk, LI, "并单", 1002)
    offered = buttons_of(shown(desk, 1002))
    assert offered[0].startswith("并入 #T1001 东湖花园3栋")
    assert offered[-2:] == ["写编号…", "‹ 返回"]
    assert press(desk, LI, offered[0], 1002) == "#T1002 已并单"
    assert (desk.ticket(1002).state, desk.ticket(1002).merged_into) == (State.MERGED, 1001)
    assert desk.ticket(1001).supporters == (HE.id,)
    assert "同报 1" in text_of(shown(desk, 1001))
    assert "已并入 #T1001" in text_of(shown(desk, 1002))
    assert buttons_of(shown(desk, 1002)) == ["撤销并单"]


def test_the_reporter_of_the_merged_one_is_told_of_the_other(desk: Desk, two: tuple[Ticket, Ticket]) -> None:
    act(desk, Move.MERGE, LI, number=1002, wish=Wish(ticket=1001))
    assert _sign(desk, two[1]) == "🤝"
    act(desk, Move.RESOLVE, LI)
    desk.deliver()
    (closure,) = desk.notices(chat=RIDERS, kind="closure")
    assert HE.name in text_of(closure)
    assert _sign(desk, two[1]) == "👌"


def _sign(desk: Desk, ticket: Ticket) -> str | None:
    return desk.sign(Post(ticket.chat_id, ticket.message_id, HE, desk.now))


@pytest.mark.parametrize("who", [LI, CHEN])
def test_the_number_may_be_written_below_the_card(desk: Desk, two: tuple[Ticket, Ticket], who: Sender) -> None:
    card = card_of(desk, 1002)
    assert "并入 T1023" in desk.tap(LI, "mergeno:1002", card).text
    desk.say("并入 T1001", who, OFFICE, reply_to=card.message_id)
    assert desk.ticket(1002).merged_into == 1001


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("并入 T1003", "T1003 不是您单位的工单，或者编号不对"),
        ("并入 T9999", "T9999 不是您单位的工单，或者编号不对"),
        ("并入 T1002", "不能并入自己"),
    ],
)
def test_a_unit_merges_into_its_own_alone(desk: Desk, two: tuple[Ticket, Ticket], words: str, told: str) -> None:
    desk.report("西苑小区3栋的垃圾桶坏了", sender=ZHANG)
    order = desk.say(words, LI, OFFICE, reply_to=card_of(desk, 1002).message_id)
    assert desk.ticket(1002).state is State.ASSIGNED
    (line,) = [text_of(one) for one in desk.notices(kind="answer") if one.reply_to == order.message_id]
    assert line.startswith(told)


def test_a_coordinator_merges_across_units_and_undoes_it(desk: Desk, two: tuple[Ticket, Ticket]) -> None:
    desk.report("西苑小区3栋的垃圾桶坏了", sender=ZHANG)
    act(desk, Move.MERGE, CHEN, number=1002, wish=Wish(ticket=1003))
    card = shown(desk, 1002)
    assert desk.tap(LI, data_of(card, "撤销并单"), card_of(desk, 1002)).alert, "that is a coordinator's"
    assert desk.tap(CHEN, data_of(card, "撤销并单"), card_of(desk, 1002)).text == "#T1002 已撤销并单，单独办理"
    desk.deliver()
    assert (desk.ticket(1002).state, desk.ticket(1002).merged_into) == (State.ASSIGNED, None)
    assert desk.ticket(1003).supporters == ()
    assert _sign(desk, two[1]) == "✍"
    assert "受理" in buttons_of(shown(desk, 1002))


def test_the_whole_ticket_offers_coordinators_the_way_back(desk: Desk, two: tuple[Ticket, Ticket]) -> None:
    act(desk, Move.MERGE, LI, number=1002, wish=Wish(ticket=1001))
    desk.tap(CHEN, "show:1002", chat=HALL)
    whole = desk.notices(chat=HALL, kind="answer")[-1]
    assert "撤销并单" in buttons_of(whole)


def test_who_supported_the_merged_one_goes_along_and_comes_back(desk: Desk, two: tuple[Ticket, Ticket]) -> None:
    desk.say("东湖花园后门的垃圾桶坏了", ZHANG)
    act(desk, Move.MERGE, LI, number=1002, wish=Wish(ticket=1001))
    assert set(desk.ticket(1001).supporters) == {HE.id, ZHANG.id}
    act(desk, Move.UNMERGE, CHEN, number=1002)
    assert desk.ticket(1001).supporters == ()
    assert desk.ticket(1002).supporters == (ZHANG.id,)


def test_of_what_was_resolved_before_the_newcomer_is_told(desk: Desk, two: tuple[Ticket, Ticket]) -> None:
    act(desk, Move.RESOLVE, LI)
    desk.deliver()
    act(desk, Move.MERGE, LI, number=1002, wish=Wish(ticket=1001))
    assert _sign(desk, two[1]) == "👌"


# --- one merge behind the other


@pytest.fixture
def chain(desk: Desk, two: tuple[Ticket, Ticket]) -> Desk:
    """何骑手's 1002 was merged into 王骑手's 1001, and that into 张骑手's 1003."""
    desk.report("东湖花园9栋的垃圾桶坏了", sender=ZHANG)
    act(desk, Move.MERGE, CHEN, number=1002, wish=Wish(ticket=1001))
    act(desk, Move.MERGE, CHEN, number=1001, wish=Wish(ticket=1003))
    assert set(desk.ticket(1003).supporters) == {WANG.id, HE.id}
    return desk


def test_a_ticket_that_stands_again_leaves_nobody_behind_however_far_it_was_merged(chain: Desk) -> None:
    act(chain, Move.UNMERGE, CHEN, number=1002)
    assert chain.ticket(1002).state is State.ASSIGNED
    assert (chain.ticket(1001).supporters, chain.ticket(1003).supporters) == ((), (WANG.id,))


def test_the_middle_of_the_chain_takes_along_what_came_by_it(chain: Desk) -> None:
    act(chain, Move.UNMERGE, CHEN, number=1001)
    assert chain.ticket(1002).state is State.MERGED
    assert (chain.ticket(1001).supporters, chain.ticket(1003).supporters) == ((HE.id,), ())


def test_who_is_set_apart_at_the_end_gets_the_own_ticket_and_nobody_elses(chain: Desk) -> None:
    act(chain, Move.DETACH, CHEN, number=1003, wish=Wish(post=chain.ticket(1002).post_id))
    assert [chain.ticket(number).state for number in (1001, 1002)] == [State.MERGED, State.ASSIGNED]
    assert (chain.ticket(1001).supporters, chain.ticket(1003).supporters) == ((), (WANG.id,))


def test_an_emergency_is_not_merged_into_what_has_time(desk: Desk) -> None:
    desk.report(BIN)
    fire = desk.report("东湖花园7栋着火了", sender=HE)
    caught = refused(desk, lambda: act(desk, Move.MERGE, CHEN, number=fire.id, wish=Wish(ticket=1001)))
    assert caught.reason is Refusal.URGENT_FIRST
    act(desk, Move.MERGE, CHEN, number=1001, wish=Wish(ticket=fire.id))
    assert desk.ticket(1001).state is State.MERGED


@pytest.mark.parametrize("sender", [WANG, HE])
def test_who_only_reported_is_not_shown_what_the_others_said(desk: Desk, sender: Sender) -> None:
    joined(desk, HE, ZHANG)
    act(desk, Move.RESOLVE, LI)
    desk.deliver()
    closure = desk.the("closure")
    before = desk.dump()
    assert desk.tap(sender, "detach:1001", closure).alert
    assert desk.tap(sender, "own:1001", closure).alert, "in the group everybody would read it"
    assert desk.dump() == before


def test_the_same_stars_again_change_nothing(desk: Desk) -> None:
    joined(desk, HE)
    act(desk, Move.RESOLVE, LI)
    desk.deliver()
    closure = desk.the("closure")
    for stars in (5, 5, 4, 4):
        assert not desk.tap(HE, f"thank:1001:{stars}", closure).alert
        desk.later()
    assert desk.events().count("thank") == 2


# --- what was said in private, where couriers read


BY_XIYUAN = "西苑小区3栋的垃圾桶坏了"
"""Of a unit without a chat: its card stands in the group."""


def test_the_group_is_not_shown_what_was_reported_in_private(desk: Desk) -> None:
    desk.report(sender=HE)
    desk.report(BY_XIYUAN)
    desk.say(f"{BY_XIYUAN}，我住501", HE, chat=HE.id, private=True)
    desk.say(BY_XIYUAN, ZHANG)
    desk.deliver()
    assert not desk.tap(SUN, "detach:1002", card_of(desk, 1002, RIDERS)).alert
    (choice,) = desk.queued(chat=RIDERS)
    assert buttons_of(choice) == ["私聊上报的一条", f"张骑手：{BY_XIYUAN}", "‹ 返回"]


def test_nor_offered_tickets_of_private_reports(desk: Desk) -> None:
    desk.report(sender=HE)
    desk.report("西苑小区8栋的垃圾桶坏了", sender=HE, chat=HE.id, private=True)
    desk.report(BY_XIYUAN, sender=ZHANG)
    number = desk.tickets()[-1].id
    desk.report("西苑小区9栋的垃圾桶坏了")
    assert not desk.tap(SUN, f"merge:{number}", card_of(desk, number, RIDERS)).alert
    (choice,) = desk.queued(chat=RIDERS)
    assert [label[:10] for label in buttons_of(choice)] == ["并入 #T1004 ", "写编号…", "‹ 返回"]


def test_nor_asked_there_whether_a_private_one_is_done(desk: Desk) -> None:
    desk.open_private(SUN)
    desk.report(sender=HE)
    desk.report("西苑小区8栋的垃圾桶坏了", sender=HE, chat=HE.id, private=True)
    desk.say("西苑小区8栋垃圾桶已修好", SUN)
    assert not [one for one in desk.queued(chat=RIDERS) if "T1002" in text_of(one)]
    desk.say("西苑小区8栋垃圾桶已修好", SUN, chat=SUN.id, private=True)
    assert [one for one in desk.queued(chat=SUN.id) if "是 #T1002 办结吗" in text_of(one)]


def test_a_photo_that_was_sent_in_private_does_not_come_onto_the_groups_card(desk: Desk) -> None:
    desk.report(sender=HE)
    desk.report(BY_XIYUAN)
    desk.say(BY_XIYUAN, HE, chat=HE.id, private=True, photo=True)
    desk.deliver()
    assert desk.ticket(1002).supporters == (HE.id,)
    assert all("photo" not in one.payload and "media" not in one.payload for one in desk.notices(chat=RIDERS))
