"""The stage: where the story is, what is seen of the bot's database, and when the bot is at rest."""

import os
import signal
from datetime import timedelta
from pathlib import Path

import pytest

from bot.commands.demo import START
from bot.demo.opening import PATIENCE, open_stage
from bot.demo.stage import Scene, Stage
from storage import areas, inbox
from storage.errors import StorageReadOnly


async def test_whoever_follows_is_told_each_scene_before_the_bot_is_waited_for(stage: Stage) -> None:
    scenes: list[tuple[Scene, int]] = []

    async def follow(scene: Scene) -> None:
        scenes.append((scene, len(stage.town.bot.updates.pending)))

    stage.spot = follow
    chen, bot = stage.people.chen, stage.town.bot
    chen.start(bot)
    private = stage.sandbox.private(chen, bot)
    greeting = await stage.says(private, "您好，我是蜂哨")
    claim = await stage.post(chen, private, f"/claim {stage.claim_code()}")
    stage.sandbox.add_bot_to(stage.town.riders, bot, by=chen, admin=True)
    asked = await stage.post(chen, stage.town.riders, "/bind")
    question = await stage.says(stage.town.riders, buttons=["协调群"])
    await stage.tap(chen, question, "协调群")
    assert [scene for scene, _ in scenes] == [
        Scene(private, greeting),
        Scene(private, claim, chen),
        Scene(stage.town.riders, asked, chen),
        Scene(stage.town.riders, question),
        Scene(stage.town.riders, question, chen),
    ]
    assert [unread > 0 for _, unread in scenes] == [False, True, True, False, True]


async def test_it_looks_at_the_bot_s_database_and_can_change_nothing(stage: Stage) -> None:
    area, zone = await stage.look(lambda tx, office, now: (office.area, office.zone))
    assert area.unit_name("pingdong") == "平东社区"
    assert zone == stage.installation.config.area.timezone
    with pytest.raises(StorageReadOnly):
        await stage.look(lambda tx, office, now: areas.save(tx, office.area))


async def test_a_bot_at_rest_has_taken_everything_in(stage: Stage) -> None:
    """Also where it died with all of it in its hands."""
    wang, bot = stage.people.wang, stage.town.bot
    stage.sandbox.add_bot_to(stage.town.riders, bot, by=stage.people.chen, admin=True)
    for number in range(20):
        stage.sandbox.post(stage.town.riders, wang, f"广场花苑小区{number}栋的垃圾桶坏了")
    stage.bot.pause = 0
    assert stage.bot.pid is not None
    os.kill(stage.bot.pid, signal.SIGKILL)
    await stage.rest()
    assert not bot.updates.pending
    assert not await stage.look(lambda tx, office, now: inbox.waiting(tx, 0))
    assert stage.bot.starts == 2
    await stage.leap(timedelta(hours=1))


async def test_a_start_may_take_longer_than_a_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []

    async def rest(stage: Stage, patience: float) -> None:
        waited.append(patience)

    monkeypatch.setattr(Stage, "_rest", rest)
    async with open_stage(tmp_path, START, patience=0.5) as opened:
        assert waited == [PATIENCE]
        await opened.rest()
        assert waited == [PATIENCE, 0.5]
