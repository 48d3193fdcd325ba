"""Reminders: everything due for one chat in one message, each rung in its words, and a list that ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.deadlines import Clock, Rung
from bot.notices.cards import MESSAGE_LIMIT
from bot.notices.reminders import MOST, ReminderLine, due_words, in_order, reminder_text, roughly
from bot.notices.texts import Texts
from bot.notices.times import span
from tests.notices.samples import DAY, HOUR, NOON, TEXTS, ZONE, a_ticket, nasty, shown, shown_length

MINUTE = timedelta(minutes=1)


def a_line(number: int, rung: Rung = Rung.REMINDER, clock: Clock = Clock.FIX, late: timedelta = HOUR) -> ReminderLine:
    return ReminderLine(a_ticket(id=number), clock, rung, NOON - late)


def told(*lines: ReminderLine, more: int = 0, urgent: bool = False, texts: Texts = TEXTS) -> list[str]:
    return shown(reminder_text(texts, in_order(lines), more, NOON, ZONE, urgent=urgent))[0].split("\n")


def test_by_what_is_to_be_done_the_gravest_first() -> None:
    assert told(
        a_line(1001, Rung.EARLY, late=-3 * HOUR),
        a_line(1002, Rung.REMINDER),
        a_line(1003, Rung.NAMING, late=5 * DAY),
        a_line(1004, Rung.ESCALATION, Clock.REVIEW, late=DAY),
        a_line(1005, Rung.REMINDER, Clock.RESPONSE, late=timedelta()),
        a_line(1006, Rung.REMINDER, late=3 * HOUR),
    ) == [
        "⏰ 提醒：通报 1 件 · 督办 1 件 · 催办 3 件 · 临期提醒 1 件",
        "通报 · 待办结，已列入通报，请专人跟进，直到办结",
        "#T1003 东湖花园3栋 垃圾桶坏了 · 已超时 5天",
        "督办 · 待复核，过了时限还没有复核，请抓紧落实",
        "#T1004 东湖花园3栋 垃圾桶坏了 · 已超时 1天",
        "催办 · 待受理，已到时限，请尽快受理",
        "#T1005 东湖花园3栋 垃圾桶坏了 · 时限已到",
        "催办 · 待办结，已到时限，请尽快办结",
        "#T1006 东湖花园3栋 垃圾桶坏了 · 已超时 3小时",
        "#T1002 东湖花园3栋 垃圾桶坏了 · 已超时 1小时",
        "临期提醒 · 待办结，快到时限了，请抓紧办结",
        "#T1001 东湖花园3栋 垃圾桶坏了 · 还剩 3小时（11月2日 15:00 到时限）",
    ]


def test_an_emergency_is_told_as_one() -> None:
    head, deed, _ = told(a_line(1001, clock=Clock.CONTROL, late=15 * MINUTE), urgent=True)
    assert (head, deed) == ("🚨 紧急提醒：催办 1 件", "催办 · 待控制，已到时限，请尽快控制现场")


@pytest.mark.parametrize("clock", Clock)
@pytest.mark.parametrize("rung", Rung)
def test_each_rung_of_each_clock_says_what_is_to_be_done(rung: Rung, clock: Clock) -> None:
    _, deed, _ = told(a_line(1001, rung, clock))
    assert TEXTS.plain(f"rung.{rung.value}") in deed and TEXTS.plain(f"deed.{clock.value}") in deed


@pytest.mark.parametrize("clock", Clock)
def test_only_who_stands_in_the_bulletin_is_told_so(clock: Clock) -> None:
    _, deed, _ = told(a_line(1001, Rung.NAMING, clock))
    assert ("已列入通报" in deed) == (clock in {Clock.FIX, Clock.CONTROL, Clock.REPAIR})


def test_no_two_rungs_read_alike() -> None:
    assert len({told(a_line(1001, rung))[1].split("，", 1)[1] for rung in Rung}) == len(Rung)


def test_the_operator_words_a_rung() -> None:
    own = Texts({"reminder.reminder": "{rung}：请{deed}"})
    assert told(a_line(1001), texts=own)[1] == "催办：请办结"


def test_of_two_lines_on_one_ticket_the_graver_stays() -> None:
    lines = told(a_line(1001, Rung.REMINDER, Clock.RESPONSE), a_line(1001, Rung.ESCALATION))
    assert len(lines) == 3
    assert lines[1].startswith("督办")


def test_who_is_not_the_unit_reads_its_name() -> None:
    (_, _, line) = told(replace(a_line(1001, Rung.ESCALATION), unit="东湖社区"))
    assert line == "#T1001 东湖社区 东湖花园3栋 垃圾桶坏了 · 已超时 1小时"


def test_the_longest_message_fits_however_units_are_named() -> None:
    lines = [replace(a_line(1001 + n), unit="👍&" * 100) for n in range(MOST)]
    text = reminder_text(TEXTS, in_order(lines), 9980, NOON, ZONE)
    assert shown_length(text) < MESSAGE_LIMIT


def test_where_no_place_was_written_it_says_so() -> None:
    nowhere = ReminderLine(a_ticket(id=1001, place=None), Clock.DISPATCH, Rung.REMINDER, NOON - HOUR)
    assert told(nowhere)[2] == "#T1001 没有写明地点 垃圾桶坏了 · 已超时 1小时"


def test_a_long_list_ends_with_how_many_more() -> None:
    lines = told(*[a_line(1001 + n) for n in range(MOST)], more=9980)
    assert lines[0] == "⏰ 提醒：催办 20 件"
    assert lines[-1] == "……另有 9980 件，见 /todo"


def test_nothing_more_is_not_said() -> None:
    assert len(told(*[a_line(1001 + n) for n in range(MOST)])) == 2 + MOST


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (NOON + HOUR, "时限 11月2日 13:00"),
        (NOON, "时限已到"),
        (NOON - MINUTE, "时限已到"),
        (NOON - 5 * MINUTE, "已超时 5分钟"),
        (NOON - HOUR, "已超时 1小时"),
        (NOON - DAY - MINUTE, "已超时 1天"),
    ],
)
def test_due_words(due: datetime, words: str) -> None:
    assert due_words(TEXTS, due, NOON, ZONE) == words


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (17 * HOUR + 59 * MINUTE, "18小时"),
        (HOUR - MINUTE, "1小时"),
        (2 * HOUR + 33 * MINUTE, "2小时35分钟"),
        (14 * MINUTE, "14分钟"),
        (timedelta(seconds=90), "2分钟"),
        (DAY - MINUTE, "1天"),
        (2 * DAY + 5 * HOUR + 20 * MINUTE, "2天5小时"),
    ],
)
def test_a_length_is_told_as_people_say_it(left: timedelta, words: str) -> None:
    assert span(roughly(left)) == words


@settings(max_examples=40, deadline=None)
@given(
    place=nasty(4096),
    summary=nasty(4096),
    count=st.integers(1, MOST),
    which=st.lists(st.tuples(st.sampled_from(Rung), st.sampled_from(Clock)), min_size=MOST, max_size=MOST),
)
def test_every_reminder_fits_and_is_sound(
    place: str, summary: str, count: int, which: list[tuple[Rung, Clock]]
) -> None:
    lines = [
        ReminderLine(a_ticket(id=1001 + n, place=place, summary=summary), clock, rung, NOON - 400 * DAY, "东湖社区" * 3)
        for n, (rung, clock) in zip(range(count), which, strict=False)
    ]
    assert shown_length(reminder_text(TEXTS, in_order(lines), 10**6, NOON, ZONE)) <= MESSAGE_LIMIT
