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
