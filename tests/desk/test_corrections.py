"""Corrections: category, class and place set right by a coordinator, with the clock computed anew and recorded."""

from __future__ import annotations

import pytest

from bot.desk.corrections import read_correction
from bot.domain.areas import TimeClass
from bot.domain.deadlines import Clock
from bot.domain.durations import Duration
from bot.domain.posts import Sender
from bot.domain.refusals import Refused
from bot.domain.tickets import Move, State
from bot.domain.wishes import Correction, Wish
from storage import deadlines, events
from tests.desk.office import AREA, CHEN, DAY, HE, HOUR, LI, SUN, WANG, ZHOU, Desk, buttons_of, data_of
from tests.desk.test_handling import act, brought_to


@pytest.mark.parametrize(
    ("words", "change"),
    [
        ("类别 垃圾桶", Correction(category="sanitation", subcategory="bin")),
        ("类别 环境卫生/垃圾桶", Correction(category="sanitation", subcategory="bin")),
        ("类别改成照明", Correction(category="lighting")),
        ("分类：环境卫生", Correction(category="sanitation")),
        ("时限 A", Correction(time_class=TimeClass.A)),
        ("时限改为急", Correction(time_class=TimeClass.URGENT)),
        ("等级 b类", Correction(time_class=TimeClass.B)),
        ("地点 西苑小区3栋", Correction(place="西苑小区3栋", name="西苑小区")),
        ("位置 河边", Correction(place="河边")),
    ],
)
def test_words_are_understood(words: str, change: Correction) -> None:
    assert read_correction(AREA, words) == change


@pytest.mark.parametrize("words", ["", "类别", "类别 飞碟", "时限 Z", "随便写点什么", "地点"])
def test_words_that_set_nothing_right(words: str) -> None:
    with pytest.raises(Refused):
        read_correction(AREA, words)


def test_another_class_moves_the_deadline_from_when_the_unit_got_it(desk: Desk) -> None:
    brought_to(desk, State.ACCEPTED)
    given = desk.ticket().assigned_at
    assert given is not None
    desk.later(5 * HOUR)
    act(desk, Move.CORRECT, CHEN, "时限 A类", wish=Wish(change=Correction(time_class=TimeClass.A)))
    ticket = desk.ticket()
    assert (ticket.time_class, ticket.limit, ticket.due_at) == (TimeClass.A, Duration.parse("1d"), given + DAY)
    assert deadlines.running(desk.tx, 1001)[Clock.FIX].due_at == given + DAY
    noted = events.history(desk.tx, 1001)[-1]
    assert (noted.kind, noted.words, noted.details) == ("correct", "时限 A类", {"change": {"time_class": "A"}})


def test_another_class_leaves_an_extension_granted(desk: Desk) -> None:
    brought_to(desk, State.ACCEPTED)
    act(desk, Move.EXTEND, CHEN, "等材料", wish=Wish(span=Duration.parse("2d")))
    before = desk.ticket().due_at
    assert before is not None
    act(desk, Move.CORRECT, CHEN, "时限 A类", wish=Wish(change=Correction(time_class=TimeClass.A)))
    assert desk.ticket().due_at == before - 2 * DAY, "three days become one, and two more stay"


def test_the_time_to_answer_does_not_begin_again(desk: Desk) -> None:
    brought_to(desk, State.ASSIGNED)
    answer_by = deadlines.running(desk.tx, 1001)[Clock.RESPONSE].due_at
    desk.later(2 * HOUR)
    act(desk, Move.CORRECT, CHEN, "时限 C类", wish=Wish(change=Correction(time_class=TimeClass.C)))
    assert deadlines.running(desk.tx, 1001)[Clock.RESPONSE].due_at == answer_by
    act(desk, Move.ACCEPT, LI)
    act(desk, Move.CORRECT, CHEN, "时限 急", wish=Wish(change=Correction(time_class=TimeClass.URGENT)))
    assert set(deadlines.running(desk.tx, 1001)) == {Clock.FIX}


def test_nor_does_the_time_to_review(desk: Desk) -> None:
    brought_to(desk, State.RESOLVED)
    review = deadlines.running(desk.tx, 1001)[Clock.REVIEW]
    desk.later(10 * DAY)
    act(desk, Move.CORRECT, CHEN, "时限 C类", wish=Wish(change=Correction(time_class=TimeClass.C)))
    assert deadlines.running(desk.tx, 1001)[Clock.REVIEW] == review


def test_a_category_brings_its_class_along(desk: Desk) -> None:
    brought_to(desk, State.ASSIGNED)
    act(desk, Move.CORRECT, CHEN, "x", wish=Wish(change=Correction(category="lighting")))
    ticket = desk.ticket()
    assert (ticket.category, ticket.subcategory, ticket.time_class) == ("lighting", None, TimeClass.A)
    assert ticket.unit_code == "donghu", "another unit is a transfer"


def test_what_is_closed_is_set_right_for_the_statistics_and_starts_no_clock(desk: Desk) -> None:
    brought_to(desk, State.CLOSED)
    due = desk.ticket().due_at
    act(desk, Move.CORRECT, CHEN, "x", wish=Wish(change=Correction(time_class=TimeClass.C)))
    assert not deadlines.running(desk.tx, 1001)
    assert (desk.ticket().state, desk.ticket().due_at) == (State.CLOSED, due)


def test_three_taps_from_the_number_to_the_right_category(desk: Desk) -> None:
    brought_to(desk, State.ASSIGNED)
    desk.open_private(CHEN)
    desk.tap(CHEN, "show:1001", chat=CHEN.id)
    desk.deliver()
    opened = desk.notices(chat=CHEN.id, kind="answer")[-1]
    assert not desk.tap(CHEN, data_of(opened, "更正"), opened).alert
    desk.deliver()
    first = desk.notices(chat=CHEN.id, kind="edit")[-1]
    assert buttons_of(first) == ["环境卫生", "照明", "急", "A类", "B类", "C类", "地点", "‹ 返回"]
    desk.later()
    desk.tap(CHEN, data_of(first, "环境卫生"), opened)
    desk.deliver()
    second = desk.notices(chat=CHEN.id, kind="edit")[-1]
    assert buttons_of(second) == ["环境卫生（不分小类）", "垃圾桶", "‹ 返回"]
    assert desk.tap(CHEN, data_of(second, "环境卫生（不分小类）"), opened).text == "#T1001 已更正"
    assert desk.ticket().subcategory is None


@pytest.mark.parametrize("stranger", [LI, ZHOU, SUN, HE, WANG])
@pytest.mark.parametrize(
    "data", ["correct:1001", "correctcat:1001:lighting", "correctto:1001:lighting:", "correctclass:1001:A"]
)
def test_only_coordinators_set_right(desk: Desk, stranger: Sender, data: str) -> None:
    brought_to(desk, State.ASSIGNED)
    before = desk.dump()
    assert desk.tap(stranger, data).alert
    assert desk.dump() == before


@pytest.mark.parametrize(
    "data", ["correctcat:1001:x", "correctto:1001:x:", "correctto:1001:sanitation:x", "correctclass:1001:D"]
)
def test_forged_data_sets_nothing_right(desk: Desk, data: str) -> None:
    brought_to(desk, State.ASSIGNED)
    before = desk.dump()
    assert desk.tap(CHEN, data).alert
    assert desk.dump() == before
