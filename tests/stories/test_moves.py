"""The moves of a unit in chat: transferred, returned, put off, set aside, noted; by button, by reply, by command."""

from __future__ import annotations

from tests.stories.town import NEW, Town


async def test_a_ticket_goes_from_community_to_community_in_two_taps(town: Town) -> None:
    post, card = await town.report()
    await town.tap(town.li, card, "转派")
    await town.calm()
    assert card.button_texts == ["西苑社区", "其他单位…", "‹ 返回"]
    answer = await town.tap(town.li, card, "西苑社区")
    assert (answer.text, answer.show_alert) == ("#T1001 已转派给西苑社区", False)
    await town.calm()
    assert card.button_texts == [] and "李书记 转派给西苑社区" in card.text
    theirs = town.only(town.riders, "#T1001", button="受理")
    assert theirs.reply_to is post and "孙书记 请受理" in theirs.text
    assert town.ticket()["unit_code"] == "xiyuan"

    await town.tap(town.sun, theirs, "受理")
    town.post(town.sun, "已清理", reply_to=theirs)
    await town.shown(town.riders, "已办结", button="已解决")
    await town.calm()
    assert len(town.said(town.riders)) == 2, "the card and the closure, and nothing else"


async def test_a_transfer_to_a_department_is_proposed_by_a_reply(town: Town) -> None:
    _, card = await town.report()
    town.post(town.li, "转给路灯所，灯杆归他们", town.office, reply_to=card)
    told = await town.shown(town.office, "已提交协调员，同意后生效")
    asked = await town.shown(town.hall, "李书记申请转派给市路灯所", "灯杆归他们")
    await town.calm()
    assert asked.button_texts == ["同意", "不同意"]
    assert town.ticket()["unit_code"] == "donghu" and card.button_texts == NEW
    await town.later(minutes=3)
    assert told.deleted


async def test_a_coordinator_transfers_by_number_without_asking(town: Town) -> None:
    await town.report()
    town.post(town.chen, "T1001 转给路灯所", town.hall)
    await town.shown(town.depot, "#T1001", button="受理")
    await town.calm()
    assert town.ticket()["unit_code"] == "luminju"


async def test_the_second_return_is_answered_by_a_dispatch_for_good(town: Town) -> None:
    _, card = await town.report()
    await town.tap(town.li, card, "退回")
    await town.calm()
    await town.tap(town.li, card, "不在我们辖区")
    again = await town.shown(town.hall, "待分派", "李书记 退回：不在我们辖区")
    await town.calm()
    assert "东湖社区" not in again.button_texts, "who gave it back does not get it again unasked"
    for button in ("其他单位…", "青石街道 ›", "东湖社区"):
        await town.tap(town.chen, again, button)
        await town.calm()
    second = town.only(town.office, "#T1001", button="受理")
    town.post(town.li, "退回 真的不在我们这里", town.office, reply_to=second)
    last = await town.shown(town.hall, "待分派", "真的不在我们这里")
    await town.calm()
    for button in ("其他单位…", "青石街道 ›", "东湖社区"):
        await town.tap(town.chen, last, button)
        await town.calm()
    third = town.only(town.office, "#T1001", button="受理")
    assert "已指定承办" in third.text and "退回" not in third.button_texts
    town.post(town.li, "退回 还是不在", town.office, reply_to=third)
    await town.shown(town.office, "协调员已指定您单位承办")
    assert town.ticket()["state"] == "assigned"


async def test_a_deadline_is_put_off_in_two_taps_and_once_only(town: Town) -> None:
    _, card = await town.report()
    before = town.ticket()["due_at"]
    await town.tap(town.li, card, "延期")
    await town.calm()
    assert card.button_texts == ["1天", "2天", "3天", "5天", "其他…", "‹ 返回"]
    answer = await town.tap(town.li, card, "2天")
    assert answer.text.startswith("#T1001 已延期，新的时限 11月25日")
    await town.calm()
    assert town.ticket()["due_at"] - before == 2 * 86_400_000
    assert card.button_texts == NEW and "李书记 延期：需要更多时间" in card.text
    town.post(town.li, "延期1天 等配件", town.office, reply_to=card)
    await town.shown(town.hall, "李书记申请延期 1天", "等配件")


