"""Figures and sheets of small and large places."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.areas import Area, Category, TimeClass, Unit, UnitKind
from bot.domain.periods import read_period
from bot.domain.statistics import Counts, Figures, Line, Scope, Timing, Timings, total
from bot.notices.pictures.sheet import Ages, Curve, Gauge, Headline, Row, Shares, Sheet, Table
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


def figures(*units: Line, period: str = "week", scope: Scope | None = None) -> Figures:
    whole = total(line.counts for line in units)
    return Figures(
        period=read_period(period, NOW, ZONE),
        now=NOW,
        scope=scope or Scope(),
        total=whole,
        units=units,
        categories=(Line("sanitation", whole),) if units else (),
        response=Timings(Timing(9, timedelta(minutes=25), timedelta(hours=3))) if units else Timings(),
        fix=Timings(Timing(7, timedelta(hours=5), timedelta(days=2, hours=1))) if units else Timings(),
        ages=(3, 2, 1, 0, 1) if whole.open else (0,) * 5,
    )


WEEK = figures(Line("longxi", LONGXI), Line("shuguang", SHUGUANG), Line(None, NONE))

HEADLINES = (
    Headline("收到", "12", "自动分派 83%", changes=(("比上周同期", "▲3"), ("比去年同期", "▼1"))),
    Headline("办结", "7", "结案 5", changes=(("比上周同期", "持平"), ("比去年同期", "▼1"))),
    Headline("按期率", "67%", "4 / 6", changes=(("比上周同期", "▲12个百分点"), ("比去年同期", ""))),
)
LATE = Headline("目前超时", "2", "目前未结 7", alarm=True)
AGES = Ages(
    LATE, "未结工单已有多久", (("1天内", 3), ("1–3天", 2), ("3–7天", 1), ("7–30天", 0), ("30天以上", 1)), "没有"
)
GAUGES = (
    Gauge("响应率", "75%", "3 / 4", 0.75),
    Gauge("解决率", "100%", "5 / 5", 1.0),
    Gauge("满意率", "–", "还没有评价", None),
)
CURVE = Curve("走势", ("收到", "办结", "上期收到"), ("周一", "周二", "周三"), (3, 0), (1, 2), (2, 2, 5))
SMALL = Sheet(
    "黄山区",
    "2026年第47周（11月16日至22日）",
    "11月22日 18:30 统计",
    "万",
    "按期率在 10 个社区中排第 2",
    HEADLINES,
    GAUGES,
    AGES,
    curve=CURVE,
    table=Table("单位", "最需要关注的在前", ("超时 / 未结", "收到", "按期率"), (Row("龙西社区", 2, 4, 8, "60%"),)),
    shares=Shares("类别", "按收到的件数", (("环境卫生", 12),)),
)
EMPTY = Sheet(
    "黄山区",
    "2026年11月22日",
    "11月22日 18:30 统计",
    "万",
    headlines=HEADLINES[:1],
    ages=Ages(Headline("目前超时", "0", "目前未结 0"), "未结工单已有多久", (), "没有未结的工单"),
    said=("这段时间没有上报。", "最近有数据的是10月。"),
)
_LONG = "永不落幕的长名称社区居民委员会与综合服务中心联合办公室第三片区二十四小时便民服务点"


def large(name: str = _LONG, number: int = 1_234_567) -> Sheet:
    """As much as a sheet ever holds."""
    days = 31
    told = f"{number:,}"
    headline = Headline(name, told, name, alarm=True, changes=((name, f"▲{told}"),) * 2)
    return Sheet(
        name,
        name,
        name,
        "万",
        name,
        (headline,) * 3,
        (Gauge(name, "100%", name, 1.0),) * 3,
        Ages(Headline(name, told, name, alarm=True), name, ((name, number),) * 5, name),
        curve=Curve(
            name, (name, name, name), tuple(f"{day}日" for day in range(1, days + 1)), *((number,) * days,) * 3
        ),
        table=Table(name, name, (name, name, name), (Row(name, number, number, number, "100%"),) * 8),
        shares=Shares(name, name, ((name, number),) * 6),
    )
