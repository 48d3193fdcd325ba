"""What the bot cannot place: triage with the coordinators, the question where it is, and units nobody answers for."""

from __future__ import annotations

from tests.stories.town import NEW, Town

UNKNOWN = "南门小区3栋的垃圾桶坏了"
NOWHERE = "垃圾桶坏了没人管"
AMBIGUOUS = "幸福里5栋的垃圾桶坏了"


async def test_an_unknown_place_is_dispatched_by_a_button(town: Town) -> None:
    post = town.post(town.wang, UNKNOWN)
    card = await town.shown(town.hall, "待分派", "没有找到这个地点")
    await town.calm()
    assert town.sign(post) == "👀"
    assert card.button_texts == ["其他单位…", "不是问题"]
    assert not town.said(town.riders)

    await town.tap(town.chen, card, "其他单位…")
    await town.calm()
    assert card.button_texts == ["青石街道 ›", "市路灯所", "‹ 返回"]
    await town.tap(town.chen, card, "青石街道 ›")
    await town.calm()
    bare = [f"{unit}（暂无联系人）" for unit in ("青石街道", "北山社区")]
    assert card.button_texts == [bare[0], "东湖社区", "西苑社区", bare[1], "‹ 返回"]
    await town.tap(town.chen, card, "‹ 返回")
    await town.calm()
    assert card.button_texts == ["青石街道 ›", "市路灯所", "‹ 返回"]
    await town.tap(town.chen, card, "‹ 返回")
    await town.calm()
    assert card.button_texts == ["其他单位…", "不是问题"]

    await town.tap(town.chen, card, "其他单位…")
    await town.calm()
    await town.tap(town.chen, card, "青石街道 ›")
    await town.calm()
    answer = await town.tap(town.chen, card, "东湖社区")
    assert answer.text == "#T1001 已分派给东湖社区"
    await town.calm()
    assert "待受理" in card.text and card.button_texts == [], "from now on it is the unit's to handle"
    town.only(town.office, "#T1001", button="受理")
    assert town.sign(post) == "✍"
    assert town.ticket()["unit_code"] == "donghu"


async def test_an_unreachable_unit_is_refused(town: Town) -> None:
    town.post(town.wang, UNKNOWN)
    card = await town.shown(town.hall, "待分派")
    await town.calm()
    await town.tap(town.chen, card, "其他单位…")
    await town.calm()
    await town.tap(town.chen, card, "青石街道 ›")
    await town.calm()
    answer = await town.tap(town.chen, card, "北山社区（暂无联系人）")
    assert answer.show_alert and "北山社区还没有工作群" in answer.text
    assert town.ticket()["state"] == "triage"


async def test_no_problem_at_all(town: Town) -> None:
    post = town.post(town.wang, UNKNOWN)
    card = await town.shown(town.hall, "待分派")
    await town.calm()
    await town.tap(town.chen, card, "不是问题")
    await town.calm()
    assert town.ticket()["state"] == "rejected" and card.button_texts == []
    rejection = town.only(town.riders, "不予受理", "不属于受理范围")
    assert rejection.reply_to is post
    assert town.sign(post) == "👀", "the words say no; 👌 would say that it was mended"


async def test_an_ambiguous_name_offers_its_units(town: Town) -> None:
    town.post(town.wang, AMBIGUOUS)
    card = await town.shown(town.hall, "待分派", "不止一个单位")
    assert card.button_texts == ["东湖社区", "西苑社区", "其他单位…", "不是问题"]
    await town.calm()
    await town.tap(town.chen, card, "东湖社区")
    await town.calm()
    town.only(town.office, "幸福里5栋", button="受理")


async def test_the_place_is_asked_and_the_reply_routes(town: Town) -> None:
    post = town.post(town.wang, NOWHERE)
    question = await town.shown(town.riders, "请问在哪个小区")
    assert question.reply_to is post
    await town.calm()
    assert town.sign(post) == "🤔"
    hall = town.only(town.hall, "没有写明地点")
    town.post(town.wang, "东湖花园8栋", reply_to=question)
    card = await town.shown(town.office, "#T1001", "东湖花园8栋")
    await town.calm()
    assert question.deleted
    assert town.sign(post) == "✍"
    assert "待受理" in hall.text and "东湖花园8栋" in hall.text
    assert card.button_texts == NEW
    assert len(town.tickets()) == 1


