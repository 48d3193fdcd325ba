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
from bot.domain.bulletins import Rank
from bot.domain.period_words import read_said_period
from bot.domain.periods import read_period
from bot.domain.questions import Question, Unclear, View
from bot.domain.statistics import COUNTED, Comparison, Counts, Figures, Line, Scope, Timing, Timings, total
from bot.notices.markup import visible_length
from bot.notices.questions import unclear_buttons, unclear_text
from bot.notices.statistics import Door, rate, statistics_buttons, statistics_caption, statistics_text
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
        scope=Scope(),
        total=whole,
        units=units,
        categories=(Line("sanitation", whole),) if units else (),
        response=Timings(Timing(9, timedelta(minutes=25), timedelta(hours=3))) if units else Timings(),
        fix=Timings(Timing(7, timedelta(hours=5), timedelta(days=2, hours=1))) if units else Timings(),
    )


WEEK = figures(Line("longxi", LONGXI), Line("shuguang", SHUGUANG), Line(None, NONE))


def test_the_whole_message() -> None:
    assert statistics_text(TEXTS, AREA, WEEK) == (
        "<b>黄山区 · 2026年第47周（11月16日至22日）</b>\n"
        "收到 12，自动分派 10（83%）\n"
        "办结 7，结案 5\n"
        "按期 4/6（67%），超时 2\n"
        "返工 1（13%）\n"
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
        "<b>类别</b>（收到多的在前）\n"
        "环境卫生：超时 2 · 未结 7 · 收到 12 · 按期 4/6 · 返工 1"
    )


def test_the_caption_has_the_headline_and_who_needs_attention() -> None:
    many = figures(*(Line(f"u{i}", LONGXI._replace(overdue=9 - i)) for i in range(5)))
    said = statistics_caption(TEXTS, AREA, replace(WEEK, units=many.units))
    assert said.startswith("<b>黄山区 · 2026年第47周（11月16日至22日）</b>\n收到 12，自动分派 10（83%）\n")
    assert "⚠️ 已超时 2\n" in said
    assert said.endswith("……另有 2 个")
    assert said.count("按期 3/5") == 3
    assert "环境卫生" not in said


def test_the_headline_says_what_went_wrong_at_the_dispatch() -> None:
    said = statistics_text(TEXTS, AREA, figures(Line("longxi", LONGXI._replace(misrouted=1))))
    assert "收到 8，自动分派 7（88%），派错 1（14%）\n" in said


def test_the_headline_is_compared_with_earlier_times() -> None:
    before = Comparison(read_period("2026-W46", NOW, ZONE), True, Counts(received=10, resolved=9, on_time=1, missed=1))
    ago = Comparison(read_period("2025-W47", NOW, ZONE), True, Counts(received=12, resolved=2))
    said = statistics_caption(TEXTS, AREA, replace(WEEK, before=before, year_ago=ago))
    assert "比上周同期：收到 ↑2，办结 ↓2，按期率 ↑17个百分点\n" in said
    assert "比去年同期：收到 持平，办结 ↑5\n" in said, "nothing was due then: there is no rate to compare"


def test_a_unit_reads_its_place_among_its_sisters() -> None:
    own = replace(WEEK, scope=Scope("longxi"), units=WEEK.units[:1])
    said = statistics_caption(TEXTS, AREA, own, Rank(2, 5))
    assert "按期率在 5 个社区里排第 2\n" in said
    assert "<b>单位</b>" not in said, "one line with the numbers of the headline says nothing new"


def test_the_head_says_what_the_figures_are_of() -> None:
    said = statistics_text(TEXTS, AREA, replace(WEEK, scope=Scope("shuguang", "sanitation", "桃源<小区>")))
    assert said.startswith("<b>曙光&lt;社区&gt; · 环境卫生 · 桃源&lt;小区&gt; · 2026年第47周")
    assert "<b>类别</b>" not in said


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
    said = statistics_text(TEXTS, AREA, replace(WEEK, scope=Scope("shuguang")))
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
        response=Timings(Timing(number, timedelta(days=9999, hours=23), timedelta(days=9999, hours=23))),
        fix=Timings(Timing(number, timedelta(days=9999, hours=23), timedelta(days=9999, hours=23))),
    )
    for said, limit in ((statistics_text(TEXTS, area, full), 1024), (statistics_caption(TEXTS, area, full), 1024)):
        assert visible_length(said) <= limit
        parser = Strict()
        parser.feed(said)
        parser.close()
        assert parser.open == []


