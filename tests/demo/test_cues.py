"""When a step does not happen, it is said which and what; nothing after it is played."""

import os
import signal
from datetime import timedelta

import pytest

from bot.demo.bot_process import BotGone
from bot.demo.cues import StepFailed
from bot.demo.day.going_live import GOING_LIVE
from bot.demo.narrator import narrate
from bot.demo.stage import Stage
from bot.demo.story import Story


async def test_a_bot_that_cannot_answer_is_found_out(stage: Stage) -> None:
    stage.sandbox.faults.add("reject", method="sendMessage", times=None)
    lines: list[str] = []
    with pytest.raises(StepFailed, match=r"^live 1 claim: in 陈主任 the bot should have said “您好，我是蜂哨”$"):
        await narrate(stage, [GOING_LIVE], lines.append)
    assert "▶ live 1 claim" in lines
    assert not any("live 2" in line for line in lines)


async def test_a_button_that_is_not_there_and_an_answer_that_is_another(stage: Stage) -> None:
    story = Story("odd", "怪事", "Odd things")

    @story.step("no button", "没有这个按钮。", "There is no such button.")
    async def no_button(stage: Stage) -> None:
        chen = stage.people.chen
        chen.start(stage.town.bot)
        greeting = await stage.says(stage.sandbox.private(chen, stage.town.bot), "您好")
        await stage.tap(chen, greeting, "受理")

    with pytest.raises(StepFailed, match=r"^odd 1 no button: no button '受理'"):
        await narrate(stage, [story], lambda line: None)


async def test_words_that_nobody_said(stage: Stage) -> None:
    story = Story("odd", "怪事", "Odd things")

    @story.step("unsaid", "没人说过。", "Nobody said it.")
    async def unsaid(stage: Stage) -> None:
        stage.said(stage.people.wang, stage.town.riders, "路灯")

    with pytest.raises(StepFailed, match="王师傅 should have written “路灯”"):
        await narrate(stage, [story], lambda line: None)


async def test_a_bot_that_dies_again_and_again_is_told_with_its_last_words(stage: Stage) -> None:
    story = Story("odd", "怪事", "Odd things")

    config = stage.installation.config_file
    sound = config.read_text(encoding="utf-8")

    @story.step("waits", "等。", "It waits.", later=timedelta())
    async def waits(stage: Stage) -> None:
        config.write_text("[telegram]\n", encoding="utf-8")
        assert stage.bot.pid is not None
        os.kill(stage.bot.pid, signal.SIGKILL)
        await stage.happens("this", lambda: None)

    stage.bot.pause = 0
    with pytest.raises(StepFailed, match=r"^odd 1 waits: the bot ended 3 times .*area\.book") as told:
        await narrate(stage, [story], lambda line: None)
    assert told.value.why == BotGone.why  # the page has no use for the end of a log
    with pytest.raises(BotGone, match=r"area\.book"):  # nobody acts before there is a bot again
        await narrate(stage, [GOING_LIVE], lambda line: None)
    assert not stage.sandbox.messages(stage.sandbox.private(stage.people.chen, stage.town.bot))
    assert not stage.bot.wanted
    with pytest.raises(BotGone):
        await stage.leap(timedelta(hours=1))
    config.write_text(sound, encoding="utf-8")
    await stage.bot.start()
    await stage.leap(timedelta(hours=1))
