"""The director on a real stage: what somebody at the page may do, with the stories and against them."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.commands.demo import START, ZONE
from bot.demo.bot_process import BotProcess
from bot.demo.day import DAY
from bot.demo.day.one_ticket import PROBLEM
from bot.demo.director import Director
from bot.demo.opening import open_stage
from bot.demo.stage import Stage
from bot.demo.storyteller import Pace
from bot.demo.town import Town
from bot.sandbox.page.backstage import BotState, Due, NotPossible, Phrase, PlayState, Spot

AT_ONCE = Pace(a_character=0, at_least=0, beat=0)
HOUR, DAY_LONG = timedelta(hours=1), timedelta(days=1)


class Show:
    """A director, its stage, and what it told the page."""

    def __init__(self, director: Director, stage: Stage, told: list[tuple[str, Any]]) -> None:
        self.director, self.stage, self.told = director, stage, told
        self.town = stage.town

    @property
    def state(self) -> tuple[PlayState, str, int]:
        playing = self.director.playing
        return playing.state, playing.chapter, playing.step

    async def rests(self) -> None:
        busy = {PlayState.PLAYING, PlayState.BUSY}
        await self.stage.sandbox.feed.until(lambda: self.state[0] not in busy, 30)

    async def step(self) -> None:
        await self.director.step()
        await self.rests()

    async def due(self) -> Due:
        due = await self.director.due()
        assert due is not None
        return due

    async def behind(self, message: Any) -> dict[str, Any]:
        found = await self.director.behind(message)
        assert found is not None
        return found

    def spots(self) -> list[Spot]:
        return [payload for topic, payload in self.told if topic == "spot"]


@pytest.fixture
async def show(tmp_path: Path) -> AsyncIterator[Show]:
    made: list[Director] = []
    told: list[tuple[str, Any]] = []

    def prepare(town: Town) -> None:
        director = Director(town, DAY, ZONE, lambda: told.append(("again", None)), AT_ONCE)

        def change(topic: str, payload: Any) -> None:
            told.append((topic, payload))
            town.sandbox.world.changed(topic, payload=payload)

        director.on_change(change)
        made.append(director)

    async def begin(bot: BotProcess) -> None:
        (director,) = made
        with pytest.raises(NotPossible, match="being prepared"):
            await director.stop_bot()
        director.watch_over(bot)
        await bot.start()

    async with open_stage(tmp_path, START, patience=6, prepare=prepare, begin=begin) as stage:
        (director,) = made
        assert director.bot_state is BotState.UP
        opening = asyncio.create_task(director.open(stage, "bin"))
        await stage.happens("the opening should begin", lambda: director._teller.performs or None)
        for order in (director.play, director.step, lambda: director.skip_to("post"), lambda: director.leap(HOUR)):
            with pytest.raises(NotPossible, match="being prepared"):
                await order()
        await opening
        try:
            yield Show(director, stage, told)
        finally:
            await director.close()
            await stage.bot.kill()


async def test_stories_time_and_the_glass_go_together(show: Show) -> None:
    director, stage, town = show.director, show.stage, show.town
    assert show.state == (PlayState.READY, "live", len(DAY[0].steps))
    assert show.spots() == []
    assert [chapter.code for chapter in director.chapters] == [story.code for story in DAY]
    assert director.roles[town.people.li.id].zh == "平东社区书记"
    assert len({sample.name for sample in director.samples}) == 8
    with pytest.raises(NotPossible, match="post a report first"):
        await director.leap_to_due()

    await show.step()
    assert show.state == (PlayState.PAUSED, "bin", 1)
    post = stage.said(town.people.wang, town.riders, PROBLEM)
    card = await stage.says(town.pingdong, "待受理")
    assert show.spots()[0] == Spot(town.riders.id, post.key, town.people.wang.id)
    assert Spot(town.pingdong.id, card.key) in show.spots()
    assert [(await show.behind(message))["no"] for message in (post, card)] == ["T1001", "T1001"]
    chatter = await stage.post(town.people.zhao, town.riders, "今天风好大")
    assert (await show.behind(chatter))["reading"][0]["zh"].startswith("读作闲聊")

    show.told.clear()
    await stage.post(town.people.zhao, town.riders, "平东小学门口窨井盖破损")  # two hours sooner than the bin
    await stage.happens("the page should hear what is due now", lambda: ("time", None) in show.told or None)
    due = await show.due()
    assert due.what.zh == "T1002 受理时限到：催办"
    await director.leap_to_due()
    assert timedelta() <= stage.clock.now() - due.at < timedelta(minutes=1)
    assert stage.find(town.pingdong, "催办", "平东小学", "待受理")

    await director.leap(DAY_LONG)
    digest = await stage.says(town.pingdong, "📋", "平东社区")
    assert digest.at.astimezone(ZONE).strftime("%H:%M") == "08:30"
    assert stage.find(town.riders, "催办") is None
    assert ("time", None) in show.told


async def test_who_is_quicker_than_the_story_fails_a_step_and_nothing_else(show: Show) -> None:
    director, stage, town = show.director, show.stage, show.town
    await show.step()
    await stage.tap(town.people.li, await stage.says(town.pingdong, "待受理"), "受理")
    stage.patience = 0.5
    await show.step()
    stage.patience = 6
    assert show.state == (PlayState.FAILED, "bin", 2)
    assert director.playing.error == Phrase(
        "“平东社区工作群”里没有蜂哨的“广场花苑小区3栋”、[受理]",
        "in 平东社区工作群 the bot should have said “广场花苑小区3栋”、[受理]",
    )
    assert director.playing.next == ("bin", 3)

    own = await stage.post(town.people.zhao, town.riders, "平东小区2栋楼道灯不亮")
    await stage.marks(own, "✍")
    await director.leap(HOUR)
    await director.step()
    await stage.happens("the step should begin", lambda: director._teller.performs or None)
    for move in (lambda: director.leap(HOUR), director.leap_to_due, director.step):
        with pytest.raises(NotPossible, match="in the middle of a step"):
            await move()
    await director.pause()
    await show.rests()
    assert show.state == (PlayState.PAUSED, "bin", 3)
    with pytest.raises(NotPossible, match="has been played"):
        await director.skip_to("live")
    await director.begin_again()
    assert show.told[-1] == ("again", None)


async def test_the_bot_is_killed_and_catches_up(show: Show) -> None:
    director, stage, town = show.director, show.stage, show.town
    await show.step()
    await director.stop_bot()
    assert director.bot_state is BotState.DOWN
    for order in (director.play, director.step, lambda: director.skip_to("post")):
        with pytest.raises(NotPossible, match="is stopped"):
            await order()
    missed = town.sandbox.post(town.riders, town.people.zhao, "东方丽景2栋楼下垃圾满了没人清")
    due = await show.due()
    await director.leap(due.at - stage.clock.now() + HOUR)
    assert (await show.behind(await stage.says(town.pingdong, "待受理")))["no"] == "T1001"
    assert stage.find(town.pingdong, "催办") is None
    with pytest.raises(NotPossible, match="overdue, but the bot is stopped"):
        await director.leap_to_due()
    await director.start_bot()
    assert director.bot_state is BotState.UP
    assert ("bot", None) in show.told
    await stage.says(town.pingdong, "催办", "待受理")
    await stage.marks(missed, "✍")
