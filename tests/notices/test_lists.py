"""Lists: what is to do and what one has reported, short enough for one message."""

from __future__ import annotations

from hypothesis import given, settings

from bot.desk.lists import PAGE
from bot.domain.rankings import OwnCounts
from bot.domain.tickets import Move, State
from bot.notices.cards import MESSAGE_LIMIT
from bot.notices.lists import RequestLine, found_text, mine_text, todo_text, triage_text
from bot.notices.markup import Markup
from tests.notices.samples import AREA, HOUR, NOON, TEXTS, ZONE, a_ticket, nasty, shown, shown_length


def test_what_is_to_do() -> None:
    tickets = [
        a_ticket(due_at=NOON - HOUR),
        a_ticket(id=1025, state=State.TRIAGE, place=None, unit_code=None, due_at=None),
    ]
    assert shown(todo_text(TEXTS, tickets, 2, 0, NOON, ZONE))[0].split("\n") == [
        "待办 2 件",
        "#T1024 待受理 东湖花园3栋 垃圾桶坏了（已超时 1小时）",
        "#T1025 待分派 没有写明地点 垃圾桶坏了（还没有时限）",
    ]


def test_a_bundle_has_a_place_in_each_of_its_reports() -> None:
    bundle = a_ticket(state=State.TRIAGE, place=None, unit_code=None, due_at=None, bundle=True)
    assert "#T1024 待分派 地点见各条 垃圾桶坏了" in shown(todo_text(TEXTS, [bundle], 1, 0, NOON, ZONE))[0]


def test_a_page_says_which_it_is() -> None:
    lines = shown(todo_text(TEXTS, [a_ticket()] * PAGE, 31, 20, NOON, ZONE))[0].split("\n")
    assert lines[:2] == ["待办 31 件", "第 21–30 件"]
    assert len(lines) == PAGE + 2


def test_what_one_has_reported() -> None:
    tickets = [a_ticket(state=State.CLOSED), a_ticket(id=1025)]
    counts = OwnCounts(11, 9, 2 * HOUR, 3)
    assert shown(mine_text(TEXTS, tickets, {1025}, 12, counts))[0].split("\n") == [
        "您上报 11 件，已办结 9 件，最快 2小时办好；别人同报 3 次",
        "上报和同报的共 12 件",
        "#T1024 已结案 东湖花园3栋 垃圾桶坏了",
        "#T1025 待受理 东湖花园3栋 垃圾桶坏了（同报）",
    ]


def test_who_only_supports_has_achieved_nothing_to_tell_yet() -> None:
    assert shown(mine_text(TEXTS, [a_ticket()], {1024}, 1, OwnCounts()))[0].startswith("上报和同报的共 1 件")
    fresh = shown(mine_text(TEXTS, [a_ticket()], (), 1, OwnCounts(1)))[0]
    assert fresh.startswith("您上报 1 件，已办结 0 件\n")


def test_nothing_is_told_in_words() -> None:
    assert todo_text(TEXTS, [], 0, 0, NOON, ZONE) == "没有待办的工单。"
    assert triage_text(TEXTS, [], [], (0, 0)) == "没有待分派的，也没有待同意的。"
    assert found_text(TEXTS, AREA, "火星", [], 0, ZONE, more=False).startswith("没有找到“火星”。")
    assert mine_text(TEXTS, [], (), 0, OwnCounts()).startswith("您还没有上报过。")


@settings(max_examples=30, deadline=None)
@given(place=nasty(4096), summary=nasty(4096))
def test_lists_fit_and_are_sound(place: str, summary: str) -> None:
    tickets = [a_ticket(place=place, summary=summary)] * PAGE
    asked = [RequestLine("T1024", place, place, Move.EXTEND, Markup(""), summary)] * PAGE
    for text in (
        todo_text(TEXTS, tickets, 100_000, 20, NOON, ZONE),
        mine_text(TEXTS, tickets, (), 100_000, OwnCounts(99_999, 99_999, 999 * HOUR, 99_999)),
        triage_text(TEXTS, asked, tickets, (10, 10)),
        found_text(TEXTS, AREA, place, tickets, 10, ZONE, more=True),
    ):
        assert shown_length(text) <= MESSAGE_LIMIT


def test_what_waits_for_a_coordinator() -> None:
    line = RequestLine("T1024", "东湖社区", "李书记", Move.EXTEND, Markup(" 2天"), "等材料")
    ticket = a_ticket(id=1025, state=State.TRIAGE, place=None, unit_code=None)
    assert shown(triage_text(TEXTS, [line], [ticket], (1, 1)))[0].split("\n") == [
        "待同意 1 件，待分派 1 件",
        "📝 #T1024 东湖社区 李书记 申请延期 2天：等材料",
        "#T1025 没有写明地点 垃圾桶坏了",
    ]


def test_what_was_found_says_when_and_whose() -> None:
    lines = shown(found_text(TEXTS, AREA, "垃圾", [a_ticket()], 10, ZONE, more=False))[0].split("\n")
    assert lines[0] == "“垃圾”第 11–11 件"
    assert lines[1].startswith("#T1024 待受理 东湖社区 东湖花园3栋 垃圾桶坏了（")