def test_more_units_than_a_phone_shows_are_counted() -> None:
    said = statistics_text(TEXTS, AREA, figures(*(Line(f"u{i}", Counts(open=1)) for i in range(33))))
    assert "u4：未结 1\n……另有 28 个\n" in said
    assert "u5" not in said


LONGEST = Question("2026-11-21", Scope("unit" * 9, "category" * 9, "点位" * 9))


def test_the_buttons_mark_the_period_shown() -> None:
    assert statistics_buttons(TEXTS, Question("week")) == [
        [("今日", "stats:today:-"), ("✓ 本周", "stats:week:-"), ("本月", "stats:month:-")],
        [("本季", "stats:quarter:-"), ("本年", "stats:year:-"), ("全部", "stats:all:-")],
    ]
    named = [label for row in statistics_buttons(TEXTS, Question("2026Q4")) for label, _ in row]
    assert "".join(named) == "今日本周本月本季本年全部"


def test_every_button_carries_its_whole_question() -> None:
    other = replace(LONGEST, scope=Scope("longxi"))
    rows = statistics_buttons(
        TEXTS,
        LONGEST,
        views=list(View),
        doors=[Door("stats.back", "numbers"), Door("stats.next", "statsfile", "xlsx")],
        others=[("这个社区的名字特别特别特别特别长", other)],
        back=Question("2026-11-21"),
    )
    written = [data for row in rows for _, data in row]
    assert all(len(data.encode()) <= 64 for data in written)
    assert written[6:] == [
        f"stats:{other.as_data()}",
        *(f"statsview:{LONGEST.as_data()}:{view.value}" for view in View),
        f"numbers:{LONGEST.as_data()}",
        f"statsfile:{LONGEST.as_data()}:xlsx",
        "stats:2026-11-21:-",
    ]
    assert [label for label, _ in rows[2]] == ["这个社区的名字特别特别特别…"]


def test_an_unknown_period_is_answered_with_what_is_one() -> None:
    said = unclear_text(TEXTS, AREA, Unclear("<去年>" * 30, Question("week"), like_a_period=True))
    assert said.startswith("没有“&lt;去年&gt;")
    assert "…”这样的时段" in said
    for written in re.findall(r"[\w-]*\d[\w-]*|今日|本周|本月|本季|本年|全部|上周|上月|三季度", said):
        read_said_period(written, NOW, ZONE)


def test_an_unknown_word_is_answered_with_an_example_of_this_area() -> None:
    assert unclear_text(TEXTS, AREA, Unclear("火星", Question("week"))) == (
        "没有找到“火星”。可以写时段、单位、类别、点位，不分先后，例如：/stats 本月 龙西社区 环境卫生"
    )
    assert unclear_text(TEXTS, AREA, Unclear("上月", Question("week"), twice=True)).startswith("“上月”多写了一个。")


def test_what_may_be_meant_is_offered_with_the_rest_of_the_question() -> None:
    known = Question("2026-10", Scope(category="sanitation"))
    offered = (Scope("longxi", "sanitation"), Scope(None, "sanitation", "桃源小区"))
    unclear = Unclear("龙溪", known, offered)
    assert "是不是" in unclear_text(TEXTS, AREA, unclear)
    assert unclear_buttons(AREA, unclear) == [
        [
            ("龙西社区", f"stats:{Question('2026-10', offered[0]).as_data()}"),
            ("桃源小区", f"stats:{Question('2026-10', offered[1]).as_data()}"),
        ]
    ]
    other = Unclear("环卫", Question("week"), (Scope(category="sanitation"),))
    assert [label for row in unclear_buttons(AREA, other) for label, _ in row] == ["环境卫生"]


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        (None, "–"),
        (0, "0%"),
        (1, "100%"),
        (0.999, "99%"),
        (0.001, "1%"),
        (2 / 3, "67%"),
        (5 / 8, "63%"),
        (57 / 200, "29%"),
    ],
)
def test_rates(share: float | None, shown: str) -> None:
    assert rate(share) == shown
