"""Groups: greeted in one line, bound with their topics, told what they lack; menus that show what one may."""

from __future__ import annotations

from bot.sandbox import Chat, Person
from bot.sandbox.accounts import ORDINARY_RIGHTS
from tests.stories.town import Town


async def forum(town: Town, *, rights: frozenset[str] = ORDINARY_RIGHTS) -> Chat:
    place = town.sandbox.add_group("街道大群", [town.chen, town.li, town.sun], topics=True)
    town.sandbox.add_bot_to(place, town.bot, by=town.chen, admin=True, rights=rights)
    await town.calm()
    return place


def menu(town: Town, place: Chat, who: Person) -> list[str]:
    return [one["command"] for one in town.sandbox.commands_for(town.bot, place, who)]


async def test_a_new_group_is_greeted_in_one_line_which_goes_when_it_is_bound(town: Town) -> None:
    place = town.sandbox.add_group("新来的群", [town.chen, town.wang])
    town.sandbox.add_bot_to(place, town.bot, by=town.chen, admin=True)
    greeting = await town.shown(place, "请管理员发送 /bind")
    town.post(town.chen, "/bind", place)
    asked = await town.shown(place, "这个群是做什么的", button="上报群（骑手发问题）")
    await town.tap(town.chen, asked, "上报群（骑手发问题）")
    pinned = await town.shown(place, "蜂哨在这个群里做什么")
    await town.calm()
    assert greeting.deleted and place.pinned == [pinned]
    assert "权限齐全" in asked.text


async def test_bound_in_a_topic_or_as_a_whole(town: Town) -> None:
    place = await forum(town)
    topic = town.sandbox.add_topic(place, "北山", town.chen)
    town.post(town.chen, "/bind", place, topic=topic)
    asked = await town.shown(place, "这个话题是做什么的")
    for button in ("改为绑定整个群", "只绑定本话题", "单位工作群", "青石街道 ›", "北山社区"):
        await town.tap(town.chen, asked, button)
        await town.calm()
    assert "只绑定了这个话题" in asked.text
    town.post(town.wang, "北山新村4栋的垃圾桶坏了")
    card = await town.shown(place, "#T1001", button="受理")
    assert card.topic is topic


async def test_a_topic_for_each_unit_that_has_no_chat(town: Town) -> None:
    place = await forum(town)
    town.post(town.wang, "北山新村4栋的垃圾桶坏了")
    await town.shown(town.hall, "#T1001", "待分派")
    town.post(town.chen, "/topics", place)
    asked = await town.shown(place, "各建一个话题")
    await town.tap(town.chen, asked, "青石街道（2 个）")
    card = await town.shown(place, "#T1001", button="受理")
    await town.calm()
    assert sorted(topic.name for topic in place.topics.values()) == ["北山社区", "西苑社区"]
    assert card.topic is not None and card.topic.name == "北山社区"
    assert "正在建 2 个话题" in asked.text


async def test_without_the_right_it_says_where_to_give_it(town: Town) -> None:
    place = await forum(town, rights=ORDINARY_RIGHTS - {"can_manage_topics"})
    town.post(town.chen, "/topics", place)
    asked = await town.shown(place, "各建一个话题")
    answer = await town.tap(town.chen, asked, "青石街道（2 个）")
    assert answer.show_alert and "管理话题（群设置 → 管理员 → 蜂哨" in answer.text
    town.sandbox.promote(place, town.bot)
    await town.tap(town.chen, asked, "青石街道（2 个）")
    await town.calm()
    assert len(place.topics) == 2


async def test_a_group_without_topics_is_told_how_to_get_them(town: Town) -> None:
    town.post(town.chen, "/topics", town.hall)
    asked = await town.shown(town.hall, "各建一个话题")
    answer = await town.tap(town.chen, asked, "青石街道（2 个）")
    assert answer.show_alert and "话题功能（群主在群设置" in answer.text


async def test_menus_show_what_one_may(town: Town) -> None:
    town.wang.start(town.bot)
    await town.calm()
    for place in (town.riders, town.office, town.hall):  # the book has named them, Telegram not yet
        town.sandbox.remove_bot(place, town.bot, by=town.chen)
        town.sandbox.add_bot_to(place, town.bot, by=town.chen, admin=True)
    town.chen.start(town.bot)
    town.li.start(town.bot)
    await town.calm()
    couriers = menu(town, town.riders, town.wang)
    assert {"progress", "mine", "help"} <= set(couriers)
    assert not {"bind", "stats", "appoint", "todo", "claim"} & set(couriers)
    assert "mine" in menu(town, town.private(town.wang), town.wang)
    unit = menu(town, town.office, town.li)
    assert {"todo", "ticket", "stats"} <= set(unit) and not {"bind", "appoint"} & set(unit)
    assert {"accept", "done"} <= set(menu(town, town.private(town.li), town.li))
    assert {"bind", "appoint", "stats", "revoke"} <= set(menu(town, town.hall, town.chen))
    private = menu(town, town.private(town.chen), town.chen)
    assert "invite" in private and "audit" not in private


async def test_a_revoked_persons_menu_is_a_couriers_again(town: Town) -> None:
    town.li.start(town.bot)
    await town.calm()
    assert "todo" in menu(town, town.private(town.li), town.li)
    said = town.post(town.li, "大家好", town.office)
    town.post(town.chen, "/revoke", town.office, reply_to=said)
    asked = await town.shown(town.office, "撤销谁的任命")
    for button in ("✕ 李书记 东湖社区书记", "确定撤销"):
        await town.until(lambda button=button: button in asked.button_texts)
        await town.tap(town.chen, asked, button)
    await town.calm()
    assert "todo" not in menu(town, town.private(town.li), town.li)


async def test_out_and_back_stands_on_the_audit(town: Town) -> None:
    town.sandbox.remove_bot(town.office, town.bot, by=town.chen)
    await town.shown(town.hall, "发不到“东湖社区工作群”")
    town.sandbox.add_bot_to(town.office, town.bot, by=town.chen, admin=True)
    await town.calm()
    actions = [row["action"] for row in town.rows("SELECT action FROM audit ORDER BY id")]
    assert actions[-2:] == ["left", "joined"]


async def test_how_far_it_is_by_the_menu(town: Town) -> None:
    post, _ = await town.report()
    town.post(town.wang, "/progress", reply_to=post)
    await town.shown(town.riders, "#T1001", "东湖社区")
    town.whisper(town.wang, "/progress T1001")
    await town.shown(town.private(town.wang), "#T1001", "东湖社区")
    town.whisper(town.qian, "/progress T1001")
    await town.shown(town.private(town.qian), "没有这个权限")
    await town.calm()
    assert not [one for one in town.sandbox.messages(town.riders) if one.text == "/progress"]
