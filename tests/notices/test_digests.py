"""Digests and the board: counts that hold, the most pressing first, nobody's name on the wall."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from bot.domain.tickets import State, Ticket
from bot.notices.cards import MESSAGE_LIMIT
from bot.notices.digests import board_text, digest_text
from tests.notices.samples import AREA, DAY, HOUR, NOON, REPORTER, TEXTS, ZONE, a_ticket, nasty, shown, shown_length


def digest(*tickets: Ticket, unit: str | None = "donghu", fresh: int = 0) -> list[str] | None:
    text = digest_text(TEXTS, AREA, unit, tickets, fresh, NOON, ZONE)
    return None if text is None else shown(text)[0].split("\n")


def old(number: int = 1024, **facts: Any) -> Ticket:
    """A ticket of last week, still in hand."""
    return a_ticket(**({"id": number, "created_at": NOON - 7 * DAY, "due_at": NOON + 3 * DAY} | facts))


def test_nothing_open_is_not_told() -> None:
    assert digest() is None


@pytest.mark.parametrize(
    ("ticket", "counts"),
    [
        (old(), "在办 1 件"),
        (old(due_at=NOON - HOUR), "超时 1 件 · 在办 1 件"),
        (old(due_at=NOON), "超时 1 件 · 在办 1 件"),  # due now is late now
        (old(due_at=NOON + 11 * HOUR), "今天到期 1 件 · 在办 1 件"),  # 23:00
        (old(due_at=NOON + 12 * HOUR), "在办 1 件"),  # midnight is tomorrow
        (old(state=State.RESOLVED), "待复核 1 件"),
        (old(state=State.RESOLVED, due_at=NOON - DAY), "待复核 1 件"),  # no longer the unit's to hurry
        (old(state=State.TRIAGE, due_at=None), "待分派 1 件"),
        (old(state=State.SUSPENDED), None),  # waits for nobody
    ],
)
def test_counts(ticket: Ticket, counts: str | None) -> None:
    told = digest(ticket)
    assert (told[1] if told else None) == counts


def test_what_came_in_is_counted_open_or_not() -> None:
    assert digest(old(), fresh=3) == ["11月2日 东湖社区", "在办 1 件 · 昨天以来新增 3 件", *(digest(old()) or [])[2:]]
    assert digest(fresh=2) == ["11月2日 东湖社区", "昨天以来新增 2 件"], "all of it is done already"


def test_the_most_pressing_come_first_and_eight_at_most() -> None:
    told = digest(*[old(1000 + n, due_at=NOON + (12 - n) * DAY) for n in range(10)])
    assert told is not None
    assert told[0] == "11月2日 东湖社区"
    assert told[1] == "在办 10 件"
    assert [line.split()[0] for line in told[2:]] == [f"#T{1009 - n}" for n in range(8)]


def test_the_areas_digest_names_the_units() -> None:
    own, whole = digest(old(due_at=NOON - DAY)), digest(old(due_at=NOON - DAY), unit=None)
    assert own is not None
    assert whole is not None
    assert own[2] == "#T1024 东湖花园3栋 垃圾桶坏了 · 已超时 1天"
    assert whole[2] == "#T1024 东湖社区 东湖花园3栋 垃圾桶坏了 · 已超时 1天"
    assert whole[0] == "11月2日 青石市"


def test_the_board_tells_what_by_whom_and_how_fast_but_no_person() -> None:
    done = a_ticket(state=State.CLOSED, resolved_at=NOON + 3 * HOUR, closed_at=NOON + DAY)
    told = shown(board_text(TEXTS, AREA, [done, done], NOON, ZONE))[0].split("\n")
    assert told == ["11月2日 办结公示（2 件）", *["东湖花园3栋 垃圾桶坏了 · 东湖社区 · 3小时"] * 2]
    assert REPORTER not in "".join(told)


@settings(max_examples=30, deadline=None)
@given(place=nasty(4096), summary=nasty(4096))
def test_digest_and_board_fit_and_are_sound(place: str, summary: str) -> None:
    many = [old(place=place, summary=summary, due_at=NOON - DAY, resolved_at=NOON) for _ in range(100)]
    assert shown_length(digest_text(TEXTS, AREA, None, many, 100, NOON, ZONE) or "") <= MESSAGE_LIMIT
    assert shown_length(board_text(TEXTS, AREA, many, NOON, ZONE)) <= MESSAGE_LIMIT
