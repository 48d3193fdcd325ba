"""Of questions about figures: what is looked at more closely, what was not understood, one's own counts."""

from __future__ import annotations

QUESTIONS: dict[str, str] = {
    "stats.view.units": "单位",
    "stats.view.cats": "类别",
    "stats.view.places": "点位",
    "stats.view.more": "更多",
    "stats.view.timing": "用时",
    "stats.view.hours": "时段",
    "stats.view.before": "对比",
    "stats.view.people": "上报人",
    "stats.back": "‹ 返回",
    "stats.previous": "‹ 上一页",
    "stats.next": "下一页 ›",
    "stats.look_last": "看{period}",
    # the heads of the views, and the buttons of a line
    "stats.units": "<b>单位</b>（最需要关注的在前）",
    "stats.categories": "<b>类别</b>（收到多的在前）",
    "stats.places": "<b>点位</b>（收到多的在前）",
    "stats.rates": "<b>各项比率</b>",
    "stats.timing": "<b>用时</b>",
    "stats.hours": "<b>什么时候报得多</b>",
    "stats.compared": "<b>对比</b>",
    "stats.reporters": "<b>上报人</b>（私下报的不算）",
    "stats.range": "第 {first}–{last} 个",
    "stats.nothing": "没有数据。",
    # rates: part of whole, and what a number without a whole says
    "stats.rate.response": "响应率 {rate}：按时受理 {part}，共 {whole}",
    "stats.rate.solution": "解决率 {rate}：答“已解决” {part}，共 {whole}",
    "stats.rate.satisfaction": "满意率 {rate}：四星五星 {part}，共 {whole}",
    "stats.rate.closure": "按期结案率 {rate}：按期结案 {part}，应结案 {whole}",
    "stats.rate.rework": "返工率 {rate}：返工 {part}，办结和返工共 {whole}",
    "stats.rate.returned": "退回率 {rate}：退回 {part}，派单 {whole}",
    "stats.rate.extension": "延期率 {rate}：延期 {part}，派单 {whole}",
    "stats.rate.misrouted": "派错率 {rate}：派错 {part}，自动分派 {whole}",
    "stats.others": "转派 {transferred}，挂账 {suspended}，同报 {supported}",
    "stats.put_aside": "目前挂账中 {put_aside}",
    # timing
    "stats.response": "受理用时：一半在{median}内，九成在{p90}内",
    "stats.fix": "办结用时：一半在{median}内，九成在{p90}内",
    "stats.of_class": "{of}（{count} 件）：一半在{median}内，九成在{p90}内",
    "stats.response.one": "受理用时（1 件）：{median}",
    "stats.fix.one": "办结用时（1 件）：{median}",
    "stats.of_class.one": "{of}（1 件）：{median}",
    "stats.ages": "未结的已有多久：{ages}",
    "stats.age": "{age} {count}",
    # hours and weekdays
    "stats.weekday": "周{day} {bar} {count}",
    "stats.part_of_day": "{first}–{last}时 {bar} {count}",
    "stats.busiest": "最多的是周{day} {hour}时前后，{count} 件",
    # against an earlier time
    "stats.against": "{than}：收到 {received}，办结 {resolved}",
    "stats.against.rate": "{than}：收到 {received}，办结 {resolved}，按期率 {rate}",
    "stats.compared.head": "{than} · {period}",
    "stats.compared.until": "{than} · {period}，到同一时刻为止",
    "stats.compared.line": "{name} {now}，当时 {before}，{change}",
    "stats.compared.none": "以前没有数据，没有可以对比的。",
    # the place of a unit among those like it
    "stats.rank": "按期率在 {of} 个{kind}里排第 {place}",
    "stats.kind.area": "单位",
    "stats.kind.community": "社区",
    "stats.kind.street": "街道",
    "stats.kind.department": "部门",
    # a reporter in the ranking
    "stats.reporter": "{name}：上报 {received} · 已办结 {resolved}",
    "stats.reporter.supported": "{name}：上报 {received} · 已办结 {resolved} · 别人同报 {supported}",
    # what was not understood
    "stats.unknown": (
        "没有“{written}”这样的时段。可以写：今天、昨天、本周、上周、本月、上月、本季、上季、今年、去年、全部，"
        "或者 10月、三季度、第46周、11月21日、2025年12月"
    ),
    "stats.unclear": "没有找到“{written}”。可以写时段、单位、类别、点位，不分先后，例如：{example}",
    "stats.did_you_mean": "没有找到“{written}”。是不是下面的？点一下就看。",
    "stats.twice": "“{written}”多写了一个。一次写一个时段、一个单位、一个类别、一个点位，例如：{example}",
    # /mine
    "mine.counts": "您上报 {reported} 件，已办结 {resolved} 件",
    "mine.fastest": "，最快 {fastest}办好",
    "mine.joined": "；别人同报 {joined} 次",
}
