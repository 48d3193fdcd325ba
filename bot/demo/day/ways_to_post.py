"""Story: couriers post as they like — albums, photo first, words first — and chat; the bot copes, or keeps quiet."""

from __future__ import annotations

from datetime import timedelta

from bot.demo.pictures import picture
from bot.demo.stage import Stage
from bot.demo.story import Story

WAYS_TO_POST = Story("post", "怎么发都行", "Post as you like")


@WAYS_TO_POST.step(
    "album",
    "小赵一次发三张照片加一句话：只开一个工单，点“照片(3)”看另外两张，两分钟后自动收走。",
    "Zhao posts an album of three photos with one line: one ticket. A button shows the other two for a while.",
    later=timedelta(minutes=15),
)
async def album(stage: Stage) -> None:
    pingdong, riders, zhao, li = stage.town.pingdong, stage.town.riders, stage.people.zhao, stage.people.li
    photos = [picture("open manhole", turn) for turn in range(3)]
    post = await stage.post(zhao, riders, "平东小学门口窨井盖破损，很危险", photos=photos)
    await stage.leap(timedelta(seconds=3))  # an album does not say which part is its last: the bot waits a little
    card = await stage.says(pingdong, "待受理", "平东小学", "照片 3 张", buttons=["受理", "照片(3)"])
    await stage.marks(post, "✍")
    cards = [m for m in stage.sandbox.messages(pingdong, by=stage.town.bot) if "平东小学" in m.words.text]
    stage.check("an album should become one card", cards == [card])
    await stage.leap(timedelta(minutes=1))
    await stage.tap(li, card, "照片(3)")
    shown = stage.sandbox.messages(pingdong, by=stage.town.bot)[-2:]
    stage.check("the other two photos should be shown", [message.photo for message in shown] == photos[1:])
    await stage.tap(li, card, "受理", told="已受理")
    await stage.leap(timedelta(minutes=3))
    stage.check("the photos should be tidied away", all(message.deleted for message in shown))


@WAYS_TO_POST.step(
    "photo, then words",
    "王师傅先发照片，半分钟后补一句话：两条消息合成一个带照片的工单。",
    "Wang sends the photo first and the words half a minute later: together they are one ticket with a photo.",
    later=timedelta(minutes=15),
)
async def photo_first(stage: Stage) -> None:
    pingdong, riders, wang = stage.town.pingdong, stage.town.riders, stage.people.wang
    photo = await stage.post(wang, riders, photo=picture("dark lamp"))
    stage.check("a photo without words should get no answer yet", not photo.reactions)
    await stage.leap(timedelta(seconds=30))
    words = await stage.post(wang, riders, "平东小区门口路灯不亮")
    card = await stage.says(pingdong, "待受理", "平东小区", "路灯")
    stage.check("the photo sent before should be on the card", card.photo == picture("dark lamp"))
    await stage.marks(words, "✍")


@WAYS_TO_POST.step(
    "words, then photo",
    "小赵先写字，卡片先发出去；一分钟后补的照片加进同一张卡片。",
    "Zhao writes first and the card goes out; the photo that follows a minute later joins the same card.",
    later=timedelta(minutes=10),
)
async def words_first(stage: Stage) -> None:
    pingdong, riders, zhao = stage.town.pingdong, stage.town.riders, stage.people.zhao
    words = await stage.post(zhao, riders, "东方丽景2栋楼下垃圾满了没人清")
    card = await stage.says(pingdong, "待受理", "东方丽景2栋")
    stage.check("there should be no photo yet", not card.photo)
    await stage.leap(timedelta(seconds=60))
    await stage.post(zhao, riders, photo=picture("broken bin", 2))
    await stage.happens("the card should have gained the photo", lambda: card.photo)
    await stage.marks(words, "✍")
    cards = [m for m in stage.sandbox.messages(pingdong, by=stage.town.bot) if "东方丽景" in m.words.text]
    stage.check("there should still be one card", cards == [card])


@WAYS_TO_POST.step(
    "chatter",
    "群里闲聊，机器人不出声。",
    "People chat; the bot keeps quiet.",
    later=timedelta(minutes=5),
)
async def chatter(stage: Stage) -> None:
    riders, people, bot = stage.town.riders, stage.people, stage.town.bot
    before = len(stage.sandbox.messages(riders, by=bot))
    said = [
        await stage.post(people.zhao, riders, "今天风好大，大家慢点骑"),
        await stage.post(people.wang, riders, "哈哈，中午一起吃面？"),
        await stage.post(people.zhao, riders, "平东小区那家面馆不错"),
    ]
    stage.check("chatter should get no reaction", not any(message.reactions for message in said))
    stage.check("chatter should get no answer", len(stage.sandbox.messages(riders, by=bot)) == before)
