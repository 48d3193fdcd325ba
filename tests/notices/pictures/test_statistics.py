"""The sheet of /stats: which words and numbers stand on the picture."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.areas import Area
from bot.domain.bulletins import Rank
from bot.domain.periods import read_period
from bot.domain.statistics import Comparison, Counts, Figures, Line, Scope, total
from bot.domain.trends import GRAINS, Flow, Grain, Trend, spans_of, spans_since
from bot.notices.pictures.sheet import Gauge, Headline, Row, Sheet
from bot.notices.pictures.statistics import statistics_sheet
from bot.notices.texts import Texts
from tests.notices.pictures.samples import AREA, LONGXI, NOW, TEXTS, WEEK, ZONE, figures


def trend_of(written: str) -> Trend:
    period = read_period(written, NOW, ZONE)
    spans = spans_of(period)
    return Trend(GRAINS[period.kind], spans, (Flow(3, 1), Flow(0, 2)), (1, 2, 3) * 20)


def sheet(of: Figures = WEEK, trend: Trend | None = None, texts: Texts = TEXTS, area: Area = AREA) -> Sheet:
    return statistics_sheet(texts, area, of, trend, ZONE)


def test_the_headlines_and_the_frame() -> None:
    found = sheet()
    assert (found.whose, found.period, found.counted) == (
        "黄山区",
        "2026年第47周（11月16日至22日）",
        "11月22日 18:30 统计",
    )
    assert found.headlines == (
        Headline("收到", "12", "自动分派 83%"),
        Headline("办结", "7", "结案 5 · 返工 1"),
        Headline("按期率", "67%", "4 / 6"),
    )
    assert found.said == ()


def test_what_is_open_stands_with_its_ages() -> None:
    ages = sheet().ages
    assert ages is not None
    assert ages.late == Headline("目前超时", "2", "目前未结 7", alarm=True)
    assert ages.rows == (("1天内", 3), ("1–3天", 2), ("3–7天", 1), ("7–30天", 0), ("30天以上", 1))
    done = sheet(figures(Line("longxi", Counts(received=1, resolved=1)))).ages
    assert done is not None
    assert (done.rows, done.said) == ((), "没有未结的工单")


def test_each_headline_is_compared_with_what_there_is_to_compare() -> None:
    before = Comparison(read_period("2026-W46", NOW, ZONE), True, Counts(received=9, resolved=7, on_time=1, missed=1))
    year_ago = Comparison(read_period("2025-W47", NOW, ZONE), True, Counts(received=1_250, resolved=9))
    found = sheet(replace(WEEK, before=before, year_ago=year_ago)).headlines
    assert [headline.changes for headline in found] == [
        (("比上周同期", "▲3"), ("比去年同期", "▼1,238")),
        (("比上周同期", "持平"), ("比去年同期", "▼2")),
        (("比上周同期", "▲17个百分点"), ("比去年同期", "")),
    ]


@pytest.mark.parametrize(
    ("written", "earlier", "cut", "than"),
    [
        ("today", "2026-11-21", True, "比昨天同期"),
        ("2026-11-03", "2026-11-02", False, "比前一天"),
        ("2026-W30", "2026-W29", False, "比上周"),
        ("2026-10", "2026-09", False, "比上月"),
        ("quarter", "2026Q3", True, "比上季同期"),
        ("year", "2025", True, "比上年同期"),
    ],
)
def test_the_time_before_has_its_word(written: str, earlier: str, cut: bool, than: str) -> None:
    before = Comparison(read_period(earlier, NOW, ZONE), cut, Counts(received=2))
    found = sheet(replace(WEEK, period=read_period(written, NOW, ZONE), before=before))
    assert found.headlines[0].changes == ((than, "▲10"),)


def test_the_three_rates_say_what_of_how_many() -> None:
    rated = Counts(received=9, responded=3, unanswered=1, solved=5, rated=0)
    assert sheet(figures(Line("longxi", rated))).gauges == (
        Gauge("响应率", "75%", "3 / 4", 0.75),
        Gauge("解决率", "100%", "5 / 5", 1.0),
        Gauge("满意率", "–", "还没有评价", None),
    )
    assert sheet().gauges == ()


def test_nothing_late_is_no_alarm_and_nothing_due_no_rate() -> None:
    found = sheet(figures(Line("longxi", Counts(received=12_345, open=1))))
    assert (found.headlines[0].value, found.headlines[1].note) == ("12,345", "结案 0")
    assert (found.headlines[2].value, found.headlines[2].note) == ("–", "还没有到期的")
    assert found.ages is not None
    assert not found.ages.late.alarm
    assert sheet(figures(Line("longxi", Counts(received=2)), period="2026-09")).headlines[2].note == "没有到期的"


def test_units_are_shown_worst_first_with_their_names() -> None:
    units = sheet().table
    assert units is not None
    assert units.rows == (
        Row("龙西社区", 2, 4, 8, "60%"),
        Row("曙光<社区>", 0, 2, 3, "100%"),
        Row("未分派", 0, 1, 1, "–"),
    )


@pytest.mark.parametrize(("count", "rows", "last"), [(8, 8, "u7"), (9, 8, "其余 2 个"), (25, 8, "其余 18 个")])
def test_more_units_than_fit_are_summed(count: int, rows: int, last: str) -> None:
    lines = [Line(f"u{number}", Counts(received=number + 1, open=1, overdue=1)) for number in range(count)]
    units = sheet(figures(*lines)).table
    assert units is not None
    assert (len(units.rows), units.rows[-1].name) == (rows, AREA.unit_name(last) or last)
    assert sum(row.received for row in units.rows) == count * (count + 1) // 2
    assert sum(row.overdue for row in units.rows) == count


def test_more_categories_than_fit_are_summed_and_those_that_got_nothing_are_left_out() -> None:
    lines = tuple(Line(f"c{number}", Counts(received=number, open=1)) for number in range(9, -1, -1))
    shares = sheet(replace(WEEK, categories=lines)).shares
    assert shares is not None
    assert [count for _, count in shares.rows] == [9, 8, 7, 6, 5, 10]
    assert shares.rows[-1][0] == "其余 4 个"


def test_an_empty_period_says_so_and_still_shows_what_is_open() -> None:
    empty = figures(Line("longxi", Counts(open=3, overdue=3)), period="today")
    empty = replace(empty, before=Comparison(read_period("2026-11-21", NOW, ZONE), True, Counts(received=2)))
    found = sheet(replace(empty, last=read_period("2026-11-20", NOW, ZONE)), trend_of("today"))
    assert found.said == ("这段时间没有上报，也没有办理。", "最近有数据的是2026年11月20日。")
    assert (found.curve, found.shares) == (None, None)
    assert all(headline.changes == () for headline in found.headlines)
    assert found.table is not None


def test_before_the_first_report() -> None:
    found = sheet(figures(period="all"))
    assert (found.said, found.table, found.shares) == (("还没有收到过上报。",), None, None)


@pytest.mark.parametrize(
    ("written", "first", "second"),
    [
        ("today", "0时", "2时"),
        ("week", "周一", "周二"),
        ("month", "1日", "2日"),
        ("quarter", "10/1", "10/5"),
        ("year", "1月", "2月"),
    ],
)
def test_each_span_has_its_word(written: str, first: str, second: str) -> None:
    curve = sheet(replace(WEEK, period=read_period(written, NOW, ZONE)), trend_of(written)).curve
    assert curve is not None
    assert curve.labels[:2] == (first, second)
    assert (curve.received, curve.resolved) == ((3, 0), (1, 2))
    assert len(curve.before) == len(curve.labels)


@pytest.mark.parametrize(("days", "first"), [(3, "11/19"), (60, "9/21"), (400, "2025.10"), (3000, "2018年")])
def test_each_span_of_all_of_time_has_its_word(days: int, first: str) -> None:
    grain, spans = spans_since(NOW - timedelta(days=days), NOW, ZONE)
    curve = sheet(replace(WEEK, period=read_period("all", NOW, ZONE)), Trend(grain, spans, (Flow(1, 1),))).curve
    assert curve is not None
    assert curve.labels[0] == first
    assert isinstance(grain, Grain)


def test_a_unit_s_own_picture_carries_its_name_its_rank_and_its_categories() -> None:
    own = figures(Line("longxi", LONGXI), scope=Scope("longxi"))
    found = statistics_sheet(TEXTS, AREA, own, None, ZONE, Rank(2, 10))
    assert (found.whose, found.rank) == ("龙西社区", "按期率在 10 个社区里排第 2")
    assert found.table is not None
    assert (found.table.title, found.table.rows) == ("类别", (Row("环境卫生", 2, 4, 8, "60%"),))
    assert found.shares is None


def test_a_street_s_picture_has_its_communities() -> None:
    found = sheet(replace(WEEK, scope=Scope("longxi")))
    assert found.table is not None
    assert (found.table.title, len(found.table.rows)) == ("单位", 3)
    assert found.shares is not None


def test_a_place_and_a_category_are_named_and_not_taken_apart_once_more() -> None:
    found = sheet(figures(Line("longxi", LONGXI), scope=Scope("longxi", "sanitation", "龙西小区")))
    assert found.whose == "龙西社区 · 环境卫生 · 龙西小区"
    assert (found.table, found.shares) == (None, None)
    category = sheet(replace(WEEK, scope=Scope(None, "sanitation")))
    assert category.table is not None
    assert (category.whose, category.table.title, category.shares) == ("黄山区 · 环境卫生", "单位", None)


def test_the_operator_s_words_hold_without_their_marks() -> None:
    own = Texts(
        {
            "stats.sheet.myriads": "萬",
            "weekday.monday": "1",
            "stats.sheet.received": "<b>接报</b> &amp; 受理",
            "stats.no_unit": "待派",
        }
    )
    found = sheet(trend=trend_of("week"), texts=own)
    assert found.headlines[0].label == "接报 & 受理"
    assert found.table is not None
    assert found.table.rows[-1].name == "待派"
    assert found.myriads == "萬"
    assert found.curve is not None
    assert found.curve.labels[0] == "周1"


def test_lines_that_are_all_shown_add_up() -> None:
    units = sheet().table
    assert units is not None
    whole = total(line.counts for line in WEEK.units)
    assert sum(row.open for row in units.rows) == whole.open


def test_a_great_difference_is_told_in_myriads() -> None:
    before = Comparison(read_period("2026-W46", NOW, ZONE), True, Counts(received=1_234_567))
    assert sheet(replace(WEEK, before=before)).headlines[0].changes == (("比上周同期", "▼123万"),)


def test_points_are_those_between_the_rates_that_are_shown() -> None:
    before = Comparison(read_period("2026-W46", NOW, ZONE), True, Counts(received=999, on_time=999, missed=1))
    found = sheet(replace(figures(Line("longxi", Counts(received=9, on_time=9))), before=before)).headlines[2]
    assert (found.value, found.changes) == ("100%", (("比上周同期", "▲1个百分点"),))
