"""One thing reported by several: one ticket, everybody told; wrongly joined, it is set apart; merged and unmerged."""

from __future__ import annotations

from tests.sandbox.pictures import jpeg
from tests.stories.town import BIN, Town

AGAIN = "东湖花园3号楼的垃圾桶坏了好几天"


async def test_two_couriers_and_one_bin(town: Town) -> None:
    post, card = await town.report()
    again = town.post(town.zhao, AGAIN, photo=jpeg("green"))
    await town.calm()
    assert len(town.tickets()) == 1
    assert (town.sign(post), town.sign(again)) == ("✍", "🤝")
    assert "同报 1" in card.words.text and not town.said(town.riders)

    town.post(town.li, "已处理，换了新桶", town.office, reply_to=card)
    closure = await town.shown(town.riders, "已办结", "同报人 赵师傅", button="已解决")
    await town.calm()
    assert closure.reply_to is post
    assert (town.sign(post), town.sign(again)) == ("👌", "👌")
    assert (await town.tap(town.zhao, closure, "已解决")).text == "谢谢！#T1001 等待复核"
    await town.calm()
    assert town.ticket()["state"] == "resolved", "the first reporter's word closes it"
    assert (await town.tap(town.qian, closure, "已解决")).show_alert
    await town.tap(town.wang, closure, "已解决")
    await town.calm()
    assert town.ticket()["state"] == "closed"
    assert closure.button_texts == ["1⭐", "2⭐", "3⭐", "4⭐", "5⭐"]


async def test_a_supporter_disputes(town: Town) -> None:
    _, card = await town.report()
    again = town.post(town.zhao, AGAIN)
    await town.calm()
    town.post(town.li, "已处理", town.office, reply_to=card)
    closure = await town.shown(town.riders, "已办结", button="未解决")
    await town.calm()
    town.post(town.zhao, "还是坏的", photo=jpeg("blue"), reply_to=again)
    await town.shown(town.office, "请返工", "还是坏的")
    await town.calm()
    assert (town.ticket()["state"], town.ticket()["reopened"]) == ("accepted", 1)
    assert closure.deleted and town.sign(again) == "🤝"


async def test_who_was_joined_in_private_hears_of_it_there_unnamed(town: Town) -> None:
    town.whisper(town.zhao, "/start")
    town.post(town.zhao, "西苑小区2栋的垃圾桶坏了")
    _, card = await town.report()
    own = town.whisper(town.zhao, AGAIN)
    await town.calm()
    assert town.sign(own) == "🤝" and "同报 1" in card.text
    town.post(town.li, "已处理", town.office, reply_to=card)
    await town.shown(town.private(town.zhao), "已办结", "3栋", button="未解决")
    await town.calm()
    assert not town.said(town.office, "赵师傅") and not town.said(town.riders, "已办结", "赵师傅")


async def test_the_unit_splits_off_what_was_wrongly_joined(town: Town) -> None:
    _, card = await town.report()
    other = town.post(town.zhao, AGAIN)
    await town.calm()
    assert town.sign(other) == "🤝"
    await town.tap(town.li, card, "更多 ›")
    await town.calm()
    assert (await town.tap(town.li, card, "拆出同报")).text == "已拆出，单独办理"
    own = await town.shown(town.office, "#T1002", button="受理")
    await town.calm()
    assert "赵师傅" in own.text and "同报 1" not in card.text
    assert town.sign(other) == "✍"
    assert town.ticket()["reporter_id"] == town.zhao.id


async def test_a_supporter_says_that_it_is_another_one(town: Town) -> None:
    _, card = await town.report()
    other = town.post(town.zhao, BIN)
    await town.calm()
    reply = town.post(town.zhao, "不是同一个，我说的在后门", reply_to=other)
    await town.shown(town.office, "#T1002", button="受理")
    await town.calm()
    assert (town.sign(other), town.sign(reply)) == ("✍", "👌")
    assert "同报 1" not in card.text and not town.said(town.riders)


async def test_a_unit_merges_and_a_coordinator_unmerges(town: Town) -> None:
    _, first = await town.report()
    post, second = await town.report("东湖花园后门的垃圾桶坏了", town.zhao)
    await town.tap(town.li, second, "更多 ›")
    await town.calm()
    await town.tap(town.li, second, "并单")
    await town.calm()
    (into,) = [text for text in second.button_texts if text.startswith("并入 #T1001")]
    assert (await town.tap(town.li, second, into)).text == "#T1002 已并单"
    await town.calm()
    assert "已并入 #T1001" in second.text and "同报 1" in first.text
    assert town.sign(post) == "🤝"
    assert (await town.tap(town.li, second, "撤销并单")).show_alert, "a coordinator's to undo"

    town.post(town.chen, "/ticket T1002", town.hall)
    whole = await town.shown(town.hall, "已并单", "#T1002", button="撤销并单")
    assert (await town.tap(town.chen, whole, "撤销并单")).text == "#T1002 已撤销并单，单独办理"
    await town.calm()
    assert town.sign(post) == "✍" and "同报 1" not in first.text
    assert town.ticket()["state"] == "assigned"
    town.post(town.chen, "并入 T1001", town.office, reply_to=town.said(town.office, "#T1002", button="受理")[-1])
    await town.calm()
    assert town.ticket()["merged_into"] == 1001
