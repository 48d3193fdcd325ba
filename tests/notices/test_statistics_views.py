"""Closer looks at the figures: pages, bars, and that all of it fits below a picture."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.areas import Area, Category, Place, TimeClass, Unit, UnitKind
from bot.domain.periods import read_period
from bot.domain.questions import Question, View
from bot.domain.rankings import HOURS_OF_WEEK, PlaceLine, ReporterLine, Week
from bot.domain.statistics import COUNTED, Comparison, Counts, Figures, Line, Scope, Timing, Timings
from bot.notices.statistics_pages import PAGE, lines_shown, places_shown
from bot.notices.statistics_views import (
    BEHIND_MORE,
    Shown,
    compared_shown,
    hours_shown,
    more_shown,
    reporters_shown,
    timing_shown,
)
from bot.notices.texts import Texts
from tests.notices.samples import NOON, TEXTS, ZONE, nasty, shown_length

WEEK = Question("week")
NOTHING = Counts()


def an_area(units: int, name: str = "") -> Area:
    return Area(
        name="青石市",
        units=tuple(Unit(code=f"u{i}", name=f"{i}号社区{name}", kind=UnitKind.COMMUNITY) for i in range(units)),
        places=(Place(name="东湖花园", unit="u0"),),
        categories=tuple(Category(code=f"c{i}", name=f"{i}号类{name}", time_class=TimeClass.C) for i in range(units)),
    )


def figures(counts: Counts = NOTHING, units: int = 0) -> Figures:
    lines = tuple(Line(f"u{i}", counts) for i in range(units))
    return Figures(
        period=read_period("week", NOON, ZONE),
        now=NOON,
        scope=Scope(),
        total=counts,
        units=lines,
        categories=tuple(Line(f"c{i}", counts) for i in range(units)),
    )


def page(number: int, *, units: int = 20, view: View = View.UNITS) -> Shown:
    return lines_shown(TEXTS, an_area(units), figures(Counts(open=1), units), WEEK, view, number)


def test_a_page_says_which_it_is_and_leads_on_and_back() -> None:
    first, second, last = page(0), page(1), page(2)
    assert "第 1–8 个\n0号社区：未结 1\n" in first.text and "第 17–20 个" in last.text
    assert [len(one.rows) for one in (first, second, last)] == [PAGE // 2 + 1, PAGE // 2 + 1, 3]
    assert first.rows[-1] == [("下一页 ›", "statsview:week:-:units:1")]
    assert second.rows[-1] == [("‹ 上一页", "statsview:week:-:units:0"), ("下一页 ›", "statsview:week:-:units:2")]
    assert last.rows[-1] == [("‹ 上一页", "statsview:week:-:units:1")]


def test_a_short_list_has_no_pages() -> None:
    shown = page(0, units=PAGE, view=View.CATEGORIES)
    assert "第 1" not in shown.text
    assert shown.rows[-1] == [
        (f"{i}号类", f"stats:{replace(WEEK, scope=Scope(category=f'c{i}')).as_data()}") for i in (6, 7)
    ]


def test_what_is_gone_from_the_book_is_told_and_leads_nowhere() -> None:
    gone = figures(Counts(open=1), 1)
    shown = lines_shown(TEXTS, an_area(0), gone, WEEK, View.UNITS, 0)
    assert "u0：未结 1" in shown.text and shown.rows == []
    lines = [PlaceLine("东湖花园", 3, 1, 1), PlaceLine("拆掉的小区", 2, 0, 0)]
    places = places_shown(TEXTS, an_area(1), gone, WEEK, lines, 0)
    assert places.text.endswith("东湖花园：超时 1 · 未结 1 · 收到 3\n拆掉的小区：收到 2")
    assert [label for row in places.rows for label, _ in row] == ["东湖花园"]


@pytest.mark.parametrize("view", [View.UNITS, View.CATEGORIES])
def test_a_name_that_is_its_own_code_leads_on_as_well(view: View) -> None:
    area = Area(
        name="青石市",
        units=(Unit(code="东湖社区", name="东湖社区", kind=UnitKind.COMMUNITY),),
        categories=(Category(code="环境卫生", name="环境卫生", time_class=TimeClass.C),),
    )
    some = Counts(open=1)
    found = replace(figures(some), units=(Line("东湖社区", some),), categories=(Line("环境卫生", some),))
    shown = lines_shown(TEXTS, area, found, WEEK, view, 0)
    name = {View.UNITS: "东湖社区", View.CATEGORIES: "环境卫生"}[view]
    assert [label for row in shown.rows for label, _ in row] == [name]


@pytest.mark.parametrize(
    ("counts", "line"),
    [
        (Counts(responded=9, unanswered=1), "响应率 90%：按时受理 9，共 10"),
        (Counts(solved=3, unsolved=1), "解决率 75%：答“已解决” 3，共 4"),
        (Counts(rated=2, satisfied=1), "满意率 50%：四星五星 1，共 2"),
        (Counts(fell_due=4, closed_on_time=3), "按期结案率 75%：按期结案 3，应结案 4"),
        (Counts(resolved=3, reopened=1), "返工率 25%：返工 1，办结和返工共 4"),
        (Counts(given=10, returned=1), "退回率 10%：退回 1，派单 10"),
        (Counts(given=10, extended=2), "延期率 20%：延期 2，派单 10"),
        (Counts(auto=10, misrouted=1), "派错率 10%：派错 1，自动分派 10"),
        (Counts(transferred=1, supported=2), "转派 1，挂账 0，同报 2"),
        (Counts(put_aside=2), "目前挂账中 2"),
    ],
)
def test_rates_say_what_they_are_made_of(counts: Counts, line: str) -> None:
    assert line in more_shown(TEXTS, an_area(1), figures(counts), WEEK, BEHIND_MORE).text.split("\n")


def test_without_anything_counted_there_are_no_rates() -> None:
    assert more_shown(TEXTS, an_area(1), figures(), WEEK, ()).text.endswith("没有数据。")


def test_few_are_seen_beside_many_and_none_as_none() -> None:
    hours = [0] * HOURS_OF_WEEK
    hours[9], hours[24 + 10] = 1000, 1
    said = hours_shown(TEXTS, an_area(1), figures(), Week(tuple(hours))).text
    assert "周一 ▇▇▇▇▇▇▇▇▇▇▇▇ 1000\n周二 ▇ 1\n周三 · 0\n" in said


@settings(max_examples=12, deadline=None)
@given(name=nasty(200), number=st.integers(0, 9_999_999), days=st.integers(0, 9999))
def test_whatever_the_names_and_numbers_it_fits_and_is_sound(name: str, number: int, days: int) -> None:
    counts = Counts(*(number for _ in COUNTED))
    timing = Timing(number, timedelta(days=days), timedelta(days=days, hours=23))
    timings = Timings(timing, tuple((one, timing) for one in TimeClass))
    earlier = Comparison(read_period("2025-W52", NOON, ZONE), True, counts)
    whole = replace(
        figures(counts, 12),
        scope=Scope("u0", "c0", name),
        response=timings,
        fix=timings,
        ages=(number,) * 5,
        before=earlier,
        year_ago=earlier,
    )
    area = an_area(12, name)
    own = Texts({"stats.rate.response": "率" * 900})
    for texts in (TEXTS, own):
        for shown in (
            lines_shown(texts, area, whole, WEEK, View.UNITS, 0),
            places_shown(texts, area, whole, WEEK, [PlaceLine(name, number, number, number)] * (PAGE + 1), 0),
            more_shown(texts, area, whole, WEEK, BEHIND_MORE),
            timing_shown(texts, area, whole),
            hours_shown(texts, area, whole, Week((number,) * HOURS_OF_WEEK)),
            compared_shown(texts, area, whole),
            reporters_shown(texts, area, whole, [ReporterLine(1, name, number, number, number)] * 10),
        ):
            assert shown_length(shown.text) <= 1024
            assert all(len(data.encode()) <= 64 for row in shown.rows for _, data in row)
