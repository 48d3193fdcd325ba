"""The bot as a process: it can be stopped and killed, comes back from a death, and does not outlive the demo."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.demo.bot_process import BotGone, BotProcess
from bot.demo.stage import Stage
from bot.sandbox.page.backstage import BotState
from storage import schedules
from storage.errors import DatabaseOwned
from storage.ownership import Ownership

_SECONDS = 20.0
"""What a start may take where many tests run at once."""


async def _becomes(bot: BotProcess, state: BotState) -> None:
    turned = asyncio.Event()
    bot.on_change(turned.set)
    async with asyncio.timeout(_SECONDS):
        while bot.state is not state:
            turned.clear()
            await turned.wait()


async def _falls_due(stage: Stage) -> datetime:
    """When the next digest or clean-up is to be."""
    moment = await stage.look(lambda tx, office, now: schedules.soonest(tx))
    assert moment is not None
    return moment


async def test_killed_from_outside_it_comes_back_and_takes_in_what_was_written_meanwhile(stage: Stage) -> None:
    told: list[BotState] = []
    stage.bot.on_change(lambda: told.append(stage.bot.state))
    stage.bot.pause = 0.2
    first = stage.bot.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    await _becomes(stage.bot, BotState.DOWN)
    chen = stage.people.chen
    chen.start(stage.town.bot)
    await stage.leap(timedelta(hours=1))
    await stage.says(stage.sandbox.private(chen, stage.town.bot), "您好，我是蜂哨")
    assert told == [BotState.DOWN, BotState.STARTING, BotState.UP]
    assert stage.bot.starts == 2
    assert stage.bot.pid not in {None, first}


@pytest.mark.parametrize("how", ["stop", "kill"])
async def test_stopped_it_stays_down_and_catches_up_when_it_is_started(stage: Stage, how: str) -> None:
    stage.bot.pause = 0
    await (stage.bot.stop() if how == "stop" else stage.bot.kill())
    assert (stage.bot.state, stage.bot.wanted, stage.bot.pid) == (BotState.DOWN, False, None)
    clean = '"event": "bot.stopping"' in stage.bot.log_file.read_text(encoding="utf-8")
    assert clean is (how == "stop")
    await stage.leap(timedelta(days=3))
    assert await _falls_due(stage) < stage.clock.now() - timedelta(days=1)
    assert stage.bot.starts == 1
    await stage.bot.start()
    assert (stage.bot.state, stage.bot.starts) == (BotState.UP, 2)
    await stage.rest()
    assert await _falls_due(stage) > stage.clock.now() - timedelta(seconds=1)
    await stage.leap(timedelta(days=3))
    assert await _falls_due(stage) > stage.clock.now() - timedelta(seconds=1)
    same = stage.bot.pid
    await stage.bot.start()
    assert stage.bot.pid == same


async def test_it_can_be_stopped_while_it_starts_and_while_it_waits_to_start_again(stage: Stage) -> None:
    await stage.bot.stop()
    starting = asyncio.create_task(stage.bot.start())
    await _becomes(stage.bot, BotState.STARTING)
    await stage.bot.stop()
    assert stage.bot.state is BotState.DOWN
    assert not starting.done()  # somebody may start it yet
    await stage.bot.start()
    await starting
    stage.bot.pause = 60
    assert stage.bot.pid is not None
    os.kill(stage.bot.pid, signal.SIGTERM)
    await _becomes(stage.bot, BotState.DOWN)
    began = time.monotonic()
    sweeping = asyncio.create_task(stage.bot.sweep())
    await asyncio.sleep(0)
    await stage.bot.stop()
    await sweeping
    assert time.monotonic() - began < _SECONDS


async def test_given_up_it_is_gone_until_somebody_starts_it(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    bot = stage.bot
    await bot.stop()
    bot.pause, bot.log_file = 0, bot.log_file.with_name("silent.log")
    told: list[BotState] = []
    bot.on_change(lambda: told.append(bot.state))
    with monkeypatch.context() as patch:
        patch.setattr("bot.demo.bot_process._PROGRAM", "this")  # ends at once, with nothing on standard error
        with pytest.raises(BotGone, match=r"^the bot ended 3 times as soon as it ran:\n\(nothing in its log\)$"):
            await bot.start()
    assert told == [BotState.STARTING, BotState.DOWN] * 3 + [BotState.GONE]
    assert not bot.wanted
    assert BotGone.why.zh == "机器人起不来，不会再自己启动：点“启动机器人”再试"
    again = asyncio.create_task(bot.wanted_again())
    await asyncio.sleep(0.01)
    assert not again.done()
    await bot.start()
    await again
    assert bot.state is BotState.UP


_DEMO = """
import asyncio, sys
from datetime import datetime, timezone
from pathlib import Path
from bot.demo.opening import open_stage

async def main():
    async with open_stage(Path(sys.argv[1]), datetime.now(timezone.utc)) as stage:
        print("open", flush=True)
        await asyncio.sleep(600)

asyncio.run(main())
"""


def test_it_does_not_outlive_the_demo(tmp_path: Path) -> None:
    demo = subprocess.Popen([sys.executable, "-c", _DEMO, str(tmp_path)], stdout=subprocess.PIPE)
    try:
        assert demo.stdout is not None
        assert demo.stdout.readline() == b"open\n"
        with pytest.raises(DatabaseOwned):
            Ownership.take(tmp_path / "fengshao.db")
    finally:
        demo.kill()
        demo.communicate()
    ends = time.monotonic() + _SECONDS
    while True:
        try:
            Ownership.take(tmp_path / "fengshao.db").release()
        except DatabaseOwned:
            assert time.monotonic() < ends, "the bot still owns its database"
            time.sleep(0.02)
        else:
            break
    assert "bot.stopping" in (tmp_path / "bot.log").read_text(encoding="utf-8")
