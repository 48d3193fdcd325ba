"""The message of /stats: what it says, in which order, and that it always fits."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.areas import Area, Category, TimeClass, Unit, UnitKind
from bot.domain.periods import read_period
from bot.domain.statistics import COUNTED, Counts, Figures, Line, Timing, total
from bot.notices.markup import visible_length
from bot.notices.statistics import (
    rate,
    statistics_buttons,
    statistics_caption,
    statistics_text,
    unknown_period,
)
from bot.notices.texts import Texts

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
TEXTS = Texts()
AREA = Area(
    name="黄山区",
    units=(
        Unit(code="longxi", name="龙西社区", kind=UnitKind.COMMUNITY),
        Unit(code="shuguang", name="曙光<社区>", kind=UnitKind.COMMUNITY),
    ),
    categories=(Category(code="sanitation", name="环境卫生", time_class=TimeClass.A),),
)
LONGXI = Counts(received=8, auto=7, on_time=3, missed=2, resolved=6, closed=4, reopened=1, open=4, overdue=2)
SHUGUANG = Counts(received=3, auto=3, on_time=1, resolved=1, closed=1, open=2, waiting_acceptance=2)
NONE = Counts(received=1, open=1, waiting_triage=1, rejected=1)


def figures(*units: Line, period: str = "week") -> Figures:
    whole = total(line.counts for line in units)
    return Figures(
        period=read_period(period, NOW, ZONE),
        now=NOW,
        unit_code=None,
        total=whole,
        units=units,
        categories=(Line("sanitation", whole),) if units else (),
        response=Timing(9, timedelta(minutes=25), timedelta(hours=3)) if units else Timing(),
        fix=Timing(7, timedelta(hours=5), timedelta(days=2, hours=1)) if units else Timing(),
    )


WEEK = figures(Line("longxi", LONGXI), Line("shuguang", SHUGUANG), Line(None, NONE))


def test_the_whole_message() -> None:
    assert statistics_text(TEXTS, AREA, WEEK) == (
        "<b>黄山区 · 2026年第47周（11月16日至22日）</b>\n"
        "收到 12，自动分派 10（83%）\n"
        "办结 7，结案 5\n"
        "按期 4/6（67%），超时 2\n"
        "返工 1（12%）\n"
        "不予受理 1\n"
        "受理用时：一半在25分钟内，九成在3小时内\n"
        "办结用时：一半在5小时内，九成在2天1小时内\n"
        "\n"
        "<b>目前</b> 未结 7（待分派 1 · 待受理 2）\n"
        "⚠️ 已超时 2\n"
        "\n"
        "<b>单位</b>（最需要关注的在前）\n"
        "龙西社区：超时 2 · 未结 4 · 收到 8 · 按期 3/5 · 返工 1\n"
        "曙光&lt;社区&gt;：未结 2 · 收到 3 · 按期 1/1\n"
        "未分派：未结 1 · 收到 1\n"
        "\n"
        "<b>类别</b>\n"
        "环境卫生：超时 2 · 未结 7 · 收到 12 · 按期 4/6 · 返工 1"
    )


def test_the_caption_has_the_headline_and_who_needs_attention() -> None:
    many = figures(*(Line(f"u{i}", replace(LONGXI, overdue=9 - i)) for i in range(5)))
    said = statistics_caption(TEXTS, AREA, replace(WEEK, units=many.units))
    assert said.startswith("<b>黄山区 · 2026年第47周（11月16日至22日）</b>\n收到 12，自动分派 10（83%）\n")
    assert "⚠️ 已超时 2\n" in said
    assert said.endswith("……另有 2 个")
    assert said.count("按期 3/5") == 3
    assert "环境卫生" not in said


def test_a_caption_fits_whatever_the_operator_wrote() -> None:
    own = Texts({"stats.auto": "{received}" + "收" * 900, "stats.done": "办" * 900})
    said = statistics_caption(own, AREA, WEEK)
    assert visible_length(said) <= 1024
    assert said.startswith("<b>黄山区")
    assert "办" not in said


def test_an_empty_period_says_so_with_the_last_one_that_has_data() -> None:
    empty = replace(figures(period="today"), last=read_period("2026-11-20", NOW, ZONE))
    assert statistics_text(TEXTS, AREA, empty) == (
        "<b>黄山区 · 2026年11月22日</b>\n这段时间没有上报，也没有办理。\n"
        "最近有数据的是2026年11月20日。\n\n<b>目前</b> 未结 0"
    )


def test_before_the_first_report() -> None:
    said = statistics_text(TEXTS, AREA, figures(period="all"))
    assert said == "<b>黄山区 · 全部</b>\n还没有收到过上报。\n\n<b>目前</b> 未结 0"


def test_an_empty_period_still_tells_what_is_late_now() -> None:
    said = statistics_text(TEXTS, AREA, figures(Line("longxi", Counts(open=3, overdue=3)), period="today"))
    assert "⚠️ 已超时 3" in said
    assert "龙西社区：超时 3 · 未结 3" in said


def test_nothing_due_is_not_nought_percent() -> None:
    said = statistics_text(TEXTS, AREA, figures(Line("longxi", Counts(received=2, open=2))))
    assert "按期：还没有到期的" in said
    assert "自动分派 0（0%）" in said


def test_a_unit_s_own_figures_carry_its_name() -> None:
    said = statistics_text(TEXTS, AREA, replace(WEEK, unit_code="shuguang"))
    assert said.startswith("<b>曙光&lt;社区&gt; · 2026年第47周")


def test_the_operator_s_words_hold() -> None:
    own = Texts({"state.triage": "待派单", "stats.part.reopened": "返修 {number} 次"})
    said = statistics_text(own, AREA, WEEK)
    assert "待派单 1" in said
    assert "返修 1 次" in said


class Strict(HTMLParser):
    """Knows <b> alone, closed in order, as Telegram would parse it."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert (tag, attrs) == ("b", [])
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


