"""A manhole cover is gone: guarded within the hour, mended within the day, all as before within three."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.sandbox.pictures import jpeg
from tests.stories.area import BOOK
from tests.stories.town import Town

GONE = """
[[category.sub]]
code = "gone"
name = "井盖缺失"
stages = { control = "1h", repair = "1d", restore = "3d" }
keywords = ["井盖没了", "井盖不见了"]

[[category]]
code = "lighting"
"""
STREET = BOOK.replace('\n[[category]]\ncode = "lighting"\n', GONE)
REPORT = "东湖花园3栋门口的井盖不见了"


@pytest.fixture
async def street(folder: Path) -> AsyncIterator[Town]:
    async with Town(folder, book=STREET) as running:
        yield running


def late(town: Town) -> list[str]:
    """Of what the office was reminded of when it was due, oldest first: the step."""
    told = [message.text for message in town.said(town.office, "催办")]
    return [step for text in told for step in ("待控制", "待修复", "待办结") if step in text]


async def test_guarded_mended_and_as_before(street: Town) -> None:
    post, card = await street.report(REPORT)
    assert "🚧 👉 控制 11月20日 11:00 · 修复 11月21日 10:00 · 恢复 11月23日 10:00" in card.words.text
    assert card.button_texts[:3] == ["受理", "已控制", "办结"]

    await street.later(minutes=20)
    assert "现场已控制" in (await street.tap(street.li, card, "已控制")).text
    await street.calm()
    assert "🚧 控制 ✓ · 👉 修复 11月21日 10:00" in card.words.text and "李书记 控制现场" in card.words.text
    assert card.button_texts[:2] == ["已修复", "办结"]
    assert street.ticket()["state"] == "accepted"

    street.post(street.li, "井盖已更换", street.office, reply_to=card, photo=jpeg("green"))
    await street.calm()
    assert "控制 ✓ · 修复 ✓ · 👉 恢复 11月23日 10:00" in card.words.text
    assert card.button_texts[0] == "办结"
    assert not street.said(street.riders, "已办结")

    street.post(street.li, "全部处理完毕，围挡已撤", street.office, reply_to=card)
    closure = await street.shown(street.riders, "已办结", button="已解决")
    await street.tap(street.wang, closure, "已解决")
    await street.calm()
    assert street.sign(post) == "👌"
    assert not late(street)


async def test_each_step_that_is_late_is_reminded_of_by_its_own_clock(street: Town) -> None:
    _, card = await street.report(REPORT)
    await street.tap(street.li, card, "受理")
    await street.later(hours=1, minutes=1)
    assert late(street) == ["待控制"]
    street.post(street.li, "已拉警戒线，等厂家送井盖", street.office, reply_to=card)
    await street.calm()
    assert street.ticket()["stage"] == "controlled"
    await street.until_time(10, 1)
    assert late(street) == ["待控制", "待修复"]
    street.post(street.li, "T1001 已修复", street.office)
    await street.calm()
    await street.until_time(10, 1, days=1)
    assert late(street) == ["待控制", "待修复", "待办结"]


async def test_what_only_sounds_so_passes_no_step(street: Town) -> None:
    _, card = await street.report(REPORT)
    for text in ("没控制住", "准备设围挡", "控制住了吗？"):
        street.post(street.li, text, street.office, reply_to=card)
    street.post(street.qian, "已控制", street.office, reply_to=card)
    await street.calm()
    assert (street.ticket()["stage"], street.ticket()["state"]) == (None, "assigned")
    assert card.button_texts[:3] == ["受理", "已控制", "办结"]


async def test_the_second_who_presses_is_told_who_was_quicker(street: Town) -> None:
    _, card = await street.report(REPORT)
    await street.tap(street.li, card, "已控制")
    await street.calm()
    answer = await street.tap(street.chen, card, "control:1001", forged=True)
    assert "李书记" in answer.text and "控制现场了" in answer.text
