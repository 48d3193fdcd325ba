"""Two units and a coordinator: what is asked for is agreed to, help comes and is rated, the lead closes last."""

from __future__ import annotations

from tests.stories.town import Town


async def test_a_transfer_to_a_department_waits_for_the_coordinator(town: Town) -> None:
    _, card = await town.report()
    town.post(town.li, "转 路灯所 是线路的事", town.office, reply_to=card)
    asked = await town.shown(town.hall, "申请转派", button="同意")
    assert "李书记" in asked.words.text and "是线路的事" in asked.words.text
    refused = await town.tap(town.li, asked, "同意")
    assert refused.show_alert and town.ticket()["unit_code"] == "donghu"
    await town.tap(town.chen, asked, "同意")
    await town.shown(town.depot, "#T1001", button="受理")
    await town.calm()
    assert town.ticket()["unit_code"] == "luminju"
    assert asked.button_texts == [] and "陈协调 已同意" in asked.words.text


async def test_what_is_declined_stays_where_it_is(town: Town) -> None:
    _, card = await town.report()
    town.post(town.li, "挂账 一个月 等材料", town.office, reply_to=card)
    asked = await town.shown(town.hall, "申请挂账", button="不同意")
    await town.tap(town.chen, asked, "不同意")
    await town.calm()
    assert town.ticket()["state"] == "assigned" and "不同意" in asked.words.text


async def test_help_is_whistled_for_done_and_rated_before_the_lead_closes(town: Town) -> None:
    _, card = await town.report()
    await town.tap(town.li, card, "更多 ›")
    await town.tap(town.li, await town.shown(town.office, "#T1001", button="吹哨"), "吹哨")
    await town.tap(town.li, await town.shown(town.office, "#T1001", button="市路灯所"), "市路灯所")
    help_card = await town.shown(town.depot, "协办 #T1001", button="受理")
    await town.calm()
    town.post(town.li, "已处理，换了新桶", town.office, reply_to=card)
    await town.calm()
    assert town.tickets()[0]["state"] != "resolved", "the help is not done yet"
    town.post(town.chen, "已处理，断了电", town.depot, reply_to=help_card)
    rated = await town.shown(town.office, "协办 #T1002 已完成", button="到场、及时、解决")
    await town.tap(town.li, rated, "到场、及时、解决")
    town.post(town.li, "已处理，换了新桶", town.office, reply_to=card)
    await town.shown(town.riders, "#T1001 已办结", button="已解决")
    await town.calm()
    assert [ticket["state"] for ticket in town.tickets()] == ["resolved", "closed"]
    assert not town.said(town.riders, "#T1002"), "the riders hear of one ticket"


async def test_a_coordinator_splits_a_part_off(town: Town) -> None:
    _, card = await town.report()
    await town.tap(town.chen, card, "更多 ›")
    await town.tap(town.chen, await town.shown(town.office, "#T1001", button="拆分"), "拆分")
    await town.tap(town.chen, await town.shown(town.office, "#T1001", button="市路灯所"), "市路灯所")
    part = await town.shown(town.depot, "从 #T1001 拆分", button="受理")
    town.post(town.chen, "已处理", town.depot, reply_to=part)
    await town.shown(town.riders, "#T1002 已办结", button="已解决")
    await town.calm()
    assert [ticket["state"] for ticket in town.tickets()] == ["assigned", "resolved"]


async def test_two_press_at_once_and_the_second_is_told_who_was_quicker(town: Town) -> None:
    _, card = await town.report()
    first, second = (town.sandbox.tap(who, card, "受理") for who in (town.chen, town.li))
    assert (await first.answer(20)).text.startswith("已受理 #T1001")
    told = await second.answer(20)
    assert told.text.startswith("陈协调 已在") and not told.show_alert
