"""Reviews: the list of who may review, one or all of it passed at once, and nothing for anybody else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk import reviews
from bot.desk.reach import Seat
from bot.domain.areas import Role
from bot.domain.posts import Sender
from bot.domain.refusals import Refused
from bot.domain.tickets import Move, State
from bot.notices.review_buttons import read_numbers, written_numbers
from storage import people
from storage.notices import Notice
from tests.desk.office import CHEN, HE, LI, SUN, WANG, ZHOU, Desk, buttons_of, data_of, text_of
from tests.desk.test_handling import act

BUILDINGS = (3, 5, 7)


def resolved(desk: Desk) -> None:
    for number, building in enumerate(BUILDINGS, 1001):
        desk.report(f"东湖花园{building}栋的垃圾桶坏了")
        act(desk, Move.RESOLVE, LI, f"换了{building}个", number=number)
        desk.deliver()


def listed(desk: Desk, who: Sender = ZHOU) -> Notice:
    desk.open_private(who)
    reviews.show(desk.tx, desk.office, desk.person(who), Seat(who.id), desk.now)
    desk.deliver()
    return desk.notices(chat=who.id, kind="answer")[-1]


def test_the_list_says_what_the_unit_said_and_has_a_row_each(desk: Desk) -> None:
    resolved(desk)
    shown = listed(desk)
    assert text_of(shown).startswith("<b>待复核 3 件</b>")
    assert "#T1002 东湖花园5栋 垃圾桶坏了（东湖社区）：换了5个" in text_of(shown)
    assert buttons_of(shown) == [
        *(label for number in (1001, 1002, 1003) for label in (f"T{number}", "复核通过", "退回返工")),
        "以上 3 件全部通过",
    ]


def test_all_that_is_shown_passes_with_one_tap(desk: Desk) -> None:
    resolved(desk)
    shown = listed(desk)
    assert desk.tap(ZHOU, data_of(shown, "以上 3 件全部通过"), shown).text == "已通过 3 件"
    assert {ticket.state for ticket in desk.tickets()} == {State.CLOSED}
    (edit,) = [one for one in desk.queued(chat=ZHOU.id, kind="edit") if one.target == shown.id]
    assert text_of(edit) == "没有待复核的工单。"


def test_one_passes_and_the_list_shows_the_others(desk: Desk) -> None:
    resolved(desk)
    shown = listed(desk)
    data = [button["callback_data"] for row in shown.payload["reply_markup"]["inline_keyboard"] for button in row]
    assert desk.tap(ZHOU, data[4], shown).text == "已通过 1 件"
    assert [ticket.state for ticket in desk.tickets()] == [State.RESOLVED, State.CLOSED, State.RESOLVED]
    assert desk.tap(ZHOU, data[4], shown).text == "已通过 0 件", "a second press is no error"


def test_who_was_faster_is_no_hindrance(desk: Desk) -> None:
    resolved(desk)
    shown = listed(desk)
    act(desk, Move.CONFIRM, WANG, number=1002)
    act(desk, Move.REWORK, CHEN, "没修好", number=1003)
    assert desk.tap(ZHOU, data_of(shown, "以上 3 件全部通过"), shown).text == "已通过 1 件"
    assert desk.ticket(1003).state is State.ACCEPTED


@pytest.mark.parametrize("stranger", [LI, SUN, HE, WANG])
def test_nobody_else_passes_anything(desk: Desk, stranger: Sender) -> None:
    resolved(desk)
    shown = listed(desk)
    before = desk.dump()
    assert desk.tap(stranger, data_of(shown, "以上 3 件全部通过"), shown).alert
    assert desk.dump() == before
    with pytest.raises(Refused):
        reviews.show(desk.tx, desk.office, desk.person(stranger), Seat(stranger.id), desk.now)


@pytest.mark.parametrize(
    "data", ["pass:1001:", "pass:1001:x y", "pass:1001:rt", "pass:1001:rs.rt", "pass:1001:rt.zzzzz"]
)
def test_forged_lists_pass_nothing(desk: Desk, data: str) -> None:
    resolved(desk)
    shown = listed(desk)
    before = desk.dump()
    assert desk.tap(HE, data, shown).alert
    if data != "pass:1001:rt":  # that one is what the button itself says
        assert desk.tap(ZHOU, data, shown).alert
        assert desk.dump() == before


@given(st.lists(st.integers(0, 9_999_999), min_size=1, max_size=reviews.MOST))
def test_numbers_are_read_back_and_fit(numbers: list[int]) -> None:
    data = f"pass:{numbers[0]}:{written_numbers(numbers)}"
    assert read_numbers(data.split(":")[2]) == numbers
    assert len(data) <= 64


@given(st.text(max_size=30))
def test_no_text_upsets_the_reader_of_numbers(written: str) -> None:
    assert all(number >= 0 for number in read_numbers(written))


def test_nobody_reviews_their_own_work(desk: Desk) -> None:
    people.grant(desk.tx, LI.id, Role.REVIEWER, "jiedao", None, desk.now)
    resolved(desk)
    assert reviews.waiting(desk.tx, desk.office, desk.person(LI)) == []
    assert desk.tap(LI, "approve:1001").text == "这件是您自己办结的，请由别人来复核"
    assert desk.ticket().state is State.RESOLVED
    assert len(reviews.waiting(desk.tx, desk.office, desk.person(ZHOU))) == len(BUILDINGS)


def test_who_reported_it_and_resolved_it_does_not_close_it(desk: Desk) -> None:
    desk.report(sender=LI)
    act(desk, Move.RESOLVE, LI)
    desk.deliver()
    assert desk.tap(LI, "confirm:1001", desk.the("closure")).alert
    act(desk, Move.APPROVE, ZHOU)
    assert desk.ticket().state is State.CLOSED
