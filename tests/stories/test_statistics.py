"""/stats in the chat: a picture that its buttons exchange, and words where there is no picture to be had."""

from __future__ import annotations

import asyncio
import io
import os
import shutil
import signal

from PIL import Image

from bot.sandbox import Message
from tests.stories.town import PATIENCE, Town


def size(message: Message) -> tuple[int, int]:
    assert message.photo is not None
    with Image.open(io.BytesIO(message.photo)) as picture:
        return picture.size


async def asked(town: Town) -> Message:
    """陈 asks for the week and gets a picture."""
    town.post(town.chen, "/stats", town.hall)
    figures = await town.shown(town.hall, button="✓ 本周")
    await town.calm()
    return figures


async def test_the_buttons_exchange_the_picture_in_the_same_message(town: Town) -> None:
    await town.report()
    figures = await asked(town)
    first = figures.photo
    assert size(figures)[0] == 1080
    assert figures.caption.startswith("青石市 · 2026年第47周") and "收到 1" in figures.caption
    await town.tap(town.chen, figures, "今日")
    await town.until(lambda: "✓ 今日" in figures.button_texts)
    assert figures.caption.startswith("青石市 · 2026年11月20日")
    assert figures.photo != first
    assert town.said(town.hall, button="✓ 今日") == [figures]


async def test_of_quick_presses_the_last_wins(town: Town) -> None:
    figures = await asked(town)
    for button in ("今日", "本月", "全部"):
        town.sandbox.tap(town.chen, figures, button)
    await town.until(lambda: "✓ 全部" in figures.button_texts)
    await town.calm()
    assert figures.caption.startswith("青石市 · 全部")
    assert town.value("SELECT count(*) FROM notices WHERE state NOT IN ('sent', 'dropped')") == 0


async def test_a_drawing_process_that_is_killed_while_it_draws_is_answered_in_words(town: Town) -> None:
    await town.report()
    figures = await asked(town)
    drawing = town.app.drawing
    assert drawing.pid is not None
    os.kill(drawing.pid, signal.SIGSTOP)  # so that it is certainly at it when it is killed
    town.whisper(town.chen, "/stats 本月")
    async with asyncio.timeout(PATIENCE):
        while not drawing._one_at_a_time.locked():  # noqa: ASYNC110 - nothing in the chats tells of it
            await asyncio.sleep(0.01)
    os.kill(drawing.pid, signal.SIGKILL)
    words = await town.shown(town.private(town.chen), button="✓ 本月")
    assert words.photo is None
    assert "收到 1" in words.text and "环境卫生" in words.text

    await town.tap(town.chen, words, "今日")
    await town.until(lambda: "✓ 今日" in words.button_texts)
    assert words.photo is None, "words stay words"
    await town.tap(town.chen, figures, "本月")
    await town.until(lambda: "✓ 本月" in figures.button_texts)
    assert figures.photo is not None, "and pictures are drawn again"


async def test_a_period_that_cannot_be_drawn_takes_the_place_of_the_picture(town: Town) -> None:
    figures = await asked(town)
    town.app.drawing.patience = 0
    await town.tap(town.chen, figures, "本年")
    words = await town.shown(town.hall, button="✓ 本年")
    assert words.photo is None
    await town.until(lambda: figures.deleted)


async def test_a_picture_whose_file_is_lost_on_the_way_is_said_in_words(town: Town) -> None:
    fault = town.sandbox.faults.add("too_many", method="sendPhoto", chat_id=town.hall.id, retry_after=30)
    town.post(town.chen, "/stats", town.hall)
    await town.until(lambda: fault.struck and not town.value("SELECT count(*) FROM notices WHERE state = 'sending'"))
    shutil.rmtree(town.folder / "media" / "made")
    await town.later(minutes=1)
    words = await town.shown(town.hall, button="✓ 本周")
    assert words.photo is None and words.text.startswith("青石市")


