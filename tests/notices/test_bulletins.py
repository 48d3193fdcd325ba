"""Bulletins in words and on their sheet: numbers with their change, who is named, and nothing of units for couriers."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.domain.bulletins import Change, GroundNews, GroupNews, Named, Rank
from bot.domain.periods import read_period
from bot.domain.statistics import Counts
from bot.domain.trends import Flow
from bot.notices.bulletins import bulletin_sheet, bulletin_text, group_text, pair_label, pairs_caption
from bot.notices.markup import visible, visible_length
from bot.notices.pictures.bulletin import ChangeRow
from bot.notices.pictures.sheet import Headline
from tests.notices.samples import AREA, TEXTS, ZONE, shown

NOW = datetime(2026, 11, 23, 8, 30, tzinfo=ZONE)
WEEK = read_period("2026-W47", NOW, ZONE)
NUMBERS = Counts(received=12, resolved=10, on_time=9, missed=1, reopened=1)
BEFORE = Counts(received=9, resolved=12, on_time=4, missed=4)


def named(number: int, *, resolved: bool = False, place: str | None = "东湖花园3栋", unit: str = "donghu") -> Named:
    return Named(number, unit, place, "垃圾桶坏了", timedelta(days=6, hours=3), resolved)


def told(**facts: Any) -> GroundNews:
    usual: dict[str, Any] = {"unit_code": None, "counts": NUMBERS, "before": BEFORE}
    return GroundNews(WEEK, NOW, **(usual | facts))


def lines(one: GroundNews) -> list[str]:
    return visible(bulletin_text(TEXTS, AREA, one)).split("\n")


def test_the_whole_of_it() -> None:
    changes = {"rose": Change("donghu", 0.62, 0.91, 11), "fell": Change("xiyuan", 0.9, 0.7, 10)}
    assert lines(told(named=(named(1001), named(1003, resolved=True, unit="xiyuan")), **changes)) == [
        "青石市简报 · 2026年第47周（11月16日至22日）",
        "收到 12，比上周↑3",
        "办结 10，比上周↓2",
        "按期率 90%（9/10），比上周↑40 个百分点",
        "返工 1 次，比上周↑1",
        "进步最大：东湖社区，按期率 62% → 91%",
        "退步最大：西苑社区，按期率 90% → 70%",
        "通报 2 件，未办结 1 件",
        "#T1001 东湖社区 东湖花园3栋 垃圾桶坏了 · 超时6天3小时，未办结",
        "#T1003 西苑社区 东湖花园3栋 垃圾桶坏了 · 超时6天3小时，已办结",
    ]


@pytest.mark.parametrize("before", [None, Counts()])
def test_a_first_period_is_compared_with_nothing(before: Counts | None) -> None:
    assert lines(told(before=before))[1:4] == ["收到 12", "办结 10", "按期率 90%（9/10）"]


def test_the_same_as_before_is_said_and_nothing_due_too() -> None:
    same = Counts(received=3)
    assert lines(told(counts=same, before=same))[1:] == [
        "收到 3，比上周持平",
        "办结 0，比上周持平",
        "按期率：没有到期的",
    ]


def test_a_unit_reads_its_rank_and_not_its_own_name_in_each_line() -> None:
    found = lines(told(unit_code="donghu", rank=Rank(3, 12), named=(named(1001),)))
    assert found[0].startswith("东湖社区简报")
    assert "按期率在 12 个单位中排第 3" in found
    assert found[-1].startswith("#T1001 东湖花园3栋")


@pytest.mark.parametrize("length", [1, 40, 4000])
def test_it_fits_below_a_picture_whatever_is_named(length: int) -> None:
    text = bulletin_text(TEXTS, AREA, told(named=tuple(named(n, place="&<" * length) for n in range(1001, 1100))))
    said, _ = shown(text)
    assert visible_length(text) <= 1024 and "……另有" in said


def test_the_sheet() -> None:
    rows = tuple(named(number) for number in range(1001, 1013))
    found = bulletin_sheet(TEXTS, AREA, told(named=rows, rose=Change("donghu", 0.62, 0.91, 11)), ZONE)
    assert (found.whose, found.counted) == ("青石市简报", "11月23日 08:30 统计")
    assert found.headlines == (
        Headline("收到", "12", "比上周 ↑3"),
        Headline("办结", "10", "比上周 ↓2"),
        Headline("按期率", "90%", "↑40 个百分点"),
        Headline("返工", "1", "比上周 ↑1"),
    )
    assert found.changes == (ChangeRow("进步最大", "东湖社区", "62%", "91%", better=True),)
    assert found.named is not None
    assert len(found.named.rows) == 9 and found.named.more == "……另有 3 件"
    assert not bulletin_sheet(TEXTS, AREA, told(), ZONE).changes


def test_a_group_reads_no_unit_and_no_number() -> None:
    one = GroupNews(WEEK, Flow(12, 10), Flow(9, 9))
    assert visible(group_text(TEXTS, AREA, one)).split("\n") == [
        "青石市 · 2026年第47周（11月16日至22日）",
        "本群上报 12 件（比上周↑3），已办结 10 件。",
    ]
    assert "比" not in group_text(TEXTS, AREA, replace(one, before=Flow()))


def test_photos_have_their_lines() -> None:
    label = pair_label(TEXTS, 1001, "东湖花园3栋", "垃圾<桶>", numbered=True)
    assert label == "#T1001 东湖花园3栋 垃圾<桶>"
    assert pair_label(TEXTS, 1001, None, "垃圾桶", numbered=False) == "垃圾桶"
    said, _ = shown(pairs_caption(TEXTS, WEEK, (label, "垃圾桶" * 50)))
    assert said.split("\n")[0] == "处理前后 · 2026年第47周（11月16日至22日）"
    assert label in said and visible_length(pairs_caption(TEXTS, WEEK, ("字" * 500,) * 3)) < 1024
