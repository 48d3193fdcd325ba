"""The units that a card offers: the likely ones, and all others by the tree."""

from __future__ import annotations

import pytest

from bot.domain.areas import Role
from bot.domain.posts import Sender
from bot.domain.tickets import Move, State
from storage import people
from tests.desk.office import CHEN, HALL, LI, NEW, OFFICE, Desk, buttons_of, data_of, text_of
from tests.desk.test_handling import act, brought_to
from tests.desk.test_menus import open_desk, press, shown

__all__ = ["open_desk"]


# --- in triage


def test_other_units_are_walked_to_on_the_card_itself(desk: Desk) -> None:
    brought_to(desk, State.TRIAGE)
    card = desk.the("card", HALL)
    desk.tap(CHEN, data_of(card, "其他单位…"), card)
    desk.deliver()
    edit = desk.notices(chat=HALL, kind="edit")[-1]
    assert edit.call.value == "editMessageReplyMarkup"
    assert buttons_of(edit) == ["青石街道 ›", "市路灯所", "‹ 返回"]
    desk.later()
    desk.tap(CHEN, data_of(edit, "青石街道 ›"), card)
    desk.deliver()
    edit = desk.notices(chat=HALL, kind="edit")[-1]
    assert desk.tap(CHEN, data_of(edit, "西苑社区"), card).text == "#T1001 已分派给西苑社区"
    assert desk.ticket().unit_code == "xiyuan"


def test_units_in_which_nobody_reads_are_marked(desk: Desk) -> None:
    """北山社区 has neither chat nor people, 青石街道 neither; who helps is never asked in the reporting group."""
    brought_to(desk, State.TRIAGE)
    card = desk.the("card", HALL)
    desk.tap(CHEN, "units:1001:jiedao:0", card)
    (edit,) = desk.queued(chat=HALL, kind="edit")
    marked = ["青石街道（暂无联系人）", "东湖社区", "西苑社区", "北山社区（暂无联系人）", "‹ 返回"]
    assert buttons_of(edit) == marked
    desk.report("东湖花园5栋的垃圾桶坏了")
    own = desk.the("card", OFFICE)
    for data, xiyuan in (("transfers:1002:jiedao:0", "西苑社区"), ("whistles:1002:jiedao:0", "西苑社区（暂无联系人）")):
        desk.tap(LI, data, own)
        assert buttons_of(desk.queued(chat=OFFICE, kind="edit")[-1])[1:4] == ["东湖社区", xiyuan, marked[3]]
        desk.deliver()
        desk.later()


def test_back_from_the_units_the_card_has_its_own_buttons(desk: Desk) -> None:
    brought_to(desk, State.TRIAGE)
    card = desk.the("card", HALL)
    desk.tap(CHEN, data_of(card, "其他单位…"), card)
    desk.later()
    desk.tap(CHEN, "card:1001", card)
    (edit,) = desk.queued(chat=HALL, kind="edit")
    assert buttons_of(edit) == buttons_of(card)


@pytest.mark.parametrize("data", ["units:1001::0", "card:1001"])
def test_who_walks_in_the_units_of_a_ticket_that_has_gone_is_told_who_sent_it(desk: Desk, data: str) -> None:
    """The buttons of triage stand until the edit has arrived, and can be pressed meanwhile."""
    brought_to(desk, State.TRIAGE)
    card = desk.the("card", HALL)
    act(desk, Move.DISPATCH, CHEN)
    answer = desk.tap(CHEN, data, card)
    assert (answer.text, answer.alert) == ("陈协调 已在 11-02 12:00 分派了", False)


def test_who_walks_in_the_units_of_a_ticket_that_never_waited_is_told_its_state(desk: Desk) -> None:
    brought_to(desk, State.ASSIGNED)
    answer = desk.tap(CHEN, "units:1001::0", desk.the("card", OFFICE))
    assert (answer.alert, "还没有受理" in answer.text) == (True, True)


def test_a_unit_that_nobody_reads_for_is_refused_with_the_remedy(desk: Desk) -> None:
    brought_to(desk, State.TRIAGE)
    answer = desk.tap(CHEN, "dispatch:1001:beishan", desk.the("card", HALL))
    assert answer.alert
    assert "/bind" in answer.text
    assert desk.ticket().state is State.TRIAGE


# --- of a transfer


def test_the_likely_units_of_a_transfer(open_desk: Desk) -> None:
    press(open_desk, LI, "转派")
    assert buttons_of(shown(open_desk, open_desk.the("card", OFFICE))) == ["西苑社区", "其他单位…", "‹ 返回"]


def test_who_gave_it_back_is_not_offered(desk: Desk) -> None:
    desk.report("西苑小区门口的路灯不亮了")
    act(desk, Move.RETURN, _officer(desk), "不归我们管")
    act(desk, Move.DISPATCH, CHEN)
    desk.deliver()
    press(desk, LI, "转派")
    offered = buttons_of(shown(desk, desk.the("card", OFFICE)))
    assert "市路灯所" not in offered
    assert "西苑社区" in offered, "its ground is where the place lies"


def _officer(desk: Desk) -> Sender:
    """Somebody who answers for 市路灯所."""
    people.remember(desk.tx, 204, "郑经办", None)
    people.grant(desk.tx, 204, Role.OFFICER, "luminju", None, desk.now)
    return Sender(204, "郑经办")


def test_any_unit_by_the_tree_and_back(open_desk: Desk) -> None:
    card = open_desk.the("card", OFFICE)
    press(open_desk, LI, "转派", "其他单位…")
    assert buttons_of(shown(open_desk, card)) == ["青石街道 ›", "市路灯所", "‹ 返回"]
    press(open_desk, LI, "‹ 返回", "‹ 返回")
    assert buttons_of(shown(open_desk, card)) == NEW


def test_a_transfer_between_communities_is_direct(open_desk: Desk) -> None:
    assert press(open_desk, LI, "转派", "西苑社区") == "#T1001 已转派给西苑社区"
    assert open_desk.ticket().unit_code == "xiyuan"


def test_a_transfer_to_a_department_is_proposed(open_desk: Desk) -> None:
    answer = press(open_desk, LI, "转派", "其他单位…", "市路灯所")
    assert answer == "已提交协调员，同意后生效（#T1001 转派）"
    assert open_desk.ticket().unit_code == "donghu"
    assert "市路灯所" in text_of(open_desk.notices(chat=HALL, kind="alert")[-1])