async def test_a_coordinator_looks_closer_below_the_picture(town: Town) -> None:
    await town.report()
    figures = await asked(town)
    whole = figures.photo
    await town.tap(town.chen, figures, "单位")
    await town.until(lambda: "东湖社区" in figures.button_texts)
    assert "东湖社区：未结 1 · 收到 1" in figures.caption
    assert figures.photo == whole, "the picture stays"

    await town.tap(town.chen, figures, "东湖社区")
    await town.until(lambda: figures.caption.startswith("东湖社区 · "))
    assert figures.photo != whole
    assert "单位" not in figures.button_texts, "a community has no units below it"
    await town.tap(town.chen, figures, "更多")
    await town.until(lambda: "时段" in figures.button_texts)
    await town.tap(town.chen, figures, "时段")
    await town.until(lambda: "最多的是周五" in figures.caption)
    await town.tap(town.chen, figures, "‹ 返回")
    await town.until(lambda: "时段" in figures.button_texts)
    await town.tap(town.chen, figures, "‹ 返回")
    await town.until(lambda: "✓ 本周" in figures.button_texts)
    await town.tap(town.chen, figures, "‹ 返回")
    await town.until(lambda: figures.caption.startswith("青石市 · "))
    assert town.said(town.hall, button="✓ 本周") == [figures], "all of it was one message"


async def test_reporters_are_named_in_private_alone(town: Town) -> None:
    await town.report()
    figures = await asked(town)
    await town.tap(town.chen, figures, "更多")
    await town.until(lambda: "时段" in figures.button_texts)
    assert "上报人" not in figures.button_texts
    town.whisper(town.chen, "统计 本周")
    own = await town.shown(town.private(town.chen), button="✓ 本周")
    await town.tap(town.chen, own, "更多")
    await town.until(lambda: "上报人" in own.button_texts)
    await town.tap(town.chen, own, "上报人")
    await town.until(lambda: "王师傅：上报 1" in own.caption)


async def test_a_secretary_sees_the_own_unit_and_nobody_elses(town: Town) -> None:
    await town.report()
    town.post(town.wang, "西苑小区5栋的垃圾桶坏了")
    await town.calm()
    town.post(town.li, "/stats", town.office)
    own = await town.shown(town.office, button="✓ 本周")
    assert own.caption.startswith("东湖社区 · ") and "收到 1" in own.caption
    town.whisper(town.sun, "/stats 全部")
    other = await town.shown(town.private(town.sun), button="✓ 全部")
    assert other.caption.startswith("西苑社区 · ")
    town.whisper(town.li, "/stats 西苑社区")
    await town.shown(town.private(town.li), "没有这个权限")
    figures = await asked(town)
    await town.tap(town.chen, figures, "单位")
    await town.until(lambda: "西苑社区" in figures.button_texts)
    town.post(town.chen, "/stats 全部", town.office)
    shared = await town.shown(town.office, button="✓ 全部")
    assert shared.caption.startswith("青石市 · ")
    assert (await town.tap(town.li, shared, "本月")).show_alert, "what everybody reads is not hers to narrow"
    told = await town.tap(town.qian, figures, "西苑社区")
    assert "没有这个权限" in told.text and told.show_alert


async def test_figures_are_asked_for_in_words_and_a_slip_is_offered_what_was_meant(town: Town) -> None:
    await town.report()
    town.post(town.chen, "统计 东湖社区 环境卫生 本月", town.hall)
    figures = await town.shown(town.hall, button="✓ 本月")
    assert figures.caption.startswith("东湖社区 · 环境卫生 · 2026年11月")
    town.post(town.chen, "/stats 东胡花园 本月", town.hall)
    unclear = await town.shown(town.hall, "没有找到“东胡花园”", button="东湖花园")
    await town.tap(town.chen, unclear, "东湖花园")
    await town.until(lambda: unclear.words.text.startswith("青石市 · 东湖花园 · 2026年11月"))
    assert "收到 1" in unclear.words.text
    town.post(town.chen, "/stats 去年", town.hall)
    empty = await town.shown(town.hall, "这段时间没有上报", button="看2026年")
    await town.tap(town.chen, empty, "看2026年")
    await town.until(lambda: "收到 1" in empty.words.text)


async def test_a_courier_has_figures_of_the_own_reports(town: Town) -> None:
    await town.report()
    refused = town.post(town.wang, "/stats", town.riders)
    await town.calm()
    assert town.sign(refused) == "🤷"
    town.whisper(town.wang, "/stats")
    await town.shown(town.private(town.wang), "/mine")
    town.whisper(town.wang, "/mine")
    await town.shown(town.private(town.wang), "您上报 1 件，已办结 0 件", "上报和同报的共 1 件")