_MANY = st.integers(0, 9_999_999)


@settings(max_examples=40, deadline=None)
@given(name=st.text(min_size=1, max_size=200), number=_MANY, many=st.integers(0, 300))
def test_whatever_the_names_and_numbers_the_message_fits_and_parses(name: str, number: int, many: int) -> None:
    counts = Counts(*(number for _ in COUNTED))
    area = Area(
        name=name,
        units=tuple(Unit(code=f"u{i}", name=name, kind=UnitKind.COMMUNITY) for i in range(many)),
        categories=tuple(Category(code=f"c{i}", name=name, time_class=TimeClass.C) for i in range(many)),
    )
    full = replace(
        figures(*(Line(f"u{i}", counts) for i in range(many))),
        total=counts,
        categories=tuple(Line(f"c{i}", counts) for i in range(many)),
        response=Timing(number, timedelta(days=9999, hours=23), timedelta(days=9999, hours=23)),
        fix=Timing(number, timedelta(days=9999, hours=23), timedelta(days=9999, hours=23)),
    )
    for said, limit in ((statistics_text(TEXTS, area, full), 4096), (statistics_caption(TEXTS, area, full), 1024)):
        assert visible_length(said) <= limit
        parser = Strict()
        parser.feed(said)
        parser.close()
        assert parser.open == []


def test_more_units_than_a_phone_shows_are_counted() -> None:
    said = statistics_text(TEXTS, AREA, figures(*(Line(f"u{i}", Counts(open=1)) for i in range(33))))
    assert "u19：未结 1\n……另有 13 个\n" in said
    assert "u20" not in said


def test_the_buttons_mark_the_period_shown() -> None:
    assert statistics_buttons(TEXTS, read_period("week", NOW, ZONE)) == [
        [("今日", "stats:today"), ("✓ 本周", "stats:week"), ("本月", "stats:month")],
        [("本季", "stats:quarter"), ("本年", "stats:year"), ("全部", "stats:all")],
    ]
    named = [label for row in statistics_buttons(TEXTS, read_period("2026Q4", NOW, ZONE)) for label, _ in row]
    assert "".join(named) == "今日本周本月本季本年全部"


def test_an_unknown_period_is_answered_with_what_is_one() -> None:
    said = unknown_period(TEXTS, "<去年>" * 30)
    assert said.startswith("没有“&lt;去年&gt;")
    assert "…”这样的时段" in said
    for written in re.findall(r"[\w-]*\d[\w-]*|今日|本周|本月|本季|本年|全部", said):
        read_period(written, NOW, ZONE)


@pytest.mark.parametrize(
    ("share", "shown"), [(None, "–"), (0, "0%"), (1, "100%"), (0.999, "99%"), (0.001, "1%"), (2 / 3, "67%")]
)
def test_rates(share: float | None, shown: str) -> None:
    assert rate(share) == shown
