"""Lists end to end: what is to do and what one reported, turned in place; what waits for dispatch; a search."""

from __future__ import annotations

from tests.stories.town import Town


async def _twelve(town: Town) -> None:
    for number in range(1, 13):
        town.post(town.wang, f"东湖花园{number}栋的垃圾桶坏了")
    await town.calm()


async def test_what_is_to_do_is_turned_in_place(town: Town) -> None:
    await _twelve(town)
    town.whisper(town.li, "/start")
    town.whisper(town.li, "待办")
    chat = town.private(town.li)
    page = await town.shown(chat, "待办 12 件")
    assert page.button_texts[-1] == "下一页 ›" and "#T1012" not in page.text
    await town.tap(town.li, page, "下一页 ›")
    await town.calm()
    assert "#T1012" in page.text and "第 11–12 件" in page.text
    assert page.button_texts == ["T1011", "T1012", "‹ 上一页"]
    await town.tap(town.li, page, "T1012")
    await town.shown(chat, "#T1012", button="受理")


async def test_only_who_asked_turns_a_list(town: Town) -> None:
    await _twelve(town)
    town.post(town.li, "/todo", town.office)
    page = await town.shown(town.office, "待办 12 件")
    answer = await town.tap(town.qian, page, "下一页 ›")
    assert answer.show_alert and "别人查的列表" in answer.text
    await town.later(minutes=11)
    assert page.deleted


async def test_a_courier_sees_what_became_of_the_own_reports(town: Town) -> None:
    await _twelve(town)
    town.post(town.zhao, "东湖花园3栋的垃圾桶坏了")
    town.whisper(town.zhao, "/start")
    town.whisper(town.zhao, "我的")
    own = await town.shown(town.private(town.zhao), "上报和同报的共 1 件")
    assert "#T1003" in own.text and "（同报）" in own.text
    await town.tap(town.zhao, own, "T1003")
    await town.shown(town.private(town.zhao), "#T1003", "东湖花园3栋", "东湖社区")

    town.whisper(town.wang, "/start")
    town.whisper(town.wang, "/mine")
    page = await town.shown(town.private(town.wang), "上报和同报的共 12 件")
    assert page.button_texts[0] == "T1012" and page.button_texts[-1] == "下一页 ›"


async def test_what_waits_for_the_coordinator(town: Town) -> None:
    await town.report()
    card = town.only(town.office, "#T1001")
    town.post(town.li, "延期 9天 等材料", town.office, reply_to=card)
    town.post(town.wang, "没人管的垃圾桶坏了")
    await town.calm()
    town.post(town.chen, "待分派", town.hall)
    page = await town.shown(town.hall, "待同意 1 件，待分派 1 件")
    assert "📝 #T1001 东湖社区 李书记 申请延期" in page.text and "#T1002" in page.text
    assert page.button_texts == ["T1001", "同意", "不同意", "T1002"]
    await town.tap(town.chen, page, "同意")
    await town.calm()
    assert town.ticket(0)["extended"] == 1


async def test_a_search_by_each_kind_of_word(town: Town) -> None:
    await _twelve(town)
    town.post(town.zhao, "西苑小区2栋的井盖破损")
    town.whisper(town.chen, "/start")
    await town.calm()
    chat = town.private(town.chen)
    for query, told in (
        ("/find 西苑小区 井盖", "找到 1 件"),
        ("查找 赵师傅", "找到 1 件"),
        ("/find 未办结 西苑社区", "找到 1 件"),
        ("/find 东湖花园", "“东湖花园”第 1–10 件"),
        ("/find 火星", "没有找到“火星”"),
        ("/find", "请写要找什么"),
    ):
        town.whisper(town.chen, query)
        await town.shown(chat, told)
    page = town.only(chat, "第 1–10 件")
    await town.tap(town.chen, page, "下一页 ›")
    await town.calm()
    assert "第 11–12 件" in page.text and page.button_texts[-1] == "‹ 上一页"

    town.whisper(town.li, "/start")
    town.whisper(town.li, "/find 井盖")
    await town.shown(town.private(town.li), "没有找到“井盖”")
