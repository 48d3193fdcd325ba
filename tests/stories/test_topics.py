"""Forums: a topic may be what another group is; and what happens when it goes."""

from __future__ import annotations

from bot.sandbox import Chat, Topic
from tests.stories.town import BIN, Town


async def forum(town: Town, *buttons: str) -> tuple[Chat, Topic]:
    """A forum of which one topic is bound by these buttons."""
    place = town.sandbox.add_group("街道大群", [town.chen, town.li, town.wang], topics=True)
    town.sandbox.add_bot_to(place, town.bot, by=town.chen, admin=True)
    topic = town.sandbox.add_topic(place, "一个话题", town.chen)
    town.post(town.chen, "/bind", place, topic=topic)
    message = await town.shown(place, "这个话题是做什么的")
    assert message.topic is topic
    for button in buttons:
        await town.until(lambda button=button: button in message.button_texts)
        await town.tap(town.chen, message, button)
    await town.calm()
    return place, topic


async def test_a_unit_reads_in_its_topic(town: Town) -> None:
    place, topic = await forum(town, "单位工作群", "青石街道 ›", "北山社区")
    town.post(town.wang, "北山新村4栋的垃圾桶坏了")
    card = await town.shown(place, "#T1001", button="受理")
    await town.calm()
    assert card.topic is topic
    town.post(town.chen, "已清理", place, reply_to=card)
    await town.shown(town.riders, "已办结")
    await town.calm()
    assert town.ticket()["state"] == "resolved"


async def test_riders_report_in_their_topic_and_nowhere_else(town: Town) -> None:
    place, topic = await forum(town, "上报群（骑手发问题）")
    town.post(town.wang, BIN, place)
    await town.calm()
    assert not town.tickets(), "the general topic is not bound"
    post = town.post(town.wang, "西苑小区2栋的垃圾桶坏了", place, topic=topic)
    card = await town.shown(place, "#T1001", button="受理")
    await town.calm()
    assert card.topic is topic and card.reply_to is post and town.sign(post) == "✍"
