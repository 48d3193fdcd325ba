"""Emergencies: the group is told at once whom to call, and every coordinator hears of it."""

from __future__ import annotations

import pytest

from tests.stories.town import Town


async def test_a_fire_is_answered_at_once_and_told_to_all(town: Town) -> None:
    town.chen.start(town.bot)
    await town.calm()
    post = town.post(town.wang, "东湖花园3栋着火了，快来人")
    reply = await town.shown(town.riders, "119", "110", "120")
    assert reply.reply_to is post
    await town.calm()
    ticket = town.ticket()
    assert ticket["emergency"] and ticket["time_class"] == "urgent"
    town.only(town.hall, "紧急上报 #T1001", "东湖花园3栋", "王师傅")
    town.only(town.private(town.chen), "紧急上报 #T1001")
    card = town.only(town.office, "🚨 紧急", "#T1001", button="受理")
    assert town.li.id in {entity.user_id for entity in card.entities}, "it rings, though it is the unit's own chat"
    assert town.sign(post) == "✍"


async def test_a_report_that_is_edited_into_a_fire_is_told_to_all(town: Town) -> None:
    post, _ = await town.report()
    town.sandbox.edit(post, "东湖花园3栋着火了，快来人")
    reply = await town.shown(town.riders, "119", "110", "120")
    assert reply.reply_to is post
    await town.calm()
    town.only(town.hall, "紧急上报 #T1002", "东湖花园3栋")
    town.only(town.office, "🚨 紧急", "#T1002", button="受理")
    assert [row["state"] for row in town.tickets()] == ["assigned", "assigned"]


async def test_an_emergency_of_no_known_place_goes_to_the_coordinators(town: Town) -> None:
    town.post(town.wang, "南门小区煤气泄漏了")
    await town.shown(town.riders, "119")
    await town.shown(town.hall, "紧急上报 #T1001")
    await town.shown(town.hall, "待分派", button="其他单位…")
    await town.calm()
    assert town.ticket()["state"] == "triage"


@pytest.mark.parametrize("words", ["消防演练通知：明天下午", "小心火灾"])
async def test_talk_of_fire_is_no_fire(town: Town, words: str) -> None:
    town.post(town.wang, words)
    await town.calm()
    assert not town.said(town.riders) and not town.said(town.hall)


async def test_in_private_it_is_answered_in_private(town: Town) -> None:
    await town.report()
    town.whisper(town.wang, "东湖花园3栋着火了")
    await town.shown(town.private(town.wang), "119")
    await town.calm()
    assert not town.said(town.riders)
    assert "王师傅" not in town.only(town.office, "🚨").text
