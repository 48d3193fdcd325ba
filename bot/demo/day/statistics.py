"""Story: the coordinator asks for the figures; a courier who asks gets a shrug."""

from __future__ import annotations

from datetime import timedelta

from bot.demo.stage import Stage
from bot.demo.story import Story

STATISTICS = Story("stats", "统计", "The figures")


@STATISTICS.step(
    "week",
    "陈主任在协调群发 /stats：本周收到多少、按期多少、哪个社区要关注；点按钮换时段，同一条消息更新。",
    "Chen writes /stats in the coordinators' chat: received, on time, who needs attention. The buttons change the "
    "period in the same message.",
)
async def week(stage: Stage) -> None:
    desk, chen = stage.town.desk, stage.people.chen
    await stage.post(chen, desk, "/stats")
    figures = await stage.says(desk, "黄山区", "收到", "返工", "平东社区", buttons=["今日", "本月"])
    await stage.leap(timedelta(seconds=10))
    await stage.tap(chen, figures, "今日")
    await stage.says(desk, "黄山区", buttons=["✓ 今日", "本周"])
    await stage.leap(timedelta(seconds=10))
    await stage.tap(chen, figures, "本月")
    await stage.says(desk, "黄山区", "收到", buttons=["✓ 本月"])


@STATISTICS.step(
    "closer look",
    "哪个社区要关注？陈主任点“单位”，再点平东社区，就只看它的；点“‹ 返回”，又是全区的。",
    "Who needs attention? Chen presses 单位, then 平东社区 for its own figures; ‹ 返回 leads back to the whole "
    "district.",
)
async def closer(stage: Stage) -> None:
    desk, chen = stage.town.desk, stage.people.chen
    figures = await stage.says(desk, "黄山区", "收到", buttons=["单位", "更多"])
    await stage.tap(chen, figures, "单位")
    listed = await stage.says(desk, "黄山区", "最需要关注的在前", buttons=["平东社区", "‹ 返回"])
    await stage.leap(timedelta(seconds=10))
    await stage.tap(chen, listed, "平东社区")
    own = await stage.says(desk, "平东社区", "收到", buttons=["✓ 本月", "‹ 返回"])
    await stage.leap(timedelta(seconds=10))
    await stage.tap(chen, own, "‹ 返回")
    await stage.says(desk, "黄山区", "收到", buttons=["✓ 本月"])


@STATISTICS.step(
    "map",
    "陈主任点“地图”：同一张图变成地图，哪里有几件、哪里超时一看就懂；点“‹ 返回统计”变回来。",
    "Chen presses 地图: the picture turns into a map of what is open where, and what is late; ‹ 返回统计 turns it "
    "back.",
)
async def area_map(stage: Stage) -> None:
    desk, chen = stage.town.desk, stage.people.chen
    figures = await stage.says(desk, "黄山区", "收到", buttons=["地图"])
    await stage.tap(chen, figures, "地图")
    shown = await stage.says(desk, "黄山区", "地图", buttons=["‹ 返回统计"])
    await stage.leap(timedelta(seconds=10))
    await stage.tap(chen, shown, "‹ 返回统计")
    await stage.says(desk, "黄山区", "收到", buttons=["查明细"])


@STATISTICS.step(
    "behind a number",
    "有人不信“返工”的数字：陈主任点“查明细”，再点“返工”，是哪几件、谁退的、什么时候，一件一件都能点开。",
    "Somebody doubts the 返工. Chen presses 查明细 and 返工: which tickets, who sent them back and when, each to be "
    "opened.",
)
async def behind(stage: Stage) -> None:
    desk, chen = stage.town.desk, stage.people.chen
    figures = await stage.says(desk, "黄山区", "收到", buttons=["查明细"])
    await stage.tap(chen, figures, "查明细")
    menu = await stage.says(desk, "点一个数")
    label = next(text for text in menu.button_texts if text.startswith("返工"))
    await stage.tap(chen, menu, label)
    await stage.says(desk, "返工", "T1")


@STATISTICS.step(
    "file",
    "明天开会要用：陈主任点“导出”，一份表格发到群里，汇总、单位、类别、工单、历程都在里面。",
    "There is a meeting tomorrow. Chen presses 导出: a workbook with sums, units, categories, tickets and their "
    "history.",
)
async def file(stage: Stage) -> None:
    desk = stage.town.desk
    figures = await stage.says(desk, "黄山区", "收到", buttons=["导出"])
    await stage.tap(stage.people.chen, figures, "导出", told="正在导出")
    await stage.says(desk, "统计")


@STATISTICS.step(
    "list",
    "陈主任再发“清单 本周”：一份简报，一页能直接打印盖章的问题清单，还有一份表格。",
    "Then Chen writes 清单 本周: a bulletin, a page of the list of problems to print and to seal, and a workbook.",
)
async def problem_list(stage: Stage) -> None:
    desk = stage.town.desk
    await stage.post(stage.people.chen, desk, "清单 本周")
    await stage.says(desk, "黄山区简报", "收到")
    await stage.says(desk, "问题清单")


@STATISTICS.step(
    "no right",
    "小赵也想看：他没有权限，只得到一个 🤷。",
    "Zhao asks, too: he may not, and gets a 🤷.",
)
async def no_right(stage: Stage) -> None:
    asked = await stage.post(stage.people.zhao, stage.town.riders, "/stats")
    await stage.marks(asked, "🤷")
