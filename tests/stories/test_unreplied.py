"""A secretary writes that it is mended, without replying: the ticket is asked for, and nothing else comes of it."""

from __future__ import annotations

from tests.sandbox.pictures import jpeg
from tests.stories.town import Town


async def test_a_deed_told_in_the_own_chat_is_asked_about_and_resolves_by_one_tap(town: Town) -> None:
    await town.report()
    told = town.post(town.li, "3栋垃圾桶已修好", town.office, photo=jpeg("green"))
    question = await town.shown(town.office, "是 #T1001 办结吗？")
    await town.calm()
    assert question.reply_to is told and question.button_texts == ["是，已办结", "不是"]
    answer = await town.tap(town.li, question, "是，已办结")
    assert answer.text == "已办结 #T1001，等待复核"
    closure = await town.shown(town.riders, "已办结", "3栋垃圾桶已修好", button="已解决")
    await town.calm()
    assert closure.photo == jpeg("green")
    assert question.deleted and town.sign(told) == "👌"
    assert len(town.tickets()) == 1


async def test_in_the_reporting_group_it_is_no_new_report(town: Town) -> None:
    await town.report()
    await town.report("东湖花园5栋的垃圾桶坏了", who=town.zhao)
    town.post(town.li, "东湖花园的垃圾桶修好了")
    question = await town.shown(town.riders, "是哪一件办结了？")
    await town.calm()
    assert [label[:6] for label in question.button_texts] == ["#T1001", "#T1002", "都不是"]
    await town.tap(town.li, question, question.button_texts[1])
    await town.shown(town.riders, "#T1002 已办结")
    await town.calm()
    assert question.deleted
    assert [ticket["state"] for ticket in town.tickets()] == ["assigned", "resolved"]


async def test_not_this_one_leaves_it_open(town: Town) -> None:
    await town.report()
    town.post(town.li, "3栋垃圾桶已修好", town.office)
    question = await town.shown(town.office, "是 #T1001 办结吗？")
    await town.calm()
    await town.tap(town.li, question, "不是")
    await town.calm()
    assert question.deleted and town.ticket()["state"] == "assigned"


async def test_somebody_who_handles_nothing_is_not_asked(town: Town) -> None:
    await town.report()
    before = len(town.said(town.riders))
    town.post(town.zhao, "3栋垃圾桶已修好")
    await town.calm()
    assert len(town.said(town.riders)) == before
    assert len(town.tickets()) == 1 and town.ticket()["state"] == "assigned"
