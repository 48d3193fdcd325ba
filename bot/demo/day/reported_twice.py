"""Story: two couriers report one thing. Nothing merges by itself yet: both are answered, with one repair."""

from __future__ import annotations

import re
from datetime import timedelta

from bot.demo.pictures import picture
from bot.demo.stage import Stage
from bot.demo.story import Story
from bot.sandbox import Message

REPORTED_TWICE = Story("twice", "重复上报", "Reported twice")

_AGAIN = "平东小学门口的井盖坏了，骑车小心"
_PLACE = "平东小学"


@REPORTED_TWICE.step(
    "again",
    "小赵报过的井盖，王师傅路过又报了一次。机器人现在还不会自动并单，照样开一个工单：一条上报也不丢。",
    "Wang reports the manhole that Zhao has reported already. The bot does not merge by itself yet: it opens a second "
    "ticket, and no report is lost.",
    later=timedelta(minutes=20),
)
async def again(stage: Stage) -> None:
    pingdong = stage.town.pingdong
    post = await stage.post(stage.people.wang, stage.town.riders, _AGAIN)
    await stage.says(pingdong, "待受理", _PLACE, "王师傅", buttons=["受理"])
    await stage.says(pingdong, "处理中", _PLACE, "小赵", buttons=["办结"])
    await stage.marks(post, "✍")


def _number_on(card: Message) -> str:
    """T1002, as it stands on the card."""
    shown = re.search(r"#(T\d+)", card.words.text)
    return shown[1] if shown else ""


@REPORTED_TWICE.step(
    "one repair",
    "井盖换好，李书记回复第一张卡片办结；再回复第二张，写明与前一单重复。两位骑手都收到答复，知道为什么。",
    "The cover is replaced. Li resolves the first ticket, then replies to the second card that it is the same. Both "
    "couriers get an answer and know why.",
    later=timedelta(minutes=30),
)
async def one_repair(stage: Stage) -> None:
    pingdong, riders, li = stage.town.pingdong, stage.town.riders, stage.people.li
    first = await stage.says(pingdong, "处理中", _PLACE, "小赵")
    await stage.post(li, pingdong, "已处理，换了新井盖", photo=picture("closed manhole"), reply_to=first)
    closure = await stage.says(riders, "已办结", _PLACE, "换了新井盖", buttons=["已解决", "未解决"])
    number = _number_on(first)
    await stage.leap(timedelta(minutes=1))
    second = await stage.says(pingdong, "待受理", _PLACE, "王师傅")
    await stage.post(li, pingdong, f"已处理，与 {number} 重复，是同一个井盖", reply_to=second)
    told = await stage.says(riders, "已办结", _PLACE, f"与 {number} 重复", buttons=["已解决", "未解决"])
    for message, courier in ((closure, stage.people.zhao), (told, stage.people.wang)):
        below = message.reply_to
        stage.check(f"{courier.full_name} should be answered", below is not None and below.sender is courier)


@REPORTED_TWICE.step(
    "content",
    "王师傅看明白了，点“已解决”，第二个工单结案。",
    "Wang understands and presses “solved”: the second ticket is closed.",
    later=timedelta(minutes=4),
)
async def content(stage: Stage) -> None:
    riders, wang = stage.town.riders, stage.people.wang
    told = await stage.says(riders, "已办结", _PLACE, "重复", buttons=["已解决"])
    await stage.tap(wang, told, "已解决", told="已结案")
    await stage.says(riders, "已结案", _PLACE, "重复", "上报人确认已解决")
