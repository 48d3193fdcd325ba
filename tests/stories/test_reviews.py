"""Reviews: several at once from one list, back with a reason, and the third time to the coordinators."""

from __future__ import annotations

from tests.stories.town import Town


async def _resolved(town: Town, building: int) -> None:
    _, card = await town.report(f"东湖花园{building}栋的垃圾桶坏了")
    town.post(town.li, f"已处理，{building}栋换了新桶", town.office, reply_to=card)
    await town.shown(town.riders, f"东湖花园{building}栋", button="已解决")
    await town.calm()


async def test_a_reviewer_passes_all_that_is_shown_and_sends_one_back(town: Town) -> None:
    for building in (3, 5, 7):
        await _resolved(town, building)
    town.whisper(town.zhou, "/start")
    town.whisper(town.zhou, "复核")
    listed = await town.shown(town.private(town.zhou), "待复核 3 件")
    assert "3栋换了新桶" in listed.words.text
    await town.tap(town.zhou, listed, "退回返工")
    question = await town.shown(town.private(town.zhou), "退回返工", button="没有修好")
    await town.tap(town.zhou, question, "没有修好")
    await town.calm()
    assert [ticket["state"] for ticket in town.tickets()].count("accepted") == 1
    await town.tap(town.zhou, listed, "以上 3 件全部通过")
    await town.calm()
    assert sorted(ticket["state"] for ticket in town.tickets()) == ["accepted", "closed", "closed"]
    assert "没有待复核的工单" in listed.words.text


async def test_the_third_rework_goes_to_the_coordinators(town: Town) -> None:
    _, card = await town.report()
    for again in (1, 2, 3):
        town.post(town.li, "已处理，又修了", town.office, reply_to=card)
        await town.tap(town.wang, await town.shown(town.riders, "已办结", button="未解决"), "未解决")
        await town.calm()
        assert bool(town.said(town.hall, "次返工")) is (again == 3)
    told = await town.shown(town.hall, "第 3 次返工", button="T1001")
    await town.tap(town.chen, told, "T1001")
    opened = await town.shown(town.hall, "#T1001", button="转派")
    assert "更正" in opened.button_texts
