"""Lists: what is to do and what one has reported, short enough for one message."""

from __future__ import annotations

from hypothesis import given, settings

from bot.desk.lists import MOST
from bot.domain.tickets import State
from bot.notices.cards import MESSAGE_LIMIT
from bot.notices.lists import mine_text, todo_text
from tests.notices.samples import HOUR, NOON, TEXTS, ZONE, a_ticket, nasty, shown, shown_length


def test_what_is_to_do() -> None:
    tickets = [
        a_ticket(due_at=NOON - HOUR),
        a_ticket(id=1025, state=State.TRIAGE, place=None, unit_code=None, due_at=None),
    ]
    assert shown(todo_text(TEXTS, tickets, 0, NOON, ZONE))[0].split("\n") == [
        "待办 2 件",
        "#T1024 待受理 东湖花园3栋 垃圾桶坏了（已超时 1小时）",
        "#T1025 待分派  垃圾桶坏了（–）",
    ]


def test_what_does_not_fit_is_counted() -> None:
    lines = shown(todo_text(TEXTS, [a_ticket()] * MOST, 11, NOON, ZONE))[0].split("\n")
    assert (lines[0], len(lines)) == ("待办 31 件", MOST + 2)
    assert lines[-1].startswith("……另有 11 件")


def test_what_one_has_reported() -> None:
    assert shown(mine_text(TEXTS, [a_ticket(state=State.CLOSED)]))[0].split("\n") == [
        "我上报的（最近 1 件）",
        "#T1024 已结案 东湖花园3栋 垃圾桶坏了",
    ]


def test_nothing_is_told_in_words() -> None:
    assert todo_text(TEXTS, [], 0, NOON, ZONE) == "没有待办的工单。"
    assert mine_text(TEXTS, []).startswith("您还没有上报过。")


@settings(max_examples=30, deadline=None)
@given(place=nasty(4096), summary=nasty(4096))
def test_lists_fit_and_are_sound(place: str, summary: str) -> None:
    tickets = [a_ticket(place=place, summary=summary)] * MOST
    assert shown_length(todo_text(TEXTS, tickets, 100_000, NOON, ZONE)) <= MESSAGE_LIMIT
    assert shown_length(mine_text(TEXTS, tickets)) <= MESSAGE_LIMIT