async def test_the_place_may_be_a_reply_to_the_own_post_or_an_edit(town: Town) -> None:
    first = town.post(town.wang, NOWHERE)
    asked = await town.shown(town.riders, "请问在哪个小区")
    await town.calm()
    town.post(town.wang, "在东湖花园", reply_to=first)
    await town.shown(town.office, "#T1001")
    await town.calm()
    assert asked.deleted
    second = town.post(town.zhao, NOWHERE)
    asked = await town.shown(town.riders, "请问在哪个小区")
    await town.calm()
    town.sandbox.edit(second, f"东湖花园9栋：{NOWHERE}")
    await town.shown(town.office, "#T1002")
    await town.calm()
    assert asked.deleted and town.sign(second) == "✍"


async def test_a_strangers_reply_does_not_place_it(town: Town) -> None:
    town.post(town.wang, NOWHERE)
    question = await town.shown(town.riders, "请问在哪个小区")
    await town.calm()
    town.post(town.qian, "东湖花园8栋", reply_to=question)
    await town.calm()
    assert town.ticket()["state"] == "triage" and not question.deleted


async def test_dispatching_settles_the_question(town: Town) -> None:
    post = town.post(town.wang, NOWHERE)
    question = await town.shown(town.riders, "请问在哪个小区")
    card = await town.shown(town.hall, "没有写明地点")
    await town.calm()
    await town.tap(town.chen, card, "其他单位…")
    await town.calm()
    await town.tap(town.chen, card, "市路灯所")
    await town.calm()
    assert question.deleted and town.sign(post) == "✍"
    town.only(town.depot, "#T1001", button="受理")


async def test_a_unit_without_a_chat_reads_below_the_post(town: Town) -> None:
    post = town.post(town.wang, "西苑小区2栋的垃圾桶坏了")
    card = await town.shown(town.riders, "#T1001", button="受理")
    await town.calm()
    assert card.reply_to is post and town.sign(post) == "✍"
    assert "孙书记 请受理" in card.text
    mentioned = [entity.user_id for entity in card.entities if entity.user_id]
    assert mentioned == [town.sun.id]
    await town.tap(town.sun, card, "受理")
    town.post(town.sun, "已清理", reply_to=card)
    await town.shown(town.riders, "已办结", button="已解决")
    await town.calm()
    assert len(town.said(town.riders)) == 2


async def test_a_unit_with_nobody_waits_in_triage_until_it_has_a_chat(town: Town) -> None:
    post = town.post(town.wang, "北山新村4栋的垃圾桶坏了")
    hall = await town.shown(town.hall, "待分派", "北山社区还没有工作群")
    await town.calm()
    assert town.sign(post) == "👀"
    group = town.sandbox.add_group("北山社区工作群", [town.chen])
    town.sandbox.add_bot_to(group, town.bot, by=town.chen, admin=True)
    town.post(town.chen, "/bind", group)
    for button in ("单位工作群", "青石街道 ›", "北山社区"):
        await town.tap(town.chen, await town.shown(group, button=button), button)
    card = await town.shown(group, "#T1001", button="受理")
    await town.calm()
    assert "北山新村4栋" in card.text
    assert town.sign(post) == "✍"
    assert "待受理" in hall.text
    assert town.ticket()["state"] == "assigned"


async def test_a_department_takes_its_category_everywhere(town: Town) -> None:
    town.post(town.wang, "西苑小区门口路灯不亮了")
    await town.shown(town.depot, "#T1001", "市路灯所", button="受理")


async def test_a_private_report_waits_for_a_secretary_who_can_be_written_to(town: Town) -> None:
    """Its card may not stand in the group, and 孙书记 has never opened a chat with the bot."""
    await town.report()
    said = town.whisper(town.wang, "西苑小区2栋的垃圾桶坏了")
    hall = await town.shown(town.hall, "#T1002", "待分派", "西苑社区还没有工作群")
    await town.calm()
    assert town.sign(said) == "👀" and not town.said(town.riders)
    town.sun.start(town.bot)
    card = await town.shown(town.private(town.sun), "#T1002", button="受理")
    await town.calm()
    assert "王师傅" not in card.text and "待受理" in hall.text
    assert town.sign(said) == "✍" and not town.said(town.riders)
