"""The last word is the sender's: 撤回, 有异议, 已解决 with stars, by one tap or one reply."""

from __future__ import annotations

from tests.stories.town import Town


async def test_a_report_is_withdrawn(town: Town) -> None:
    post, card = await town.report()
    reply = town.post(town.wang, "撤回，看错了", reply_to=post)
    await town.calm()
    assert town.ticket()["state"] == "withdrawn"
    assert "已撤回" in card.text and card.button_texts == []
    assert town.sign(reply) == "👌" and not town.said(town.riders)


async def test_what_others_reported_too_goes_on(town: Town) -> None:
    post, card = await town.report()
    again = town.post(town.zhao, "东湖花园3栋的垃圾桶坏了")
    await town.calm()
    town.post(town.wang, "撤回", reply_to=post)
    line = await town.shown(town.riders, "还有 1 人同报了这个问题，工单会继续办理")
    await town.later(minutes=3)
    assert line.deleted and town.ticket()["state"] == "assigned"
    town.post(town.zhao, "撤回", reply_to=again)
    await town.calm()
    assert "同报 1" not in card.text
    town.post(town.wang, "撤回", reply_to=post)
    await town.calm()
    assert town.ticket()["state"] == "withdrawn", "nobody else reports it any more"
    assert post.reactions == again.reactions == [], "nobody is on the way any more"


async def test_a_rejection_is_objected_to_once(town: Town) -> None:
    post, card = await town.report()
    town.post(town.chen, "情况不属实，现场没有垃圾桶", town.office, reply_to=card)
    told = await town.shown(town.riders, "不予受理", "现场没有垃圾桶", button="有异议")
    await town.calm()
    assert told.reply_to is post
    assert (await town.tap(town.zhao, told, "有异议")).show_alert
    await town.tap(town.wang, told, "有异议")
    why = await town.shown(town.riders, "请写为什么", button="问题还在")
    assert (await town.tap(town.wang, why, "问题还在")).text == "已收到，协调员会再看 #T1001"
    hall = await town.shown(town.hall, "#T1001", "王师傅 对不予受理有异议：问题还在", button="东湖社区")
    await town.calm()
    assert told.deleted and not town.said(town.riders)
    await town.tap(town.chen, hall, "不是问题")
    again = await town.shown(town.riders, "不予受理")
    await town.calm()
    assert again.button_texts == []
    town.post(town.wang, "不同意", reply_to=again)
    await town.shown(town.riders, "已经提过一次异议")
    assert town.ticket()["state"] == "rejected"


async def test_an_objection_in_words_is_read_by_the_coordinators_and_dispatched(town: Town) -> None:
    _, card = await town.report()
    town.post(town.chen, "不予受理 不归我们管", town.office, reply_to=card)
    told = await town.shown(town.riders, "不予受理", button="有异议")
    await town.calm()
    town.post(town.wang, "有异议，桶就在小区里", reply_to=told)
    hall = await town.shown(town.hall, "#T1001", "有异议：桶就在小区里", button="东湖社区")
    await town.calm()
    await town.tap(town.chen, hall, "东湖社区")
    await town.shown(town.office, "#T1001", button="受理")
    await town.calm()
    assert town.ticket()["state"] == "assigned" and not town.said(town.riders)


async def test_stars_after_the_thanks(town: Town) -> None:
    _, card = await town.report()
    town.post(town.li, "已清理", town.office, reply_to=card)
    closure = await town.shown(town.riders, "已办结", button="已解决")
    await town.calm()
    await town.tap(town.wang, closure, "已解决")
    await town.calm()
    assert closure.button_texts == ["1⭐", "2⭐", "3⭐", "4⭐", "5⭐"]
    assert (await town.tap(town.zhao, closure, "1⭐")).show_alert
    assert (await town.tap(town.wang, closure, "5⭐")).text == "谢谢您的评价！"
    await town.calm()
    assert town.ticket()["stars"] == 5
    assert "✓5" in closure.button_texts and "评价：5星" in card.text
