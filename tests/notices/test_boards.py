"""Boards: what was closed, by whom and how fast, but no person; what is too much is counted."""

from __future__ import annotations

from hypothesis import given, settings

from bot.domain.tickets import State
from bot.notices.boards import board_text
from bot.notices.cards import MESSAGE_LIMIT
from tests.notices.samples import AREA, DAY, HOUR, NOON, REPORTER, TEXTS, ZONE, a_ticket, nasty, shown, shown_length


def test_the_board_tells_what_by_whom_and_how_fast_but_no_person() -> None:
    done = a_ticket(state=State.CLOSED, resolved_at=NOON + 3 * HOUR, closed_at=NOON + DAY)
    told = shown(board_text(TEXTS, AREA, [done, done], 2, NOON, ZONE))[0].split("\n")
    assert told == ["11月2日 办结公示（2 件）", *["东湖花园3栋 垃圾桶坏了 · 东湖社区 · 用时3小时"] * 2]
    assert REPORTER not in "".join(told)


def test_what_does_not_fit_is_counted() -> None:
    told = shown(board_text(TEXTS, AREA, [a_ticket()] * 30, 72, NOON, ZONE))[0].split("\n")
    assert told[0] == "11月2日 办结公示（72 件）"
    assert len(told) == 1 + 30 + 1
    assert told[-1] == "……另有 42 件"


@settings(max_examples=30, deadline=None)
@given(place=nasty(4096), summary=nasty(4096))
def test_a_board_fits_and_is_sound(place: str, summary: str) -> None:
    many = [a_ticket(place=place, summary=summary, resolved_at=NOON) for _ in range(30)]
    assert shown_length(board_text(TEXTS, AREA, many, 100, NOON, ZONE)) <= MESSAGE_LIMIT
