"""The gate: a flood is one ticket and two taps, a pace outlives a restart, and a muted person gets nothing but help."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.stories.town import Town

LIMITS = {"limits.posts": "3/10m", "limits.taps": "5/1m", "limits.questions": "3/1m"}
BINS = "东湖花园{}栋的垃圾桶坏了"


@pytest.fixture
async def guarded(folder: Path) -> AsyncIterator[Town]:
    async with Town(folder, config=LIMITS) as running:
        yield running


async def flood(town: Town, first: int, last: int) -> None:
    for number in range(first, last + 1):
        town.post(town.wang, BINS.format(number))
    await town.calm()


async def test_a_flood_is_one_ticket_and_is_taken_one_by_one(guarded: Town) -> None:
    await flood(guarded, 1, 5)
    await guarded.stop_bot()
    await guarded.start_bot()
    await flood(guarded, 6, 7)
    assert [row["state"] for row in guarded.tickets()] == ["assigned"] * 3 + ["triage"], "kept over the restart"
    bundle = guarded.only(guarded.hall, "连续上报", "并着 4 条", button="逐条受理")
    assert len(guarded.said(guarded.riders, "报得比较多")) == 1
    answer = await guarded.tap(guarded.chen, bundle, "逐条受理")
    assert "共 4 条" in answer.text
    await guarded.calm()
    assert [row["state"] for row in guarded.tickets()] == ["assigned"] * 3 + ["merged"] + ["assigned"] * 4
    assert len(guarded.said(guarded.office, "待受理")) == 7
    assert bundle.button_texts == ["撤销并单"]


async def test_a_flood_is_turned_down_by_two_taps(guarded: Town) -> None:
    await flood(guarded, 1, 6)
    bundle = guarded.only(guarded.hall, button="一并不予受理")
    await guarded.tap(guarded.chen, bundle, "一并不予受理")
    await guarded.calm()
    await guarded.tap(guarded.chen, bundle, "情况不属实")
    await guarded.calm()
    assert [row["state"] for row in guarded.tickets()] == ["assigned"] * 3 + ["rejected"]
    assert len(guarded.said(guarded.riders, "#T1004")) == 1
    told = guarded.only(guarded.riders, "#T1004")
    assert "不予受理：短时间内连续上报的 3 条" in told.text


async def test_taps_and_questions_have_their_pace(guarded: Town) -> None:
    _, card = await guarded.report()
    told = [await guarded.tap(guarded.qian, card, "受理") for _ in range(7)]
    assert ["有点频繁" in answer.text for answer in told] == [False] * 5 + [True] * 2
    assert all(answer.show_alert for answer in told)
    assert (await guarded.tap(guarded.li, card, "受理")).text.startswith("已受理"), "others are not held back"
    for _ in range(6):
        guarded.whisper(guarded.wang, "/mine")
    await guarded.calm()
    assert len(guarded.said(guarded.private(guarded.wang), "有点频繁")) == 1
    assert len(guarded.said(guarded.private(guarded.wang))) == 4, "three answers and one line"
    await guarded.later(minutes=1)
    guarded.whisper(guarded.wang, "/mine")
    await guarded.calm()
    assert len(guarded.said(guarded.private(guarded.wang))) >= 4


async def test_a_muted_person_gets_nothing_but_help_in_danger(town: Town) -> None:
    post, card = await town.report()
    ordered = town.post(town.chen, "禁言 3天", reply_to=post)
    await town.calm()
    assert ordered.deleted
    before = len(town.said(town.riders))
    ignored = town.post(town.wang, "东湖花园5栋的垃圾桶坏了")
    town.post(town.wang, "撤回", reply_to=post)
    town.post(town.wang, "/stats")
    await town.calm()
    assert len(town.tickets()) == 1 and town.ticket()["state"] == "assigned"
    assert town.sign(ignored) == "" and len(town.said(town.riders)) == before
    town.post(town.wang, "东湖花园6栋着火了")
    await town.calm()
    assert town.ticket()["state"] == "triage" and town.said(town.riders, "119") and town.said(town.hall, "禁言中")
    assert town.said(town.office) == [card]
    town.whisper(town.wang, "/mine")
    await town.calm()
    assert town.only(town.private(town.wang), "您暂时被禁言")
    town.post(town.chen, "/mute", town.hall)
    listed = await town.shown(town.hall, "王师傅", "未受理上报 1 条", button="解除 王师傅")
    await town.tap(town.chen, listed, "解除 王师傅")
    await town.calm()
    await town.report("东湖花园7栋的垃圾桶坏了")
    assert town.ticket()["state"] == "assigned"
