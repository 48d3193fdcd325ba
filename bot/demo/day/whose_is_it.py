"""Story: the bot does not know where, or whose it is: it asks the courier, or the coordinators, and never guesses."""

from __future__ import annotations

from datetime import timedelta

from bot.demo.pictures import picture
from bot.demo.stage import Stage
from bot.demo.story import Story

WHOSE_IS_IT = Story("whose", "派给谁", "Whose is it?")

_NOWHERE = "路灯坏了没人管"
_LONGXI = "龙西小区12栋的居民反映窨井盖破损"


@WHOSE_IS_IT.step(
    "unknown place",
    "“幸福新村”不在辖区的地名表里：机器人不乱猜，卡片发到协调群，陈主任点出该管的社区。",
    "“Xingfu New Village” is not in the area book: the bot does not guess. The card goes to the coordinators' chat, "
    "and Chen presses the community that is responsible.",
    later=timedelta(minutes=12),
)
async def unknown_place(stage: Stage) -> None:
    desk, riders, chen = stage.town.desk, stage.town.riders, stage.people.chen
    post = await stage.post(stage.people.wang, riders, "幸福新村3栋路灯不亮", photo=picture("dark lamp", 1))
    await stage.marks(post, "👀")
    card = await stage.says(desk, "待分派", "幸福新村", buttons=["其他单位…", "不是问题"])
    for button in ("其他单位…", "甘棠镇 ›"):
        await stage.tap(chen, card, button)
        await stage.leap(timedelta(seconds=5))
    await stage.tap(chen, card, "平东社区", told="已分派给平东社区")
    await stage.says(stage.town.pingdong, "待受理", "幸福新村", buttons=["受理"])
    await stage.marks(post, "✍")


@WHOSE_IS_IT.step(
    "no place",
    "小赵没写地点：机器人在他的消息上放 🤔，问一句；他回复“广场北路”，工单就转给平东社区，提问收走。",
    "Zhao named no place: 🤔 and one question. He replies “广场北路”, the ticket goes to Pingdong, and the question "
    "is taken away.",
    later=timedelta(minutes=10),
)
async def no_place(stage: Stage) -> None:
    riders, zhao = stage.town.riders, stage.people.zhao
    post = await stage.post(zhao, riders, _NOWHERE)
    await stage.marks(post, "🤔")
    question = await stage.says(riders, "小赵", "请问在哪个小区、哪条路")
    await stage.leap(timedelta(minutes=2))
    await stage.post(zhao, riders, "广场北路", reply_to=question)
    await stage.says(stage.town.pingdong, "待受理", "广场北路", buttons=["受理"])
    await stage.marks(post, "✍")
    await stage.happens("the question should be gone", lambda: question.deleted)


@WHOSE_IS_IT.step(
    "no chat",
    "龙西社区没有工作群：卡片作为回复发在骑手群，点名提醒周书记。",
    "Longxi has no chat: the card stands below the post in the riders' group and mentions secretary Zhou.",
    later=timedelta(minutes=10),
)
async def no_chat(stage: Stage) -> None:
    riders = stage.town.riders
    post = await stage.post(stage.people.wang, riders, _LONGXI, photo=picture("open manhole", 1))
    card = await stage.says(riders, "待受理", "龙西小区12栋", "周书记 请受理", buttons=["受理"])
    stage.check("the card should be a reply to the post", card.reply_to is post)
    await stage.marks(post, "✍")


@WHOSE_IS_IT.step(
    "no right",
    "小赵回复卡片“已处理”。他不是龙西的人：机器人只回一个 🤷，工单不变。",
    "Zhao replies “done” to the card. He does not answer for Longxi: 🤷, and the ticket stays as it is.",
)
async def no_right(stage: Stage) -> None:
    riders, zhao = stage.town.riders, stage.people.zhao
    card = await stage.says(riders, "待受理", "龙西小区12栋")
    order = await stage.post(zhao, riders, "已处理", reply_to=card)
    await stage.marks(order, "🤷")
    await stage.says(riders, "待受理", "龙西小区12栋", buttons=["受理"])


@WHOSE_IS_IT.step(
    "by words",
    "周书记不点按钮，直接回复“收到”“已修好”附照片，一样有效；王师傅回复“谢谢，解决了”结案。",
    "Zhou presses nothing: he replies “收到” (got it), later “已修好” (mended) with a photo. Wang replies “解决了” "
    "(solved): closed.",
    later=timedelta(minutes=3),
)
async def by_words(stage: Stage) -> None:
    riders, zhou, wang = stage.town.riders, stage.people.zhou, stage.people.wang
    card = await stage.says(riders, "待受理", "龙西小区12栋")
    await stage.post(zhou, riders, "收到", reply_to=card)
    await stage.says(riders, "处理中", "龙西小区12栋", "周书记 受理")
    await stage.leap(timedelta(minutes=35))
    await stage.post(zhou, riders, "已修好", photo=picture("closed manhole", 1), reply_to=card)
    closure = await stage.says(riders, "已办结", "龙西小区12栋", buttons=["已解决"])
    await stage.leap(timedelta(minutes=4))
    await stage.post(wang, riders, "解决了，谢谢", reply_to=closure)
    await stage.says(riders, "已结案", "龙西小区12栋", "上报人确认已解决")
