"""Story: one problem from the courier's photo to the courier's 已解决, with one 未解决 on the way."""

from __future__ import annotations

from datetime import timedelta

from bot.demo.pictures import picture
from bot.demo.stage import Stage
from bot.demo.story import Story

ONE_TICKET = Story("bin", "一个垃圾桶", "One broken bin")

PROBLEM = "广场花苑小区3栋的垃圾桶坏了"
_PLACE = "广场花苑小区3栋"
_STARS = ["1⭐", "2⭐", "3⭐", "4⭐", "5⭐"]


@ONE_TICKET.step(
    "post",
    "王师傅拍张照片、写一句话发到群里，继续送餐。机器人只放一个表情：👀 收到，✍ 已送达。带照片的工单到了社区的群。",
    "Wang, a courier, posts a photo and one line and rides on. The bot only reacts: 👀 stored, ✍ delivered. The card, "
    "with the photo, appears in the community's chat.",
    later=timedelta(minutes=10),
)
async def report(stage: Stage) -> None:
    riders, wang = stage.town.riders, stage.people.wang
    before = len(stage.sandbox.messages(riders, by=stage.town.bot))
    post = await stage.post(wang, riders, PROBLEM, photo=picture("broken bin"))
    card = await stage.says(stage.town.pingdong, "待受理", _PLACE, "垃圾桶", "王师傅", buttons=["受理", "办结"])
    stage.check("the card should carry the courier's photo", card.photo)
    await stage.marks(post, "✍")
    calls = stage.sandbox.calls.of("setMessageReaction", chat_id=riders.id)
    shown = [sign["emoji"] for call in calls for sign in call["reaction"]]
    stage.check("the post should have borne 👀 before ✍", shown[-2:] == ["👀", "✍"])
    stage.check(
        "the bot should write nothing in the riders' group",
        len(stage.sandbox.messages(riders, by=stage.town.bot)) == before,
    )


@ONE_TICKET.step(
    "accept",
    "李书记看到卡片，点“受理”。卡片原地更新，不再发新消息。",
    "Secretary Li presses “accept” on the card. The card is edited in place; nothing new is posted.",
    later=timedelta(minutes=6),
)
async def accept(stage: Stage) -> None:
    pingdong, li = stage.town.pingdong, stage.people.li
    count = len(stage.sandbox.messages(pingdong))
    card = await stage.says(pingdong, _PLACE, buttons=["受理"])
    await stage.tap(li, card, "受理", told="已受理")
    await stage.says(pingdong, "处理中", _PLACE, "李书记 受理", buttons=["办结"])
    stage.check("the card should be edited, not posted again", len(stage.sandbox.messages(pingdong)) == count)


@ONE_TICKET.step(
    "progress",
    "王师傅想知道办到哪了：回复自己的消息写“进度”，得到一行答复，两分钟后自动收走。",
    "Wang wonders: he replies 进度 (progress) to his own post and gets one line, which is tidied away two minutes "
    "later.",
    later=timedelta(minutes=20),
)
async def progress(stage: Stage) -> None:
    riders, wang = stage.town.riders, stage.people.wang
    await stage.post(wang, riders, "进度", reply_to=stage.said(wang, riders, PROBLEM))
    line = await stage.says(riders, "处理中：平东社区", "时限")
    await stage.leap(timedelta(minutes=3))
    await stage.happens("the line about the progress should be gone", lambda: line.deleted)


@ONE_TICKET.step(
    "resolve",
    "李书记回复卡片“已处理，桶盖修好了”，附照片。骑手群里出现办结消息，两个按钮只有上报人能点。",
    "Li replies “已处理” (done) to the card, with a photo. The closure appears below Wang's post, with two buttons "
    "that only the reporter may press.",
    later=timedelta(minutes=40),
)
async def resolve(stage: Stage) -> None:
    pingdong, riders, li = stage.town.pingdong, stage.town.riders, stage.people.li
    card = await stage.says(pingdong, "处理中", _PLACE)
    order = await stage.post(li, pingdong, "已处理，桶盖修好了", photo=picture("broken bin", 1), reply_to=card)
    closure = await stage.says(riders, "已办结", _PLACE, "桶盖修好了", buttons=["已解决", "未解决"])
    stage.check("the closure should carry the photo after the work", closure.photo)
    stage.check("the closure should be a reply to the post", closure.reply_to)
    await stage.says(pingdong, "待复核", _PLACE)
    await stage.marks(stage.said(stage.people.wang, riders, PROBLEM), "👌")
    await stage.marks(order, "👌")


