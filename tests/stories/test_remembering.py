"""A name that no book knew, end to end: dispatched once by hand, remembered by one tap, routed from then on."""

from __future__ import annotations

from tests.stories.town import Town


async def test_a_name_remembered_routes_the_next_post(town: Town) -> None:
    town.post(town.wang, "幸福新村3栋的垃圾桶坏了")
    card = await town.shown(town.hall, "待分派", "没有找到这个地点")
    await town.calm()
    for button in ("其他单位…", "青石街道 ›", "东湖社区"):
        await town.tap(town.chen, card, button)
        await town.calm()
    question = town.only(town.hall, "要记住“幸福新村”归东湖社区吗？")
    assert question.button_texts == ["记住", "不用"]

    refused = await town.tap(town.zhou, question, "记住")
    assert refused.show_alert
    answer = await town.tap(town.chen, question, "记住")
    assert answer.text == "好的，记住了“幸福新村”"
    await town.calm()
    assert "已记住“幸福新村”归东湖社区（陈协调）" in question.text
    assert question.button_texts == []

    post = town.post(town.zhao, "幸福新村8栋的垃圾桶满了")
    await town.shown(town.office, "#T1002", "幸福新村8栋", button="受理")
    await town.calm()
    assert town.sign(post) == "✍"
    assert (town.ticket()["unit_code"], town.ticket()["rule"]) == ("donghu", "place")

    await town.later(minutes=11)
    assert question.deleted
