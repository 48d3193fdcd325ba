"""Reminders: everything due for one chat in one message, the graver line of two, and a list that ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.deadlines import Clock, Rung
from bot.notices.cards import MESSAGE_LIMIT
from bot.notices.reminders import MOST, ReminderLine, due_words, reminder_lines, reminder_text
from tests.notices.samples import DAY, HOUR, NOON, TEXTS, ZONE, a_ticket, nasty, shown, shown_length


def a_line(number: int, rung: Rung = Rung.REMINDER, clock: Clock = Clock.FIX, late: timedelta = HOUR) -> ReminderLine:
    return ReminderLine(a_ticket(id=number), clock, rung, NOON - late)


def told(*lines: ReminderLine) -> list[str]:
    return shown(reminder_text(TEXTS, reminder_lines(TEXTS, lines, NOON, ZONE).values()))[0].split("\n")


def test_one_line_a_ticket_the_gravest_first() -> None:
    assert told(
        a_line(1001, Rung.EARLY, late=-3 * HOUR),
        a_line(1002, Rung.REMINDER, Clock.RESPONSE),
        a_line(1003, Rung.NAMING, late=5 * DAY),
        a_line(1004, Rung.ESCALATION, Clock.REVIEW, late=DAY),
    ) == [
        "⏰ 提醒",
        "通报 #T1003 东湖花园3栋 垃圾桶坏了 · 待办结 · 已超时 5天",
        "督办 #T1004 东湖花园3栋 垃圾桶坏了 · 待复核 · 已超时 1天",
        "催办 #T1002 东湖花园3栋 垃圾桶坏了 · 待受理 · 已超时 1小时",
        "临期提醒 #T1001 东湖花园3栋 垃圾桶坏了 · 待办结 · 时限 11月2日 15:00",
    ]


def test_of_two_lines_on_one_ticket_the_graver_stays() -> None:
    lines = told(a_line(1001, Rung.REMINDER, Clock.RESPONSE), a_line(1001, Rung.ESCALATION))
    assert len(lines) == 2
    assert lines[1].startswith("督办 #T1001")


def test_who_is_not_the_unit_reads_its_name() -> None:
    (_, line) = told(replace(a_line(1001, Rung.ESCALATION), unit="东湖社区"))
    assert line == "督办 #T1001 东湖社区 东湖花园3栋 垃圾桶坏了 · 待办结 · 已超时 1小时"


def test_a_long_list_ends_with_how_many_more() -> None:
    lines = told(*[a_line(1001 + n) for n in range(MOST + 5)])
    assert len(lines) == 1 + MOST + 1
    assert lines[-1] == "……另有 5 件，见 /todo"


def test_exactly_the_most_has_no_more() -> None:
    assert len(told(*[a_line(1001 + n) for n in range(MOST)])) == 1 + MOST


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (NOON + HOUR, "时限 11月2日 13:00"),
        (NOON, "时限已到"),
        (NOON - timedelta(seconds=59), "时限已到"),
        (NOON - timedelta(minutes=1), "已超时 1分钟"),
        (NOON - HOUR, "已超时 1小时"),
    ],
)
def test_due_words(due: datetime, words: str) -> None:
    assert due_words(TEXTS, due, NOON, ZONE) == words


@settings(max_examples=40, deadline=None)
@given(place=nasty(4096), summary=nasty(4096), count=st.integers(1, 60))
def test_every_reminder_fits_and_is_sound(place: str, summary: str, count: int) -> None:
    tickets = [a_ticket(id=1001 + n, place=place, summary=summary) for n in range(count)]
    lines = [ReminderLine(ticket, Clock.FIX, Rung.NAMING, NOON - 400 * DAY) for ticket in tickets]
    text = reminder_text(TEXTS, reminder_lines(TEXTS, lines, NOON, ZONE).values())
    assert shown_length(text) <= MESSAGE_LIMIT