@ONE_TICKET.step(
    "stranger",
    "小赵手快，点了“已解决”。这不是他的上报：只有他自己看到弹窗，群里没有动静。",
    "Zhao, another courier, presses “solved”. It is not his report: he alone sees an alert, the group sees nothing.",
)
async def stranger(stage: Stage) -> None:
    closure = await stage.says(stage.town.riders, _PLACE, buttons=["已解决"])
    await stage.tap(stage.people.zhao, closure, "已解决", told="由上报人和同报人来回答", alert=True)
    await stage.says(stage.town.riders, "已办结", _PLACE, buttons=["已解决", "未解决"])


@ONE_TICKET.step(
    "not fixed",
    "王师傅回来一看，桶还是破的，点“未解决”。办结消息收回，平东社区收到返工通知和新的时限。",
    "Wang comes by again: still broken. He presses “not solved”. The closure is withdrawn, the community is rung with "
    "a rework notice and a new deadline.",
    later=timedelta(minutes=25),
)
async def dispute(stage: Stage) -> None:
    riders, pingdong, wang = stage.town.riders, stage.town.pingdong, stage.people.wang
    closure = await stage.says(riders, _PLACE, buttons=["未解决"])
    await stage.tap(wang, closure, "未解决", told="退回返工")
    await stage.happens("the closure should be gone", lambda: closure.deleted)
    await stage.says(pingdong, "请返工", _PLACE, "新的时限")
    await stage.says(pingdong, "处理中", _PLACE, "反映未解决", buttons=["办结"])
    await stage.marks(stage.said(wang, riders, PROBLEM), "✍")


@ONE_TICKET.step(
    "resolve again",
    "李书记让人换了新桶，再次回复“已处理”附照片；返工通知收走，新的办结消息发出。",
    "Li has the bin replaced and replies “已处理” with a photo again; the rework notice goes, a new closure comes.",
    later=timedelta(minutes=50),
)
async def resolve_again(stage: Stage) -> None:
    pingdong, riders, li = stage.town.pingdong, stage.town.riders, stage.people.li
    rework = await stage.says(pingdong, "请返工", _PLACE)
    await stage.post(li, pingdong, "已处理，换了新桶", photo=picture("new bin"), reply_to=rework)
    closure = await stage.says(riders, "已办结", _PLACE, "换了新桶", buttons=["已解决", "未解决"])
    # Sent with the new photo alone; soon, or by now, it shows the old state beside it.
    stage.check(
        "the closure should carry a photo, and not the old one", closure.photo not in {None, picture("broken bin", 1)}
    )
    await stage.happens("the rework notice should be gone", lambda: rework.deleted)


@ONE_TICKET.step(
    "solved",
    "王师傅点“已解决”，结案；再点几颗星，说说满不满意。群里这件事最后只留下他的上报和一条结案消息。",
    "Wang presses “solved”: closed. A tap on a star says how content he is. What stays in the group is his post and "
    "one closing message.",
    later=timedelta(minutes=5),
)
async def confirm(stage: Stage) -> None:
    riders, wang = stage.town.riders, stage.people.wang
    closure = await stage.says(riders, _PLACE, buttons=["已解决"])
    await stage.tap(wang, closure, "已解决", told="已结案")
    await stage.says(riders, "已结案", _PLACE, "上报人确认已解决")
    await stage.says(stage.town.pingdong, "已结案", _PLACE, "王师傅 确认已解决")
    await stage.happens("stars should be offered, and nothing else", lambda: closure.button_texts == _STARS)
    await stage.tap(wang, closure, "4⭐", told="谢谢您的评价")
    await stage.happens("the given stars should be marked", lambda: "✓4" in closure.button_texts)
    about = [message for message in stage.sandbox.messages(riders, by=stage.town.bot) if _PLACE in message.words.text]
    stage.check("one message of the bot should be left below the post", about == [closure])
