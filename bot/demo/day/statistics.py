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
