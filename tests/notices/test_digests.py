"""Digests: counts that hold, each ticket below its count, the worst unit first, on one screen."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings

from bot.domain.areas import Area, Unit, UnitKind
from bot.domain.tickets import State, Ticket
from bot.domain.workloads import Workload
from bot.notices.cards import MESSAGE_LIMIT
from bot.notices.digests import Ground, Morning, UnitTickets, coordinators_digest, unit_digest
from tests.notices.samples import AREA, DAY, HOUR, NOON, REPORTER, TEXTS, ZONE, a_ticket, nasty, shown, shown_length

YESTERDAY = NOON - DAY


def morning(since: datetime = YESTERDAY, back: datetime = NOON + DAY, **counts: Any) -> Morning:
    return Morning(Workload(**counts), since, NOON, back, ZONE)


_NONE = UnitTickets()


def of_unit(*, tickets: UnitTickets = _NONE, **counts: Any) -> list[str]:
    return shown(unit_digest(TEXTS, "东湖社区", morning(**counts), tickets))[0].split("\n")


def old(number: int = 1024, **facts: Any) -> Ticket:
    """A ticket of last week, still in hand."""
    return a_ticket(**({"id": number, "created_at": NOON - 7 * DAY, "due_at": NOON + 3 * DAY} | facts))


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ({"overdue": 2}, ["已超时 2 件", "其余的见 /todo"]),
        ({"today": 1}, ["今天到期 1 件", "其余的见 /todo"]),
        ({"ahead": 2, "back": NOON + 3 * DAY}, ["周四前还有 2 件到期", "其余的见 /todo"]),
        ({"ahead": 1, "back": NOON + 8 * DAY}, ["11月10日前还有 1 件到期", "其余的见 /todo"]),
        ({"fresh": 3}, ["昨天以来新增 3 件"]),
        ({"review": 4, "working": 7}, ["待复核 4 件"]),
        ({"triage": 5}, []),
        ({"fresh": 3, "since": NOON - 3 * DAY}, ["周五以来新增 3 件"]),
        ({"fresh": 3, "since": NOON - 8 * DAY}, ["10月25日以来新增 3 件"]),
    ],
)
def test_a_unit_reads_only_the_counts_that_say_something(counts: dict[str, Any], told: list[str]) -> None:
    assert of_unit(**counts) == ["📋 11月2日 东湖社区日报", *told]


def test_each_ticket_stands_below_its_count_and_what_is_late_comes_first() -> None:
    late, today = old(1001, due_at=NOON - DAY), old(1002, due_at=NOON + HOUR)
    tickets = UnitTickets([late], [today], [old(1004, due_at=NOON + DAY)], [old(1003)])
    back = NOON + 2 * DAY
    assert of_unit(tickets=tickets, back=back, overdue=1, today=1, ahead=1, fresh=2, review=1, working=4) == [
        "📋 11月2日 东湖社区日报",
        "已超时 1 件",
        "#T1001 东湖花园3栋 垃圾桶坏了 · 已超时 1天",
        "今天到期 1 件",
        "#T1002 东湖花园3栋 垃圾桶坏了 · 时限 11月2日 13:00",
        "周三前还有 1 件到期",
        "#T1004 东湖花园3栋 垃圾桶坏了 · 时限 11月3日 12:00",
        "昨天以来新增 2 件",
        "#T1003 东湖花园3栋 垃圾桶坏了 · 时限 11月5日 12:00",
        "待复核 1 件",
    ]
    assert [ticket.id for ticket in tickets.all()] == [1001, 1002, 1004, 1003]


def of_area(ground: Ground, **counts: Any) -> list[str]:
    return shown(coordinators_digest(TEXTS, AREA, ground, morning(**counts)))[0].split("\n")


def test_the_coordinators_read_all_counts_then_the_units_the_worst_first() -> None:
    units = {
        "luminju": Workload(overdue=1, working=9, late_since=NOON - 2 * HOUR + timedelta(minutes=1)),
        "donghu": Workload(overdue=2, today=1, working=5, late_since=NOON - HOUR),
        "jiedao": Workload(review=2),
        "xiyuan": Workload(overdue=1, working=1, late_since=NOON - 50 * HOUR),
    }
    assert of_area(Ground("青石市", units), overdue=4, today=1, working=15, fresh=6) == [
        "📋 11月2日 青石市日报",
        "已超时 4 件 · 今天到期 1 件 · 在办 15 件 · 昨天以来新增 6 件",
        "东湖社区：超时 2 · 今天到期 1 · 在办 5 · 最久的已超时 1小时",
        "西苑社区：超时 1 · 在办 1 · 最久的已超时 2天2小时",
        "市路灯所：超时 1 · 在办 9 · 最久的已超时 2小时",
    ]


def test_below_the_units_stands_what_waits_for_the_coordinators() -> None:
    triage = [old(1001, state=State.TRIAGE, unit_code=None, place=None)]
    review = [old(1002, state=State.RESOLVED)]
    told = of_area(Ground("青石市", {}, triage, review), triage=1, review=2)
    assert told == [
        "📋 11月2日 青石市日报",
        "待分派 1 件",
        "#T1001 没有写明地点 垃圾桶坏了 · 10月26日上报",
        "待复核 2 件",
        "#T1002 东湖社区 东湖花园3栋 垃圾桶坏了 · 10月26日上报",
        "其余的见 /todo",
    ]
    assert REPORTER not in "".join(told)


MANY = Area(
    name="大市",
    units=tuple(Unit(code=f"u{n:03}", name="很长的社区名字" * 9, kind=UnitKind.COMMUNITY) for n in range(500)),
    categories=AREA.categories,
)


def test_of_many_units_the_worst_stand_there_and_the_others_are_counted() -> None:
    units = {unit.code: Workload(overdue=1, working=3, late_since=NOON - DAY) for unit in MANY.units}
    text = coordinators_digest(TEXTS, MANY, Ground("大市", units), morning(overdue=500, working=1500))
    told = shown(text)[0].split("\n")
    assert len(told) == 2 + 15 + 1
    assert told[-1] == "……另有 485 个单位，在办 1455 件"


@settings(max_examples=30, deadline=None)
@given(place=nasty(4096), summary=nasty(4096), name=nasty(4096))
def test_digests_fit_and_are_sound(place: str, summary: str, name: str) -> None:
    many = [old(place=place, summary=summary, due_at=NOON - DAY) for _ in range(16)]
    units = {unit.code: Workload(overdue=10**6, working=10**6, late_since=NOON - 900 * DAY) for unit in MANY.units}
    load: dict[str, Any] = {
        "overdue": 10**6,
        "today": 10**6,
        "ahead": 10**6,
        "working": 10**6,
        "review": 10**6,
        "triage": 10**6,
        "fresh": 10**6,
    }
    own = unit_digest(TEXTS, name, morning(**load), UnitTickets(many[:8]))
    whole = coordinators_digest(TEXTS, MANY, Ground(name, units, many[:8], many[:8]), morning(**load))
    for text in (own, whole):
        assert shown_length(text) <= MESSAGE_LIMIT


def test_the_spans_since_the_last_digest_are_told_by_days() -> None:
    for days, word in ((0, "今天"), (1, "昨天"), (2, "周六"), (4, "周四"), (5, "10月28日")):
        told = of_unit(fresh=1, since=NOON - timedelta(days=days))
        assert told == ["📋 11月2日 东湖社区日报", f"{word}以来新增 1 件"]
