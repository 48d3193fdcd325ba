"""Sheets as the figures of small and large places make them."""

from __future__ import annotations

from bot.notices.pictures.sheet import Curve, Headline, Shares, Sheet, UnitRow, Units

HEADLINES = (
    Headline("收到", "12", "自动分派 83%"),
    Headline("办结", "7", "结案 5"),
    Headline("按期率", "67%", "4 / 6"),
    Headline("目前超时", "2", "目前未结 7", alarm=True),
)
CURVE = Curve("走势", ("收到", "办结", "上期收到"), ("周一", "周二", "周三"), (3, 0), (1, 2), (2, 2, 5))
SMALL = Sheet(
    "黄山区",
    "2026年第47周（11月16日至22日）",
    "11月22日 18:30 统计",
    "万",
    HEADLINES,
    curve=CURVE,
    units=Units("单位", "最需要关注的在前", ("超时 / 未结", "收到", "按期率"), (UnitRow("龙西社区", 2, 4, 8, "60%"),)),
    shares=Shares("类别", "按收到的件数", (("环境卫生", 12),)),
)
EMPTY = Sheet(
    "黄山区",
    "2026年11月22日",
    "11月22日 18:30 统计",
    "万",
    HEADLINES,
    said=("这段时间没有上报。", "最近有数据的是10月。"),
)
_LONG = "永不落幕的长名称社区居民委员会与综合服务中心联合办公室第三片区二十四小时便民服务点"


def large(name: str = _LONG, number: int = 1_234_567) -> Sheet:
    """As much as a sheet ever holds."""
    days = 31
    return Sheet(
        name,
        name,
        name,
        "万",
        tuple(Headline(name, f"{number:,}", name, alarm=True) for _ in range(4)),
        curve=Curve(
            name, (name, name, name), tuple(f"{day}日" for day in range(1, days + 1)), *((number,) * days,) * 3
        ),
        units=Units(name, name, (name, name, name), (UnitRow(name, number, number, number, "100%"),) * 8),
        shares=Shares(name, name, ((name, number),) * 6),
    )
