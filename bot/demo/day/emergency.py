"""Story: a fire. The one case in which the bot speaks up in the group."""

from __future__ import annotations

from datetime import timedelta

from bot.demo.pictures import picture
from bot.demo.stage import Stage
from bot.demo.story import Story

EMERGENCY = Story("fire", "紧急情况", "An emergency")

_FIRE = "平东小区5栋2单元楼道里电动车着火了，冒烟很大"


@EMERGENCY.step(
    "fire",
    "电动车着火：机器人立刻在群里提醒先避险、打 119，同时通知平东社区、协调群和协调员本人。",
    "A scooter burns: the bot at once tells the group to keep away and to call 119, and tells the community, the "
    "coordinators' chat and each coordinator.",
    later=timedelta(minutes=8),
)
async def fire(stage: Stage) -> None:
    town = stage.town
    post = await stage.post(stage.people.zhao, town.riders, _FIRE, photo=picture("burning scooter"))
    warning = await stage.says(town.riders, "119", "已通知平东社区")
    stage.check("the warning should be a reply to the post", warning.reply_to is post)
    await stage.says(town.pingdong, "紧急", "待受理", "平东小区5栋2单元", buttons=["受理"])
    await stage.says(town.desk, "紧急上报", "平东小区5栋2单元", "小赵")
    await stage.says(stage.sandbox.private(stage.people.chen, town.bot), "紧急上报", "平东小区5栋2单元")


@EMERGENCY.step(
    "under control",
    "李书记点“受理”，到场后点“办结”，按提示发一张照片。",
    "Li presses “accept”, goes there, presses “done” and sends the photo that he is asked for.",
    later=timedelta(minutes=1),
)
async def under_control(stage: Stage) -> None:
    pingdong, li = stage.town.pingdong, stage.people.li
    card = await stage.says(pingdong, "紧急", "平东小区5栋2单元", buttons=["受理"])
    await stage.tap(li, card, "受理", told="已受理")
    await stage.leap(timedelta(minutes=30))
    await stage.tap(li, card, "办结", told="请看下面的提示")
    question = await stage.says(pingdong, "办结", "照片", buttons=["取消"])
    await stage.leap(timedelta(minutes=1))
    await stage.post(li, pingdong, "明火已扑灭，无人受伤", photo=picture("clean street"))
    await stage.happens("the question should be gone", lambda: question.deleted)
    await stage.says(stage.town.riders, "已办结", "平东小区5栋2单元", "明火已扑灭", buttons=["已解决"])
