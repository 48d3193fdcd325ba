"""A number is disputed: from the figures to the list behind it, to the ticket, and to the message in the group."""

from __future__ import annotations

from bot.sandbox import Chat, Message
from tests.stories.town import BIN, Town


async def _numbers(town: Town, place: Chat) -> Message:
    """陈 asks for the figures there and for what stands behind them."""
    town.post(town.chen, "/stats", place)
    figures = await town.shown(place, button="查明细")
    await town.calm()
    await town.tap(town.chen, figures, "查明细")
    numbers = await town.shown(place, "点一个数")
    await town.calm()
    assert figures.photo is not None, "the picture stays"
    return numbers


async def test_from_a_number_to_the_message_in_the_group(town: Town) -> None:
    forum = town.sandbox.add_group("街道大群", [town.chen, town.wang], topics=True)
    town.sandbox.add_bot_to(forum, town.bot, by=town.chen, admin=True)
    topic = town.sandbox.add_topic(forum, "随手拍", town.chen)
    town.post(town.chen, "/bind", forum, topic=topic)
    question = await town.shown(forum, "这个话题是做什么的")
    await town.tap(town.chen, question, "上报群（骑手发问题）")
    await town.calm()
    post = town.post(town.wang, BIN, forum, topic=topic)
    await town.calm()
    card = town.only(town.office, "#T1001")
    town.post(town.li, "已清理", town.office, reply_to=card)
    closure = await town.shown(forum, "已办结", button="未解决")
    await town.calm()
    await town.tap(town.wang, closure, "未解决")
    await town.calm()

    numbers = await _numbers(town, town.hall)
    assert {"收到 1", "返工 1", "未解决 1", "未结 1"} <= set(numbers.button_texts)
    await town.tap(town.chen, numbers, "返工 1")
    await town.until(lambda: "返工 1 次" in numbers.text)
    assert "#T1001 处理中 东湖社区" in numbers.text and "王师傅 反映未解决" in numbers.text
    (address,) = [entity.url for entity in numbers.words.entities if entity.type == "text_link"]
    assert address == f"https://t.me/c/{str(forum.id).removeprefix('-100')}/{topic.id}/{post.message_id}"

    await town.tap(town.chen, numbers, "T1001")
    await town.shown(town.hall, "#T1001", "王师傅 反映未解决", button="转派")
    await town.tap(town.chen, numbers, "‹ 其他数字")
    await town.until(lambda: "返工 1" in numbers.button_texts)
    await town.later(minutes=11)
    assert numbers.deleted, "a group gets rid of it after a while"


async def test_a_long_list_is_turned_and_its_numbers_are_for_those_with_the_right(town: Town) -> None:
    for number in range(1, 13):
        town.post(town.wang, f"东湖花园{number}栋的垃圾桶坏了")
    town.whisper(town.chen, "/start")
    await town.calm()
    town.whisper(town.chen, "/stats")
    private = town.private(town.chen)
    figures = await town.shown(private, button="查明细")
    await town.tap(town.chen, figures, "查明细")
    numbers = await town.shown(private, "点一个数")
    await town.tap(town.chen, numbers, "收到 12")
    await town.until(lambda: "下一页 ›" in numbers.button_texts)
    await town.tap(town.chen, numbers, "下一页 ›")
    await town.until(lambda: "第 11–12 件" in numbers.text)
    assert numbers.button_texts == ["T1002", "T1001", "‹ 上一页", "‹ 其他数字"]

    shared = await _numbers(town, town.hall)
    answer = await town.tap(town.qian, shared, "收到 12")
    assert answer.show_alert and "点一个数" in shared.text
    await town.tap(town.chen, shared, "收到 12")
    await town.until(lambda: "收到 12 件" in shared.text)


async def test_a_secretary_opens_the_own_numbers_in_the_units_chat(town: Town) -> None:
    await town.report()
    town.post(town.wang, "西苑小区2栋的垃圾桶坏了")
    await town.calm()
    town.post(town.li, "/stats", town.office)
    figures = await town.shown(town.office, button="查明细")
    await town.tap(town.li, figures, "查明细")
    numbers = await town.shown(town.office, "点一个数")
    assert numbers.text.startswith("东湖社区") and "收到 1" in numbers.button_texts
    await town.tap(town.li, numbers, "收到 1")
    await town.until(lambda: "#T1001" in numbers.text)
    assert "#T1002" not in numbers.text
