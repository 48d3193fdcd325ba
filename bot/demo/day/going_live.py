"""Story: a new installation becomes usable, without anybody looking up a number."""

from __future__ import annotations

from bot.demo.stage import Stage
from bot.demo.story import A_MOMENT, Story
from bot.sandbox import Chat, Person

GOING_LIVE = Story("live", "上线", "Going live")


@GOING_LIVE.step(
    "claim",
    "第一次启动时，日志里打印了一个认领码。陈主任私聊机器人，发 /claim 加认领码，成为管理员。",
    "At its first start the bot printed a claim code to its log. Director Chen writes /claim with it in private and "
    "becomes the administrator.",
)
async def claim(stage: Stage) -> None:
    chen, bot = stage.people.chen, stage.town.bot
    code = stage.claim_code()
    private = stage.sandbox.private(chen, bot)
    chen.start(bot)
    await stage.says(private, "您好，我是蜂哨")
    await stage.rest()
    await stage.leap(A_MOMENT)
    await stage.post(chen, private, f"/claim {code}")
    await stage.says(private, "认领成功", "/bind")


async def _bind(stage: Stage, place: Chat, *buttons: str) -> None:
    """Bring the bot in as an administrator, ask /bind, press one button after the other."""
    chen = stage.people.chen
    stage.sandbox.add_bot_to(place, stage.town.bot, by=chen, admin=True)
    await stage.rest()
    await stage.leap(A_MOMENT)
    await stage.says(place, "/bind")
    asked = await stage.post(chen, place, "/bind")
    for button in buttons:
        question = await stage.says(place, buttons=[button])
        await stage.tap(chen, question, button)
        await stage.leap(A_MOMENT / 4)
    await stage.says(place, "好的，这里是", "权限齐全")
    stage.check(f"the answered /bind should be gone from {place.title}", asked.deleted)


@GOING_LIVE.step(
    "report group",
    "陈主任把机器人拉进骑手群并设为管理员，发 /bind，点“上报群”。机器人置顶一条说明。",
    "Chen brings the bot into the riders' group as an administrator, writes /bind and presses “reporting group”. "
    "What the bot does and keeps is pinned.",
)
async def bind_riders(stage: Stage) -> None:
    riders = stage.town.riders
    await _bind(stage, riders, "上报群（骑手发问题）")
    notice = await stage.says(riders, "👀 已收到", "✍ 已送达单位")
    stage.check("what the bot does and keeps should be pinned", notice in riders.pinned)


@GOING_LIVE.step(
    "unit chat",
    "平东社区有自己的工作群：点“单位工作群”，再点出平东社区。工单以后就发到这里。",
    "Pingdong community has a chat of its own: “a unit's chat”, then the unit. Its tickets will come here.",
)
async def bind_pingdong(stage: Stage) -> None:
    await _bind(stage, stage.town.pingdong, "单位工作群", "甘棠镇 ›", "平东社区")
    await stage.says(stage.town.pingdong, "平东社区的工作群")


@GOING_LIVE.step(
    "coordinators' chat",
    "协调群收机器人认不出地点的上报、督办和日报。",
    "The coordinators' chat gets what the bot cannot place, escalations and the daily digest.",
)
async def bind_desk(stage: Stage) -> None:
    await _bind(stage, stage.town.desk, "协调群")


async def _appoint(stage: Stage, whom: Person, place: Chat, greeting: str, *buttons: str) -> None:
    """Somebody says a word; Chen replies /appoint to it and presses role and unit."""
    chen = stage.people.chen
    said = await stage.post(whom, place, greeting)
    await stage.leap(A_MOMENT)
    await stage.post(chen, place, "/appoint", reply_to=said)
    for button in buttons:
        question = await stage.says(place, buttons=[button])
        await stage.tap(chen, question, button)
        await stage.leap(A_MOMENT / 4)
    await stage.says(place, "已任命", whom.full_name, buttons[-1])


@GOING_LIVE.step(
    "appoint Li",
    "李书记在工作群里打个招呼，陈主任回复这句话发 /appoint，点角色和社区——谁也不用查数字编号。",
    "Secretary Li says hello; Chen replies /appoint to that message and presses role and community. Nobody looks up "
    "a numeric id.",
)
async def appoint_li(stage: Stage) -> None:
    await _appoint(
        stage, stage.people.li, stage.town.pingdong, "大家好，我是平东的老李", "书记", "甘棠镇 ›", "平东社区"
    )


@GOING_LIVE.step(
    "appoint Zhou",
    "龙西社区没有工作群，只有周书记在骑手群里：同样任命。",
    "Longxi community has no chat, only secretary Zhou in the riders' group: appointed the same way.",
)
async def appoint_zhou(stage: Stage) -> None:
    await _appoint(
        stage, stage.people.zhou, stage.town.riders, "我是龙西的小周，请多关照", "书记", "甘棠镇 ›", "龙西社区"
    )