async def test_set_aside_and_taken_up_again_by_command(town: Town) -> None:
    _, card = await town.report()
    command = town.post(town.chen, "/suspend T1001 到3月15日 等资金", town.hall)
    await town.shown(town.office, "挂账到 3月15日", button="恢复办理")
    await town.calm()
    assert command.deleted, "a command is tidied away"
    assert town.ticket()["state"] == "suspended" and card.button_texts == ["恢复办理"]
    town.post(town.li, "/resume T1001", town.office)
    fresh = await town.shown(town.office, "#T1001", "待受理", button="受理")
    await town.calm()
    assert fresh is not card and card.deleted
    assert town.ticket()["state"] == "assigned"


async def test_a_suspended_ticket_comes_back_by_itself(town: Town) -> None:
    await town.report()
    town.post(town.chen, "T1001 挂账一周 等材料", town.hall)
    await town.shown(town.office, "挂账到 11月27日", button="恢复办理")
    await town.later(days=8)
    await town.shown(town.office, "#T1001", button="受理")
    assert town.ticket()["state"] == "assigned"


async def test_what_is_lacking_is_asked_and_the_next_words_answer(town: Town) -> None:
    _, card = await town.report()
    town.post(town.li, "退回", town.office, reply_to=card)
    question = await town.shown(town.office, "退回：请写明原因")
    await town.calm()
    assert question.button_texts == ["不在我们辖区", "不归我们管", "地点找不到", "取消"]
    town.post(town.li, "三号楼是隔壁社区的", town.office)
    await town.shown(town.hall, "待分派", "三号楼是隔壁社区的")
    await town.calm()
    assert question.deleted


async def test_the_seldom_moves_stand_behind_more(town: Town) -> None:
    _, card = await town.report()
    await town.tap(town.li, card, "更多 ›")
    await town.calm()
    assert card.button_texts[-1] == "‹ 返回" and {"挂账", "备注", "不予受理"} <= set(card.button_texts)
    await town.tap(town.li, card, "备注")
    question = await town.shown(town.office, "备注：请写要记下的话")
    await town.calm()
    noted = town.post(town.li, "已联系厂家，周三来人", town.office)
    await town.calm()
    assert question.deleted and town.sign(noted) == "👌"
    assert "李书记 备注：已联系厂家，周三来人" in card.text and card.button_texts == NEW


async def test_a_unit_proposes_not_to_take_it_up(town: Town) -> None:
    _, card = await town.report()
    for button in ("更多 ›", "不予受理"):
        await town.tap(town.li, card, button)
        await town.calm()
    answer = await town.tap(town.li, card, "情况不属实")
    assert answer.text == "已提交协调员，同意后生效（#T1001 不予受理）"
    await town.shown(town.hall, "李书记申请不予受理", "情况不属实", button="同意")
    assert town.ticket()["state"] == "assigned"


async def test_a_coordinator_rejects_and_the_reporter_is_told_why(town: Town) -> None:
    post, _ = await town.report()
    town.post(town.chen, "T1001 不予受理 是住户自家的桶", town.hall)
    rejection = await town.shown(town.riders, "不予受理", "是住户自家的桶")
    assert rejection.reply_to is post
    assert town.ticket()["state"] == "rejected"


async def test_of_two_who_press_the_second_is_told_who_was_quicker(town: Town) -> None:
    _, card = await town.report()
    await town.tap(town.li, card, "转派")
    await town.calm()
    first = town.sandbox.tap(town.li, card, "西苑社区")
    second = town.sandbox.tap(town.li, card, "西苑社区")
    answers = [await first.answer(30), await second.answer(30)]
    assert answers[0].text == "#T1001 已转派给西苑社区"
    assert answers[1].text.startswith("李书记 已在 11-20 10:00 转派了") and not answers[1].show_alert
    assert town.value("SELECT count(*) FROM ticket_events WHERE kind = 'transfer'") == 1


async def test_a_card_that_somebody_deleted_is_made_again_when_it_is_needed(town: Town) -> None:
    _, card = await town.report()
    town.sandbox.delete(card)
    town.post(town.chen, "T1001 备注 请尽快", town.hall)
    again = await town.shown(town.office, "#T1001", "陈协调 备注：请尽快", button="受理")
    await town.calm()
    assert again is not card
    await town.tap(town.li, again, "受理")
    await town.calm()
    assert town.ticket()["state"] == "accepted"


async def test_a_stranger_moves_nothing_and_hears_nothing_in_the_group(town: Town) -> None:
    _, card = await town.report()
    before = len(town.said(town.office))
    reply = town.post(town.qian, "退回 不归我们管", town.office, reply_to=card)
    answer = await town.tap(town.qian, card, "转派")
    await town.calm()
    assert answer.show_alert and town.sign(reply) == "🤷"
    assert len(town.said(town.office)) == before
    assert town.ticket()["state"] == "assigned" and card.button_texts == NEW
