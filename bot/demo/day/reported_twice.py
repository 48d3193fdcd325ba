"""Story: two couriers report one thing: one ticket, one repair, and both are told. Another thing is split off."""

from __future__ import annotations

from datetime import timedelta

from bot.demo.pictures import picture
from bot.demo.stage import Stage
from bot.demo.story import Story

REPORTED_TWICE = Story("twice", "重复上报", "Reported twice")

_AGAIN = "平东小学门口的井盖坏了，骑车小心"
_PLACE = "平东小学"


@REPORTED_TWICE.step(
    "again",
    "小赵报过的井盖，王师傅路过又报了一次。不会再开一张工单：王师傅得到 🤝，原来的卡片上写着“同报 1”。",
    "Wang reports the manhole that Zhao has reported already. No second ticket: his post gets 🤝, and the card that is "
    "there counts one more report.",
    later=timedelta(minutes=20),
)
async def again(stage: Stage) -> None:
    pingdong = stage.town.pingdong
    card = await stage.says(pingdong, "处理中", _PLACE, "小赵", buttons=["办结"])
    count = len(stage.sandbox.messages(pingdong))
    post = await stage.post(stage.people.wang, stage.town.riders, _AGAIN)
    await stage.marks(post, "🤝")
    await stage.happens("the card should count one more report", lambda: "同报 1" in card.words.text)
    stage.check("nothing new should be posted to the community", len(stage.sandbox.messages(pingdong)) == count)


@REPORTED_TWICE.step(
    "another one",
    "下一条也像重复，其实是另一个井盖：王师傅回复自己的上报“不是同一个”，它马上成了单独的工单。",
    "The next post looks like a third report, but means another manhole: Wang replies “不是同一个” (not the same) to "
    "it, and it becomes a ticket of its own.",
    later=timedelta(minutes=6),
)
async def another_one(stage: Stage) -> None:
    pingdong, riders, wang = stage.town.pingdong, stage.town.riders, stage.people.wang
    post = await stage.post(wang, riders, "平东小学门口井盖松了，一压就响")
    await stage.marks(post, "🤝")
    await stage.leap(timedelta(minutes=1))
    await stage.post(wang, riders, "不是同一个，这个在马路对面", reply_to=post)
    await stage.says(pingdong, "待受理", _PLACE, "一压就响", buttons=["受理"])
    await stage.marks(post, "✍")


@REPORTED_TWICE.step(
    "one repair",
    "第一个井盖换好，李书记回复卡片办结。群里只有一条办结消息，提到了王师傅；两个人的上报都变成 👌。",
    "The first cover is replaced, and Li resolves it. One closure in the group mentions Wang, and both posts get 👌.",
    later=timedelta(minutes=30),
)
async def one_repair(stage: Stage) -> None:
    pingdong, riders, li = stage.town.pingdong, stage.town.riders, stage.people.li
    card = await stage.says(pingdong, "处理中", _PLACE, "小赵")
    await stage.post(li, pingdong, "已处理，换了新井盖", photo=picture("closed manhole"), reply_to=card)
    closure = await stage.says(riders, "已办结", _PLACE, "换了新井盖", "同报人 王师傅", buttons=["已解决", "未解决"])
    below = closure.reply_to
    stage.check("the first reporter should be answered", below is not None and below.sender is stage.people.zhao)
    await stage.marks(stage.said(stage.people.zhao, riders, _PLACE), "👌")
    await stage.marks(stage.said(stage.people.wang, riders, _AGAIN), "👌")


@REPORTED_TWICE.step(
    "content",
    "王师傅也能点“已解决”，算是说一声；小赵点了才结案，再点五颗星。",
    "Wang may press “solved”, too, which is noted; it is closed once Zhao, who reported it first, presses it. Five "
    "stars.",
    later=timedelta(minutes=4),
)
async def content(stage: Stage) -> None:
    riders, zhao = stage.town.riders, stage.people.zhao
    told = await stage.says(riders, "已办结", _PLACE, buttons=["已解决"])
    await stage.tap(stage.people.wang, told, "已解决", told="等待复核")
    await stage.tap(zhao, told, "已解决", told="已结案")
    await stage.happens("stars should be offered", lambda: "5⭐" in told.button_texts)
    await stage.tap(zhao, told, "5⭐", told="谢谢您的评价")
    await stage.says(riders, "已结案", _PLACE, "上报人确认已解决", buttons=["✓5"])
